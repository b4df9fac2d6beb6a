"""However oddly somebody writes, that they wrote to me is seen."""

import contextlib
import json

import pytest

from bot.errors import Malformed
from bot.model.mention import Kind
from bot.platforms.bluesky import normalise
from tests.platforms.bluesky.parts import (
    CAMILLE,
    NADIA,
    US,
    frame,
    mention_facet,
    notification,
    people,
    polled,
    post,
    streamed,
)

WIRES = pytest.mark.parametrize("wire", ["v1", "v2"])


def only(raw, *dids):
    (found,) = normalise(streamed(raw), people(*(dids or (CAMILLE,))))
    return found


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
