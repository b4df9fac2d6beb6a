"""How long the desk takes with ten thousand open: any page as long as the first. The peer is the same page found by
counting to it (`OFFSET`), as lists of reports are often paged."""

import time
from statistics import median, quantiles

import pytest
from sqlalchemy import select, true, tuple_

from bot.config import ConfigFile
from bot.evidence.master import MasterKey
from bot.model.docket import Standing
from bot.store import boards, dockets
from bot.store.database import Store
from bot.store.dockets import rank
from bot.store.migrate import migrate
from bot.store.moderated import docket as table
from bot.web.desking import PAGE, place
from bot.web.house import House
from tests.benchmarks.test_pages import Folder
from tests.community.making import OUEST, docket
from tests.web.conftest import World
from tests.web.ouest import found, moderator

MANY = 10_000
VISITS = 30
DEPTHS = (0, 100, 5_000, 9_900)


@pytest.fixture
def world(tmp_path):
    folder = Folder(tmp_path)
    file = ConfigFile(folder.config, {"NOWHERE_SET": "x"})
    store = Store(file.read().database.reveal(), MasterKey.new())
    migrate(store)
    made = found(World(folder, House(file, store)))
    with store.writing() as connection:
        dockets.join(connection, [dockets.Joined(docket(number)) for number in range(1, MANY + 1)])
    yield made
    store.close()


def seconds(call):
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


OPEN = (
    select(table)
    .where((table.c.person == OUEST) & (table.c.standing == "open"))
    .order_by(table.c.rank.desc(), table.c.subject.desc())
    .limit(PAGE)
)


def rows(store, query):
    with store.reading() as connection:
        return connection.execute(query).all()


@pytest.mark.benchmark
def test_no_page_of_the_desk_takes_longer_than_the_first(world, record_property):
    guest = moderator(world)
    with world.store.reading() as connection:
        every = dockets.page(connection, OUEST, Standing.OPEN, None, MANY)
        assert boards.standing(connection, OUEST)[Standing.OPEN] == MANY
    for depth in DEPTHS:
        last = every[depth - 1] if depth else None
        path = f"/desk?after={rank(last)}.{place(last.subject)}" if last else "/desk"
        text = guest.get(path).text
        assert text.count("data-held") == PAGE
        assert f'id="m-{place(every[depth].subject)}"' in text
        times = [seconds(lambda path=path: guest.get(path)) for _ in range(VISITS)]
        after = tuple_(table.c.rank, table.c.subject) < (rank(last), last.subject) if last else true()
        ways = OPEN.where(after), OPEN.offset(depth)
        assert rows(world.store, ways[0]) == rows(world.store, ways[1])
        ours, peer = (median(seconds(lambda one=one: rows(world.store, one)) for _ in range(VISITS)) for one in ways)
        said = f"p95 {quantiles(times, n=20)[-1] * 1000:.0f} ms, its rows {peer / ours:.1f} times as fast as by offset"
        record_property(f"page of the desk behind {depth} of {MANY}", said)
    for path in ("/board", "/desk?standing=settled", f"/desk/{place(every[0].subject)}"):
        assert guest.get(path).status_code == 200
        times = [seconds(lambda path=path: guest.get(path)) for _ in range(VISITS)]
        record_property(f"{path[:12]}, {MANY} open", f"p95 {quantiles(times, n=20)[-1] * 1000:.0f} ms")
