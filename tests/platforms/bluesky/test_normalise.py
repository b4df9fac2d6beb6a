"""What is written to a protected person is understood, however it is written."""

import json

import pytest

from bot.model.arrival import Deleted, Identity
from bot.model.mention import Kind, Via
from bot.platforms.bluesky import normalise
from tests.platforms.bluesky.parts import (
    CAMILLE,
    CID,
    NADIA,
    NOON,
    TROLL,
    change,
    frame,
    mention_facet,
    notification,
    people,
    polled,
    post,
    streamed,
)

MINE = f"at://{CAMILLE}/app.bsky.feed.post/3lmine"
THEIRS = f"at://{NADIA}/app.bsky.feed.post/3ltheirs"
WIRES = pytest.mark.parametrize("wire", ["v1", "v2"])


def ref(uri):
    return {"uri": uri, "cid": CID}


def only(raw, *dids):
    (found,) = normalise(streamed(raw), people(*(dids or (CAMILLE,))))
    return found


@WIRES
def test_a_mention_on_either_wire_is_the_same_mention(wire):
    found = only(frame(post(facets=[mention_facet(CAMILLE), mention_facet(NADIA)]), wire=wire))
    assert found.person == "camille"
    assert found.to == f"bluesky:{CAMILLE}"
    assert found.uri == f"at://{TROLL}/app.bsky.feed.post/3labc"
    assert (found.revision, found.kind, found.text, found.lang) == (CID, Kind.MENTION, "@camille bonjour", "fr")
    assert found.author.key == f"bluesky:{TROLL}"
    assert found.others == (NADIA,)
    assert found.received_at == NOON.replace(microsecond=123456)
    assert found.claimed_at == NOON.replace(hour=11, minute=59, second=59)
    assert found.url == f"https://bsky.app/profile/{TROLL}/post/3labc"
    assert not found.edited


@WIRES
def test_an_edited_post_is_a_later_version(wire):
    found = only(frame(post(facets=[mention_facet(CAMILLE)]), wire=wire, operation="update"))
    assert found.edited


@pytest.mark.parametrize(("root", "parent"), [(MINE, MINE), (THEIRS, MINE), (MINE, THEIRS)])
def test_an_answer_to_me_or_in_my_thread_is_a_reply_even_if_it_mentions_me(root, parent):
    found = only(frame(post(facets=[mention_facet(CAMILLE)], reply={"root": ref(root), "parent": ref(parent)})))
    assert (found.kind, found.root, found.parent) == (Kind.REPLY, root, parent)


@pytest.mark.parametrize(
    "embed",
    [
        {"$type": "app.bsky.embed.record", "record": ref(MINE)},
        {
            "$type": "app.bsky.embed.recordWithMedia",
            "record": {"$type": "app.bsky.embed.record", "record": ref(MINE)},
            "media": {"$type": "app.bsky.embed.images", "images": [{"alt": "un dessin", "image": {}}]},
        },
    ],
)
def test_quoting_me_with_or_without_a_picture_is_a_quote(embed):
    found = only(frame(post(embed=embed)))
    assert (found.kind, found.quoted) == (Kind.QUOTE, (MINE,))
    assert [media.alt for media in found.media] == (["un dessin"] if "media" in embed else [])


def test_links_and_descriptions_are_kept_and_a_card_has_words_too():
    link = {"index": {}, "features": [{"$type": "app.bsky.richtext.facet#link", "uri": "https://a.test/x"}]}
    card = {"uri": "https://b.test", "title": "Un titre", "description": "des mots"}
    embed = {"$type": "app.bsky.embed.external", "external": card}
    found = only(frame(post(facets=[mention_facet(CAMILLE), link], embed=embed)))
    assert found.links == ("https://a.test/x", "https://b.test")
    assert [media.alt for media in found.media] == ["Un titre\ndes mots"]


def test_one_post_to_two_of_us_is_two_mentions():
    raw = frame(post(facets=[mention_facet(CAMILLE)], reply={"root": ref(THEIRS), "parent": ref(THEIRS)}))
    found = normalise(streamed(raw), people(CAMILLE, NADIA))
    assert {(one.person, one.kind) for one in found} == {("camille", Kind.MENTION), ("nadia", Kind.REPLY)}


def test_what_i_write_concerns_nobody_but_whom_i_address():
    raw = frame(post(facets=[mention_facet(CAMILLE), mention_facet(NADIA)]), did=CAMILLE)
    assert [one.person for one in normalise(streamed(raw), people(CAMILLE, NADIA))] == ["nadia"]


def test_what_only_speaks_of_my_did_is_no_mention():
    assert normalise(streamed(frame(post(text=f"look at {CAMILLE}"))), people(CAMILLE)) == ()


@WIRES
def test_a_deleted_post_is_told(wire):
    (found,) = normalise(streamed(frame(None, wire=wire, operation="delete")), people(CAMILLE))
    assert found == Deleted(
        platform="bluesky", uri=f"at://{TROLL}/app.bsky.feed.post/3labc", at=NOON.replace(microsecond=123456)
    )


@WIRES
def test_a_new_handle_and_a_lost_account_are_told(wire):
    (renamed,) = normalise(streamed(change("identity", {"handle": "other.test"}, wire=wire)), {})
    (gone,) = normalise(streamed(change("account", {"active": False, "status": "takendown"}, wire=wire)), {})
    assert isinstance(renamed, Identity)
    assert (renamed.account, renamed.handle) == (f"bluesky:{TROLL}", "other.test")
    assert gone.gone == "takendown"
    assert normalise(streamed(change("account", {"active": True}, wire=wire)), {}) == ()


def test_the_notification_and_the_frame_of_one_post_have_one_key():
    record = post(facets=[mention_facet(CAMILLE)])
    streamed_one = only(frame(record))
    (polled_one,) = normalise(polled(notification(record)), people(CAMILLE))
    assert (polled_one.uri, polled_one.revision, polled_one.kind) == (
        streamed_one.uri,
        streamed_one.revision,
        streamed_one.kind,
    )
    assert polled_one.via is Via.POLL
    assert polled_one.author.handle == "troll.test"
    assert polled_one.received_at == NOON


def test_a_reply_far_down_my_thread_is_known_by_the_notification_alone():
    record = post(reply={"root": ref(THEIRS), "parent": ref(THEIRS)})
    (found,) = normalise(polled(notification(record, reason="reply", reasonSubject=MINE)), people(CAMILLE))
    assert found.kind is Kind.REPLY


def test_likes_are_not_mentions():
    assert normalise(polled(notification({}, reason="like")), people(CAMILLE)) == ()


def test_the_author_is_known_by_what_was_fetched_beside():
    view = {
        "did": TROLL,
        "handle": "troll.test",
        "displayName": "T",
        "description": "bio",
        "followersCount": 3,
        "followsCount": 4,
        "postsCount": 5,
        "createdAt": "1990-01-01T00:00:00Z",
    }
    beside = json.dumps({"author": view, "created": "2026-11-20T00:00:00.000Z"}).encode()
    (found,) = normalise(streamed(frame(post(facets=[mention_facet(CAMILLE)])), beside), people(CAMILLE))
    author = found.author
    assert (author.handle, author.display_name, author.bio) == ("troll.test", "T", "bio")
    assert (author.followers, author.following, author.posts) == (3, 4, 5)
    assert author.created_at == NOON.replace(day=20, hour=0), "the registry's date, not the one the profile claims"


def test_nothing_fetched_leaves_the_author_unknown_not_zero():
    author = only(frame(post(facets=[mention_facet(CAMILLE)]))).author
    assert (author.handle, author.followers, author.created_at, author.pictured) == ("", None, None, None)


@pytest.mark.parametrize(
    ("shown", "pictured"), [({"avatar": "https://cdn.test/a.jpg"}, True), ({}, False), ({"avatar": 5}, True)]
)
def test_whether_the_author_shows_a_picture_is_told(shown, pictured):
    beside = json.dumps({"author": {"did": TROLL, "handle": "troll.test", "displayName": "T"} | shown}).encode()
    (found,) = normalise(streamed(frame(post(facets=[mention_facet(CAMILLE)])), beside), people(CAMILLE))
    assert (found.author.display_name, found.author.pictured) == ("T", pictured)


def test_the_same_file_as_picture_is_the_same_picture_whoever_shows_it_and_nothing_is_fetched():
    def shown(did, file):
        address = f"https://cdn.test/img/avatar/plain/{did}/{file}@jpeg"
        beside = json.dumps({"author": {"did": did, "handle": "troll.test", "avatar": address}}).encode()
        (found,) = normalise(streamed(frame(post(facets=[mention_facet(CAMILLE)])), beside), people(CAMILLE))
        return found.author.avatar

    picture = shown(TROLL, "bafkreiaaaa")
    assert len(picture) == 16
    assert shown(TROLL, "bafkreiaaaa") == picture
    assert shown(TROLL, "bafkreibbbb") != picture
