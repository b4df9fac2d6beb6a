"""Channels as `rempart alerts list` shows them: of what each is told, when, and how it stands."""

from collections.abc import Iterator, Sequence
from typing import Any

from bot.alerts.wording import Wording
from bot.commands.channel_words import standing
from bot.commands.opened import Desk
from bot.config import Somebody
from bot.model.shield import Contact, Quiet
from bot.people.confirming import Reached
from bot.store import urgent
from bot.store.urgent import Urgent

HOUR = 60


def data(contact: Contact, stands: Reached) -> dict[str, Any]:
    """For programs; no URL is in it."""
    return {
        "name": contact.name,
        "delegate": contact.delegate,
        "language": contact.language,
        "above": contact.above.label,
        "reasons": sorted(contact.reasons),
        "quiet": _hours(contact.quiet) if contact.quiet else "",
        "digest": contact.digest.value,
        "support": contact.support,
        "after": contact.step,
        "confirmed_at": stands.confirmed_at.isoformat() if stands.confirmed_at else None,
        "dead_at": stands.dead_at.isoformat() if stands.dead_at else None,
    }


def described(words: Wording, person: Somebody, contact: Contact, stands: Reached) -> str:
    """One line."""
    return " · ".join((contact.name, *_told(words, contact), standing(words, person.zone, stands)))


def _told(words: Wording, contact: Contact) -> Iterator[str]:
    if contact.delegate:
        yield words.say("cmd_alerts.delegate", name=contact.delegate)
    key = "after" if contact.step else "above"
    yield words.say(f"cmd_alerts.{key}", severity=words.say(f"severity.{contact.above.label}"))
    if contact.reasons:
        yield ", ".join(words.say(f"reason.{why}") for why in sorted(contact.reasons))
    if contact.quiet:
        yield words.say("cmd_alerts.quiet", hours=_hours(contact.quiet))
    yield words.say(f"cmd_alerts.digest.{contact.digest}")


def waiting(desk: Desk, people: Sequence[str]) -> list[Urgent]:
    """Urgent alerts that nobody has acknowledged, and that go on."""
    with desk.store.reading() as connection:
        return [one for person in dict.fromkeys(people) for one in urgent.waiting(connection, person)]


def _hours(quiet: Quiet) -> str:
    return "–".join(f"{minute // HOUR:02}:{minute % HOUR:02}" for minute in (quiet.since, quiet.to))
