"""However a stream is cut, broken or odd, its events are read or passed over."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.mastodon.frames import EventLines, message, message_or_malformed

STREAM = b':)\nevent: update\ndata: {"a":1}\n\n:thump\n\nevent: delete\ndata: 01M7\n\nevent: filters_changed\n\nid: 4\nevent: x\ndata: 1\ndata: 2\n\n'
FRAMES = [("update", b'{"a":1}'), ("delete", b"01M7"), ("filters_changed", b""), ("x", b"1\n2")]


@pytest.mark.parametrize("ends", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_a_stream_is_read_alike_however_it_is_cut(ends, size):
    whole, lines, found = STREAM.replace(b"\n", ends), EventLines(), []
    for start in range(0, len(whole), size):
        found += lines.feed(whole[start : start + size])
    found += lines.feed(b":\n\n")
    assert [(frame.event, frame.data) for frame in found] == FRAMES


@given(st.binary(max_size=200), st.integers(1, 40))
def test_no_bytes_break_the_reader_of_events(noise, size):
    lines = EventLines()
    for start in range(0, len(noise), size):
        lines.feed(noise[start : start + size])
    lines.feed(b"\n\n\n\n")
    [frame] = lines.feed(b"event: notification\ndata: {}\n\n")
    assert frame.event == "notification"


def test_an_event_without_end_is_dropped_and_the_next_one_read():
    lines = EventLines(max_event=1000)
    for _ in range(50):
        assert lines.feed(b"data: " + b"x" * 100) == []
    assert [frame.event for frame in lines.feed(b"\n\nevent: a\ndata: 1\n\n")] == ["a"]


def test_a_websocket_message_gives_its_inner_json_byte_for_byte():
    inner = '{"id": "01M7", "content": "\\ud83d\\ude00 é \\ud800"}'
    assert message(json.dumps({"event": "notification", "payload": inner}).encode()).data == inner.encode()
    assert message(b'{"stream":["user"],"event":"filters_changed"}').data == b""
    assert message(b'{"event":"delete","payload":"\\"117\\""}').data == b'"117"'
    assert message(b'{"event":"notification","payload":{"id":"7"}}').data == b'{"id":"7"}'
    assert message(b"{}") is None


@given(st.binary(max_size=100))
def test_no_bytes_break_the_reader_of_messages(noise):
    frame = message_or_malformed(noise)
    assert frame is None or frame.data is not None
