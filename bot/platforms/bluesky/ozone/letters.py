"""Why a measure was taken, mailed to its account by the labeler's Ozone through the account's own server.

Ozone mails before it looks whether it was told so before, and keeps an event whether its mail left or not. So it is
looked through its events first, and told once: nobody gets the same letter twice.
"""

from html import escape
from typing import Any, Final

import msgspec

from bot.errors import Refused
from bot.model.action import Order
from bot.model.measure import Inform
from bot.model.noun import Noun
from bot.platforms.bluesky.ozone.labeler import Labeler
from bot.platforms.bluesky.ozone.queue import EVENTS, PAGE
from bot.platforms.bluesky.repository import parsed

EMAIL: Final = "tools.ozone.moderation.defs#modEventEmail"
STATEMENT: Final = "statement"
"""Under which an event says which reasons it told."""
UNDELIVERED: Final = (
    "The account's server does not take mail from this labeler: copy the reasons from their page, and send them."
)


class _Mailed(Noun, frozen=True, kw_only=True, rename="camel"):
    is_delivered: bool = False


class _Tool(Noun, frozen=True, kw_only=True):
    meta: dict[str, Any] = msgspec.field(default_factory=dict)


class Letter(Noun, frozen=True, kw_only=True, rename="camel"):
    """An event about a mail."""

    id: int
    event: _Mailed = _Mailed()
    mod_tool: _Tool = _Tool()

    def require(self) -> None:
        """Raises Refused where its mail did not leave."""
        if not self.event.is_delivered:
            raise Refused(UNDELIVERED)


class _Page(Noun, frozen=True, kw_only=True):
    events: tuple[Letter, ...] = ()


async def told(labeler: Labeler, order: Order) -> bool:
    """Whether the account was told before. Raises Refused where its server took no mail then: it is not tried again,
    since each try is one more event with all that is said."""
    asked = {"types": [EMAIL], "subject": order.subject_id, "limit": PAGE}
    page = parsed(await labeler.ask(EVENTS, asked), _Page)
    same = [one for one in page.events if one.mod_tool.meta.get(STATEMENT) == order.statement]
    for one in same:
        one.require()
    return bool(same)


def letter(order: Order, action: Inform) -> dict[str, Any]:
    """The event: the reasons as they were written, as a mail shows them."""
    if not order.text.strip():
        raise Refused("a letter without words says nothing")
    paragraphs = (escape(one.strip()).replace("\n", "<br>") for one in order.text.split("\n\n"))
    return {"subjectLine": action.title, "content": "".join(f"<p>{one}</p>" for one in paragraphs if one)}
