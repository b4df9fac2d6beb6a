"""By what machine, software and clock my evidence was taken is said once, and again when it changes."""

import asyncio
import struct
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from bot.audit import audit
from bot.custody.instrument import UNKNOWN, Instrument, look, note
from bot.custody.sntp import offset
from bot.evidence.master import MasterKey
from bot.model.noun import utc
from bot.store import read
from bot.store.database import Store
from bot.store.migrate import migrate

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SINCE = datetime(1900, 1, 1, tzinfo=UTC)


@pytest.fixture
def store(database_url):
    store = Store(database_url, MasterKey.new())
    migrate(store)
    yield store
    store.close()


class Clock(asyncio.DatagramProtocol):
    """A time server on this machine, so many seconds ahead; `change` may spoil its answer."""

    def __init__(self, ahead=0.0, change=lambda answer: answer):
        self.ahead, self.change = ahead, change

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, addr):
        moment = (datetime.now(UTC) - SINCE).total_seconds() + self.ahead
        stamp = struct.pack(">II", int(moment), int(moment % 1 * 2**32))
        answer = bytes([0x24, 2]) + bytes(22) + data[40:48] + stamp + stamp
        self.transport.sendto(self.change(answer), addr)


@pytest.fixture
async def clock():
    made = []

    async def start(*given, **more):
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_datagram_endpoint(lambda: Clock(*given, **more), local_addr=("127.0.0.1", 0))
        made.append(transport)
        return f"127.0.0.1:{transport.get_extra_info('sockname')[1]}"

    yield start
    for one in made:
        one.close()


async def test_how_far_my_clock_is_off_is_told_to_the_tenth_of_a_second(clock):
    told = await offset([await clock(90.0)], loopback=True)
    assert abs(told.ahead - timedelta(seconds=90)) < timedelta(seconds=0.1)


SPOILT = {
    "short": lambda answer: answer[:40],
    "of another question": lambda answer: answer[:24] + bytes(8) + answer[32:],
    "of a server without the time": lambda answer: bytes([0xE4]) + answer[1:],
    "of a client": lambda answer: bytes([0x23]) + answer[1:],
    "of stratum nought": lambda answer: answer[:1] + b"\0" + answer[2:],
}


@pytest.mark.parametrize("how", SPOILT)
async def test_an_answer_that_is_none_is_not_believed_and_the_next_server_is_asked(clock, how):
    spoilt, good = await clock(change=SPOILT[how]), await clock(5.0)
    told = await offset([spoilt, good], loopback=True)
    assert told.server == good


async def test_where_no_server_answers_the_clock_is_unknown():
    assert await offset(["ntp.test"]) is None
    assert (await look([], proxied=False)).clock == UNKNOWN


async def test_a_time_server_inside_the_network_is_not_asked(clock):
    assert await offset([await clock()]) is None


async def test_the_machine_and_the_software_are_named():
    found = await look([], proxied=False)
    assert found.software.startswith("rempart ")
    assert all((found.python, found.system, found.host, found.began, found.ended))
    assert found.proxy == "none"


def instrument(**more):
    given = {
        "software": "rempart 1",
        "python": "3.11",
        "system": "Linux",
        "host": "h",
        "resolvers": (),
        "proxy": "none",
    }
    return Instrument(**{**given, "began": utc(NOW), "ended": utc(NOW), **more})


def test_it_is_said_once_and_again_when_something_changes(store):
    first = note(store, ["camille"], instrument(), NOW)
    assert note(store, ["camille"], instrument(), NOW) == first
    assert note(store, ["camille"], instrument(software="rempart 2"), NOW) != first
    drifted = note(store, ["camille"], instrument(software="rempart 2", ahead_ms=0), NOW)
    assert note(store, ["camille"], instrument(software="rempart 2", ahead_ms=400), NOW) == drifted
    assert note(store, ["camille"], instrument(software="rempart 2", ahead_ms=1600), NOW) != drifted
    assert all(one.valid for one in audit(store))
    with store.reading() as connection:
        entries = [entry for entry in read.chain(connection, "camille") if entry.event == "instrument"]
        content = read.content(connection, store.master, str(entries[0].payload["exhibit"]))
    assert len(entries) == 4
    assert msgspec.json.decode(content, type=Instrument) == instrument()
