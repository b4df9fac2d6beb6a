"""All of what he wrote is listed by day, sealed and veiled; what I am not shown is counted; the oldest is a few pages off."""

import re
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from bot.evidence.exhibit import seal_all
from bot.model.conduct import Level
from bot.model.noun import micros
from bot.model.seat import Grant
from bot.recording import records
from bot.store import acts, read, schema, write
from bot.store.rows import insert, place
from tests.commands.scene import WORDS
from tests.web.casefolder import HE, called, events, marked, written

ITEM = re.compile(r"<time datetime=")
HOSTILE = "<script>alert(1)</script>\u202eevil\u2066" + "x" * 60_000


def many(world, count, kind="mention", **changes):
    """So many mentions more by somebody, an hour from one to the next; their exhibits are one, to be quick."""
    with world.store.writing() as connection:
        (known,) = read.mention(connection, world.scene.uri("rancunier"))
        now = datetime.now(UTC)
        rows = [
            {
                "place": place(f"{known.uri}{n}"),
                "person": "camille",
                "version": 1,
                "uri": f"{known.uri}{n}",
                "revision": "",
                "platform": "bluesky",
                "author": HE,
                "kind": kind,
                "received_at": micros(now - timedelta(hours=n + 10)),
                "decided_at": micros(now),
                "severity": 2,
                "reasons": "[]",
                "rules": '["menace"]',
                "review": False,
                "exhibit": known.exhibit,
                "alert": None,
                "hidden": None,
                "level": int(Level.MEDIUM),
                "in_case": False,
            }
            | changes
            for n in range(count)
        ]
        insert(connection, schema.mention, rows)


def pages(browser, path):
    while path:
        text = browser.get(path).text
        yield text
        path = text.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&").partition("#")[0]


def test_what_he_wrote_before_there_was_a_case_is_gathered_and_the_page_says_so_until_then(world):
    case, holder = written(world), world.holder()
    text = holder.get(f"/cases/{case}").text
    assert ("en train d’être rassemblé" in text, len(ITEM.findall(text))) == (True, 0)
    assert (marked(world), marked(world)) == (1, 0)
    text = holder.get(f"/cases/{case}").text
    assert ("en train d’être rassemblé" in text, len(ITEM.findall(text))) == (False, 1)


def test_each_leads_to_why_and_to_its_words_for_whoever_asks(world):
    case, guest = written(world), world.guest("Dominique")
    marked(world)
    page = re.search(r'href="(/review/[^"]+)"', guest.get(f"/cases/{case}").text)[1]
    assert "menace" in guest.get(page).text
    assert WORDS[0] not in guest.get(page).text
    assert WORDS[0] in guest.post(page).text
    assert events(world)[-1] == ("evidence:viewed", "Dominique")


def test_a_case_with_five_thousand_mentions_pages_each_once_and_in_order(world):
    many(world, 5000)
    case, holder = written(world), world.holder()
    marked(world)
    seen = list[str]()
    for text in pages(holder, f"/cases/{case}"):
        seen += re.findall(r'<time datetime="([^"]+)"', text)
    assert (len(seen), seen) == (5001, sorted(seen, reverse=True))


def test_moments_and_revisions_that_stand_together_are_each_listed_once(world):
    same = micros(datetime.now(UTC) - timedelta(hours=3))
    many(world, 60, received_at=same)
    many(world, 60, received_at=same, version=2)
    case, holder = written(world), world.holder()
    marked(world)
    assert sum(len(ITEM.findall(text)) for text in pages(holder, f"/cases/{case}")) == 121


def test_a_private_message_is_listed_for_whom_it_was_granted_and_counted_for_others(world):
    many(world, 3, kind="direct")
    case = written(world)
    marked(world)
    holder, guest = world.holder(), world.guest("Dominique")
    trusted = world.guest("Lea", also=frozenset({Grant.DIRECTS}))
    assert len(ITEM.findall(holder.get(f"/cases/{case}").text)) == 4
    assert len(ITEM.findall(trusted.get(f"/cases/{case}").text)) == 4
    text = guest.get(f"/cases/{case}").text
    assert (len(ITEM.findall(text)), text.count("que votre place ne montre pas")) == (1, 3)


@pytest.mark.parametrize("where", ["x", "1.1", "9" * 70, "1.1.<script>", "-1.0.a", "٣.٣.a", ""])
def test_an_address_that_somebody_made_up_begins_where_the_list_does_or_shows_nothing(world, where):
    case, holder = written(world), world.holder()
    marked(world)
    answer = holder.get(f"/cases/{case}?before={where}")
    assert (answer.status_code, "<script>" in answer.text.replace("<script src", "")) == (200, False)


def test_what_hostile_names_do_to_the_page_is_nothing(world):
    uri = f"{world.scene.uri('rancunier')}-later"
    with world.store.writing() as connection:
        (known,) = read.mention(connection, world.scene.uri("rancunier"))
        record = records.read(read.content(connection, world.store.master, known.exhibit))
        facts = record.facts
        author = msgspec.structs.replace(facts.mention.author, handle=HOSTILE, display_name=HOSTILE)
        mention = msgspec.structs.replace(facts.mention, author=author, uri=uri)
        record = msgspec.structs.replace(record, facts=msgspec.structs.replace(facts, mention=mention))
        content = records.write(record, records.WHOLE, "")
        (sealed,) = seal_all([content], world.store.master, datetime.now(UTC))
        write.keep(connection, "camille", "mention", [sealed], [datetime.now(UTC)])
    many(world, 1, uri=uri, exhibit=sealed.id, received_at=micros(datetime.now(UTC)))
    case, holder = written(world), world.holder()
    marked(world)
    before = holder.get(f"/cases/{case}").text
    assert ("alert(1)" in before, "evil" in before) == (False, False)
    after = holder.post(f"/cases/{case}/names").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;evil" in after
    assert ("<script>alert" in after, "\u202e" in after, "\u2066" in after, "x" * 300 in after) == (False,) * 4
    assert len(after) < len(before) + 3000


def test_what_is_erased_leaves_its_account_named_by_its_key(world):
    case, holder = written(world), world.holder()
    with world.store.writing() as connection:
        connection.execute(schema.exhibit_key.delete())
    marked(world)
    text = holder.post(f"/cases/{case}/names").text
    assert f'<code dir="ltr">{HE}</code>' in text
    assert called(world, HE) in text
    assert ("account:viewed", "camille") in events(world)


def test_each_account_is_read_no_further_than_a_page_asks(world):
    many(world, 300)
    written(world)
    marked(world)
    with world.store.reading() as connection:
        found = acts.of(connection, "camille", [HE], acts.FIRST, 51)
        orders = [one.place.order for one in found]
        assert orders == sorted(orders, reverse=True)
        plan = connection.exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT * FROM mention WHERE author = 'a' AND person = 'b' AND in_case = 1"
            " AND received_at <= 5 ORDER BY received_at DESC, place DESC, version DESC LIMIT 51"
        ).fetchall()
    assert any("ix_mention_case" in str(row) for row in plan)
