"""What moderators do, as events at a labeler's Ozone: each says what rule it is by, and is made once.

Ozone refuses a second event of a kind on an account under the same `externalId`: whatever a crash interrupted is
simply sent again.
"""

from collections.abc import Mapping
from datetime import timedelta
from math import ceil
from typing import Any, Final

from bot.errors import Refused
from bot.model.action import Order, Prior, kind_of
from bot.model.batch import batch_of
from bot.model.measure import Escalate, Inform, Label, Remark, Resolve, Tag, Takedown
from bot.model.noun import Noun
from bot.platforms.bluesky.ozone import letters
from bot.platforms.bluesky.ozone.labeler import Labeler
from bot.platforms.bluesky.ozone.labels import Labels
from bot.platforms.bluesky.ozone.refusals import AlreadySo
from bot.platforms.bluesky.ozone.state import CLOSED, ESCALATED, all_closed, status_of
from bot.platforms.bluesky.report import subject_of, tool
from bot.platforms.bluesky.repository import parsed

EMIT: Final = "tools.ozone.moderation.emitEvent"
EVENT: Final = "tools.ozone.moderation.defs#modEvent"
STOOD: Final = "stood"
"""Under which a state keeps the values that stood before, one a line."""
_HOUR: Final = timedelta(hours=1)


class _Made(Noun, frozen=True, kw_only=True):
    id: int


class Emitter:
    """The measures of one account at one labeler."""

    def __init__(self, labeler: Labeler, labels: Labels) -> None:
        self._labeler = labeler
        self._labels = labels

    async def prior(self, order: Order) -> Prior:
        """The state the order meets."""
        match order.action:
            case Label(values=values):
                return _met(values, await self._labels.standing(subject(order)))
            case Tag(add=values):
                return _met(values, (await status_of(self._labeler, order))[0].tags)
            case Takedown() | Escalate() | Resolve():
                return Prior(in_force=await self._so(order, order.action))
            case Remark():
                return Prior()
            case Inform():
                return Prior(in_force=await letters.told(self._labeler, order))
            case other:
                raise Refused(f"Ozone has no {kind_of(other)}.")

    async def _so(self, order: Order, action: Takedown | Escalate | Resolve) -> bool:
        """Whether it is already so."""
        if isinstance(action, Resolve) and subject(order) == order.subject_id:
            return await all_closed(self._labeler, order.subject_id)
        found, _ = await status_of(self._labeler, order)
        if isinstance(action, Takedown):
            return found.takendown
        return found.review_state == (CLOSED if isinstance(action, Resolve) else ESCALATED)

    async def perform(self, order: Order) -> str:
        """Do it; the receipt is the event's id, empty where it was made before."""
        match order.action:
            case Label(values=values, duration=duration):
                self._labels.spend(len(values))
                event = {"createLabelVals": [*values], "negateLabelVals": [], **_hours(duration)}
            case Tag(add=values):
                event = {"add": [*values], "remove": []}
            case Takedown(duration=duration):
                event = _hours(duration)
            case Resolve() if subject(order) == order.subject_id:
                event = {"acknowledgeAccountSubjects": True}
            case Resolve() | Escalate():
                event = {}
            case Remark(text=text):
                event = {"comment": text}
            case Inform() as action:
                event = letters.letter(order, action)
            case other:
                raise Refused(f"Ozone has no {kind_of(other)}.")
        return await self._emit(order, _NAMES[type(order.action)], event, order.id)

    async def revert(self, order: Order, prior: Prior) -> None:
        """Restore what the order met; what stood before stays."""
        if prior.in_force:
            return
        stood = prior.detail.get(STOOD, "").split("\n")
        match order.action:
            case Label(values=values):
                gone = [value for value in values if value not in stood]
                self._labels.spend(len(gone))
                event: dict[str, Any] = {"createLabelVals": [], "negateLabelVals": gone}
            case Tag(add=values):
                event = {"add": [], "remove": [value for value in values if value not in stood]}
            case Takedown():
                event = {}
            case other:
                raise Refused(f"At Ozone {kind_of(other)} cannot be taken back.")
        name = "ReverseTakedown" if isinstance(order.action, Takedown) else _NAMES[type(order.action)]
        await self._emit(order, name, event, f"{order.id}-undo")

    async def _emit(self, order: Order, name: str, event: Mapping[str, object], external: str) -> str:
        meta = {"rule": order.rule, "batchId": batch_of(order)}
        meta |= {letters.STATEMENT: order.statement} if order.statement else {}
        body = {
            "event": {"$type": f"{EVENT}{name}", **event},
            "subject": subject_of(order),
            "createdBy": await self._labeler.me(),
            "modTool": {"name": tool(), "meta": meta},
            "externalId": external,
        }
        try:
            raw = await self._labeler.tell(EMIT, body)
        except AlreadySo:
            return ""
        if isinstance(order.action, Inform):
            parsed(raw, letters.Letter).require()
        return str(parsed(raw, _Made).id)


_NAMES: Final[Mapping[type[Noun], str]] = {
    Label: "Label",
    Tag: "Tag",
    Takedown: "Takedown",
    Resolve: "Acknowledge",
    Escalate: "Escalate",
    Remark: "Comment",
    Inform: "Email",
}
"""What Ozone calls the events."""
KNOWN: Final = frozenset(map(str, (one.__struct_config__.tag for one in _NAMES if one is not Inform)))
"""The measures that a labeler has, by name."""


def subject(order: Order) -> str:
    """What the order is about, as labels and states name it: the URI of a post, or the DID of an account."""
    return order.uri if order.uri.startswith("at://") else order.subject_id


def _met(values: tuple[str, ...], standing: frozenset[str] | tuple[str, ...]) -> Prior:
    stood = [value for value in values if value in standing]
    return Prior(in_force=len(stood) == len(values), detail={STOOD: "\n".join(stood)} if stood else {})


def _hours(duration: timedelta | None) -> dict[str, Any]:
    return {} if duration is None else {"durationInHours": max(1, ceil(duration / _HOUR))}
