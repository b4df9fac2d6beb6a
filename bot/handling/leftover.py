"""What is measured of texts that came after the mention with which a transaction ended: they are judged next."""

from collections.abc import Sequence

from bot.recording.revisions import Found
from bot.rules.engine import Engine
from bot.signals.reading import Reading

Text = tuple[str, str | None]
"""A text, and the language that its platform names."""


class Leftover:
    """Measures texts; those that were left over last time are measured already."""

    def __init__(self) -> None:
        self._by: Engine | None = None
        self._readings: dict[Text, Reading] = {}

    def readings(self, engine: Engine, mentions: Sequence[Found]) -> list[Reading]:
        """What is measured of each."""
        known = self._readings if self._by is engine else {}
        texts = list(map(_text, mentions))
        fresh = iter(engine.read_all(text for text in texts if text not in known))
        return [known[text] if text in known else next(fresh) for text in texts]

    def keep(self, engine: Engine, mentions: Sequence[Found], readings: Sequence[Reading]) -> None:
        """These are left over now."""
        self._by = engine
        self._readings = dict(zip(map(_text, mentions), readings, strict=True))


def _text(found: Found) -> Text:
    _, mention, _ = found
    return mention.text, mention.lang
