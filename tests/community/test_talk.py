"""Members of our community write to each other all day: nobody here reads along, and nothing of it stays."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.config.packs import COMMUNAL
from bot.errors import Malformed
from bot.model.decision import Hold
from bot.model.flag import Flagged
from bot.model.mention import Kind
from bot.model.reason import Severity
from bot.recording import records
from bot.store import read, schema, sketches, tolls
from bot.store.tolls import Toll
from tests.community import making
from tests.community.making import BEGIN, OUEST, member, mention, stranger

SAID = ["Bonjour, belle journée !", "On se voit samedi au marché ?", "Merci pour la recette.", "Quel match hier soir"]


def talk(count, first=0):
    """So many ordinary posts to fifty members by whoever writes, over two days."""
    for number in range(first, first + count):
        author = member(f"w{number % 300}") if number % 3 else stranger(f"s{number % 700}")
        at = BEGIN + timedelta(seconds=17 * number)
        yield mention(f"{SAID[number % 4]} {number}", author, member(f"m{number % 50}"), number, at=at)


def test_of_ten_thousand_ordinary_posts_only_numbers_stay_one_for_each_member_and_day(ouest):
    one = ouest()
    one.bring(*talk(20))
    before = one.rows()
    one.bring(*talk(10_000, first=20))
    assert set(one.grown(before)) == {"toll"}
    assert one.rows()["toll"] <= 50 * 3
    with one.store.reading() as connection:
        taken = dict(tolls.most(connection, OUEST, 0, 100))
        noticed = connection.scalar(text("SELECT sum(noticed) FROM toll"))
    assert taken == {}, "nobody is the target of anything"
    assert noticed == 10_020


def test_where_a_rule_asks_for_copies_only_their_hashes_stay_and_no_more_of_them_than_it_looks_at(ouest, monkeypatch):
    copied = {
        "name": "vague",
        "reason": "spam",
        "severity": "low",
        "all": [{"identical_text": {"authors": 20, "within": "1 minute"}}],
    }
    monkeypatch.setattr(sketches, "LATEST", 10)
    one = ouest(copied)
    one.bring(*talk(20))
    before = one.rows()
    one.bring(*talk(4_000, first=20))
    assert set(one.grown(before)) == {"toll", "sketch"}
    assert one.rows()["sketch"] <= 10


def test_with_the_packs_that_a_community_has_talk_leaves_no_more(ouest):
    one = ouest(packs=COMMUNAL)
    one.bring(*talk(20))
    before = one.rows()
    one.bring(*talk(2_000, first=20))
    assert set(one.grown(before)) == {"toll", "sketch"}


def test_what_hurts_is_kept_with_its_author_and_put_on_the_desk(ouest):
    one = ouest()
    lea = member("lea")
    kept = one.bring(*talk(30), mention("Espèce de pourriture", stranger("hugo"), lea, 99))
    assert [judged.facts.mention.author.id for judged in kept] == ["hugo"]
    assert one.rows()["mention"] == one.rows()["author"] == 1
    docket = one.docket("hugo")
    assert (docket.severity, docket.rule, docket.suggested) == (Severity.MEDIUM, "insulte", "limit")
    assert (docket.targets, docket.flags, docket.member) == (1, 0, False)
    with one.store.reading() as connection:
        assert tolls.most(connection, OUEST, 0, 5) == [(lea.key, Toll(1, 1, 0))]


def test_a_rule_against_one_of_us_always_waits_for_a_human(ouest):
    one = ouest()
    lea = member("lea")
    one.bring(
        mention("pourriture", member("max"), lea, 1, inside=True),
        mention("pourriture", stranger("hugo"), lea, 2),
    )
    held = {order.subject: hold for judged in one.deliveries() for order, hold in [(judged.what, judged.hold)]}
    assert held == {member("max").key: Hold.REVIEW, stranger("hugo").key: None}
    assert all(delivery.via == making.DESK for delivery in one.deliveries())


def test_the_budget_of_a_community_holds_whatever_comes(ouest):
    one = ouest()
    one.bring(*(mention("pourriture", stranger(f"s{n}"), member("lea"), n) for n in range(200)), size=50)
    acts = [each.hold for each in one.deliveries() if each.does == "limit"]
    assert (acts.count(None), acts.count(Hold.BUDGET)) == (10, 190)


def test_a_direct_is_refused_and_nothing_of_it_stays_anywhere(ouest, tmp_path):
    one = ouest()
    one.bring(*talk(5))
    before = one.rows()
    canary = "canari-4f81"
    direct = mention(f"pourriture {canary}", stranger("hugo"), member("lea"), 7, kind=Kind.DIRECT)
    assert one.bring(direct, *talk(3, first=50)) == []
    assert set(one.grown(before)) <= {"toll"}
    assert one.rows()["aside"] == 0
    for file in tmp_path.iterdir():
        assert canary.encode() not in file.read_bytes()


def test_a_direct_breaks_the_transaction_that_it_comes_in(ouest):
    one = ouest()
    direct = mention("bonjour", stranger("hugo"), member("lea"), 7, kind=Kind.DIRECT)
    with one.store.reading() as connection, pytest.raises(Malformed):
        one.pipeline.batch(connection, one.store, one.pipeline.law.shields, one.now).enrich([direct])


@pytest.mark.parametrize("desk", ["", "desk:sud"])
def test_what_names_no_desk_or_another_is_never_taken_for_a_persons(ouest, desk):
    one = ouest()
    one.bring(mention("pourriture", stranger("hugo"), member("lea"), desk=desk))
    assert one.rows()["mention"] == one.rows()["aside"] == 0


def test_why_something_was_put_on_the_desk_can_be_read_for_as_long_as_it_is_kept(ouest):
    one = ouest()
    hugo = stranger("hugo")
    one.bring(making.flag(1), making.flag(2))
    one.bring(mention("pourriture", hugo, member("lea"), at=one.now))
    with one.store.reading() as connection:
        (kept,) = read.kept(connection, schema.mention.c.author == hugo.key)
        record = records.read(read.content(connection, one.store.master, kept.exhibit))
    assert record.facts.flagged == Flagged(by=2, first_at=making.flag(1).at)
    assert record.facts.mention.desk == making.DESK
    assert record.decision.rules == ("insulte",)


def test_a_report_that_reaches_a_person_is_refused(ouest):
    one = ouest()
    one.pipeline.adopt({OUEST: making.shield(desk="")}, one.engine)
    one.bring(making.flag())
    assert one.rows()["flag"] == 0
