"""The trail: what was done by whom, in plain words; what can be undone of it; what proves it."""

import ast
import asyncio
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from bot.model.delivery import Status, Task
from bot.model.noun import EPOCH
from bot.model.seat import Role
from bot.rules.policy import Policy
from bot.shield.versions import every, note
from bot.store import did, outbox, read, seats
from bot.store.lines import Line, before, reached
from bot.web.pages.undo import SPANS
from bot.web.spoken import spoken
from bot.web.told import Kind, kind, told
from tests.commands.scene import AUTHORS, WORDS

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
NAMED = re.compile(r"[a-z_-]+:[a-z_-]+")
SCOPES = {"read", "write"}
"""What stands before a colon in names of other things: scopes of Mastodon."""


def events():
    """The names of entries that the code writes as they are, where it writes them."""
    for path in Path("bot").rglob("*.py"):
        tree = ast.parse(path.read_text())
        if {"platforms", "signals", "commands", "alerts"} & {*path.parts}:  # they write none
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and NAMED.fullmatch(node.value):
                yield node.value
            if isinstance(node, ast.AnnAssign | ast.Assign) and isinstance(node.value, ast.Constant):
                target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
                if getattr(target, "id", "") == "EVENT":
                    yield node.value.value
            if isinstance(node, ast.Tuple) and len(node.elts) == 3 and "now" in ast.unparse(node.elts[0]):
                yield from said_in(node.elts[1])
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "_say":
                yield from (name for one in node.args for name in said_in(one))


def said_in(node):
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch("[a-z:_-]+", node.value):
        yield node.value


def composed():
    """Those that it puts together: what is done, how it ended, and for what."""
    for action in did.KINDS:
        yield from (f"{prefix}{action}:{status}" for prefix in ("", "undo ", "after ") for status in Status)
        yield from (f"{action}:{effect}" for effect in ("revert", "cancel"))
    yield from (f"alert:{status}" for status in Status)
    yield from (f"link:{status}" for status in ("confirmed", "rejected"))
    yield from (f"delivery:{said}" for said in ("approved", "agreed", "rejected", "retried"))


EVENTS = sorted(name for name in {*events(), *composed()} if name.partition(":")[0] not in SCOPES)


def line(event, **payload):
    return Line(number=1, at=NOON, event=event, payload=payload)


def test_the_list_of_events_is_the_code_itself():
    assert {"mention:judged", "checkpoint", "captured", "looked", "restriction", "rules:changed"} <= set(EVENTS)
    assert len(EVENTS) > 200


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_entry_that_is_ever_written_has_words(language):
    said = spoken(language)
    unnamed = said.say("web.event.unnamed")
    assert [event for event in EVENTS if told(said, line(event, by="Camille"), "UTC") == unnamed] == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_all_that_a_week_wrote_is_told_with_nothing_left_open(world, language):
    said = spoken(language)
    for entry in world.chain():
        sentence = told(said, Line(number=1, at=NOON, event=entry.event, payload=entry.payload), "UTC")
        assert "…" not in sentence, (entry.event, entry.payload)


def test_each_entry_is_of_one_kind():
    assert {kind(line(event)) for event in EVENTS} == set(Kind) - {Kind.ALL, Kind.PEOPLE}
    assert kind(line("mute:revert", by="Dominique")) is Kind.PEOPLE


def test_who_looked_at_anything_stands_among_those_who_looked():
    looks = {event for event in EVENTS if event.endswith(":viewed")} | {"measure:foreseen"}
    assert looks > {"evidence:viewed", "kin:viewed", "followers:viewed"}
    assert {kind(line(event, by="Dominique")) for event in looks} == {Kind.LOOKS}


def test_nobody_is_named_and_nothing_that_hurts_is_written(world):
    text = world.holder().get("/trail").text
    assert [word for word in (*WORDS, *AUTHORS) if word in text] == []
    assert "mise en sourdine du compte".capitalize() in text
    assert "est entré·e dans les pages" in text


def test_rules_are_called_there_as_everywhere_on_the_pages(world):
    world.entitle("menace", "menace de mort")
    text = world.holder().get("/trail?kind=bot").text
    assert "Règle «\u00a0menace de mort\u00a0»" in text
    assert "Règle «\u00a0menace\u00a0»" not in text


def numbers(text):
    return [int(one) for one in re.findall(r'id="e(\d+)"', text)]


def test_the_newest_comes_first_and_the_rest_page_by_page(world, monkeypatch):
    monkeypatch.setattr("bot.web.pages.trail.SHOWN", 5)
    holder, seen = world.holder(), []
    path = "/trail"
    while path:
        text = holder.get(path).text
        seen += numbers(text)
        found = re.search(r'href="(/trail\?[^"]*before=\d+)"', text)
        path = found[1].replace("&amp;", "&") if found else ""
    assert seen == list(range(world.entries(), 0, -1))


def test_what_is_looked_for_is_found_and_nothing_else(world):
    holder = world.holder()
    assert numbers(holder.get("/trail?kind=looks").text)
    people = numbers(holder.get("/trail?kind=people").text)
    assert people == []
    holder.post("/", pause="1h")
    assert numbers(holder.get("/trail?kind=people&who=Camille").text) in ([], [world.entries()])
    assert len(numbers(holder.get("/trail?kind=people").text)) == 1
    assert numbers(holder.get("/trail?day=2001-01-01").text) == []
    assert numbers(holder.get("/trail?day=9999-12-31").text)[0] == world.entries()


@pytest.mark.parametrize("query", ["kind=no", "before=x", "before=-1", "before=99999999999", "day=31", "who=<b>"])
def test_what_makes_no_sense_is_passed_over(world, query):
    answer = world.holder().get(f"/trail?{query}")
    assert answer.status_code == 200
    assert "<b>" not in answer.text.partition("lines")[0]


def test_a_day_is_found_in_a_long_chain_without_reading_it(world):
    with world.store.reading() as connection:
        for one in before(connection, "camille", world.entries() + 1, 1000):
            first = reached(connection, "camille", one.at)
            assert first <= one.number
            assert not any(each.at >= one.at for each in before(connection, "camille", first, 1))


def undo_link(world, query="delivery"):
    text = world.holder().get("/trail").text
    return re.search(rf'href="(/trail/undo\?{query}=[^"]+)"', text)[1].replace("&amp;", "&")


def fields(page):
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))


async def undone(world):
    await world.scene.work()
    return world.scene.muted


def test_what_was_done_about_a_post_is_undone_on_the_server(world):
    muted = set(world.scene.muted)
    holder, path = world.holder(), undo_link(world)
    page = holder.get(path).text
    assert "l’état d’avant sera rétabli" in page
    assert "bluesky " in page
    assert [word for word in (*WORDS, *AUTHORS) if word in page] == []
    assert asyncio.run(undone(world)) == muted  # shown, and nothing else
    answer = holder.raw("/undo", fields(page))
    assert answer.headers["location"] == "/trail?said=undone"
    assert len(asyncio.run(undone(world))) == len(muted) - 1
    assert "mute:revert" in [entry.event for entry in world.chain() if entry.payload.get("by") == "camille"]


def test_all_that_a_rule_did_is_undone_at_once(world):
    assert world.scene.muted
    holder = world.holder()
    page = holder.get("/trail/undo?rule=menace&since=30d").text
    holder.raw("/undo", fields(page))
    assert asyncio.run(undone(world)) == set()
    assert "Il n’y a rien à défaire" in holder.get("/trail/undo?rule=no&since=30d").text


def test_all_that_was_done_since_other_rules_were_in_force_is_undone(world):
    policy = world.house.config.policy(world.house.config.people[0])
    early = world.now - timedelta(days=2)
    note(world.store, {"camille": policy}, early)
    note(world.store, {"camille": policy}, early)
    note(world.store, {"camille": Policy(mode=policy.mode, rules=policy.rules[:1])}, early)
    with world.store.reading() as connection:
        known = every(connection, world.store.master, "camille")
    assert [one.rules for one in known] == [2, 1]
    assert [entry.event for entry in world.chain()].count("rules:changed") == 2
    holder = world.holder()
    page = holder.get(undo_link(world, "version")).text
    holder.raw("/undo", fields(page))
    assert asyncio.run(undone(world)) == set()


def test_only_what_was_shown_is_undone(world):
    holder = world.holder()
    page = holder.get("/trail/undo?rule=menace&since=30d").text
    asked = fields(page)
    holder.raw("/undo", asked)
    assert holder.raw("/undo", asked).status_code == 409
    assert holder.raw("/undo", asked | {"seen": ""}).status_code == 409


def test_what_the_shield_does_meanwhile_is_not_undone_unseen(world):
    holder = world.holder()
    asked = fields(holder.get("/trail/undo?rule=menace&since=30d").text)
    with world.store.writing() as connection:
        one = did.between(connection, "camille", world.now - SPANS["30d"], world.now)[0]
        later = msgspec.structs.replace(one.what, id="later", decided_at=world.now)
        outbox.plan(connection, [msgspec.structs.replace(one, id="later", what=later, status=Status.DONE)])
    assert holder.raw("/undo", asked).status_code == 303
    with world.store.reading() as connection:
        assert outbox.delivery(connection, "later").status is Status.DONE


@pytest.mark.parametrize("until", ["x", "2026-01-01", "9999-12-31T00:00:00+00:00"])
def test_a_made_up_moment_undoes_nothing_that_was_not_shown(world, until):
    holder = world.holder()
    asked = fields(holder.get("/trail/undo?rule=menace&since=2h").text)
    forged = fields(holder.get("/trail").text) | {"rule": "menace", "since": "30d", "until": until, "seen": ""}
    assert asked.get("seen", "") == ""
    assert holder.raw("/undo", forged).status_code == 409


def test_nothing_of_somebody_else_is_undone(world):
    with world.store.reading() as connection:
        ours = did.between(connection, "camille", world.now - SPANS["30d"], world.now)
        assert did.between(connection, "somebody", world.now - SPANS["30d"], world.now) == []
    assert all(one.task is Task.ACT for one in ours)
    holder = world.holder()
    for query in ("delivery=unknown", "version=1", "version=x", "nothing=1", "delivery="):
        assert holder.get(f"/trail/undo?{query}").status_code == 404


def test_who_may_see_but_not_act_sees_no_button(world):
    moderator = world.guest("Morgan", Role.MODERATOR)
    assert "/trail/undo" in moderator.get("/trail").text
    delegate = world.guest("Dominique")
    assert delegate.get("/trail").status_code == 403


def test_how_much_each_has_looked_is_shown_to_protect_them_too(world):
    seat = world.seat("Sacha")
    with world.store.writing() as connection:
        seats.glanced(connection, seat.id, (world.now - EPOCH).days, 12)
    text = world.holder().get("/trail").text
    assert "Sacha, délégué·e\u00a0: 12 messages lus" in text
    assert "jamais venu·e" in text


def test_the_chain_holds_after_all_that(world):
    holder = world.holder()
    page = holder.get("/trail/undo?rule=menace&since=30d").text
    holder.raw("/undo", fields(page))
    assert world.verified()


def test_the_link_of_an_alert_leads_to_what_it_would_undo_and_asks_once_more(world):
    with world.store.reading() as connection:
        muted = next(one for one in outbox.about(connection, world.scene.uri("rancunier")) if one.status is Status.DONE)
        exhibit = read.mention(connection, world.scene.uri("rancunier"))[0].exhibit
    assert muted
    delegate = world.guest("Dominique")
    text = delegate.get(f"/undo/{exhibit}").text
    assert world.scene.muted == {"did:plc:rancunier", "did:plc:suiveur"}
    answer = delegate.raw("/undo", fields(delegate.get(f"/undo/{exhibit}").text))
    assert (answer.status_code, answer.headers["location"]) == (303, "/?said=undone")
    asyncio.run(world.scene.work())
    assert world.scene.muted == {"did:plc:suiveur"}
    assert "rancunier" not in text
    assert delegate.get("/undo/nothing-known").status_code == 404
    assert world.guest("Sacha", Role.OBSERVER).get(f"/undo/{exhibit}").status_code == 403
