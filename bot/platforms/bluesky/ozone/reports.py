"""What a team without a role at the labeler can do there: report, as anybody, and decide nothing."""

from typing import Final

from bot.errors import Refused
from bot.model.action import Order, Prior, Report, kind_of, kinds
from bot.model.measure import Escalate
from bot.platforms.bluesky.report import report
from bot.platforms.bluesky.session import Login

KNOWN: Final = frozenset(kinds((Escalate,)))
"""The measures that a report carries out, by name."""


class Reporter:
    """The reports of one account to one labeler."""

    def __init__(self, login: Login, labeler: str) -> None:
        self._login = login
        self._labeler = labeler

    async def prior(self, order: Order) -> Prior:
        """Nothing: who only reports is not told how a subject stands."""
        _require_report(order)
        return Prior()

    async def perform(self, order: Order) -> str:
        """Report it; the receipt is the report's id. To escalate is to report to those who decide: a second report
        of the same, after a crash, is one more line there."""
        return await report(self._login, order, _require_report(order), self._labeler)

    async def revert(self, order: Order, prior: Prior) -> None:  # noqa: ARG002 - as the other hand has it
        """Refused always."""
        raise Refused("A report cannot be taken back.")


def _require_report(order: Order) -> Report:
    match order.action:
        case Report() as action:
            return action
        case Escalate():
            return Report()
        case other:
            raise Refused(f"This desk only reports to the labeler (`hand`), and has no {kind_of(other)}.")
