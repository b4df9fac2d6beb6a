"""How many follow lists, and how their entries stand: counted after each turn, and never over all."""

from sqlalchemy import Connection, func, select, update

from bot.blocklists.follower import WAITING, Phase, State, Tally
from bot.store import given

table = given.follower
effect = given.effect


def tally(connection: Connection, id_: str) -> None:
    """Count how the entries of somebody stand, and keep the numbers beside them: those of all are never counted."""
    query = select(effect.c.state, func.count()).where(effect.c.follower == id_).group_by(effect.c.state)
    found = {State(state): int(number) for state, number in connection.execute(query)}
    waiting = sum(found.get(state, 0) for state in WAITING)
    numbers = {"done": found.get(State.DONE, 0), "waiting": waiting, "alone": found.get(State.CANCELLED, 0)}
    connection.execute(update(table).where(table.c.id == id_).values(numbers))


def tallied(connection: Connection, list_: str) -> Tally:
    """How many entries stand how over all who follow a list, as counted after the latest turn of each."""
    sums = [func.coalesce(func.sum(column), 0) for column in (table.c.done, table.c.waiting, table.c.alone)]
    done, waiting, alone = connection.execute(select(*sums).where(table.c.list == list_)).one()
    return Tally(int(done), int(waiting), int(alone))


def counts(connection: Connection, list_: str) -> dict[tuple[str, Phase], int]:
    """How many follow a list, by server and phase; the person's own accounts are not counted."""
    theirs = (table.c.list == list_) & (table.c.own == "")
    query = select(table.c.server, table.c.phase, func.count()).where(theirs).group_by(table.c.server, table.c.phase)
    return {(server, Phase(phase)): int(number) for server, phase, number in connection.execute(query)}
