"""Each of my accounts has its ledger: it says when somebody could see, and a stream that only seems alive is found out."""

import json
from datetime import timedelta

import msgspec
import pytest

from bot.coverage.gaps import round_of_gaps
from bot.coverage.seeing import GRACE
from bot.model.account import Account
from bot.model.arrival import Arrival, Sign
from bot.model.delivery import Status
from bot.model.mention import Via
from bot.store import coverage, outbox, read
from bot.store.coverage import MOST, Place
from tests.reliability.within import DID, Within, now

PATIENCE = timedelta(minutes=15)
STREAM, POLL = "m:stream", "m:poll"


@pytest.fixture
def me(database_url):
    one = Within(database_url)
    one.start = now().replace(microsecond=0) - timedelta(hours=10)
    yield one
    one.store.close()


def sign(me, via, minutes, since=None, heard=None, source=None):
    """A sign of life at so many minutes after the beginning."""
    moments = [None if one is None else me.start + timedelta(minutes=one) for one in (minutes, since, heard)]
    said = Sign(until=moments[0], since=moments[1], heard=moments[2])
    name = source or {Via.STREAM: STREAM, Via.POLL: POLL}.get(via, "m:watch")
    account = me.told.account.key
    return Arrival(source=name, platform="mastodon", via=via, at=moments[0], account=account, sign=said)


def mention(me, via, minutes, words="bonjour"):
    told = me.told.notification(words) | {"created_at": (me.start + timedelta(minutes=minutes)).isoformat()}
    told["status"] = told["status"] | {"created_at": told["created_at"]}
    arrival = me.mastodon(json.dumps(told, separators=(",", ":")).encode())
    name = STREAM if via is Via.STREAM else POLL
    return msgspec.structs.replace(arrival, source=name, via=via, at=me.start + timedelta(minutes=minutes))


def rows(me, account=None):
    """(source, from, to) in minutes."""
    with me.store.reading() as connection:
        found = coverage.every(connection, "camille")
    return [
        (place.source, *(round((at - me.start) / timedelta(minutes=1)) for at in (one.since, one.until)))
        for place, one in found
        if account is None or place.account == account
    ]


def events(me, name):
    with me.store.reading() as connection:
        return [entry for entry in read.chain(connection, "camille") if entry.event == name]


def notices(me):
    with me.store.reading() as connection:
        return [one.what.id.partition("-")[0] for one in outbox.with_status(connection, Status.PLANNED)]


def look(me, minutes, sources=(STREAM, POLL)):
    served = {("camille", me.told.account.key): frozenset(sources)}
    round_of_gaps(me.store, me.shields, served, PATIENCE, me.start + timedelta(minutes=minutes))


def test_what_was_seen_is_written_with_what_was_brought(me):
    me.pipeline.handle([sign(me, Via.POLL, 0), sign(me, Via.POLL, 10)])
    assert rows(me) == [(POLL, 0, 10)]
    me.pipeline.handle([sign(me, Via.POLL, 10), sign(me, Via.POLL, 5), sign(me, Via.POLL, 12), sign(me, Via.POLL, 11)])
    assert rows(me) == [(POLL, 0, 12)]


def test_a_stream_for_all_accounts_sees_for_each_of_its_platform(me):
    said = Sign(until=me.start)
    me.pipeline.handle([Arrival(source="b", platform="bluesky", via=Via.STREAM, at=me.start, sign=said)])
    assert rows(me, Account(platform="bluesky", id=DID).key) == [("b", 0, 0)]
    assert rows(me, me.told.account.key) == []


def test_what_is_not_committed_is_not_claimed(me, monkeypatch):
    """As if killed before the commit."""
    me.pipeline.handle([sign(me, Via.POLL, 0)])

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(me.pipeline.reconciling, "settle", killed)
        patch.setattr("bot.handling.batch.Batch.advance", killed)
        with pytest.raises(KeyboardInterrupt):
            me.pipeline.handle([sign(me, Via.POLL, 10)])
    assert rows(me) == [(POLL, 0, 0)]


def test_an_outage_that_is_caught_up_is_no_gap(me):
    me.pipeline.handle([sign(me, Via.POLL, 0), sign(me, Via.POLL, 10), sign(me, Via.POLL, 300)])
    look(me, 301)
    assert events(me, "coverage:gap") == []
    assert notices(me) == []


def test_while_one_of_two_sources_is_down_the_other_sees(me):
    me.pipeline.handle([sign(me, Via.STREAM, 0), sign(me, Via.STREAM, 10, since=0)])
    me.pipeline.handle([sign(me, Via.POLL, minute) for minute in range(0, 200, 20)])
    me.pipeline.handle([sign(me, Via.STREAM, 190, since=170)])
    look(me, 191)
    assert events(me, "coverage:gap") == []
    assert notices(me) == []


def test_what_nobody_sees_is_told_once_after_a_while(me):
    me.pipeline.handle([sign(me, Via.POLL, 0), sign(me, Via.STREAM, 1)])
    look(me, 14)
    assert notices(me) == []
    for minute in (16, 17, 90, 200):
        look(me, minute)
    assert notices(me) == ["Blind"]
    assert events(me, "coverage:gap") == []


def test_a_gap_stands_in_the_chain_once_nothing_can_fill_it(me):
    me.pipeline.handle([sign(me, Via.POLL, 0), sign(me, Via.STREAM, 0), sign(me, Via.STREAM, 180, since=120)])
    look(me, 181)
    assert events(me, "coverage:gap") == [], "the poll may still reach back"
    me.pipeline.handle([sign(me, Via.POLL, 180, since=150)])
    look(me, 182)
    look(me, 183)
    (gap,) = events(me, "coverage:gap")
    assert gap.payload["seconds"] == 2 * 3600
    assert me.told.account.key not in str(gap.payload)
    assert "Unseen" in notices(me)


def test_a_source_that_never_comes_back_does_not_keep_a_gap_open_for_ever(me):
    me.pipeline.handle([sign(me, Via.POLL, 0), sign(me, Via.STREAM, 0), sign(me, Via.STREAM, 180, since=120)])
    look(me, 180 + 37 * 60)
    assert len(events(me, "coverage:gap")) == 1


def test_the_watch_sees_whom_it_watches_and_fills_no_gap(me):
    me.pipeline.handle([sign(me, Via.POLL, 0), sign(me, Via.WATCH, 0), sign(me, Via.WATCH, 100)])
    look(me, 100)
    assert notices(me) == ["Blind"]


def test_a_stream_that_beats_and_brings_nothing_is_found_out(me):
    me.pipeline.handle([sign(me, Via.POLL, 0), sign(me, Via.STREAM, 0), sign(me, Via.STREAM, 10, since=0, heard=3)])
    me.pipeline.handle([mention(me, Via.POLL, 11)])
    me.pipeline.handle([sign(me, Via.POLL, 12), sign(me, Via.STREAM, 12, since=0, heard=3)])
    (silent,) = me.pipeline.take_silent()
    assert silent.place == Place(person="camille", account=me.told.account.key, source=STREAM)
    assert (STREAM, 0, 3) in rows(me)
    assert me.pipeline.take_silent() == []
    me.pipeline.handle([sign(me, Via.STREAM, 20, since=13, heard=13)])
    assert me.pipeline.take_silent() == []
    assert [row for row in rows(me) if row[0] == STREAM] == [(STREAM, 0, 3), (STREAM, 12, 12), (STREAM, 13, 20)]


def test_a_stream_that_is_only_late_is_not_silent(me):
    me.pipeline.handle([sign(me, Via.STREAM, 0), sign(me, Via.STREAM, 10, since=0, heard=3)])
    raw = mention(me, Via.POLL, 11)
    me.pipeline.handle([raw])
    me.pipeline.handle([msgspec.structs.replace(raw, source=STREAM, via=Via.STREAM)])
    me.pipeline.handle([sign(me, Via.STREAM, 20, since=0, heard=3)])
    assert me.pipeline.take_silent() == []
    assert (STREAM, 0, 20) in rows(me)


def test_a_stream_is_given_a_while_to_bring_what_a_poll_found_first(me):
    assert timedelta(minutes=1) <= GRACE
    me.pipeline.handle([sign(me, Via.STREAM, 0), mention(me, Via.POLL, 9), sign(me, Via.STREAM, 9, since=0, heard=3)])
    assert me.pipeline.take_silent() == []


def test_what_is_filtered_is_never_streamed_and_says_nothing_of_the_stream(me):
    told = me.told.notification() | {"filtered": True, "created_at": (me.start + timedelta(minutes=5)).isoformat()}
    raw = me.mastodon(json.dumps(told, separators=(",", ":")).encode())
    me.pipeline.handle([sign(me, Via.STREAM, 0)])
    me.pipeline.handle([msgspec.structs.replace(raw, source=POLL, via=Via.POLL)])
    me.pipeline.handle([sign(me, Via.STREAM, 20, since=0, heard=3)])
    assert me.pipeline.take_silent() == []


def test_what_happened_before_the_stream_was_open_is_not_missed_by_it(me):
    me.pipeline.handle([mention(me, Via.POLL, 5), sign(me, Via.POLL, 10)])
    me.pipeline.handle([sign(me, Via.STREAM, 11, since=10), sign(me, Via.STREAM, 20, since=10, heard=10)])
    assert me.pipeline.take_silent() == []


def test_a_source_that_breaks_off_all_the_time_leaves_few_rows(me):
    for number in range(MOST + 50):
        via = Via.STREAM if number % 2 else Via.POLL
        me.pipeline.handle([sign(me, via, number / 10, source="flapping")])
    found = rows(me)
    assert len(found) <= MOST
    assert (min(row[1] for row in found), max(row[2] for row in found)) == (0, 45)
