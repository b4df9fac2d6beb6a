"""What no person's own account does: measures are for the desks of moderators."""

from bot.errors import Refused
from bot.model.action import kind_of
from bot.model.measure import Inform, Measure


def beyond(measure: Measure | Inform) -> Refused:
    """That it is not done here."""
    return Refused(f"{kind_of(measure)} is for moderators, and this is a person's own account")
