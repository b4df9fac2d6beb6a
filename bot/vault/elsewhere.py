"""The mentions in which the other halves stand of what an author split."""

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection

from bot.errors import ChainBroken, KeyMissing
from bot.evidence.master import MasterKey
from bot.model.action import Order, kind_of
from bot.model.delivery import Task
from bot.model.leak import Leak, elsewhere
from bot.model.mention import Mention
from bot.recording import records
from bot.recording.judged import Judged
from bot.store import outbox, read


def halves(
    connection: Connection, master: MasterKey, leaks: Iterable[Leak], person: str, judged: Iterable[Judged]
) -> Iterator[tuple[Mention, frozenset[str]]]:
    """Each as it reads now, with the kinds of what is done about it already; `judged` in this transaction.

    What was erased since, or altered, which the audit tells, is left out.
    """
    others = elsewhere(leaks)
    if not others:
        return
    fresh = {one.facts.mention.uri: one for one in judged if one.facts.mention.person == person}
    planned = [order for one in judged for order, _ in one.planned]
    for uri in others:
        mention = fresh[uri].facts.mention if uri in fresh else kept(connection, master, uri, person)
        if mention is not None:
            orders = [one.what for one in outbox.about(connection, uri, person) if one.task is Task.ACT]
            known = (one for one in (*orders, *planned) if isinstance(one, Order) and one.uri == uri)
            yield mention, frozenset(kind_of(one.action) for one in known)


def kept(connection: Connection, master: MasterKey, uri: str, person: str) -> Mention | None:
    """A mention as it reads now; None where it is not known any more."""
    every = [one for one in read.mention(connection, uri) if one.person == person]
    if not every:
        return None
    try:
        content = read.content(connection, master, max(every, key=lambda one: one.version).exhibit)
        return records.read(content).facts.mention
    except (KeyMissing, ChainBroken):
        return None
