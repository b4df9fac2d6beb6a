"""`rempart judge` answers each line, in order, and stumbles over none."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.commands.running import rempart
from tests.commands.test_simulate import process
from tests.scenarios.playing import RULES

KEYS = {"id", "severity", "reasons", "rules", "spans", "actions", "leaks", "score"}


def judged(*lines: str | bytes, code: int = 0, config: Path | None = None, by: Any = rempart) -> list[dict[str, Any]]:
    given = b"\n".join(line.encode() if isinstance(line, str) else line for line in lines)
    done = by("judge", *(("--config", config) if config else ()), stdin=given)
    assert (done.returncode, done.stderr) == (code, b"")
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_each_text_is_answered_in_order() -> None:
    threat, hello = judged('{"id": "1", "text": "I will kill you", "author": "troll"}', '{"id": "2", "text": "hello"}')
    assert set(threat) == set(hello) == KEYS
    assert (threat["id"], threat["severity"], threat["reasons"]) == ("1", "urgent", ["violence_threats"])
    assert {"kind": "mute", "account": "troll", "status": "done"} in threat["actions"]
    assert threat["spans"] == [[0, 15]]
    assert 0 <= hello["score"] < threat["score"] <= 1
    assert (hello["severity"], hello["actions"], hello["leaks"]) == ("none", [], [])


def test_what_cannot_be_read_is_answered_with_its_line_and_the_rest_is_judged() -> None:
    lines = [
        '{"id": "1", "text": "hello"}',
        "not json",
        '{"id": "3"}',
        '{"id": "4", "text": 5}',
        b'{"id": "5", "text": "\xff"}',
        "[]",
        '{"id": "7", "text": "hi", "kind": "shout"}',
        '{"id": "8", "text": "hi", "author": {"id": "x"}}',
        "[" * 100_000,
        "",
        '{"id": "11", "text": "hello"}',
    ]
    answers = judged(*lines, code=1, by=process)
    assert [answer["id"] for answer in answers] == ["1", *[None] * 8, "11"]
    assert [answer["line"] for answer in answers[1:-1]] == [2, 3, 4, 5, 6, 7, 8, 9]
    assert all(set(answer) == {"id", "error", "line"} for answer in answers[1:-1])
    assert not any("hi" in answer["error"].split() for answer in answers[1:-1])


def test_a_text_may_hold_anything() -> None:
    long = (json.dumps("é" * 60_000), json.dumps("a" * 1_000_000))
    texts = ['"\\ud800"', '"\\u0000"', '"\u202e"', '""', *long, '"\u2028"']
    answers = judged(*(f'{{"id": "{number}", "text": {text}}}' for number, text in enumerate(texts)))
    assert [answer["id"] for answer in answers] == [str(number) for number in range(len(texts))]


def test_optional_keys_are_understood_and_others_not_looked_at() -> None:
    author = '{"id": "9", "handle": "x.test", "followers": 3, "created_at": "2026-01-01T00:00:00Z"}'
    line = f'{{"id": "1", "text": "Je vais te tuer", "lang": "fr", "kind": "direct", "author": {author}, "label": 1}}'
    (answer,) = judged(line)
    assert {action["account"] for action in answer["actions"]} == {"9"}


def test_the_rules_of_a_configuration_are_asked_instead(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(RULES.format(mode="observe", hour=30))
    one, two = judged('{"id": "1", "text": "I threaten you"}', '{"id": "2", "text": "I will kill you"}', config=config)
    assert (one["rules"], two["rules"]) == (["a threat"], [])
    assert {action["status"] for action in one["actions"]} == {"held"}


def test_nothing_asked_nothing_answered() -> None:
    assert judged() == []


def test_an_answer_comes_before_the_next_question() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "judge"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin
        assert process.stdout
        for number in range(3):
            process.stdin.write(b'{"id": "%d", "text": "hello"}\n' % number)
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == str(number)
        process.stdin.close()
        assert process.wait(10) == 0


def test_a_mark_of_byte_order_before_the_first_line_is_no_mistake() -> None:
    assert [one["id"] for one in judged(b'\xef\xbb\xbf{"id": "1", "text": "hello"}', '{"id": "2", "text": "hi"}')] == [
        "1",
        "2",
    ]
    (alone,) = judged(b'\xef\xbb\xbf{"id": "1", "text": "hello"}')
    assert alone["id"] == "1"
