"""What a rule aims at, apart from what it is called: its digest, and whether it acts by itself."""

from hashlib import sha256
from typing import Any, Final

import msgspec

from bot.model.action import Action, Report, Sending, kind_of
from bot.model.decision import Match, Mode
from bot.model.measure import Light
from bot.rules.conditions.base import BaseCondition
from bot.rules.effect import Effect, Suggest, Word
from bot.rules.policy import Rule

APART: Final = {"name", "title", "example", "counter", "mode", "all", "any", "none"}
"""What does not change whom a rule hits or how, and its conditions, which are written in an order of their own."""


def digest(rule: Rule) -> str:
    """Hex SHA-256 of what the rule asks and does: the same whatever its name, title, mode, examples and comments are.

    The order of its conditions does not matter, that of the words within one does.
    """
    asked = {where: _conditions(getattr(rule, where)) for where in ("all", "any", "none")}
    done = {"then": [_effect(effect) for effect in rule.then]}
    said = {name: getattr(rule, name) for name in Rule.model_fields if name not in APART} | asked | done
    return sha256(_canonical(said)).hexdigest()


def acts_alone(rule: Rule) -> bool:
    """Whether the rule, in mode act, does anything to an author that no human was asked about."""
    return rule.mode is Mode.ACT and Word.HOLD not in rule.then and any(map(unasked, rule.actions))


def unasked(action: Action | Light) -> bool:
    """Whether an action is done without a human: all but the draft of a report."""
    return not (isinstance(action, Report) and action.sending is Sending.DRAFT)


def bites(match: Match) -> bool:
    """Whether a match, once its mode is act, does anything to the author that no human is asked about."""
    return not match.review and any(map(unasked, match.actions))


def _conditions(conditions: tuple[BaseCondition, ...]) -> list[bytes]:
    return sorted({_canonical({condition.name: condition.model_dump()}) for condition in conditions})


def _effect(effect: Effect) -> dict[str, Any]:
    """Written out with its defaults, which msgspec leaves out of some equal values and not of others."""
    if isinstance(effect, Word):
        return {"word": effect}
    if isinstance(effect, Suggest):
        return {"suggest": effect.measure}
    return {"kind": kind_of(effect), **msgspec.structs.asdict(effect)}


def _canonical(value: Any) -> bytes:
    """JSON with keys and sets in order; other types as Python shows them."""
    return msgspec.json.encode(value, order="deterministic", enc_hook=repr)
