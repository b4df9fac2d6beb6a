"""What of a running shield may change while it runs: rules, alerts, budgets and whom they spare, swapped whole."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, Literal, NamedTuple

import re2
from msgspec.structs import replace

from bot.alerts.apprise import AppriseChannel
from bot.alerts.port import Channel
from bot.backtest.ready import Ready, engine_of, policies_of
from bot.config import Config
from bot.config.communities import Community
from bot.config.deposits import Authority, Calendar, name_of
from bot.deposits.port import Place
from bot.model.account import Account, Protected
from bot.model.community import Keeps, desk_of
from bot.model.shield import Shield
from bot.rules.policy import Policy
from bot.settling import trim
from bot.store.database import Store

SAID: Final[tuple[Literal["fr", "en"], ...]] = ("fr", "en")
"""The languages in which rules have titles."""
Accounts = Mapping[str, tuple[Account, ...]]
"""The accounts that could be reached, by their person's name."""


class Live(NamedTuple):
    """One state of it."""

    config: Config
    shields: Mapping[str, Shield]
    ready: Ready
    """The engine of all rules, and which of them only observe."""
    channels: Mapping[str, Channel]
    places: Mapping[str, Place]
    """Where checkpoints are left, by name."""


def compose(config: Config, accounts: Accounts, store: Store, at: datetime) -> Live:
    """Everything that follows from a configuration, compiled; a second's work, for any thread.

    Raises ConfigError where the rules cannot be compiled, or a channel not be opened.
    """
    titles = {name: _titles(policy) for name, policy in policies_of(config).items()}
    titled = {name: replace(one, titles=titles[name]) for name, one in shields(config, accounts).items()}
    return Live(config, titled, engine_of(config, store, at), channels(config), places(config))


def shields(config: Config, accounts: Accounts) -> dict[str, Shield]:
    """What the pipeline knows of each person and each community, by name."""
    return _of_people(config, accounts) | {one.name: _of_community(one, accounts) for one in config.communities}


def _titles(policy: Policy) -> dict[str, dict[str, str]]:
    """What the rules of somebody are called, where not by their names; whoever only asks who is there need not know."""
    return {
        language: {one.name: title for one in policy.rules if (title := one.called(language)) != one.name}
        for language in SAID
    }


def _of_people(config: Config, accounts: Accounts) -> dict[str, Shield]:
    return {
        person.name: Shield(
            protected=Protected(
                name=person.name,
                language=person.language,
                zone=person.zone,
                law=person.law,
                accounts=accounts.get(person.name, ()),
            ),
            contacts=person.contacts(),
            budget=person.budget.budget(),
            trusted=frozenset(person.trusted),
            delegates=frozenset(name for delegate in person.delegates for name in delegate.accounts),
            shelters=person.shelters(),
            public=person.public,
            wait=person.urgent.wait,
        )
        for person in config.people
    }


def _of_community(one: Community, accounts: Accounts) -> Shield:
    return Shield(
        protected=Protected(name=one.name, language=one.language, zone=one.zone, accounts=accounts.get(one.name, ())),
        contacts=one.contacts(),
        budget=one.budget.budget(),
        trusted=frozenset(one.trusted),
        desk=desk_of(one.name),
        keeps=Keeps.NOTICED,
        measures=frozenset(one.measures),
        by_one=frozenset(one.by_one),
        wait=one.urgent.wait,
    )


def channels(config: Config) -> dict[str, Channel]:
    """What alerts are sent on, by the names of the contacts."""
    return {
        contact.name: AppriseChannel(contact.name, table.url.reveal(), contact.above)
        for person in config.shielded
        for contact, table in zip(person.contacts(), person.alerts, strict=True)
    }


def places(config: Config) -> dict[str, Place]:
    """Where checkpoints are left, by name."""
    return {name_of(table): _place(table, loopback=config.network.allow_loopback) for table in config.deposits}


def _place(table: Authority | Calendar, *, loopback: bool) -> Place:
    match table:
        case Authority():
            from cryptography import x509  # noqa: PLC0415 - who leaves no checkpoints need not have it in memory

            from bot.deposits.rfc3161 import Rfc3161  # noqa: PLC0415 - as above

            roots = x509.load_pem_x509_certificates(table.certificate)
            return Rfc3161(name_of(table), table.url, roots, loopback=loopback)
        case Calendar():
            from bot.deposits.opentimestamps import OpenTimestamps  # noqa: PLC0415 - as above

            return OpenTimestamps(name_of(table), table.url, loopback=loopback)


def give_back() -> None:
    """Hand back what compiling took, or the engine before, 10 to 40 MB: glibc would keep it, others see to it."""
    re2.purge()  # it keeps the last 128 patterns that were looked at, 3 MB
    trim()
