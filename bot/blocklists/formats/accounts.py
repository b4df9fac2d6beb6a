"""Mastodon's files of accounts: those somebody blocks, and those they mute."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial
from typing import Final

from msgspec.structs import replace

from bot.blocklists.change import Change, Policy
from bot.blocklists.entity import Kind, actor
from bot.blocklists.formats.form import Faulty, Format, Listed, Read, capped
from bot.blocklists.formats.table import COMMAS, FALSE, TRUE, cells, rows, written
from bot.blocklists.formats.words import blocked, of, recommendation
from bot.errors import Malformed

ADDRESS: Final = "Account address"
HIDE: Final = "Hide notifications"
SHOWN: Final = "show_notifications"
"""Among the filters of a mute that leaves the author's notifications where they are."""


def parse(chunks: Iterable[bytes], at: datetime, policy: Policy) -> Iterator[Read]:
    """Read the accounts; Mastodon has no more to say of them than whether their notifications are hidden."""
    said = recommendation(at, policy)
    open_ = replace(said, filters=(SHOWN,)) if policy is Policy.FILTER else said
    begun = False
    for row in rows(chunks):
        if isinstance(row, Faulty):
            yield row
            continue
        line, text = row
        name, hide = [*(cell.strip() for cell in cells(text)), "", ""][:2]
        is_header = not begun and name.lower() == ADDRESS.lower()
        begun = True
        if is_header:
            continue
        try:
            yield Listed(line, of(open_ if hide and hide.lower() in FALSE else said, actor(name)))
        except Malformed:
            yield Faulty(line, "empty_row" if COMMAS.fullmatch(text) else "no_account")
        else:
            if hide.lower() not in TRUE | FALSE and policy is Policy.FILTER:
                yield Faulty(line, "unknown_boolean")


def write_blocks(changes: Iterable[Change]) -> Iterator[bytes]:
    """Write those whom to block is recommended, by address: Mastodon knows no account by DID or URI."""
    yield written([ADDRESS])
    for change in blocked(changes, Kind.ACTOR):
        if _address(change):
            yield written([change.entity.key])


def write_mutes(changes: Iterable[Change]) -> Iterator[bytes]:
    """Write those about whom to do anything is recommended: to mute is the least of it."""
    yield written([ADDRESS, HIDE])
    for change in changes:
        if change.applies and _address(change):
            yield written([change.entity.key, "false" if SHOWN in change.filters else "true"])


def _address(change: Change) -> bool:
    key = change.entity.key
    return change.entity.kind is Kind.ACTOR and "@" in key and ":" not in key


def _format(name: str, policy: Policy, write: Callable[[Iterable[Change]], Iterator[bytes]]) -> Format:
    return Format(name, "csv", "text/csv", capped(partial(parse, policy=policy)), write)


BLOCKS: Final = _format("mastodon-blocks", Policy.REJECT, write_blocks)
MUTES: Final = _format("mastodon-mutes", Policy.FILTER, write_mutes)
