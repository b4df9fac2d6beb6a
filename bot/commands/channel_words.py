"""How a channel stands, in words."""

from bot.alerts.wording import Wording
from bot.people.confirming import Reached


def standing(words: Wording, zone: str, stands: Reached) -> str:
    """Whether it works, and somebody reads it."""
    if stands.dead_at is not None:
        return words.say("cmd_alerts.dead", since=words.moment(stands.dead_at, zone))
    if stands.confirmed_at is None:
        return words.say("cmd_alerts.never")
    return words.say("cmd_alerts.confirmed_at", at=words.moment(stands.confirmed_at, zone))
