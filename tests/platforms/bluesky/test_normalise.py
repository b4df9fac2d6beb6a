"""What is written to a protected person is understood, however it is written."""

import contextlib
import json

import pytest

from bot.errors import Malformed
from bot.model.arrival import Deleted, Identity
from bot.model.mention import Kind, Via
from bot.platforms.bluesky import normalise
from tests.platforms.bluesky.parts import (
    CAMILLE,
    CID,
    NADIA,
    NOON,
    TROLL,
    US,
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
    assert (author.handle, author.followers, author.created_at) == ("", None, None)


HOSTILE = {
    "bad date": {"createdAt": "2026-11-21 00:00"},
    "year 9999999": {"createdAt": "9999999-01-01T00:00:00Z"},
    "first year": {"createdAt": "0001-01-01T00:00:00+14:00"},
    "date is a number": {"createdAt": 12},
    "text missing": {"text": None},
    "text is a list": {"text": ["a"]},
    "unknown embed": {"embed": {"$type": "com.evil.embed", "record": 5, "images": {"a": 1}, "media": "x"}},
    "embed without type": {"embed": {"x": 1}},
    "embed is text": {"embed": "x"},
    "images of nothing": {"embed": {"$type": "app.bsky.embed.images", "images": [None, 5, {"alt": 7}]}},
    "unknown feature": {"facets": [mention_facet(CAMILLE), {"features": [{"$type": "com.evil#f", "did": 1}]}]},
    "facets of all kinds": {
        "facets": [None, 5, "x", [], {"features": 3}, {"features": [None]}, mention_facet(CAMILLE)]
    },
    "facet out of range": {"facets": [mention_facet(CAMILLE, 0, 99_999)]},
    "facet backwards": {"facets": [mention_facet(CAMILLE, 9, -1)]},
    "facet index is text": {"facets": [mention_facet(CAMILLE) | {"index": "x"}]},
    "javascript link": {
        "facets": [
            mention_facet(CAMILLE),
            {"features": [{"$type": "app.bsky.richtext.facet#link", "uri": "javascript:alert(1)"}]},
        ]
    },
    "labels": {"labels": {"$type": "com.evil", "values": 5}},
    "long language": {"langs": ["fr-" + "x" * 500]},
    "languages are numbers": {"langs": [1, 2]},
    "huge number": {"evil": 2**200},
    "bytes and links": {"evil": {"$bytes": "AAAA"}, "more": {"$link": "x"}, "blob": {"$type": "blob", "size": -1}},
    "names of ours": {"model_config": 1, "__class__": "x", "get": 1, "did": CAMILLE, "record": {}},
    "reply without refs": {"reply": {}},
    "reply is a list": {"reply": [1]},
    "reply to nothing": {"reply": {"root": {"uri": 5}, "parent": None}},
    "bidi": {"text": "\u202eevil\u202c\u200b"},
    "a megabyte": {"text": "é" * 500_000},
    "sixty deep": {"evil": json.loads('{"a":' * 60 + "1" + "}" * 60)},
}


@WIRES
@pytest.mark.parametrize("name", HOSTILE)
def test_no_oddity_hides_that_i_am_mentioned(name, wire):
    record = post(facets=[mention_facet(CAMILLE)]) | HOSTILE[name]
    found = only(frame(record, wire=wire))
    assert found.kind is Kind.MENTION
    (again,) = normalise(polled(notification(record)), people(CAMILLE))
    assert (again.text, again.links, again.media) == (found.text, found.links, found.media)


@pytest.mark.parametrize("written", ['"a\\ud800b"', '"a\\udc00b"', '"a\\u0000b"'])
def test_what_is_no_character_becomes_one_that_shows_it(written):
    raw = frame(post(text="HERE", facets=[mention_facet(CAMILLE)])).replace(b'"HERE"', written.encode())
    assert only(raw).text == "a\ufffdb"


def test_a_pair_of_surrogates_is_a_character_and_stays_one():
    raw = frame(post(text="HERE", facets=[mention_facet(CAMILLE)]))
    raw = raw.replace(b'"HERE"', rb'"\ud83d\ude00\ud83d \\ud800"')
    assert only(raw).text == "\U0001f600\ufffd \\ud800"


def test_invalid_utf8_is_read_all_the_same():
    raw = frame(post(text="HERE", facets=[mention_facet(CAMILLE)])).replace(b"HERE", b"a\xffb")
    assert only(raw).text == "a\ufffdb"


@pytest.mark.parametrize("brackets", ["[]", "{}"])
def test_nesting_that_would_exhaust_a_reader_does_not_hide_the_post(brackets):
    deep = "[" * 50_000 + "]" * 50_000 if brackets == "[]" else '{"a":' * 50_000 + "1" + "}" * 50_000
    raw = frame(post(evil="HERE", facets=[mention_facet(CAMILLE)])).replace(b'"HERE"', deep.encode())
    assert only(raw).text == "@camille bonjour"


@pytest.mark.parametrize("raw", [b"", b"{", b"<html>", b"\xff\xfe", b"[" * 100_000, b"null", b"5"])
def test_what_is_no_frame_is_set_aside_or_nothing(raw):
    with contextlib.suppress(Malformed):
        assert normalise(streamed(raw), people(CAMILLE)) == ()


def test_a_record_that_is_no_post_is_set_aside_if_it_names_me():
    with pytest.raises(Malformed):
        normalise(streamed(frame([CAMILLE])), people(CAMILLE))
    assert normalise(streamed(frame([NADIA])), people(CAMILLE)) == ()


def test_a_time_that_is_none_is_set_aside():
    with pytest.raises(Malformed):
        normalise(streamed(frame(post(facets=[mention_facet(CAMILLE)]), us=10**30)), people(CAMILLE))


def test_times_are_read_to_the_microsecond():
    assert only(frame(post(facets=[mention_facet(CAMILLE)]), us=US + 1)).received_at.microsecond == 123457
