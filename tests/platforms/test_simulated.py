"""The simulated platform hides, deletes and shows what the real ones do."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.errors import Gone, Malformed, Refused
from bot.model.account import Account
from bot.model.action import Action, Block, DetachQuote, Dismiss, HideReply, Mute, Order, Prior, Report
from bot.model.arrival import Arrival, Deleted, Identity
from bot.model.measure import Measure, Suspend
from bot.model.mention import Mention, Via
from bot.model.reason import Reason, Severity
from bot.platforms.port import Platform
from bot.platforms.simulated.normalise import normalise
from bot.platforms.simulated.platform import SimulatedPlatform
from bot.platforms.simulated.server import Muting, Server
from bot.platforms.simulated.world import World
from tests.scenarios.scenes import at, lines, mention, scenario

BOTH = pytest.mark.parametrize("name", ["bluesky", "mastodon"])


class Place:
    """A world with one person, and the platform on which they are looked at."""

    def __init__(self, name: str) -> None:
        opening = scenario()
        self.person = opening.opening.protected.person()
        self.world = World(opening)
        self.server: Server = self.world.servers[name]
        self.account: Account = next(a for a in self.person.accounts if a.platform == name)
        self.platform = SimulatedPlatform(self.server, self.account)
        self.cursors: dict[str, str | None] = {}

    def happen(self, *events: dict[str, Any]) -> None:
        for line in lines(*events):
            self.world.happen(line)

    def write(self, minute: int, uri: str, author: str, text: str = "hello", **more: Any) -> None:
        self.happen(mention(minute, uri, author, text, self.platform.name, **more))

    def arrivals(self) -> list[Arrival]:
        found = []
        for source in self.platform.ways():
            for place, arrival in source.waiting(self.cursors.get(source.name)):
                self.cursors[source.name] = arrival.cursor
                found.append((place, arrival))
        return [arrival for _, arrival in sorted(found, key=lambda pair: pair[0])]

    def events(self) -> list[Any]:
        people = {self.account.key: self.person}
        return [event for arrival in self.arrivals() for event in normalise(arrival, people)]

    def seen(self) -> list[str]:
        return [post.uri for post in self.server.notifications()]

    def order(self, action: Action | Measure, author: str = "troll", uri: str = "u1", **more: Any) -> Order:
        return Order(
            id="o1",
            person="camille",
            by=self.account.key,
            action=action,
            subject=f"{self.platform.name}:{author}",
            subject_id=author,
            uri=uri,
            revision="",
            rule="r",
            reason=Reason.VIOLENCE_THREATS,
            severity=Severity.HIGH,
            decided_at=datetime(2026, 1, 1, tzinfo=UTC),
            received_at=datetime(2026, 1, 1, tzinfo=UTC),
            **more,
        )


@BOTH
def test_it_is_a_platform(name: str) -> None:
    platform: Platform = Place(name).platform
    assert platform.name == name


@BOTH
@pytest.mark.parametrize("action", [Mute(), Block()])
async def test_who_is_muted_or_blocked_leaves_my_notifications_and_is_watched_all_the_same(
    name: str, action: Action
) -> None:
    place = Place(name)
    place.write(0, "u1", "troll")
    place.write(1, "u2", "friend")
    await place.platform.perform(place.order(action))
    place.write(2, "u3", "troll")
    assert place.seen() == ["u2"]
    assert [event.uri for event in place.events()] == ["u1", "u2", "u3"]


async def test_a_mute_on_mastodon_destroys_what_was_there() -> None:
    place = Place("mastodon")
    place.write(0, "u1", "troll")
    order = place.order(Mute())
    before = await place.platform.prior(order)
    await place.platform.perform(order)
    await place.platform.revert(order, before, "")
    assert place.seen() == []
    place.write(1, "u2", "troll")
    assert place.seen() == ["u2"]


async def test_a_mute_on_bluesky_only_hides() -> None:
    place = Place("bluesky")
    place.write(0, "u1", "troll")
    order = place.order(Mute())
    before = await place.platform.prior(order)
    await place.platform.perform(order)
    await place.platform.revert(order, before, "")
    assert place.seen() == ["u1"]


async def test_on_mastodon_a_mute_makes_the_watch_the_only_way_to_see_the_author() -> None:
    place = Place("mastodon")
    place.write(0, "u1", "troll")
    await place.platform.perform(place.order(Mute()))
    place.write(1, "u2", "troll")
    assert [event.via for event in place.events()] == [Via.STREAM, Via.WATCH]


async def test_on_mastodon_a_witness_who_answers_somebody_muted_vanishes_too() -> None:
    place = Place("mastodon")
    place.write(0, "u1", "troll")
    await place.platform.perform(place.order(Mute()))
    place.write(1, "u2", "witness", parent="u1")
    place.write(2, "u3", "witness", mentions=["troll"])
    place.write(3, "u4", "witness")
    assert place.seen() == ["u4"]


async def test_mastodon_lifts_a_mute_by_itself_and_bluesky_does_not() -> None:
    for name, silent in (("mastodon", False), ("bluesky", True)):
        place = Place(name)
        place.write(0, "u1", "troll")
        await place.platform.perform(place.order(Mute(duration=timedelta(days=1))))
        place.world.advance(datetime(2026, 1, 2, 0, 0, tzinfo=UTC))
        assert place.server.silenced("troll") is silent


@BOTH
async def test_undo_restores_the_mute_that_was_there_before(name: str) -> None:
    place = Place(name)
    place.server.mutes["troll"] = Muting(scope="onlyReposts")
    order = place.order(Mute())
    before = await place.platform.prior(order)
    assert not before.in_force
    await place.platform.perform(order)
    await place.platform.revert(order, before, "")
    await place.platform.revert(order, before, "")
    assert place.server.mutes["troll"].scope == "onlyReposts"


@BOTH
async def test_undo_leaves_a_block_that_was_there_before(name: str) -> None:
    place = Place(name)
    order = place.order(Block())
    await place.platform.perform(order)
    await place.platform.revert(order, await place.platform.prior(order), "")
    assert (await place.platform.standing(order)).blocked
    await place.platform.revert(order, Prior(), "")
    assert not (await place.platform.standing(order)).blocked


async def test_a_block_on_mastodon_cuts_the_follows() -> None:
    place = Place("mastodon")
    place.server.follows.add("troll")
    await place.platform.perform(place.order(Block()))
    assert not (await place.platform.standing(place.order(Block()))).following


async def test_a_hidden_reply_leaves_my_notifications_and_returns() -> None:
    place = Place("bluesky")
    place.write(0, "u1", "troll", root="at://did:plc:camille/app.bsky.feed.post/1")
    order = place.order(HideReply(), root="at://did:plc:camille/app.bsky.feed.post/1")
    await place.platform.perform(order)
    await place.platform.perform(order)
    assert place.seen() == []
    await place.platform.revert(order, Prior(), "")
    assert place.seen() == ["u1"]


async def test_a_gate_is_full_at_some_point() -> None:
    place = Place("bluesky")
    root = "at://did:plc:camille/app.bsky.feed.post/1"
    for number in range(300):
        await place.platform.perform(place.order(HideReply(), root=root, uri=f"u{number}"))
    with pytest.raises(Refused, match="300"):
        await place.platform.perform(place.order(HideReply(), root=root, uri="u300"))
    for number in range(50):
        await place.platform.perform(place.order(DetachQuote(), quoted=(root,), uri=f"u{number}"))
    with pytest.raises(Refused, match="50"):
        await place.platform.perform(place.order(DetachQuote(), quoted=(root,), uri="u50"))


async def test_only_my_own_threads_and_posts_have_gates() -> None:
    place = Place("bluesky")
    place.write(0, "u0", "troll")
    for root in (None, "u0", "at://did:plc:other/app.bsky.feed.post/1"):
        with pytest.raises(Refused):
            await place.platform.perform(place.order(HideReply(), root=root))
    with pytest.raises(Refused):
        await place.platform.perform(place.order(DetachQuote(), quoted=("u0",)))


async def test_a_quote_is_detached_and_attached_again() -> None:
    place = Place("bluesky")
    order = place.order(DetachQuote(), quoted=("mine",))
    await place.platform.perform(order)
    assert (await place.platform.prior(order)).in_force
    await place.platform.revert(order, Prior(), "")
    assert not (await place.platform.prior(order)).in_force


@pytest.mark.parametrize(
    ("name", "action"), [("bluesky", Dismiss()), ("mastodon", HideReply()), ("mastodon", DetachQuote())]
)
async def test_what_a_platform_does_not_know_is_refused(name: str, action: Action) -> None:
    place = Place(name)
    place.write(0, "u1", "troll", root="mine", quoted=["mine"])
    with pytest.raises(Refused):
        await place.platform.perform(place.order(action, root="mine", quoted=("mine",)))
    probe = await place.platform.probe(frozenset({"mute", "dismiss", "hide_reply", "detach_quote"}))
    assert probe.cannot


@BOTH
async def test_what_moderators_do_is_refused_to_my_own_account(name: str) -> None:
    place = Place(name)
    place.write(0, "u1", "troll")
    with pytest.raises(Refused, match="suspend is for moderators"):
        await place.platform.perform(place.order(Suspend()))


async def test_a_dismissed_notification_is_gone_for_good() -> None:
    place = Place("mastodon")
    place.write(0, "u1", "troll")
    order = place.order(Dismiss())
    await place.platform.perform(order)
    assert place.seen() == []
    with pytest.raises(Gone):
        await place.platform.perform(order)
    with pytest.raises(Refused):
        await place.platform.revert(order, Prior(), "")


@BOTH
async def test_a_report_reaches_the_moderators_and_cannot_be_taken_back(name: str) -> None:
    place = Place(name)
    order = place.order(Report())
    assert await place.platform.perform(order) == "report-1"
    assert place.server.reports == [("troll", "u1")]
    with pytest.raises(Refused):
        await place.platform.revert(order, Prior(), "report-1")


@BOTH
async def test_what_a_mute_would_take_is_in_custody_before_it(name: str) -> None:
    place = Place(name)
    place.write(0, "u1", "troll", "first")
    place.write(1, "u2", "troll", "second")
    captured = [item async for item in place.platform.capture(place.order(Mute(), uri="u1"))]
    assert [item.url for item in captured[:2]] == ["u1", "u2"]
    assert b"first" in captured[0].raw
    after = [item async for item in place.platform.follow_up(place.order(Mute(), uri="u1"))]
    assert [item.what for item in after] == ["profile"]


@BOTH
async def test_who_i_follow_is_known(name: str) -> None:
    place = Place(name)
    place.happen({"event": "follow", "at": at(0), "platform": name, "id": "pal"})
    relations = await place.platform.relations()
    assert f"{name}:pal" in relations.follows
    assert (await place.platform.standing(place.order(Mute(), author="pal"))).following


@BOTH
def test_nothing_is_delivered_during_an_outage_and_a_poll_brings_it_afterwards(name: str) -> None:
    place = Place(name)
    place.happen({"event": "outage", "at": at(0), "until": at(10), "platform": name})
    place.write(1, "u1", "a")
    place.write(9, "u2", "a")
    assert place.events() == []
    place.write(10, "u3", "a")
    events = place.events()
    assert [(event.uri, event.via) for event in events] == [
        ("u1", Via.POLL),
        ("u2", Via.POLL),
        ("u3", Via.STREAM),
    ]
    assert events[0].received_at == datetime(2026, 1, 1, 0, 1, tzinfo=UTC)


def test_a_back_dated_mention_comes_last_among_my_notifications_but_comes_now() -> None:
    place = Place("bluesky")
    place.write(0, "u1", "a")
    place.write(1, "u2", "b", created_at="1970-01-01T00:00:00Z")
    assert place.seen() == ["u1", "u2"]
    assert [event.uri for event in place.events()] == ["u1", "u2"]
    assert place.server.notifications()[-1].claimed_at.year == 1970


@BOTH
def test_an_edit_comes_as_a_new_version_and_a_repeated_one_as_the_same(name: str) -> None:
    place = Place(name)
    edit = {"event": "edit", "at": at(2), "uri": "u1", "text": "after \ud800"}
    place.write(1, "u1", "a", "before")
    place.happen(edit, edit, {"event": "delete", "at": at(3), "uri": "u1"})
    first, second, again, deleted = place.events()
    assert (first.text, second.text, second.edited) == ("before", "after \ufffd", True)
    assert second.revision == again.revision != first.revision
    assert isinstance(deleted, Deleted)
    assert place.seen() == []


@BOTH
def test_an_edit_or_deletion_that_comes_too_early_waits_for_its_mention(name: str) -> None:
    place = Place(name)
    place.happen(
        {"event": "edit", "at": at(0), "uri": "u1", "text": "after"},
        {"event": "delete", "at": at(0), "uri": "u1"},
    )
    assert place.events() == []
    place.write(1, "u1", "a", "before")
    first, second, deleted = place.events()
    assert (first.text, second.text) == ("before", "after")
    assert isinstance(deleted, Deleted)


@BOTH
def test_another_handle_is_noticed(name: str) -> None:
    place = Place(name)
    place.happen(
        {"event": "identity", "at": at(0), "platform": name, "id": "a", "handle": "b.test"},
        {"event": "identity", "at": at(1), "platform": name, "id": "a", "gone": "suspended"},
    )
    assert place.events() == [
        Identity(platform=name, account=f"{name}:a", at=datetime(2026, 1, 1, tzinfo=UTC), handle="b.test"),
        Identity(platform=name, account=f"{name}:a", at=datetime(2026, 1, 1, 0, 1, tzinfo=UTC), gone="suspended"),
    ]


@BOTH
def test_all_that_the_event_tells_is_in_the_mention(name: str) -> None:
    place = Place(name)
    who = {"id": "a", "handle": "a.test", "display_name": "A", "bio": "b", "followers": 3, "avatar": "00ff00ff00ff00ff"}
    media = [{"kind": "image", "phash": "0f0f0f0f0f0f0f0f", "alt": "tree"}]
    one = mention(0, "u1", "a", "see https://a.test/x", name, media=media, kind="quote", lang="en", quoted=["q"])
    place.happen(one | {"author": who})
    (event,) = place.events()
    assert isinstance(event, Mention)
    assert (event.person, event.to, event.author.key) == ("camille", place.account.key, f"{name}:a")
    assert (event.author.followers, event.author.following) == (3, None)
    assert (event.media[0].alt, event.links, event.quoted) == ("tree", ("https://a.test/x",), ("q",))


def test_bytes_that_are_no_event_are_malformed_and_nobody_elses_business() -> None:
    place = Place("bluesky")
    bad = Arrival(
        source="s",
        platform="bluesky",
        via=Via.STREAM,
        at=datetime(2026, 1, 1, tzinfo=UTC),
        raw=b"\xff",
        account=place.account.key,
    )
    with pytest.raises(Malformed):
        normalise(bad, {place.account.key: place.person})
    assert normalise(bad, {}) == ()


async def test_a_source_reads_on_from_its_cursor_until_it_is_stopped() -> None:
    place = Place("bluesky")
    stream = place.platform.sources()[0]
    got: list[str | None] = []

    async def emit(arrival: Arrival) -> None:
        got.append(arrival.cursor)

    place.write(0, "u1", "a")
    place.write(1, "u2", "a")
    reading = asyncio.create_task(stream.read("1", emit))
    await asyncio.sleep(0.03)
    place.write(2, "u3", "a")
    await asyncio.sleep(0.03)
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)
    assert got == ["2", "3"]
    await place.platform.close()
