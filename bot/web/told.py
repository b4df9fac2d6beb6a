"""What an entry of the chain says, as a sentence, and of what kind it is."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.alerts.wording import Wording
from bot.evidence.pseudonym import SHOWN
from bot.store.lines import Line

REVIEWED: Final = ("revert", "cancel")
UNDOING: Final = "undo "
AFTERWARDS: Final = "after "


class Kind(StrEnum):
    """What people look for in a chain."""

    ALL = "all"
    BOT = "bot"
    PEOPLE = "people"
    LOOKS = "looks"
    CHECKPOINTS = "checkpoints"
    CAPTURE = "capture"


WHOLE: Final = {
    Kind.LOOKS: {"measure:foreseen", "export:taken"},
    Kind.CHECKPOINTS: {"checkpoint", "deposit"},
    Kind.CAPTURE: {"captured", "medium", "instrument", "looked", "imported", "mention:judged", "arrival:set-aside"},
}
"""Events by their whole name."""
BEGINNING: Final = {
    "session": Kind.LOOKS,
    "seat": Kind.LOOKS,
    "passkey": Kind.LOOKS,
    "key": Kind.CHECKPOINTS,
    "proof": Kind.CAPTURE,
}
"""Events by what stands before their colon."""
VIEWED: Final = ":viewed"
"""Ends the events of those who looked, whatever at."""


def kind(line: Line) -> Kind:
    """Of what kind an entry is: never ALL."""
    if line.event.endswith(VIEWED):
        return Kind.LOOKS
    for one, events in WHOLE.items():
        if line.event in events:
            return one
    found = BEGINNING.get(line.event.partition(":")[0])
    return found or (Kind.PEOPLE if line.payload.get("by") else Kind.BOT)


def told(said: Wording, line: Line, zone: str) -> str:
    """The sentence; accounts by their nicknames."""
    values = _values(said, line.payload, zone)
    if f"web.event.{line.event}" in said.texts:
        return said.say(f"web.event.{line.event}", **values)
    sentence, what, status = _done(line.event)
    if not sentence or f"action.{what}" not in said.texts:
        return said.say("web.event.unnamed")
    named = {"what": said.say(f"action.{what}"), "status": said.texts.get(f"status.{status}", status)}
    whole = said.say(f"web.did.{sentence}", **values | named)
    return f"{whole[0].upper()}{whole[1:]}"


def _done(event: str) -> tuple[str, str, str]:
    """(sentence, action, status) of `mute:done`, `undo mute:done`, `after mute:done`, `mute:revert`, `alert:done`."""
    what, colon, status = event.partition(":")
    if not colon:
        return "", "", ""
    if status in REVIEWED:
        return status, what, ""
    for prefix, sentence in ((UNDOING, "undo"), (AFTERWARDS, "after")):
        if what.startswith(prefix):
            return sentence, "follow_up" if sentence == "after" else what.removeprefix(prefix), status
    return ("alert" if what == "alert" else "act"), what, status


def _values(said: Wording, payload: Mapping[str, str | int], zone: str) -> dict[str, str]:
    """Everything that a sentence may name."""
    plain = {key: str(payload.get(key, "…")) for key in PLAIN}
    named = {
        "account": _account(said, payload.get("account") or payload.get("author") or "…"),
        "other": _account(said, payload.get("other", "…")),
        **{key: str(payload.get(key, "…"))[:SHOWN] for key in ("about", "mention")},
    }
    moments = {key: _moment(said, str(payload.get(key, "")), zone) for key in ("since", "until")}
    counts = {"n": str(next((payload[key] for key in COUNTS if key in payload), "…"))}
    words = {hole: _word(said, tables, str(payload.get(key, ""))) for hole, (key, tables) in WORDS.items()}
    return plain | named | moments | counts | words | _rules(said, payload)


PLAIN: Final = ("authors", "hostile", "place", "people", "by", "list", "community")
"""Holes that are filled as the payload says."""
COUNTS: Final = ("count", "mentions", "seconds", "number")
WORDS: Final = {
    "severity": ("severity", ("severity",)),
    "stage": ("stage", ("stage",)),
    "role": ("role", ("web.role",)),
    "found": ("found", ("web.again",)),
    "standing": ("status", ("web.standing",)),
    "mode": ("mode", ("web.mode",)),
    "change": ("change", ("web.change",)),
    "what": ("what", ("action", "web.piece")),
    "outcome": ("outcome", ("web.outcome",)),
}
"""Holes that are filled with a word of ours: the key of the payload, and the tables where it is said."""


def _word(said: Wording, tables: tuple[str, ...], value: str) -> str:
    found = (said.texts.get(f"{table}.{value}") for table in tables)
    return str(next((text for text in found if text), said.say("web.piece.other") if "web.piece" in tables else "…"))


def _rules(said: Wording, payload: Mapping[str, str | int]) -> dict[str, str]:
    count = payload.get("rules")
    return {"rules": said.count("web.rules.count", count) if isinstance(count, int) else "…"}


def _account(said: Wording, pseudonym: str | int) -> str:
    return said.say("web.trail.account", name=str(pseudonym)[:SHOWN])


def _moment(said: Wording, written: str, zone: str) -> str:
    try:
        return said.moment(datetime.fromisoformat(written), zone)
    except ValueError:
        return "…"
