"""The communities whose moderators are served, as they write them: who is watched over, and what rules may do."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal, get_args

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from bot.config.desks import Desk
from bot.config.packs import COMMUNAL, CommunalName
from bot.config.shielded import Shielded
from bot.config.surroundings import surroundings
from bot.config.values import AccountName, Table
from bot.model.action import kind_of, kinds
from bot.model.measure import (
    Escalate,
    Grave,
    Label,
    Light,
    Limit,
    LimitDomain,
    Resolve,
    Sensitive,
    Suspend,
    SuspendDomain,
    Tag,
    Takedown,
)
from bot.model.shield import Budget
from bot.rules.faults import no_such
from bot.rules.policy import Rule

LIGHT: Final = kinds(get_args(Light))
GRAVE: Final = kinds(get_args(Grave))
KNOWS: Final[Mapping[str, frozenset[str]]] = {
    "mastodon": frozenset(kinds((Resolve, Sensitive, Limit, Suspend, LimitDomain, SuspendDomain))),
    "ozone": frozenset(kinds((Resolve, Tag, Label, Escalate, Takedown))),
}
"""The measures that a platform's desks have, by name."""
MOST: Final = 100
"""Measures an hour or a day that rules may take at most."""


def _members(written: Any, info: ValidationInfo) -> Any:
    """All, who asked, or a list, which may stand in a file of its own: one a line."""
    match written:
        case "local" | "asked" | [_, *_]:
            return written
        case {"file": str(name), **others} if not others:
            return _lines(surroundings(info).folder / name, info)
    raise ValueError(
        'must say who is watched over; write members = "local" (all accounts of the server), "asked" (who opted in), '
        '["lea@ouest.example"] or { file = "members.txt" }'
    )


def _lines(path: Path, info: ValidationInfo) -> list[str]:
    surroundings(info).on_file(path)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        raise ValueError("cannot be read; put the members there, one account a line, as UTF-8") from None
    found = [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if not found:
        raise ValueError("the file names nobody; put the members there, one account a line")
    return found


class CommunityBudget(Table):
    """How much rules may do by themselves; small on purpose, and without a reserve unless one is written."""

    hour: Annotated[int, Field(strict=True, ge=0, le=MOST)] = 10
    day: Annotated[int, Field(strict=True, ge=0, le=MOST)] = 30
    reserve_hour: Annotated[int, Field(strict=True, ge=0, le=MOST)] = 0
    reserve_day: Annotated[int, Field(strict=True, ge=0, le=MOST)] = 0

    def budget(self) -> Budget:
        """The noun."""
        return Budget(hour=self.hour, day=self.day, reserve_hour=self.reserve_hour, reserve_day=self.reserve_day)


class CommunityRaidTable(Table):
    """What is different for as long as a raid lasts."""

    packs: tuple[CommunalName, ...] = ()
    """Rule packs that hold only then, of those who are in it."""


class Community(Shielded):
    """One community, with the desk at which its moderators work."""

    packs: tuple[CommunalName, ...] = COMMUNAL
    desk: Desk
    members: Annotated[Literal["local", "asked"] | tuple[AccountName, ...], BeforeValidator(_members)]
    """Whose mentions are watched over."""
    out: tuple[AccountName, ...] = ()
    """Never watched over, whatever `members` says."""
    posts: Literal["none", "local", "all"] = "local"
    """Which public posts are read beside what is reported."""
    measures: tuple[str, ...] = ()
    """What rules may do by themselves, within the budget."""
    by_one: tuple[str, ...] = ()
    """Grave measures that one human may order; rules never."""
    budget: CommunityBudget = CommunityBudget()
    raid: CommunityRaidTable = CommunityRaidTable()

    @field_validator("measures")
    @classmethod
    def _light(cls, names: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        for name in names:
            if name in GRAVE:
                raise ValueError(f"{name!r} is never done by a rule alone: a human asks, another agrees; leave it out")
        return _of_desk(names, LIGHT, info)

    @field_validator("by_one")
    @classmethod
    def _grave(cls, names: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        for name in names:
            if name in LIGHT:
                raise ValueError(f"{name!r} needs one human only in any case; leave it out")
        return _of_desk(names, GRAVE, info)

    @model_validator(mode="after")
    def _rules_keep_to_measures(self) -> "Community":
        for rule in self.rules:
            for name in beyond(rule, self.measures):
                raise ValueError(too_much(rule, name))
        if self.desk.platform == "ozone" and self.members == "local":
            raise ValueError('a labeler has no local accounts; name the members, or write members = "asked"')
        return self


def beyond(rule: Rule, measures: Iterable[str]) -> list[str]:
    """What a rule does that is none of these, by name."""
    allowed = frozenset(measures)
    return [name for name in map(kind_of, rule.actions) if name not in allowed]


def of_desks(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """Rules that do nothing that only a person's shield does."""
    for rule in rules:
        for name in beyond(rule, LIGHT):
            raise ValueError(too_much(rule, name))
    return rules


def too_much(rule: Rule, name: str) -> str:
    """That a community's rule does what it may not, by name."""
    if name not in LIGHT:
        return f'rule "{rule.name}": {name} is what a person\'s rule does; a community has {", ".join(LIGHT)}'
    return f'rule "{rule.name}": {name} is not among measures; write it there too, or take it out of the rule'


def _of_desk(names: tuple[str, ...], known: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
    desk = info.data.get("desk")
    for name in names:
        if name not in known:
            raise ValueError(no_such(name, known, "measure here"))
        if desk is not None and name not in KNOWS[desk.platform]:
            there = ", ".join(one for one in known if one in KNOWS[desk.platform])
            raise ValueError(f"a desk on {desk.platform} has no {name}; it has {there}")
    return names
