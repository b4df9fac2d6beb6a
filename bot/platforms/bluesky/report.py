"""Tells a moderation service, in Ozone's words, or in the older ones where it knows no others."""

from importlib.metadata import version
from typing import Any

from bot.errors import Refused, Unauthorized
from bot.model.action import Order, Report
from bot.model.noun import Noun
from bot.model.reason import Reason
from bot.platforms.bluesky.repository import parsed
from bot.platforms.bluesky.session import Login

OZONE = "tools.ozone.report.defs#reason"
OLDER = "com.atproto.moderation.defs#reason"
LONGEST = 2_000
"""Graphemes of a comment; cut by code points, of which there are never fewer."""

NAMES: dict[Reason, tuple[str, str]] = {
    Reason.HARASSMENT_TARGETED: ("HarassmentTargeted", "Rude"),
    Reason.HARASSMENT_DOXXING: ("HarassmentDoxxing", "Rude"),
    Reason.VIOLENCE_THREATS: ("ViolenceThreats", "Violation"),
    Reason.SEXUAL_HARASSMENT: ("HarassmentTargeted", "Rude"),
    Reason.HATE: ("HarassmentHateSpeech", "Rude"),
    Reason.SELF_HARM_INCITEMENT: ("SelfHarmContent", "Violation"),
    Reason.IMPERSONATION: ("MisleadingImpersonation", "Misleading"),
    Reason.RULE_BAN_EVASION: ("RuleBanEvasion", "Other"),
    Reason.SPAM: ("MisleadingSpam", "Spam"),
}
"""Ours → Ozone's, and the older one."""


class Receipt(Noun, frozen=True, kw_only=True):
    """What the service says of a report."""

    id: int


async def report(login: Login, order: Order, action: Report, labeler: str) -> str:
    """Report the post; the report's id."""
    ozone, older = NAMES[order.reason]
    headers = {"atproto-proxy": f"{labeler}#atproto_labeler"} if labeler else {}
    try:
        return await _send(login, _body(order, action, f"{OZONE}{ozone}"), headers)
    except Unauthorized:
        raise
    except Refused:  # a service that knows only the older reasons
        return await _send(login, _body(order, action, f"{OLDER}{older}"), headers)


async def _send(login: Login, body: dict[str, Any], headers: dict[str, str]) -> str:
    return str(parsed(await login.procedure("com.atproto.moderation.createReport", body, headers), Receipt).id)


def _body(order: Order, action: Report, reason: str) -> dict[str, Any]:
    return {
        "reasonType": reason,
        "reason": action.comment[:LONGEST],
        "subject": subject_of(order),
        "modTool": {"name": tool()},
    }


def subject_of(order: Order) -> dict[str, str]:
    """What the order is about: the version of a post, or where it names none, the account."""
    if not order.uri.startswith("at://"):
        return {"$type": "com.atproto.admin.defs#repoRef", "did": order.subject_id}
    if not order.revision:
        raise Refused("It is not known which version of the post is meant.")
    return {"$type": "com.atproto.repo.strongRef", "uri": order.uri, "cid": order.revision}


def tool() -> str:
    """What we call ourselves where it is kept by what a thing was done."""
    return f"rempart/{version('rempart')}"
