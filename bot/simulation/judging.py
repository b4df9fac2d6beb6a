"""Judging one text at a time, without memory: what would the rules make of it from a stranger?"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import repeat
from typing import Any, NamedTuple

import msgspec

from bot.errors import ConfigError
from bot.model.account import Account
from bot.model.action import kind_of
from bot.model.decision import Decision
from bot.model.facts import Facts, Relation
from bot.model.leak import Leak
from bot.model.mention import Kind, Mention
from bot.model.noun import Noun
from bot.model.shield import Budget
from bot.platforms.simulated.explain import checked, loads
from bot.platforms.simulated.normalise import account_of
from bot.platforms.simulated.scenario import Author
from bot.rules.engine import Engine
from bot.rules.plan import Allowance, plan
from bot.signals.leaks.mentioned import anybodys, said
from bot.signals.reading import Reading
from bot.simulation.leaking import as_data

NOBODY = "judge"
"""Name of the person who is addressed."""
PLATFORM = "bluesky"
EXAMPLE = '{"id": "1", "text": "…"}'
AUTHOR = '"author": {"id": "…", "handle": "…"}'
STRANGER = Relation(following=False, followed_by=False)
BUDGET = Budget()


class Asked(Noun, frozen=True, kw_only=True):
    """One line of input; keys beside these are not looked at."""

    id: str | int
    text: str
    lang: str | None = None
    author: str | dict[str, Any] | None = None
    kind: Kind = Kind.MENTION


class Judge:
    """Asks the rules, each time as if for the first time."""

    def __init__(self, engine: Engine, now: datetime) -> None:
        """Take an engine that knows the policy of NOBODY, and the moment at which all is judged."""
        self.engine = engine
        self.now = now

    def lines(self, lines: Iterable[tuple[int, bytes]]) -> Iterator[dict[str, Any]]:
        """The answer to each numbered line, in order; one with the key `error` for what cannot be read."""
        given = [self._understood(number, line) for number, line in lines]
        mentions = [one.mention for one in given if isinstance(one, Given)]
        leaks = [anybodys(said(mention)) for mention in mentions]
        readings = self.engine.read_all((mention.text, mention.lang) for mention in mentions)
        self.engine.score_all(readings)
        known = zip(leaks, readings, strict=True)
        for one in given:
            yield self._answer(one, *next(known)) if isinstance(one, Given) else one

    def _understood(self, number: int, line: bytes) -> "Given | dict[str, Any]":
        try:
            one = asked(line)
            return Given(one.id, self._mention(one))
        except ConfigError as error:
            return {"id": None, "error": "; ".join(error.problems), "line": number}

    def _answer(self, given: "Given", leaks: tuple[Leak, ...], reading: Reading) -> dict[str, Any]:
        """What would be found and done."""
        facts = Facts(mention=given.mention, relation=STRANGER, leaks=leaks)
        decision = self.engine.holding(NOBODY, facts, self.now, reading)
        return {
            "id": given.id,
            "severity": decision.severity.label,
            "reasons": decision.reasons,
            "rules": decision.rules,
            "spans": decision.spans,
            "actions": _actions(facts, decision) if decision.matches else [],
            "leaks": [as_data(leak) for leak in facts.leaks],
            "score": reading.score,
        }

    def _mention(self, one: Asked) -> Mention:
        return Mention(
            person=NOBODY,
            to=NOBODY,
            uri=str(one.id),
            revision="",
            kind=one.kind,
            author=_author(one.author),
            text=one.text,
            received_at=self.now,
            lang=one.lang,
        )


class Given(NamedTuple):
    """A line that was understood."""

    id: str | int
    mention: Mention


def asked(line: bytes) -> Asked:
    """One line of input. Raises ConfigError with what is wrong and what to write."""
    try:
        return msgspec.json.decode(line, type=Asked)
    except (
        msgspec.DecodeError,
        UnicodeDecodeError,
        RecursionError,
    ):  # wrong, or a lone surrogate: the slower way tells
        try:
            return msgspec.convert(loads(line), Asked)
        except msgspec.ValidationError as error:
            raise ConfigError(f"{error}; write {EXAMPLE}") from error


def _author(written: str | dict[str, Any] | None) -> Account:
    if written is None or isinstance(written, str):
        return Account(platform=PLATFORM, id=written or "", handle=written or "")
    return account_of(PLATFORM, checked(Author, written, AUTHOR))


def _actions(facts: Facts, decision: Decision) -> list[dict[str, str]]:
    """What would be ordered with a full budget."""
    fresh = Allowance(BUDGET)
    account = facts.mention.author.id
    return [
        {"kind": kind_of(order.action), "account": account, "status": "held" if hold else "done"}
        for order, hold in plan(facts, decision, fresh, paused=False, make_id=repeat(""))
    ]
