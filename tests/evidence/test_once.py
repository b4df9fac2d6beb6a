"""What is written once comes back as often as it was said, byte for byte, whatever it was."""

import hashlib
from contextlib import suppress

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.evidence.once import BEFORE, SHORTEST, shortened, whole
from tests.platforms.mastodon.recordings import mastodon

PIECES = [piece for pair in BEFORE for piece in pair]
SIGNS = [b"\xc1", b"\xc1\x00", *(b"\xc1" + bytes((place,)) for place in range(1, len(BEFORE) + 1))]
WORDS = [b"nadia_roux", b"social", b'},"stat', b"}" * SHORTEST, b"\x01" * SHORTEST, b"\xc1" * SHORTEST]
contents = st.lists(st.sampled_from([*PIECES, *SIGNS, *WORDS]) | st.binary(max_size=9), max_size=40).map(b"".join)


@given(contents)
@example(b'"account":{},"stat},"status":},"status":')
@example(b'"username":"\x01nadia"\xc1\x01nadia\xc1')
@example(b'"username":"nadia_roux"nadia_roux\xc1\x05')
def test_any_content_comes_back_byte_for_byte(content):
    assert whole(shortened(content), len(content)) == content


@given(contents)
def test_whatever_somebody_puts_there_becomes_no_longer_than_was_recorded(content):
    with suppress(ValueError):
        assert len(whole(content, 300)) <= len(content) + 300 * len(BEFORE)


def test_a_few_bytes_never_become_millions():
    said = b'"username":"' + b"a" * 1000 + b'"' + b"\xc1\x05" * 1000
    with pytest.raises(ValueError, match="recorded"):
        whole(said, 100_000)


def test_what_servers_really_answered_comes_back_and_takes_less():
    answers = [msgspec.json.encode(msgspec.json.decode(one.body)) for one in mastodon()]  # without spaces, as they come
    short = [shortened(one) for one in answers]
    assert [whole(one, len(answer)) for one, answer in zip(short, answers, strict=True)] == answers
    assert sum(map(len, short)) < sum(map(len, answers))


def test_of_a_real_mention_the_author_is_written_once():
    told = [one.body for one in mastodon() if one.path == "/api/v1/notifications" and b'"mention"' in bytes(one.body)]
    lists = [msgspec.json.decode(one) for one in told]
    mentions = [msgspec.json.encode(one) for each in lists for one in each if one["type"] == "mention"]
    assert mentions
    assert all(b'"reblog":null' in one and b'"account":{\xc1\x01},' in shortened(one) for one in mentions)


def test_what_signs_stand_for_never_changes_once_it_was_shipped():
    told = hashlib.sha256(msgspec.msgpack.encode((BEFORE, SHORTEST))).hexdigest()
    assert told == "9e66e1b8072966ed4c1aa8e8f832f89eaf256d36d200d8ffd702911c23a21216"
