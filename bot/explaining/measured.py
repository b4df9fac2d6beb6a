"""What was measured of a text, as *why* tells it: its score, words of the lexicon, contexts, and where each stands."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from bot.alerts.wording import Wording
from bot.explaining.mask import covered
from bot.model.decision import Span
from bot.people.inquiry import Measured
from bot.phrases.voice import Voice

FEW: Final = 8
"""Places of one thing that are listed; more of the same tells nothing more."""


def measured_lines(words: Wording, measured: Measured, *, reveal: bool) -> Iterator[str]:
    """A line for the score, and one for each word of the lexicon and each context; terms veiled unless revealed."""
    voice = Voice(wording=words, reveal=reveal)
    yield words.say("cmd_why.score", score=voice.number(measured.score))
    for entry, spans in measured.lexicon:
        what = words.say("cmd_why.strength", what=words.say(f"category.{entry.category}"), n=entry.strength)
        term = entry.term if reveal else covered(entry.term)
        yield words.say("cmd_why.lexicon", what=what, term=term, at=places(spans))
    for region in measured.regions:
        yield words.say("cmd_why.context", what=words.say(f"region.{region.kind}"), at=places([region.span]))


def measured_data(measured: Measured, *, reveal: bool) -> dict[str, Any]:
    """The same for programs."""
    return {
        "score": measured.score,
        "lexicon": [
            {
                "term": entry.term if reveal else covered(entry.term),
                "category": entry.category.value,
                "strength": entry.strength,
                "language": entry.language,
                "spans": [list(span) for span in spans],
            }
            for entry, spans in measured.lexicon
        ],
        "contexts": [{"kind": region.kind, "span": list(region.span)} for region in measured.regions],
    }


def places(spans: Sequence[Span]) -> str:
    """`4–17, 20–31`: half-open, in code points of the text."""
    said = ", ".join(f"{start}–{end}" for start, end in spans[:FEW])
    return f"{said} …" if len(spans) > FEW else said


def excerpts(text: str, spans: Sequence[Span], *, reveal: bool) -> str:
    """What stands at each place, on one line; veiled unless revealed."""
    found = [" ".join(text[start:end].split()) for start, end in spans[:FEW]]
    return ", ".join(dict.fromkeys(one if reveal else covered(one) for one in found))
