"""Whatever is thrown at the shield, it goes on, loses nothing, and says what happened without repeating it."""

import io
import json
import random
import string
from typing import Any

import pytest
from sqlalchemy import select

from bot.audit import audit
from bot.errors import Malformed
from bot.log import LogForm, start_log
from bot.model.alert import AlertKind
from bot.store import outbox, read, schema
from tests.platforms.bluesky.parts import frame, mention_facet, post
from tests.reliability.within import DID, Within, eventually, now

CANARY = "kanarienvogel"
"""Stands in all that is hostile, and must be found nowhere in clear."""
LETTERS = random.Random(7)
LONG = "".join(LETTERS.choices(string.ascii_letters, k=20_000))


def changed(told: Any, **status: Any) -> bytes:
    """A notification whose status says this instead."""
    one = told.notification(CANARY)
    one["status"] |= status
    return json.dumps(one).encode()


def rude_account(told: Any, **account: Any) -> bytes:
    one = told.notification(CANARY)
    one["status"]["account"] |= account
    one["account"] |= account
    return json.dumps(one).encode()


MASTODON: dict[str, Any] = {
    "NUL in the text": lambda told: changed(told, content=f"<p>a\0b {CANARY}</p>"),
    "NUL in the address": lambda told: changed(told, uri="https://far.test/\0/1"),
    "an address too long for an index": lambda told: changed(told, uri=f"https://far.test/{LONG}"),
    "a megabyte of text": lambda told: changed(told, content=f"<p>{CANARY} {'pantoufle ' * 110_000}</p>"),
    "a megabyte of one letter": lambda told: changed(told, content="<p>" + "a" * 1_048_576 + "</p>"),
    "bidi controls": lambda told: changed(told, content=f"<p>\u202e{CANARY}\u2066\u2069\u200f</p>"),
    "lone surrogates": lambda told: changed(told, content="\ud800\udfff").replace(b"bonjour", b"\\ud800"),
    "a name of surrogates and NUL": lambda told: rude_account(told, display_name="\ud83d\0", acct="x\0y"),
    "markup without end": lambda told: changed(told, content="<p>" + "<b>" * 50_000 + CANARY),
    "a date before all dates": lambda told: changed(told, created_at="0001-01-01T00:00:00+14:00"),
    "a date after all dates": lambda told: changed(told, edited_at="9999-12-31T23:59:59-14:00"),
    "no date at all": lambda told: changed(told, created_at="hier"),
    "an id of another account's server": lambda told: rude_account(told, id="../../admin"),
    "a huge number": lambda told: rude_account(told, followers_count=10**400),
    "a negative number": lambda told: rude_account(told, followers_count=-(10**30)),
    "numbers for texts": lambda told: changed(told, content=5, spoiler_text=[], language={}),
    "no author": lambda told: changed(told, account=None),
    "no status": lambda told: json.dumps(told.notification(CANARY) | {"status": None}).encode(),
    "an unknown type": lambda told: json.dumps(told.notification(CANARY) | {"type": "moderation_v9"}).encode(),
    "a type that is none": lambda told: json.dumps(told.notification(CANARY) | {"type": ["mention"]}).encode(),
    "deep nesting": lambda told: b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "deep nesting in a mention": lambda told: changed(told, quote=None).replace(
        b'"quote": null', b'"quote": ' + b'{"quoted_status":' * 20_000 + b"null" + b"}" * 20_000
    ),
    "invalid UTF-8": lambda told: changed(told, content=f"<p>{CANARY}~~</p>").replace(b"~~", b"\xff\xc3"),
    "a web page": lambda told: f"<html>{CANARY}</html>".encode(),
    "nothing but zeros": lambda told: bytes(1000),
    "a list": lambda told: b"[[[[[[]]]]]]",
    "a truncated frame": lambda told: changed(told)[:-40],
}
MARKED = {"facets": [mention_facet(DID)]}
BLUESKY: dict[str, bytes] = {
    "NUL": frame(post(f"@camille \0 {CANARY}", **MARKED), rkey="1"),
    "a megabyte": frame(post(f"@camille {CANARY} " + "pantoufle " * 110_000, **MARKED), rkey="2"),
    "bidi": frame(post(f"@camille \u202e{CANARY}", **MARKED), rkey="3"),
    "lone surrogates": frame(post("@camille ~~", **MARKED), rkey="4").replace(b"~~", b"\\ud800\\udfff"),
    "invalid UTF-8": frame(post(f"@camille {CANARY} ~~", **MARKED), rkey="5").replace(b"~~", b"\xff\xc3"),
    "deep nesting": frame(post(f"@camille {CANARY}", embed="~~", **MARKED), rkey="6").replace(
        b'"~~"', b'{"a":' * 50_000 + b"1" + b"}" * 50_000
    ),
    "numbers for texts": frame(post(5, **MARKED), rkey="7"),
    "facets that are none among others": frame(
        post(f"@camille {CANARY}", facets=[5, None, {"features": {}}, mention_facet(DID)]), rkey="8"
    ),
    "an unknown embed": frame(post(f"@camille {CANARY}", embed={"$type": "x.y.z", "a": DID}, **MARKED), rkey="9"),
    "a time before all times": frame(post(f"@camille {CANARY}", **MARKED), rkey="a", us=-(10**18)),
    "a time after all times": frame(post(f"@camille {CANARY}", **MARKED), rkey="b", us=10**30),
    "a web page": f"<html>{DID} {CANARY}</html>".encode(),
}


@pytest.fixture
def log() -> io.StringIO:
    stream = io.StringIO()
    start_log("info", LogForm.JSON, stream)
    return stream


async def test_hostile_input_stops_nothing_and_none_of_it_is_lost(database_url, tmp_path, log):
    within = Within(database_url)
    hostile = [within.mastodon(make(within.told)) for make in MASTODON.values()]
    hostile += [within.bluesky(raw) for raw in BLUESKY.values()]
    arrivals = []
    for one in hostile:
        arrivals += [one, within.mastodon(json.dumps(within.told.notification("bonjour")).encode())]
    arrivals += [within.mastodon(b"", cursor="the end"), within.bluesky(b"", cursor="the end")]
    async with within.hearing(arrivals):
        await eventually(lambda: {_cursor(within, "m"), _cursor(within, "b")} == {"the end"}, 60)
        assert _known(within)[0] >= len(hostile)
        with within.store.reading() as connection:
            asides = connection.execute(select(schema.aside)).mappings().all()
            opened = [read.content(connection, within.store.master, one["exhibit"]) for one in asides]
            assert {one["person"] for one in asides} == {"camille"}
        assert all(one.valid for one in audit(within.store))
    _nothing_is_missing(within, hostile, opened)
    said = [json.loads(line) for line in log.getvalue().splitlines()]
    assert len([line for line in said if line["event"] == "arrival set aside"]) == len(opened)
    assert CANARY not in log.getvalue()
    if within.store.sqlite:
        assert not any(CANARY.encode() in file.read_bytes() for file in tmp_path.glob("rempart.db*"))


def _cursor(within: Within, source: str) -> str | None:
    with within.store.reading() as connection:
        return read.cursor(connection, source)


def _known(within: Within) -> tuple[int, int]:
    with within.store.reading() as connection:
        return read.count(connection, "mention"), read.count(connection, "aside")


def _nothing_is_missing(within: Within, hostile: list[Any], opened: list[bytes]) -> None:
    """Each is a mention, or is set aside as it came, or cannot concern anybody."""
    for one in hostile:
        try:
            events = within.pipeline.normalisers[one.platform](one, within.pipeline.protected)
        except (Malformed, ArithmeticError, ValueError, RecursionError):
            assert one.raw in opened
            continue
        if b"moderation_v9" not in one.raw:
            assert events or one.raw in opened, one.raw[:200]


async def test_a_mention_on_which_judging_itself_fails_is_set_aside_told_and_passed_by(database_url, log):
    within = Within(database_url)
    engine = within.pipeline.law.engine

    class Poisoned:
        def __getattr__(self, name: str) -> Any:
            return getattr(engine, name)

        def heard(self, person: str, facts: Any, *rest: Any) -> Any:
            if CANARY in facts.mention.text:
                raise ZeroDivisionError(facts.mention.text)
            return engine.heard(person, facts, *rest)

    within.pipeline.adopt(within.shields, Poisoned())
    kind = [json.dumps(within.told.notification("bonjour")).encode() for _ in range(40)]
    poison = json.dumps(within.told.notification(CANARY)).encode()
    arrivals = [within.mastodon(raw, cursor=str(n)) for n, raw in enumerate([*kind[:20], poison, *kind[20:]])]
    async with within.hearing(arrivals):
        await eventually(lambda: _cursor(within, "m") == "40")
        assert _known(within) == (40, 1)
        with within.store.reading() as connection:
            (aside,) = connection.execute(select(schema.aside)).mappings().all()
            assert read.content(connection, within.store.master, aside["exhibit"]) == poison
            told = outbox.alerts_since(connection, "camille", now().replace(year=2000), [AlertKind.NOTICE.value])
            assert [alert.partition("-")[0] for alert, _, _ in told] == ["SetAside"]
        assert all(one.valid for one in audit(within.store))
    assert '"why": "ZeroDivisionError"' in log.getvalue()
    assert CANARY not in log.getvalue()
