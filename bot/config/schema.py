"""The whole configuration: what config.toml may hold."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from bot.config.communities import KNOWS, Community
from bot.config.deposits import Deposit
from bot.config.packs import DEFAULTS, pack, pack_names
from bot.config.people import Person, of_people
from bot.config.places import Database, FilePath, Proxy
from bot.config.values import Count, HostPattern, Language, Table, TimeServer
from bot.config.web import Web
from bot.log import LogForm
from bot.model.action import kind_of
from bot.model.decision import Mode
from bot.model.reason import Severity
from bot.platforms.origins import PUBLIC, Origins
from bot.rules.duration import Duration
from bot.rules.moderated import within
from bot.rules.policy import Policy, Rule
from bot.rules.raided import within_raid


class Retention(Table):
    """How long content is kept, by the severity of its decision; content of running cases is kept longer."""

    none: Duration = timedelta(days=30)
    low: Duration = timedelta(days=90)
    medium: Duration = timedelta(days=365)
    high: Duration = timedelta(days=3 * 365)
    urgent: Duration = timedelta(days=6 * 365)

    def of(self, severity: Severity) -> timedelta:
        """How long content of this severity is kept."""
        return {
            Severity.NONE: self.none,
            Severity.LOW: self.low,
            Severity.MEDIUM: self.medium,
            Severity.HIGH: self.high,
            Severity.URGENT: self.urgent,
        }[severity]


class Arming(Table):
    """What a rule may have done to the past and yet act at once; beyond it, `rempart backtest --accept` is needed."""

    people: Count = 20
    """How many it may have hit; nobody whom the person follows or trusts, in any case."""


class Coverage(Table):
    """When it is told that nothing is seen."""

    alert_after: Duration = timedelta(minutes=15)
    """How long no source may see an account before somebody is told."""


class Backup(Table):
    """Where the keys of backups are kept; they open nothing without the master key."""

    keys: FilePath | None = None
    """None: beside the master key. Only the latest are kept, so that what is erased opens in no backup."""


class Network(Table):
    """How the outside is reached."""

    allow_loopback: Annotated[bool, Field(strict=True)] = False
    """Whether servers on this machine may be named: for tests alone."""
    origins: tuple[HostPattern, ...] = PUBLIC
    """Authors' servers that may see our address when they are asked for a proof; the platforms' own, if left out."""
    proxy: Proxy | None = None
    """By which all other authors' servers are asked; None: they are not asked."""
    clocks: tuple[TimeServer, ...] = ("ntp.obspm.fr", "time.cloudflare.com")
    """Time servers that are asked how far our clock is off, the first that answers; empty: none, and it is unknown."""

    def asking(self) -> Origins:
        """The same, as platforms take it."""
        return Origins(hosts=self.origins, proxy=self.proxy.reveal() if self.proxy else "")


class Log(Table):
    """What is logged, to standard error."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    form: LogForm = LogForm.AUTO


Somebody = Person | Community
"""Who is shielded."""


class Config(Table):
    """All that an operator can set."""

    language: Language = "fr"
    """Of the command line's sentences to people, and of whoever has none of their own."""
    database: Database = Field(default="sqlite:///rempart.db", validate_default=True)
    """A SQLite file (relative paths start at the configuration's folder) or a PostgreSQL URL."""
    master_key: FilePath = Field(default=Path("rempart.key"), validate_default=True)
    """The file of the key that opens all content; made at the first run."""
    people: tuple[Person, ...] = Field(default=(), alias="person")
    communities: tuple[Community, ...] = Field(default=(), alias="community")
    rules: Annotated[tuple[Rule, ...], AfterValidator(of_people)] = Field(default=(), alias="rule")
    """For all people, beside their packs and their own."""
    retention: Retention = Retention()
    deposits: tuple[Deposit, ...] = Field(default=(), alias="deposit")
    """Where checkpoints of the evidence are left."""
    arming: Arming = Arming()
    coverage: Coverage = Coverage()
    backup: Backup = Backup()
    network: Network = Network()
    web: Web = Web()
    log: Log = Log()

    @model_validator(mode="after")
    def _somebody(self) -> "Config":
        if not self.shielded:
            raise ValueError('names nobody; add [[person]] with name = "camille", or a [[community]]')
        return self

    @model_validator(mode="after")
    def _keys_apart(self) -> "Config":
        if self.backup_keys == self.master_key:
            raise ValueError(
                "the keys of backups would stand in the place of the master key; name them apart: "
                'keys = "backup.keys" under [backup]'
            )
        return self

    @property
    def backup_keys(self) -> Path:
        """The file of the keys of backups."""
        return self.backup.keys or self.master_key.with_suffix(".keys")

    @property
    def shielded(self) -> tuple[Somebody, ...]:
        """All who are shielded."""
        return (*self.people, *self.communities)

    def policy(self, person: Somebody) -> Policy:
        """The rules that a person lives by: those of their packs, those for all, and their own. A community has none of
        those for all, and of its packs does what it let them do."""
        packs = (rule for name in person.packs for rule in self.of_pack(person, name))
        raided = (within_raid(rule) for name in person.raid.packs for rule in self.of_pack(person, name))
        if isinstance(person, Community):
            return Policy(mode=person.mode, rules=(*packs, *raided, *person.rules))
        return Policy(mode=person.mode, rules=(*packs, *raided, *self.rules, *person.rules))

    def of_pack(self, person: Somebody, name: str) -> tuple[Rule, ...]:
        """The rules of a pack, as they hold for somebody."""
        rules = pack(name).rules
        if isinstance(person, Person):
            return rules
        return tuple(within(rule, person.measures, KNOWS[person.desk.platform]) for rule in rules)

    def needed(self, person: Somebody) -> frozenset[str]:
        """The actions that a person's or community's rules may ask of a platform, by name: `mute`, `report`, …"""
        return actions_of(self.policy(person).rules)


def actions_of(rules: Iterable[Rule]) -> frozenset[str]:
    """The actions that rules may ask of a platform, by name; those that are off ask for nothing."""
    return frozenset(kind_of(action) for rule in rules if rule.mode is not Mode.OFF for action in rule.actions)


def default_policy() -> Policy:
    """What `simulate` and `judge` go by without a configuration: the default packs that exist, in mode act."""
    there = pack_names()
    rules = (rule for name in DEFAULTS if name in there for rule in pack(name).rules)
    return Policy(mode=Mode.ACT, rules=tuple(rules))
