"""The people who are shielded, as they or their delegates write it."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from bot.config.accounts import Account
from bot.config.packs import DEFAULTS, PackName
from bot.config.shielded import Shielded
from bot.config.values import AccountName, Count, Language, Name, Table
from bot.model.action import kind_of
from bot.model.decision import Mode
from bot.model.measure import Light
from bot.model.shield import Budget
from bot.rules.policy import Rule

Declared = Annotated[str, StringConstraints(min_length=1, max_length=200)]


def of_people(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """Rules that do nothing that moderators do."""
    for rule in rules:
        for name in (kind_of(action) for action in rule.actions if isinstance(action, Light)):
            raise ValueError(f'rule "{rule.name}": {name} is for moderators; write the rule as [[community.rule]]')
        if rule.suggests:
            raise ValueError(f'rule "{rule.name}": suggest is for moderators; write the rule as [[community.rule]]')
    return rules


class BudgetTable(Table):
    """How much may be done automatically; the reserves are for urgent actions alone, as many again if left out."""

    hour: Count = 30
    day: Count = 100
    reserve_hour: Count | None = None
    reserve_day: Count | None = None

    def budget(self) -> Budget:
        """The noun, with the reserves filled in."""
        return Budget(
            hour=self.hour,
            day=self.day,
            reserve_hour=self.hour if self.reserve_hour is None else self.reserve_hour,
            reserve_day=self.day if self.reserve_day is None else self.reserve_day,
        )


class DelegateTable(Table):
    """Somebody who looks so that the person need not; nothing is ever done to their accounts."""

    name: Name
    language: Language | None = None
    """None: the person's."""
    accounts: tuple[AccountName, ...] = ()


class RaidTable(Table):
    """What is different for as long as a raid lasts."""

    packs: tuple[PackName, ...] = ()
    """Rule packs that hold only then, of those who are in it."""
    shields: tuple[Literal["filter_strangers", "close_thread", "close_quotes", "hide_replies"], ...] = ()
    """What is raised on the platforms, and lowered again at its end; never in mode observe."""


class Person(Shielded):
    """One protected person."""

    packs: tuple[PackName, ...] = DEFAULTS
    public: tuple[Declared, ...] = ()
    """Addresses, phones and mailboxes of theirs that are public: found, they are no leak."""
    accounts: tuple[Account, ...] = Field(alias="account", min_length=1)
    delegates: tuple[DelegateTable, ...] = Field(default=(), alias="delegate")
    rules: Annotated[tuple[Rule, ...], AfterValidator(of_people)] = Field(default=(), alias="rule")
    budget: BudgetTable = BudgetTable()
    raid: RaidTable = RaidTable()

    @property
    def in_the_open(self) -> tuple[str, ...]:
        """What of theirs anybody may read: what they declared, and their handles, with the sign before them."""
        return (*self.public, *(f"@{one.handle}" for one in self.accounts))

    def shelters(self) -> frozenset[str]:
        """What is raised in a raid, by name; nothing while the shield only observes."""
        return frozenset(self.raid.shields) if self.mode is Mode.ACT else frozenset()

    def spoken(self) -> Mapping[str, str]:
        """As `Shielded`: the delegates'."""
        return {delegate.name: delegate.language or self.language for delegate in self.delegates}
