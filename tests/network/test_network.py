"""The network the other tests stand on does what it says."""

import json
import time

import pytest
from atproto import client_utils, models
from atproto_client.exceptions import AtProtocolError

pytestmark = pytest.mark.network


def mention(author, person, text="bonjour"):
    words = client_utils.TextBuilder().text(f"{text} ").mention(f"@{person.me.handle}", person.me.did)
    return author.send_post(words)


def notified(person):
    return {item.uri: item for item in person.app.bsky.notification.list_notifications().notifications}


def test_a_mention_reaches_the_person(atnet):
    camille, troll = atnet.account("camille"), atnet.account("troll")
    post = mention(troll, camille)
    found = atnet.eventually(lambda: notified(camille).get(post.uri))
    assert (found.reason, found.author.did) == ("mention", troll.me.did)


def test_the_stream_still_shows_whom_the_person_has_muted(atnet, jetstream):
    camille, troll = atnet.account("camille"), atnet.account("troll")
    camille.mute(troll.me.did)
    post = mention(troll, camille)
    key = post.uri.rsplit("/", 1)[1]
    atnet.eventually(lambda: jetstream.holds(key))
    atnet.settle()
    assert post.uri not in notified(camille)


def test_the_pds_restarts_over_the_same_data(atnet, jetstream):
    camille, troll = atnet.account("camille"), atnet.account("troll")
    before = mention(troll, camille, "avant")
    atnet.ctl("stop-pds")
    try:
        with pytest.raises(AtProtocolError):
            mention(troll, camille, "pendant")
    finally:
        atnet.ctl("start-pds")
    after = mention(troll, camille, "après")  # with the session of before
    for post in (before, after):
        key = post.uri.rsplit("/", 1)[1]
        atnet.eventually(lambda key=key: jetstream.holds(key))
        atnet.eventually(lambda uri=post.uri: uri in notified(camille))


def test_a_report_arrives_in_ozone(atnet):
    camille, troll = atnet.account("camille"), atnet.account("troll")
    post = mention(troll, camille)
    atnet.settle()
    subject = models.create_strong_ref(post)
    camille.com.atproto.moderation.create_report(
        models.ComAtprotoModerationCreateReport.Data(
            reason_type="com.atproto.moderation.defs#reasonRude", subject=subject
        )
    )
    moderator = atnet.moderator().with_proxy("atproto_labeler", atnet.ozone_did)
    events = moderator.tools.ozone.moderation.query_events(
        models.ToolsOzoneModerationQueryEvents.Params(
            subject=post.uri, types=["tools.ozone.moderation.defs#modEventReport"]
        )
    )
    assert [event.created_by for event in events.events] == [camille.me.did]


def test_cut_streams_come_back_without_loss(atnet, jetstream):
    camille, troll = atnet.account("camille"), atnet.account("troll")
    assert atnet.ctl("drop-ws")["dropped"] >= 1
    key = mention(troll, camille).uri.rsplit("/", 1)[1]
    atnet.eventually(lambda: jetstream.holds(key))
    commits = [json.loads(item.v1)["commit"]["rkey"] for item in jetstream.log if item.kind == "commit"]
    assert commits.count(key) == 1


@pytest.mark.benchmark
def test_how_long_a_mention_takes_to_the_stream(atnet, jetstream, record_property):
    camille, troll = atnet.account("camille"), atnet.account("troll")
    began = time.perf_counter()
    key = mention(troll, camille).uri.rsplit("/", 1)[1]
    atnet.eventually(lambda: jetstream.holds(key))
    record_property("seconds", round(time.perf_counter() - began, 3))
