"""The whole way on the real network: who abuses Camille is muted, it is kept as evidence, and she is told."""

import json
import signal

import pytest
from atproto import client_utils, models

from tests.network.shielded import Shielded, Sink

pytestmark = pytest.mark.network
RUDE = "tu n'es qu'une vieille pantoufle"


def post(author, person, words=RUDE, **more):
    text = client_utils.TextBuilder().text(f"{words} ").mention(f"@{person.me.handle}", person.me.did)
    return author.send_post(text, **more)


def met(author, shielded):
    """Until the shield knows the author's profile, for which no mention waits long: on a busy machine it comes later."""
    for _ in range(20):
        made = post(author, shielded.camille, "bonjour")
        kept = shielded.network.eventually(lambda made=made: shielded.evidence(made.uri), 30)
        if kept.facts.mention.author.handle:
            return
    raise AssertionError("their profile never came")


def backdated(author, person, words=RUDE):
    """A mention that claims to be of 1970, which notifications therefore list last."""
    text = client_utils.TextBuilder().text(f"{words} ").mention(f"@{person.me.handle}", person.me.did)
    record = models.AppBskyFeedPost.Record(
        text=text.build_text(), facets=text.build_facets(), created_at="1970-01-02T00:00:00.000Z"
    )
    return author.app.bsky.feed.post.create(author.me.did, record)


@pytest.fixture
def sink():
    sink = Sink()
    yield sink
    sink.server.shutdown()
    sink.server.server_close()


@pytest.fixture
def camille(atnet):
    return atnet.account("camille")


@pytest.fixture
def shielded(atnet, jetstream, tmp_path, camille, sink):
    """Camille under the shield, with the stream and the notifications."""
    one = Shielded(atnet, tmp_path, camille, jetstream, sink)
    one.start()
    yield one
    one.stop(signal.SIGKILL)


@pytest.fixture
def without_stream(atnet, tmp_path, camille, sink):
    """Camille where only the notifications are read."""
    one = Shielded(atnet, tmp_path, camille, None, sink)
    one.start()
    yield one
    one.stop(signal.SIGKILL)


def test_whoever_abuses_me_is_muted_it_is_kept_and_i_am_told(shielded, atnet):
    troll, friend = atnet.account("troll"), atnet.account("friend")
    atnet.settle()  # their profiles can be asked for
    kind = post(friend, shielded.camille, "bonne journée")
    met(troll, shielded)
    rude = post(troll, shielded.camille)
    shielded.within(lambda: shielded.muted(troll))
    atnet.eventually(lambda: shielded.told("Important"))
    atnet.eventually(lambda: shielded.told("Suite"))
    arrival = shielded.arrival(rude.uri)
    assert troll.me.did.encode() in arrival.raw
    assert RUDE.encode() in arrival.raw
    assert shielded.evidence(rude.uri).facts.mention.author.handle == troll.me.handle
    assert shielded.evidence(kind.uri).decision.matches == ()
    assert not shielded.muted(friend)
    said = json.dumps(shielded.sink.alerts, ensure_ascii=False)
    assert "une pantoufle" in said  # the rule is named
    assert RUDE not in said  # the words are not
    assert troll.me.handle not in said
    assert RUDE not in (shielded.folder / "log").read_text()
    shielded.command("verify")


def test_a_cut_stream_and_a_server_that_restarts_lose_nothing(shielded, atnet, jetstream):
    first, second, third = (atnet.account("troll") for _ in range(3))
    jetstream.drop()
    post(first, shielded.camille)
    atnet.eventually(lambda: shielded.muted(first), 30)
    atnet.restart_pds(1.0)
    post(second, shielded.camille)
    atnet.eventually(lambda: shielded.muted(second), 40)
    jetstream.close(1001)
    post(third, shielded.camille)
    atnet.eventually(lambda: shielded.muted(third), 30)
    shielded.command("verify")


def test_what_was_posted_while_the_shield_was_down_is_found(shielded, atnet):
    killed, stopped = atnet.account("troll"), atnet.account("troll")
    for author, how in ((killed, signal.SIGKILL), (stopped, signal.SIGTERM)):
        shielded.stop(how)
        made = post(author, shielded.camille)
        assert not shielded.muted(author)
        shielded.start()
        atnet.eventually(lambda author=author: shielded.muted(author), 30)
        assert shielded.evidence(made.uri) is not None
    shielded.command("verify")


def test_a_back_dated_mention_does_not_hide(shielded, atnet):
    troll = atnet.account("troll")
    made = backdated(troll, shielded.camille)
    atnet.eventually(lambda: shielded.muted(troll), 30)
    mention = shielded.evidence(made.uri).facts.mention
    assert (mention.claimed_at.year, mention.received_at.year > 2000) == (1970, True)


def test_a_back_dated_mention_does_not_hide_where_only_notifications_are_read(without_stream, atnet):
    friend, troll = atnet.account("friend"), atnet.account("troll")
    for number in range(3):
        post(friend, without_stream.camille, f"bonjour {number}")
    made = backdated(troll, without_stream.camille)
    atnet.settle()
    atnet.eventually(lambda: without_stream.muted(troll), 30)
    assert without_stream.arrival(made.uri).via == "poll"


def test_undo_restores_and_the_author_is_not_acted_on_again(shielded, atnet):
    troll = atnet.account("troll")
    made = post(troll, shielded.camille)
    atnet.eventually(lambda: shielded.muted(troll), 30)
    assert "mute" in shielded.command("undo", made.uri, "--json")
    assert shielded.muted(troll)  # that was the dry run
    shielded.command("undo", made.uri, "--yes")
    atnet.eventually(lambda: not shielded.muted(troll), 30)
    again = post(troll, shielded.camille)
    atnet.eventually(lambda: shielded.evidence(again.uri), 30)
    assert not shielded.muted(troll)
    shielded.command("verify")


def test_a_report_arrives_in_ozone_once(shielded, atnet):
    troll = atnet.account("troll")
    made = post(troll, shielded.camille, "je viendrai avec une casserole")
    moderator = atnet.moderator().with_proxy("atproto_labeler", atnet.ozone_did)
    asked = models.ToolsOzoneModerationQueryEvents.Params(
        subject=made.uri, types=["tools.ozone.moderation.defs#modEventReport"]
    )
    events = atnet.eventually(lambda: moderator.tools.ozone.moderation.query_events(asked).events, 30)
    (event,) = events
    assert event.created_by == shielded.camille.me.did
    assert event.event.report_type.endswith("#reasonViolenceThreats")
    atnet.eventually(lambda: shielded.muted(troll), 30)


def test_whom_i_follow_is_never_muted(shielded, atnet):
    friend = atnet.account("friend")
    shielded.camille.follow(friend.me.did)
    atnet.settle()
    made = post(friend, shielded.camille, "ma vieille casserole, pantoufle de mon coeur")
    atnet.eventually(lambda: shielded.evidence(made.uri), 30)
    atnet.eventually(lambda: shielded.told("Suite") or shielded.told("Urgent"), 30)
    assert not shielded.muted(friend)
