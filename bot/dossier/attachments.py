"""Pictures, films and sounds of a fact: their bytes where they are in custody, and how they may be shown."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from bot.dossier.custody import MEDIUM, Custody, Taken
from bot.dossier.draft import Draft
from bot.dossier.fact import Attached, Piece, Showing
from bot.model.mention import Media, Mention


class Stay(NamedTuple):
    """A medium, and from which version to which it was there."""

    medium: Media
    since: int
    until: int
    """The first version without it; as many as there are where it stayed."""


class Attachments:
    """Those of one fact."""

    def __init__(self, custody: Custody, draft: Draft, stem: str, at: datetime) -> None:
        self.pieces: list[Piece] = []
        """What was laid down of them."""
        self._custody = custody
        self._draft = draft
        self._stem = stem
        self._at = at
        self._types: dict[str, str] = {}

    def of(self, versions: Sequence[Mention], captured: Sequence[Taken]) -> tuple[Attached, ...]:
        """What was attached to any version; what was taken beside it (a smaller copy) is laid down too."""
        taken = {each.captured.url: each.captured.medium for each in captured if each.captured.what == MEDIUM}
        stays = list(_stays(versions))
        digests = [one.medium.digest or taken.get(one.medium.url, "") for one in stays]
        self._lay(dict.fromkeys((*filter(None, digests), *taken.values())))
        times = [each.received_at for each in versions]
        return tuple(self._told(one, digest, times) for one, digest in zip(stays, digests, strict=True))

    def _told(self, stay: Stay, digest: str, times: Sequence[datetime]) -> Attached:
        one = stay.medium
        piece = next((each for each in self.pieces if each.digest == digest), None)
        return Attached(
            kind=one.kind,
            added_at=times[stay.since] if stay.since else None,
            removed_at=times[stay.until] if stay.until < len(times) else None,
            alt=one.alt,
            file=piece.file if piece else "",
            type=self._types.get(digest, ""),
            size=piece.size if piece else 0,
            digest=digest,
            showing=self._draft.shown.get(digest, Showing.LEFT_OUT),
        )

    def _lay(self, digests: dict[str, None]) -> None:
        held = self._custody.media(digests)
        self._types = {digest: one.type for digest, one in held.items()}
        contents = dict(self._custody.open([held[each].exhibit for each in digests if each in held]))
        for digest in digests:
            raw = contents.get(held[digest].exhibit) if digest in held else None
            if raw is not None:
                stem = f"{self._stem}-m{len(self.pieces) + 1}"
                self.pieces.append(self._custody.lay(stem, MEDIUM, raw, held[digest].exhibit, self._at))


def _stays(versions: Sequence[Mention]) -> Iterator[Stay]:
    """Each medium once, as it was described last; one that went and came back stayed, as far as it is told here."""
    held = [{one.digest or one.url or str(k): one for k, one in enumerate(each.media)} for each in versions]
    for key in dict.fromkeys(key for each in held for key in each):
        among = [number for number, each in enumerate(held) if key in each]
        yield Stay(held[among[-1]][key], among[0], among[-1] + 1)
