"""What a rule does when it matches: actions, and telling or asking people."""

from enum import StrEnum
from typing import Annotated, Any, Final

from pydantic import BeforeValidator

from bot.model.action import Action, Block, DetachQuote, Dismiss, HideReply, Mute, Report, Sending
from bot.rules.duration import parse_duration
from bot.rules.faults import no_such


class Word(StrEnum):
    """What concerns people, not the platform."""

    ALERT = "alert"
    """Tell at once, whatever the severity."""
    HOLD = "hold"
    """Keep for a human to look at."""


Effect = Action | Word
PLAIN: Final[dict[str, Effect]] = {
    "alert": Word.ALERT,
    "hold": Word.HOLD,
    "mute": Mute(),
    "block": Block(),
    "hide_reply": HideReply(),
    "detach_quote": DetachQuote(),
    "dismiss": Dismiss(),
    "report": Report(),
}
LONGEST_COMMENT: Final = 1_000
"""Characters: what Mastodon takes of a report's comment."""


def parse_effect(written: Any) -> Effect:
    """`"alert"`, `"mute"`, `{ mute = "30 days" }`, `{ report = "draft" }`…; ValueError with what to write instead."""
    if isinstance(written, Effect):
        return written
    if isinstance(written, str):
        if written not in PLAIN:
            raise ValueError(no_such(written, PLAIN, "effect"))
        return PLAIN[written]
    if isinstance(written, dict) and "mute" in written and len(written) == 1:
        return Mute(duration=None if written["mute"] == "forever" else _duration(written["mute"]))
    if isinstance(written, dict) and "report" in written:
        return _report(written)
    raise ValueError('is no effect; write "alert", "mute", { mute = "30 days" } or { report = "draft" }')


def _duration(written: object) -> Any:
    try:
        return parse_duration(written)
    except ValueError as error:
        raise ValueError(f'mute {error}, or mute = "forever"') from None


def _report(written: dict[str, Any]) -> Report:
    extra = [key for key in written if key not in {"report", "comment", "forward"}]
    if extra:
        raise ValueError(no_such(str(extra[0]), ("report", "comment", "forward"), "key of a report"))
    if written["report"] not in set(Sending):
        raise ValueError('report must be "draft" (a person sends it) or "send" (the bot does)')
    comment, forward = written.get("comment", ""), written.get("forward", False)
    wrong = [
        said
        for fits, said in (
            (isinstance(comment, str), "comment must be a text in quotes"),
            (len(str(comment)) <= LONGEST_COMMENT, f"comment must have {LONGEST_COMMENT} characters or fewer"),
            (isinstance(forward, bool), "forward must be true or false, without quotes"),
        )
        if not fits
    ]
    if wrong:
        raise ValueError("; ".join(wrong))
    return Report(sending=Sending(written["report"]), comment=comment, forward=forward)


Effects = tuple[Annotated[Effect, BeforeValidator(parse_effect)], ...]
