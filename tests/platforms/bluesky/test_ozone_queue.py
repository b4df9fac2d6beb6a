"""What comes from a labeler's queue is read whatever stands in it, and nothing of a private message is ever taken."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import TryLater
from bot.model.flag import Flag
from bot.model.mention import Kind, Mention, Via
from bot.model.reason import Reason
from bot.platforms.bluesky.ozone.members import Members
from bot.platforms.bluesky.ozone.normalise import normaliser
from bot.platforms.bluesky.ozone.told import read
from bot.platforms.bluesky.report import NAMES
from tests.platforms.bluesky.doubles import Pds, refused, running
from tests.platforms.bluesky.ozone_parts import DEFS, EVENTS, POST, Named, answered, event, ozone, reported
from tests.platforms.bluesky.parts import CAMILLE, CID, NADIA, NOON, TROLL, frame, mention_facet, post, streamed

READ = normaliser({"bleu": Named(NADIA)})
PRIVATE = "ce qu’il m’a écrit en privé"
ODD = ["\x00", "\ud800", "💥" * 3, "a" * 5_000, "did:plc:", "at://", "", None, -1, 10**30, 1.5, [], {}, [[]], True]
MESSAGES = [
    {"$type": "chat.bsky.convo.defs#messageRef", "did": TROLL, "convoId": "3kc", "messageId": "3km"},
    {"$type": "chat.bsky.convo.defs#convoRef", "did": TROLL, "convoId": "3kc"},
    {"$type": "com.atproto.admin.defs#repoRef", "did": TROLL, "convoId": "3kc"},
    {"$type": "com.atproto.admin.defs#repoRef", "did": TROLL, "messageId": "3km"},
    {"$type": "com.atproto.repo.strongRef", "uri": f"at://{TROLL}/chat.bsky.convo.message/3km", "cid": CID},
    {"$type": "com.atproto.repo.strongRef", "uri": f"at://{TROLL}/chat.bsky.convo/3kc", "cid": CID},
    {"$type": "com.atproto.repo.strongRef", "uri": POST, "cid": CID, "convoId": "3kc"},
    {"$type": "something.of.tomorrow", "did": TROLL},
    {"did": TROLL, "convoId": "3kc", "messageId": "3km"},
]


@pytest.fixture
async def scene():
    async with running(Pds()) as pds:
        desk = ozone(pds)
        yield Scene(pds, desk)
        await desk.close()


class Scene:
    """A queue that lists like Ozone, and what came of it."""

    def __init__(self, pds, desk):
        self.pds, self.desk, self.events, self.got = pds, desk, [], []
        pds.answers[EVENTS] = self.answer

    def answer(self, request):
        asked = request.query
        types = asked.getall("types")
        found = [one for one in self.events if one["event"]["$type"] in types]
        if "subject" in asked:
            found = [one for one in found if asked["subject"] in {one["subject"].get("uri"), one["subject"].get("did")}]
        place = int(asked.get("cursor", "0").rpartition("::")[2])
        page = [one for one in found if one["id"] > place][: int(asked["limit"])]
        return answered({"events": page} | ({"cursor": f"1::{page[-1]['id']}"} if page else {}))

    async def look(self, cursor=None):
        [source] = self.desk.sources()

        async def emit(arrival):
            self.got.append(arrival)

        return await source.look(cursor, emit, NOON)

    def read(self):
        return [one for arrival in self.got for one in READ(arrival, {})]


def shown(text="tais-toi", to=CAMILLE, **more):
    record = post(text, facets=[mention_facet(to)])
    return {"uri": POST, "cid": CID, "author": {"did": TROLL, "handle": "troll.test"}, "record": record} | more


# ------------------------------------------------------------------ messages


@pytest.mark.parametrize("subject", MESSAGES)
async def test_of_a_report_on_a_private_message_nothing_is_taken(scene, subject):
    scene.events = [event(1, subject=subject, event={"comment": PRIVATE}), event(2, kind="Acknowledge")]
    scene.events.append(event(3, subject=subject, kind="Takedown"))
    place = await scene.look()
    assert place == "1::3"
    assert not [one for one in scene.read() if isinstance(one, Flag)]
    brought = b"".join(one.raw + one.beside for one in scene.got).decode()
    assert PRIVATE not in brought
    assert "3kc" not in brought
    assert "3km" not in brought
    assert not READ(reported(event(1, kind="Acknowledge")), {})


# ------------------------------------------------------------------ what is hostile


def refuses(raw):
    """What an event of these bytes becomes, if anything; it never raises."""
    found = read(raw)
    if found is not None:
        assert isinstance(READ(reported(raw), {}), tuple)
    return found


PLACES = ["id", "event", "subject", "createdBy", "createdAt", "subjectHandle", "subject/uri", "subject/did"]
PLACES += ["subject/$type", "event/reportType", "event/$type", "event/comment", "modTool", "subject/cid"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("odd", ODD, ids=lambda odd: repr(odd)[:12])
def test_nothing_that_stands_in_an_event_breaks_its_reading(place, odd):
    told = event()
    *path, last = place.split("/")
    within = told
    for one in path:
        within = within[one]
    within[last] = odd
    refuses(json.dumps(told).encode())


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=3)
       | st.dictionaries(st.sampled_from(["id", "event", "subject", "$type", "did", "uri", "createdBy"]), inner)))  # fmt: skip
def test_whatever_json_a_labeler_answers_it_is_read_or_passed_over(told):
    refuses(json.dumps(told).encode())


@given(st.binary(max_size=60), st.integers(0, 400))
def test_bytes_that_are_no_json_are_passed_over(noise, at):
    raw = json.dumps(event()).encode()
    refuses(raw[:at] + noise + raw[at:])


def test_events_nested_without_end_are_passed_over_or_read():
    refuses(b'{"id":1,"event":{"$type":"' + f"{DEFS}Report".encode() + b'","x":' + b"[" * 100_000 + b"]" * 100_000)


@pytest.mark.parametrize("did", ["did:plc:x y", "troll.test", "did:", "did:plc:" + "a" * 400, "did:plc:\n", ""])
def test_a_subject_that_is_no_account_is_passed_over(did):
    assert refuses(json.dumps(event(subject={"$type": "com.atproto.admin.defs#repoRef", "did": did})).encode()) is None
    assert refuses(json.dumps(event(by=did)).encode()) is None


async def test_a_page_that_is_no_page_is_asked_for_again_later(scene):
    for body in ("<html>", '{"events": 1}', "[]", '{"events": [1, 2'):
        scene.pds.answers[EVENTS] = (200, {}, body)
        with pytest.raises(TryLater):
            await scene.look()
    assert not scene.got


@pytest.mark.parametrize("view", [shown(author=3), shown(record=7), {"uri": POST}, shown(uri="at://did:plc:other/x/y")])
async def test_a_post_that_cannot_be_read_takes_nothing_from_the_report(scene, view):
    scene.events = [event(1)]
    scene.pds.answers["app.bsky.feed.getPosts"] = answered({"posts": [view]})
    scene.pds.answers["tools.ozone.moderation.getRecords"] = refused(501, "MethodNotImplemented", "")
    await scene.look()
    assert [one.id for one in scene.read() if isinstance(one, Flag)] == ["1"]


# ------------------------------------------------------------------ what is brought


async def test_a_long_queue_is_read_page_by_page_and_each_page_moves_the_cursor(scene):
    scene.events = [event(n, subject={"$type": "com.atproto.admin.defs#repoRef", "did": TROLL}) for n in range(1, 251)]
    assert await scene.look() == "1::250"
    assert [one.cursor for one in scene.got if one.cursor] == ["1::100", "1::200", "1::250"]
    assert [int(one.id) for one in scene.read()] == list(range(1, 251))
    assert [one.sign is not None for one in scene.got if one.cursor] == [True] * 3
    assert await scene.look("1::250") == "1::250"


async def test_a_post_that_is_hidden_from_the_moderator_is_read_where_the_labeler_holds_it(scene):
    scene.events = [event(1)]
    scene.pds.answers["app.bsky.feed.getPosts"] = answered({"posts": []})
    record = {"uri": POST, "cid": CID, "value": post("tais-toi", facets=[mention_facet(NADIA)])}
    missing = {"$type": "tools.ozone.moderation.defs#recordViewNotFound", "uri": f"{POST}x"}
    scene.pds.answers["tools.ozone.moderation.getRecords"] = answered({"records": [record, missing]})
    await scene.look()
    [mention] = [one for one in scene.read() if isinstance(one, Mention)]
    assert (mention.to, mention.kind, mention.text) == (f"bluesky:{NADIA}", Kind.MENTION, "tais-toi")


async def test_what_is_settled_settles_its_reports_and_an_appeal_only_what_resolves_it(scene):
    appeal = {"reportType": "tools.ozone.report.defs#reasonAppeal"}
    scene.events = [event(1), event(2, by=TROLL, event=appeal), event(3, kind="Acknowledge")]
    scene.events.append(event(4, kind="ResolveAppeal"))
    await scene.look()
    flags = [(one.id, one.open, one.appeal) for one in scene.read() if isinstance(one, Flag)]
    assert flags == [("1", True, False), ("2", True, True), ("1", False, False), ("2", False, True)]


@pytest.mark.parametrize("reason", [one for one in Reason if one is not Reason.SEXUAL_HARASSMENT])
def test_a_reason_that_we_report_by_is_read_as_the_same(reason):
    kind = f"tools.ozone.report.defs#reason{NAMES[reason][0]}"
    [flag] = READ(reported(event(event={"reportType": kind})), {})
    assert flag.reason is reason


def test_a_reason_that_nobody_knows_is_another():
    [flag] = READ(reported(event(event={"reportType": "tools.ozone.report.defs#reasonOfTomorrow"})), {})
    assert flag.reason is None


def test_a_community_that_is_no_more_is_brought_nothing():
    assert normaliser({})(reported(event()), {}) == ()


def test_a_reported_member_is_inside():
    [flag] = READ(reported(event(subject={"$type": "com.atproto.admin.defs#repoRef", "did": NADIA})), {})
    assert flag.inside


# ------------------------------------------------------------------ what is written to members


class Stream:
    """Brings these frames."""

    name = "bluesky/jetstream"

    def __init__(self, *arrivals):
        self.arrivals = arrivals

    async def read(self, _cursor, emit):
        for one in self.arrivals:
            await emit(one)


async def brought(rolls, *frames):
    got = []

    async def emit(arrival):
        got.append(arrival)

    placed = [msgspec.structs.replace(streamed(raw), cursor="here") for raw in frames]
    await Members(Stream(*placed), rolls).read(None, emit)
    return got


async def test_each_community_is_brought_once_what_is_written_to_its_members_before_the_cursor_moves():
    raw = frame(post(facets=[mention_facet(NADIA), mention_facet(CAMILLE)]))
    got = await brought({"bleu": Named(NADIA, CAMILLE), "vert": Named(CAMILLE), "gris": Named(TROLL)}, raw)
    assert [(one.platform, one.account, one.cursor) for one in got] == [
        ("ozone", "desk:bleu", None),
        ("ozone", "desk:vert", None),
        ("bluesky", "", "here"),
    ]
    [mention] = READ(got[0], {})
    assert (mention.to, mention.others, mention.via) == (f"bluesky:{NADIA}", (CAMILLE,), Via.STREAM)


async def test_what_members_say_to_themselves_and_what_is_deleted_or_no_post_goes_on_as_it_came():
    own = frame(post(facets=[mention_facet(NADIA)]), did=NADIA)
    gone, like = frame(None, operation="delete"), frame({"subject": {"uri": POST}}, collection="app.bsky.feed.like")
    got = await brought({"bleu": Named(NADIA)}, own, gone, like, b"{", b"\xff" + NADIA.encode())
    assert [one.platform for one in got] == ["bluesky"] * 5


async def test_who_leaves_is_not_watched_over_from_that_moment():
    roll = Named(NADIA)
    raw = frame(post(facets=[mention_facet(NADIA)]))
    assert len(await brought({"bleu": roll}, raw)) == 2
    roll.dids.clear()
    assert len(await brought({"bleu": roll}, raw)) == 1
    late = msgspec.structs.replace(streamed(raw), platform="ozone", account="desk:bleu")
    assert normaliser({"bleu": roll})(late, {}) == ()


async def test_one_member_writing_to_another_is_inside():
    raw = frame(post(facets=[mention_facet(NADIA)]), did=CAMILLE)
    [first, _] = await brought({"bleu": Named(NADIA, CAMILLE)}, raw)
    [mention] = normaliser({"bleu": Named(NADIA, CAMILLE)})(first, {})
    assert mention.inside
    assert mention.author.id == CAMILLE
