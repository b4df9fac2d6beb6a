"""What a rule does when it matches: actions, and telling or asking people."""

import re
from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Any, Final, NamedTuple, get_args

from pydantic import BeforeValidator

from bot.model.action import Action, Block, DetachQuote, Dismiss, HideReply, Mute, Report, Sending, kinds
from bot.model.measure import VALUES, Escalate, Grave, Label, Light, Limit, Resolve, Sensitive, Tag
from bot.rules.duration import parse_duration
from bot.rules.faults import no_such


class Word(StrEnum):
    """What concerns people, not the platform."""

    ALERT = "alert"
    """Tell at once, whatever the severity."""
    HOLD = "hold"
    """Keep for a human to look at."""


class Suggest(NamedTuple):
    """Put a measure to moderators, who alone take it; grave ones too."""

    measure: str
    """By its name."""


Effect = Action | Light | Word | Suggest
MEASURES: Final = kinds((*get_args(Light), *get_args(Grave)))
PLAIN: Final[dict[str, Effect]] = {
    "alert": Word.ALERT,
    "hold": Word.HOLD,
    "mute": Mute(),
    "block": Block(),
    "hide_reply": HideReply(),
    "detach_quote": DetachQuote(),
    "dismiss": Dismiss(),
    "report": Report(),
    "sensitive": Sensitive(),
    "limit": Limit(),
    "resolve": Resolve(),
    "escalate": Escalate(),
}
LABEL: Final = re.compile(r"[a-z](?:[a-z-]{0,98}[a-z])?")
"""What the AT Protocol takes as the value of a label that a labeler declares: letters and hyphens."""
TAG: Final = re.compile(r"[^\s\x00-\x1f]{1,100}")
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
    if isinstance(written, dict):
        for key, read in TABLES.items():
            if key in written:
                return read(written)
    raise ValueError('is no effect; write "alert", "mute", { mute = "30 days" } or { report = "draft" }')


def _mute(written: dict[str, Any]) -> Mute:
    _only(written, "mute")
    return Mute(duration=_span(written, "mute"))


def _limit(written: dict[str, Any]) -> Limit:
    _only(written, "limit")
    return Limit(duration=_span(written, "limit"))


def _label(written: dict[str, Any]) -> Label:
    _only(written, "label", "for")
    values = _texts(written, "label", LABEL, 'small letters and hyphens; write { label = ["harassment"] }')
    if len(values) > VALUES:
        raise ValueError(f"label names {len(values)} labels; {VALUES} are given at once at most")
    return Label(values=values, **({"duration": _span(written, "for")} if "for" in written else {}))


def _tag(written: dict[str, Any]) -> Tag:
    _only(written, "tag")
    return Tag(add=_texts(written, "tag", TAG, 'words without spaces; write { tag = ["rempart:high"] }'))


def _suggest(written: dict[str, Any]) -> Suggest:
    _only(written, "suggest")
    if written["suggest"] not in MEASURES:
        raise ValueError(no_such(str(written["suggest"]), MEASURES, "measure"))
    return Suggest(written["suggest"])


def _only(written: dict[str, Any], *keys: str) -> None:
    extra = [key for key in written if key not in keys]
    if extra:
        raise ValueError(no_such(str(extra[0]), keys, f"key of a {keys[0]}"))


def _span(written: dict[str, Any], key: str) -> timedelta | None:
    """How long; None for good."""
    if written[key] == "forever":
        return None
    try:
        return parse_duration(written[key])
    except ValueError as error:
        raise ValueError(f'{key} {error}, or {key} = "forever"') from None


def _texts(written: dict[str, Any], key: str, each: re.Pattern[str], said: str) -> tuple[str, ...]:
    texts = written[key]
    if (
        not isinstance(texts, list)
        or not texts
        or not all(isinstance(one, str) and each.fullmatch(one) for one in texts)
    ):
        raise ValueError(f"{key} must be a list of {said}")
    return tuple(texts)


def _report(written: dict[str, Any]) -> Report:
    _only(written, "report", "comment", "forward")
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


TABLES: Final[dict[str, Callable[[dict[str, Any]], Effect]]] = {
    "mute": _mute,
    "report": _report,
    "limit": _limit,
    "label": _label,
    "tag": _tag,
    "suggest": _suggest,
}
"""Effects that say more than their name, by the key that names them."""
Effects = tuple[Annotated[Effect, BeforeValidator(parse_effect)], ...]
