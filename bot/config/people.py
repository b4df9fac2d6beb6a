"""The people who are shielded, as they or their delegates write it."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationInfo, field_validator

from bot.config.accounts import Account
from bot.config.alerts import AlertTable, UrgentTable, contact, steps
from bot.config.packs import DEFAULTS, PackName
from bot.config.surroundings import surroundings
from bot.config.values import AccountName, Count, Language, Name, Table, Zone
from bot.law.data import Chosen
from bot.model.decision import Mode
from bot.model.shield import Budget, Contact
from bot.rules.policy import Rule

Declared = Annotated[str, StringConstraints(min_length=1, max_length=200)]


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


class Person(Table):
    """One protected person."""

    name: Name
    language: Language = Field(default="", validate_default=True)
    """That of the whole file, if left out."""
    zone: Zone = "Europe/Paris"
    law: Chosen = ""
    """By whose law deadlines are told and dossiers made; left out: by that of the country of `zone`."""
    mode: Mode = Mode.OBSERVE
    packs: tuple[PackName, ...] = DEFAULTS
    trusted: tuple[AccountName, ...] = ()
    public: tuple[Declared, ...] = ()
    """Addresses, phones and mailboxes of theirs that are public: found, they are no leak."""
    accounts: tuple[Account, ...] = Field(alias="account", min_length=1)
    delegates: tuple[DelegateTable, ...] = Field(default=(), alias="delegate")
    alerts: tuple[AlertTable, ...] = Field(default=(), alias="alert")
    rules: tuple[Rule, ...] = Field(default=(), alias="rule")
    budget: BudgetTable = BudgetTable()
    raid: RaidTable = RaidTable()
    urgent: UrgentTable = UrgentTable()

    @property
    def in_the_open(self) -> tuple[str, ...]:
        """What of theirs anybody may read: what they declared, and their handles, with the sign before them."""
        return (*self.public, *(f"@{one.handle}" for one in self.accounts))

    @field_validator("language", mode="before")
    @classmethod
    def _of_the_file(cls, written: object, info: ValidationInfo) -> object:
        return written or surroundings(info).language

    def shelters(self) -> frozenset[str]:
        """What is raised in a raid, by name; nothing while the shield only observes."""
        return frozenset(self.raid.shields) if self.mode is Mode.ACT else frozenset()

    def urls(self) -> dict[str, str]:
        """Where each of the contacts is reached, by its name; empty where the secret is not there."""
        found = zip(self.contacts(), self.alerts, strict=True)
        return {contact.name: "" if table.url.missing else table.url.reveal() for contact, table in found}

    def contacts(self) -> tuple[Contact, ...]:
        """Who is told, one for each of `alerts`, in their order."""
        spoken = {delegate.name: delegate.language or self.language for delegate in self.delegates}
        return tuple(
            contact(f"{self.name}/{name}", table, spoken.get(table.delegate or "", self.language), step)
            for (name, step), table in zip(steps(self.alerts).items(), self.alerts, strict=True)
        )
