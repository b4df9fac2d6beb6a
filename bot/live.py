"""What of a running shield may change while it runs: rules, alerts, budgets and whom they spare, swapped whole."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

import re2

from bot.alerts.apprise import AppriseChannel
from bot.alerts.port import Channel
from bot.backtest.ready import Ready, engine_of
from bot.config import Config
from bot.config.deposits import Authority, Calendar, name_of
from bot.deposits.port import Place
from bot.model.account import Account, Protected
from bot.model.shield import Shield
from bot.settling import trim
from bot.store.database import Store

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
    return Live(config, shields(config, accounts), engine_of(config, store, at), channels(config), places(config))


def shields(config: Config, accounts: Accounts) -> dict[str, Shield]:
    """What the pipeline knows of each person, by name."""
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


def channels(config: Config) -> dict[str, Channel]:
    """What alerts are sent on, by the names of the contacts."""
    return {
        contact.name: AppriseChannel(contact.name, table.url.reveal(), contact.above)
        for person in config.people
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
