"""Scenario files are read strictly, and mistakes in them are told where they stand."""

import json

import pytest

from bot.errors import ConfigError
from bot.platforms.simulated.parse import Scenario, parse
from bot.platforms.simulated.scenario import EditEvent, MentionEvent
from tests.scenarios.scenes import CAMILLE, at, content, mention, scenario

FIRST = json.dumps(CAMILLE).encode() + b"\n"


def problems(*lines: str | bytes) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as caught:
        parse("day.jsonl", FIRST + b"\n".join(line.encode() if isinstance(line, str) else line for line in lines))
    return caught.value.problems


def changed(**keys: object) -> str:
    return json.dumps(mention(0, "u1", "a", "hello") | keys)


def test_a_whole_day_is_read() -> None:
    day = scenario(
        mention(0, "u1", "a", "hello", lang="en", root="r", parent="p", quoted=["q"], mentions=["b"]),
        {"event": "edit", "at": at(1), "uri": "u1", "text": "bye"},
        {"event": "delete", "at": at(1), "uri": "u1"},
        {"event": "identity", "at": at(2), "platform": "bluesky", "id": "a", "handle": "b.test"},
        {"event": "identity", "at": at(2), "platform": "bluesky", "id": "a", "gone": "deleted"},
        {"event": "follow", "at": at(3), "platform": "mastodon", "id": "9"},
        {"event": "review", "at": at(4), "by": "camille", "confirm_link": ["a", "b"]},
        {"event": "review", "at": at(4), "by": "camille", "trust": "a"},
        {"event": "restriction", "at": at(5), "until": at(99), "person": ["a"], "kind": "court_ban"},
        {"event": "outage", "at": at(6), "until": at(7), "platform": "bluesky"},
        {"event": "restart", "at": at(6)},
    )
    assert len(day.lines) == 11
    assert isinstance(day.lines[0].event, MentionEvent)
    assert day.lines[0].number == 2
    assert day.opening.protected.person().accounts[0].key == "bluesky:did:plc:camille"


def test_the_raw_line_is_kept_as_it_was_written() -> None:
    line = b'{"event":"delete",  "at":"2026-01-05T18:30:00+01:00","uri":"\\u0041"}'
    (read,) = parse("x", FIRST + line + b"\r\n").lines
    assert read.raw == line
    assert read.event.at.isoformat() == "2026-01-05T17:30:00+00:00"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ('"\\ud800"', "\ufffd"),
        ('"a\\udc00\\ud800b"', "a\ufffd\ufffdb"),
        ('"\\ud83d\\ude00"', "😀"),
        ('"\\u0000"', "\0"),
        ('"\u202e\u2066"', "\u202e\u2066"),
        ('"\u2028"', "\u2028"),
        (json.dumps("é" * 60_000), "é" * 60_000),
    ],
)
def test_a_text_may_hold_anything(text: str, read: str) -> None:
    line = f'{{"event": "edit", "at": "{at(0)}", "uri": "u", "text": {text}}}'
    event = parse("x", FIRST + line.encode()).lines[0].event
    assert isinstance(event, EditEvent)
    assert event.text == read


def test_equal_times_early_edits_and_repeated_events_are_as_good_as_any() -> None:
    one = mention(0, "u1", "a", "hello")
    edit = {"event": "edit", "at": at(0), "uri": "u1", "text": "bye"}
    assert len(scenario(edit, one, one, edit).lines) == 4


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (changed(surprise=1), "day.jsonl:2: unknown key `surprise`"),
        (changed(author={"id": "a", "handle": "h", "bioo": "x"}), "(did you mean `bio`?)"),
        (changed(media=[{"kind": "image", "hash": "x"}]), "`media.0.hash`"),
        ('{"event": "mentoin"}', "(did you mean `mention`?)"),
        ('{"at": "2026-01-01T00:00:00Z"}', "there is no key `event`"),
        ('{"event": 3}', "unknown event of another type"),
        ('{"event": "delete", "at": "2026-01-01T00:00:00Z"}', "the key `uri` is missing; write it like"),
        (changed(at="yesterday"), "write it as RFC 3339 in UTC"),
        (changed(at="2026-01-01"), "write it as RFC 3339 in UTC"),
        (changed(at="2026-01-01T00:00:00"), "write it as RFC 3339 in UTC"),
        (changed(at="2026-13-01T00:00:00Z"), "no such moment"),
        (changed(at="0001-01-01T00:00:00+14:00"), "no such moment"),
        (changed(at=1767225600), "not a moment"),
        (changed(text=None), "`text`"),
        (changed(text=7), "`text`"),
        (changed(uri=""), "`uri`"),
        (changed(kind="shout"), "`kind`"),
        (changed(platform="myspace"), "`platform`"),
        (changed(author="a"), "`author`"),
        (changed(author={"id": "a", "handle": "h", "followers": "12"}), "`author.followers`"),
        (changed(author={"id": "a", "handle": "h", "followers": True}), "`author.followers`"),
        (changed(author={"id": "a", "handle": "h", "avatar": "nothex"}), "`author.avatar`"),
        (changed(mentions="b"), "`mentions`"),
        ("[1]", "day.jsonl:2: not a JSON object"),
        ("{", "not JSON"),
        ("NaN", "not JSON"),
        ("[" * 100_000, "nested too deep"),
        (b'{"event": "\xff"}', "not UTF-8"),
        (f'{{"event": "review", "at": "{at(0)}", "by": "c"}}', "exactly one of"),
        (f'{{"event": "review", "at": "{at(0)}", "by": "c", "trust": "a", "undo": "u"}}', "exactly one of"),
        (f'{{"event": "review", "at": "{at(0)}", "by": "c", "confirm_link": ["a"]}}', "`confirm_link`"),
        (f'{{"event": "identity", "at": "{at(0)}", "platform": "bluesky", "id": "a"}}', "exactly one of"),
        (f'{{"event": "outage", "at": "{at(1)}", "until": "{at(0)}", "platform": "bluesky"}}', "`until` lies before"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_line(line: str | bytes, says: str) -> None:
    told = problems(line)
    assert any(says in problem for problem in told), told
    assert all(problem.startswith("day.jsonl:2: ") for problem in told)


def test_every_mistake_is_told_at_once() -> None:
    told = problems("{", changed(surprise=1), changed(text=7))
    assert [problem.split(": ")[0] for problem in told] == ["day.jsonl:2", "day.jsonl:3", "day.jsonl:4"]


def test_time_does_not_go_back() -> None:
    (told,) = problems(json.dumps(mention(5, "u1", "a", "x")), json.dumps(mention(4, "u2", "a", "x")))
    assert told.startswith("day.jsonl:3: time goes back to 2026-01-01T00:04:00Z after 2026-01-01T00:05:00Z")


def test_a_platform_on_which_the_person_is_not_is_refused() -> None:
    first = CAMILLE | {
        "protected": {"name": "camille", "accounts": [{"platform": "bluesky", "id": "x", "handle": "x.test"}]}
    }
    with pytest.raises(ConfigError, match=r"x:2: camille has no account on mastodon"):
        parse("x", content(mention(0, "u", "a", "hi", "mastodon"), first=first))


@pytest.mark.parametrize(
    ("first", "says"),
    [
        (b"", "x:1: the file is empty"),
        (b"\n \n", "x:1: the file is empty"),
        (b"[]", "x:1: not a JSON object"),
        (b"{}", "x:1: the key `scenario` is missing"),
        (json.dumps(CAMILLE | {"extra": 1}).encode(), "x:1: unknown key `extra`"),
        (json.dumps(CAMILLE | {"protected": {"name": "c", "accounts": []}}).encode(), "`protected.accounts`"),
        (
            json.dumps(CAMILLE | {"protected": CAMILLE["protected"] | {"vault": {"adress": []}}}).encode(),
            "unknown key `protected.vault.adress` (did you mean `address`?); known are address, phone",
        ),
    ],
)
def test_the_first_line_says_who_is_protected(first: bytes, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse("x", first)
    assert says in str(caught.value)


def test_a_byte_order_mark_is_no_mistake() -> None:
    assert isinstance(parse("x", b"\xef\xbb\xbf" + FIRST), Scenario)
