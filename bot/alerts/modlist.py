"""A list that a person keeps at a platform, as they are told of what somebody's hand did there."""

from typing import assert_never

from bot.alerts.wording import Wording
from bot.model.noun import Noun
from bot.model.reason import Severity


class ByHand(Noun, frozen=True, kw_only=True):
    """Entries were put in, or taken out, with another app."""

    list: str
    """Its name on the command line."""
    removed: int
    added: int


class Ended(Noun, frozen=True, kw_only=True):
    """The list itself was taken away with another app."""

    list: str


OverThere = ByHand | Ended
Told = tuple[Severity, str, list[str]]


def told_of(words: Wording, person: str, list_: str, trouble: OverThere) -> Told:
    """Severity, title and lines; the names are those that they were given here."""
    match trouble:
        case ByHand(removed=removed, added=added):
            lines = [words.count("by_hand.removed", removed)] if removed else []
            lines += [words.count("by_hand.added", added)] if added else []
            title = words.say("by_hand.title", list=list_, person=person)
            return Severity.MEDIUM, title, [*lines, words.say("next.lists", command="rempart blocklist instep")]
        case Ended():
            again = words.say("next.again", command=f"rempart blocklist instep --again {list_}")
            title = words.say("list_ended.title", list=list_, person=person)
            return Severity.MEDIUM, title, [words.say("list_ended.body"), again]
    assert_never(trouble)
