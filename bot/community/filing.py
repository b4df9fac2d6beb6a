"""Reports as they reach a desk: each kept once with what it says, and as its server last said how it stands."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.evidence.exhibit import Sealed
from bot.evidence.master import MasterKey
from bot.evidence.pseudonym import pseudonym
from bot.model.arrival import Arrival
from bot.model.flag import Flag
from bot.store import flags, receipts, write
from bot.store.flags import Filed

Reported = tuple[Arrival, Flag]
Line = tuple[datetime, str, dict[str, str | int]]


def fold(one: Filed, other: Filed) -> Filed:
    """What two words on one report say together; the same whichever came first, but for the exhibit."""
    early, late = sorted((one, other), key=lambda said: (said.told_at, not said.open, said.taken, said.reason or ""))
    return late._replace(
        at=min(one.at, other.at),
        reporter=late.reporter or early.reporter,
        posts=max(one.posts, other.posts),
        withheld=max(one.withheld, other.withheld),
        mine=one.mine or other.mine,
        exhibit=one.exhibit,
    )


def file(
    connection: Connection, master: MasterKey, person: str, reported: Sequence[Reported], now: datetime
) -> tuple[list[Filed], list[Filed]]:
    """Keep reports; those that are new, or open again, and all that changed."""
    known = flags.known(connection, person, list(dict.fromkeys(flag.id for _, flag in reported)))
    first = {flag.id: arrival for arrival, flag in reversed(reported) if flag.id not in known}
    boxes = _sealed(connection, master, person, first.values())
    after: dict[str, Filed] = {}
    for arrival, flag in reported:
        before = after.get(flag.id) or known.get(flag.id)
        exhibit = before.exhibit if before else boxes[id(arrival)].id
        told = flags.filed(flag, exhibit, max(arrival.at, flag.at))
        after[flag.id] = fold(before, told) if before else told
    changed = _own(connection, [one for one in after.values() if one != known.get(one.id)], known)
    flags.keep(connection, person, changed)
    fresh = [one for one in changed if one.open and not (one.id in known and known[one.id].open)]
    salt = write.salt(connection, master, person)
    digests = {box.id: box.digest for box in boxes.values()}
    came = [one for one in changed if one.id not in known]
    gone = [one for one in changed if not one.open and (one.id not in known or known[one.id].open)]
    write.append(connection, person, [*_came(salt, came, digests, now), *_settled(salt, gone, now)])
    _tell(connection, master, gone, now)
    return fresh, changed


def _own(connection: Connection, changed: Sequence[Filed], known: Mapping[str, Filed]) -> list[Filed]:
    """With the deliveries by which members' own shields sent them: such a report is theirs, and no other."""
    found = receipts.own(connection, [one for one in changed if one.id not in known])
    return [one._replace(mine=found[one.id].delivery) if one.id in found else one for one in changed]


def _tell(connection: Connection, master: MasterKey, gone: Sequence[Filed], now: datetime) -> None:
    """Tell the shields that sent them that reports are settled."""
    for whose, about in receipts.whose(connection, [one.mine for one in gone if one.mine]).values():
        salt = write.salt(connection, master, whose)
        write.append(connection, whose, [(now, "flag:settled", {"account": pseudonym(salt, about)})])


def _sealed(connection: Connection, master: MasterKey, person: str, fresh: Iterable[Arrival]) -> dict[int, Sealed]:
    """What each arrival says, once, whatever the number of reports in it; by the identity of the arrival."""
    arrivals = list({id(arrival): arrival for arrival in fresh}.values())
    taken = write.take(connection, master, person, "flag", [(one.raw, one.at) for one in arrivals])
    return {id(arrival): box for arrival, box in zip(arrivals, taken, strict=True)}


def _came(salt: bytes, every: Iterable[Filed], digests: dict[str, str], now: datetime) -> Iterator[Line]:
    for one in every:
        about = pseudonym(salt, one.subject)
        yield now, "flag:came", {"account": about, "exhibit": one.exhibit, "digest": digests[one.exhibit]}


def _settled(salt: bytes, every: Iterable[Filed], now: datetime) -> Iterator[Line]:
    for one in every:
        yield now, "flag:settled", {"account": pseudonym(salt, one.subject), "exhibit": one.exhibit}
