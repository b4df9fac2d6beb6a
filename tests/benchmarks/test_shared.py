"""How long a list of fifty thousand takes to hand out: who has it already costs the same whatever its size."""

import time
from datetime import UTC, datetime, timedelta
from statistics import quantiles

import pytest

from bot.blocklists.blocklist import Blocklist, Origin
from bot.blocklists.change import Cause, Change, Policy, Type
from bot.blocklists.entity import actor
from bot.config import ConfigFile
from bot.evidence.master import MasterKey
from bot.model.reason import Reason, Severity
from bot.publishing.editions import append
from bot.store import lists
from bot.store.database import Store
from bot.store.migrate import migrate
from bot.web.house import House
from tests.benchmarks.test_pages import Folder
from tests.web.conftest import World

SIZES = {"few": 500, "many": 50_000}
ASKED = 60
LD = "application/ld+json"


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = Folder(tmp_path_factory.mktemp("shared"))
    store = Store(f"sqlite:///{folder.config.parent / 'rempart.db'}", MasterKey(bytes(32)))
    migrate(store)
    now = datetime.now(UTC)
    for slug, size in SIZES.items():
        one = Blocklist(id=slug, person="camille", origin=Origin.OWN, slug=slug, title=slug, by="camille", at=now)
        with store.writing() as connection:
            lists.put(connection, one)
            append(
                connection,
                store,
                one,
                [_change(number, now) for number in range(size)],
                "list:published",
                "camille",
                now,
            )
    world = World(folder, House(ConfigFile(folder.config, {"NOWHERE_SET": "x"}), store))
    world.house.readers._tries = world.house.readers._all = 1_000_000
    yield world
    store.close()


def _change(number, now):
    return Change(
        id="",
        type=Type.RECOMMENDATION,
        at=now,
        entity=actor(f"compte{number}@serveur{number % 700}.test"),
        policy=Policy.REJECT,
        severity=Severity.HIGH,
        reasons=(Reason.HARASSMENT_TARGETED,),
        cause=Cause.RULE,
        evidence=f"{number:064x}",
        review_at=now + timedelta(days=180),
        expires_at=now + timedelta(days=365),
    )


def seconds(call):
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


@pytest.mark.benchmark
def test_who_has_a_list_already_costs_the_same_whatever_its_size(world, record_property):
    reader, told = world.browser(), {}
    for slug, size in SIZES.items():
        first = seconds(lambda slug=slug: reader.get(f"/shared/{slug}/snapshot", accept=LD))
        again = min(seconds(lambda slug=slug: reader.get(f"/shared/{slug}/snapshot", accept=LD)) for _ in range(5))
        tag = reader.get(f"/shared/{slug}/snapshot", accept=LD).headers["etag"]
        asked = [
            seconds(lambda slug=slug, tag=tag: reader.get(f"/shared/{slug}/snapshot", **{"if-none-match": tag}))
            for _ in range(ASKED)
        ]
        told[slug] = sorted(asked)[ASKED // 2]
        said = f"first {first * 1000:.0f} ms, again {again * 1000:.0f} ms, 304 p95 {quantiles(asked, n=20)[-1] * 1000:.1f} ms"
        record_property(f"snapshot of {size} entries", said)
    assert told["many"] < 3 * told["few"]


@pytest.mark.benchmark
def test_a_page_of_a_long_list_takes_as_long_as_one_of_a_short_one(world, record_property):
    holder = world.holder()
    for slug, size in SIZES.items():
        holder.get(f"/lists/{slug}")
        times = [seconds(lambda slug=slug: holder.get(f"/lists/{slug}")) for _ in range(20)]
        record_property(f"page of a list of {size} entries", f"p95 {quantiles(times, n=20)[-1] * 1000:.0f} ms")
        asked = [seconds(lambda slug=slug: reader_page(world, slug)) for _ in range(20)]
        record_property(f"page of changes of {size} entries", f"p95 {quantiles(asked, n=20)[-1] * 1000:.0f} ms")


def reader_page(world, slug):
    path = f"/shared/{slug}/changes?since=00000000-0000-7000-A000-000000000000"
    assert world.browser().get(path, accept=LD).status_code == 200
