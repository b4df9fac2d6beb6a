"""Review under a raid: ten thousand wait, and no page grows with them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256

import msgspec
import pytest
from sqlalchemy import event, select

from bot.custody.taking import MEDIUM, take
from bot.model.action import Block, Prior
from bot.model.delivery import Status, Task
from bot.model.mention import Kind, Media
from bot.model.raid import Raid
from bot.people.revealing import mark, pictures
from bot.people.triage import Saying, Triage, Verdict
from bot.platforms.port import Captured
from bot.recording import records
from bot.store import held, media, outbox, raids, read, schema, seats, survey
from bot.store.held import After, Sought
from bot.store.rows import insert, micros, place
from bot.web import shelves
from tests.web.test_review import key, listed, uri
from tests.web.waiting import play_this

MANY = 10_000
TOGETHER = 400
"""Of them, decided in one transaction."""
SCRIPT = b"<svg onload=x>"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


@pytest.fixture(autouse=True)
def waiting(monkeypatch):
    play_this(monkeypatch)


def crowd(world, many=MANY):
    """Let so many more wait, each of its own author."""
    began = micros(world.now - timedelta(hours=2))
    with world.store.writing() as connection:
        row = dict(connection.execute(select(schema.mention).where(schema.mention.c.review)).mappings().first())
        rows = []
        for number in range(many):
            at = began + max(0, number - TOGETHER)
            mine = {"uri": uri(f"nuee{number}"), "author": f"bluesky:did:plc:nuee{number}", "kind": "mention"}
            mine |= {"place": place(mine["uri"]), "decided_at": at, "received_at": at, "reasons": "[]"}
            rows.append(row | mine)
        insert(connection, schema.mention, rows)


def told(world, ask):
    """The statements that a page asks, and how SQLite finds what they ask for."""
    asked = []

    def note(_connection, _cursor, statement, parameters, _context, _many):
        asked.append((statement, parameters))

    event.listen(world.store.engine, "before_cursor_execute", note)
    answer = ask()
    event.remove(world.store.engine, "before_cursor_execute", note)
    plans = []
    with world.store.engine.connect() as connection:
        for statement, parameters in asked:
            if statement.startswith("SELECT"):
                plans += [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
    return answer, len(asked), plans


def test_ten_thousand_are_paged_through_without_a_page_that_grows(world):
    holder = world.holder()
    few, before, _ = told(world, lambda: holder.get("/review"))
    crowd(world)
    first, asked, plans = told(world, lambda: holder.get("/review"))
    assert asked <= before + 1  # no statement for each of them
    assert first.text.count("data-held") == shelves.PAGE
    assert "1000 et plus" in first.text
    of_mentions = [plan for plan in plans if "mention" in plan]
    assert any("ix_mention_review" in plan for plan in of_mentions), plans
    assert [plan for plan in of_mentions if plan.startswith("SCAN mention")] == []
    assert len(few.text) * 10 > len(first.text)


def test_each_of_ten_thousand_is_on_one_page_and_no_more(world):
    crowd(world)
    sought = Sought(person="camille", seat="x", kinds=frozenset(Kind), now=world.now)
    seen, after = [], None
    with world.store.reading() as connection:
        while page := held.mentions(connection, sought, after, 300):
            seen += page
            after = After(page[-1].decided_at, place(page[-1].uri))
        assert held.count(connection, sought) == MANY
    assert len(seen) == len({one.uri for one in seen}) == MANY + 5
    assert [one.decided_at for one in seen] == sorted((one.decided_at for one in seen), reverse=True)


def test_the_next_page_begins_where_the_first_ended_though_what_was_between_is_decided(world):
    crowd(world, 60)
    holder = world.holder()
    text = holder.get("/review").text
    following = text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    first = listed(holder)
    holder.post("/review", do="harmless", of=first[-1])
    second = shelves_of(holder.get(following).text)
    assert len(second) == shelves.PAGE
    assert set(first) & set(second) == set()


def shelves_of(text):
    return [part.split('"')[0] for part in text.split('id="m-')[1:]]


def raided(world, since, until):
    brought = {"rest": 3600, "authors": 30, "hostile": 30, "supporters": 0, "mentions": 30}
    raid = Raid(person="camille", number=7, since=since, until=until, **brought)
    with world.store.writing() as connection:
        raids.put(connection, [raid])


def test_nobody_blocks_several_accounts_alone(world):
    raided(world, world.now - timedelta(days=1), world.now)
    with world.store.writing() as connection:
        for who in ("rancunier", "pirate"):
            one = next(one for one in outbox.about(connection, uri(who)) if one.task is Task.ACT)
            order = msgspec.structs.replace(one.what, action=Block())
            outbox.reword(connection, msgspec.structs.replace(one, what=order, status=Status.HELD))
    holder = world.holder()
    page = holder.get("/review/batch?raid=7").text
    assert "demande deux personnes" in page
    assert 'value="agree"' not in page
    sent = {"raid": "7", "of": "", "counted": "5", "sure": "yes"}
    assert holder.post("/review/batch", do="agree", **sent).status_code == 409
    assert holder.post("/review/batch", do="mute", **sent).status_code == 303


def test_a_raid_is_let_go_or_muted_at_once_and_only_what_it_brought(world):
    crowd(world, 30)
    now = world.now
    since, until = now - timedelta(hours=2, minutes=1), now - timedelta(hours=1, minutes=30)
    raided(world, since, until)
    holder = world.holder()
    assert "/review/batch?raid=7" in holder.get("/review").text
    page = holder.get("/review/batch?raid=7").text
    assert "30 messages sont concernés." in page
    assert "Ils viennent de 30 comptes." in page
    answer = holder.post("/review/batch", do="harmless", raid="7", of="", counted="30", sure="yes")
    location = answer.headers["location"]
    assert location.endswith("&said=batch")
    assert len(listed(holder)) == 5
    at = holder.get(location).text.split('name="at" value="')[1].split('"')[0]
    assert world.guest("Dominique").post("/review/batch", do="undo", at=at).status_code == 409  # it was not theirs
    assert holder.post("/review/batch", do="undo", at=at).headers["location"] == "/review?said=batch_undo"
    assert "30 messages sont concernés." in holder.get("/review/batch?raid=7").text
    assert world.verified()
    assert holder.get("/review/batch?raid=8").status_code == 404


def attach(world, who, *raws):
    """Take these into custody as if they had come with a mention, before its author was muted."""
    with world.store.writing() as connection:
        one = next(one for one in outbox.about(connection, uri(who)) if one.task is Task.ACT)
        items = [Captured(what=MEDIUM, url="https://media.test/1", raw=raw, at=world.now) for raw in raws]
        take(connection, world.store, one, items, world.now)
        outbox.settle(connection, msgspec.structs.replace(one, prior=Prior()))
        name = survey.mediums(connection, "camille", one.id)
        return [media.held(connection, "camille", [each])[each].exhibit for each in name]


def with_pictures(world, who, *pictures):
    """What was written, had these been attached to it."""
    with world.store.reading() as connection:
        (kept,) = read.mention(connection, uri(who))
        mention = records.read(read.content(connection, world.store.master, kept.exhibit)).facts.mention
    return msgspec.structs.replace(mention, media=pictures)


@pytest.mark.parametrize("digest", [sha256(PNG).hexdigest(), ""], ids=["named by its post", "taken with the mute"])
def test_the_pictures_of_a_message_are_those_in_custody(world, digest):
    picture, _ = attach(world, "rancunier", PNG, SCRIPT)
    with world.store.reading() as connection:
        for attached, known in ((Media(kind="image", digest=digest), [picture]), (Media(kind="x", digest="00"), [])):
            mention = with_pictures(world, "rancunier", attached)
            assert [one.exhibit for one in pictures(connection, world.store.master, mention)] == known


def test_a_picture_comes_from_custody_alone_and_only_to_who_was_shown_its_message(world):
    picture, script = attach(world, "rancunier", PNG, SCRIPT)
    with world.store.reading() as connection:
        (kept,) = read.mention(connection, uri("corbeau"))
    holder, other = world.holder(), world.holder()
    session = sessions(world)
    shown = {one: mark(world.store, "camille", session[0], one) for one in (picture, script, kept.exhibit)}
    answers = [browser.get(f"/review/image/{picture}/{shown[picture]}") for browser in (holder, other)]
    assert sorted(answer.status_code for answer in answers) == [200, 404]
    answer = next(answer for answer in answers if answer.status_code == 200)
    assert (answer.content, answer.headers["content-type"]) == (PNG, "image/png")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-disposition"].startswith("inline; filename=")
    for one in (script, kept.exhibit):
        assert {browser.get(f"/review/image/{one}/{shown[one]}").status_code for browser in (holder, other)} == {404}


def sessions(world):
    with world.store.reading() as connection:
        mine = [one.id for one in world.house.admission.every("camille")]
        return [one.id for one in seats.sessions(connection, mine)]


def test_of_two_who_decide_at_the_same_moment_one_is_told(world):
    with world.store.reading() as connection:
        (kept,) = read.mention(connection, uri("rancunier"))
    sayings = [Saying(verdict, who, world.now) for verdict, who in ((Verdict.AGREED, "Léa"), (Verdict.HARMLESS, "Zoé"))]
    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(lambda saying: Triage(world.store).say([kept], saying), sayings * 8))
    assert sum(len(outcome.done) for outcome in outcomes) == 1
    assert {outcome.before[0].by for outcome in outcomes if outcome.before} == {
        saying.by for saying, outcome in zip(sayings * 8, outcomes, strict=True) if outcome.done
    }
    assert world.verified()


def test_nothing_of_a_message_that_was_let_go_stands_in_an_address(world):
    holder = world.holder()
    location = holder.post("/review", do="harmless", of=key("corbeau")).headers["location"]
    assert "corbeau" not in location
