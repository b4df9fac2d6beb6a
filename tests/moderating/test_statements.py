"""Who is measured is told why, in their own language, once and for good; who contests it is heard, and may be right."""

import string
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import KeyMissing, Refused
from bot.model.delivery import Status
from bot.model.measure import Escalate, Label, Limit, Resolve, Suspend, Warn
from bot.moderating import appealing, statements
from bot.moderating.statements import Facts, Grounds, draft, words
from bot.people.review import Review
from bot.store import outbox
from bot.store import statements as rows
from bot.store.statements import Outcome
from tests.community import making
from tests.community.making import DESK, OUEST
from tests.moderating.hand import NOW, Office

LINK = "https://nord.test/@hugo/1"
WHY = Grounds(contact="recours@ouest.test", rule="On n’attaque personne", law="article 222-33-2-2 du code pénal")
ITEMS = {
    "fr": {
        "a: measure": "seules les personnes qui le suivent",
        "a: scope": "sans limite de territoire",
        "a: duration": "Jusqu’au 9 mars 2026",
        "b: facts": f"{LINK} (le 2 mars 2026)",
        "b: on notice or not": "3 signalements ont été reçus",
        "c: found by automated means": "Un programme a relevé",
        "c: decided by a human": "prise par un être humain",
        "d: law": "article 222-33-2-2",
        "e: rule": "On n’attaque personne",
        "f: complaint": "recours@ouest.test",
        "f: out of court": "extrajudiciaire",
        "f: court": "juridiction",
    },
    "en": {
        "a: measure": "only those who follow it",
        "a: scope": "without territorial limits",
        "a: duration": "Until 9 March 2026",
        "b: facts": f"{LINK} (2 March 2026)",
        "b: on notice or not": "3 reports about you were received",
        "c: found by automated means": "A program noticed",
        "c: decided by a human": "taken by a human",
        "d: law": "article 222-33-2-2",
        "e: rule": "On n’attaque personne",
        "f: complaint": "recours@ouest.test",
        "f: out of court": "out-of-court",
        "f: court": "to a court",
    },
}


@pytest.fixture
def office(tmp_path):
    made = Office(tmp_path)
    yield made
    made.store.close()


def known(action, **more):
    common = {"posts": ((LINK, NOW),), "reports": 3, "found": "rule of insults"}
    return Facts(OUEST, "Europe/Paris", "mastodon:ouest.test/hugo", action, NOW, **(common | more))


@pytest.mark.parametrize(("language", "item"), [(one, item) for one, items in ITEMS.items() for item in items])
def test_it_has_each_thing_that_the_law_asks_for(language, item):
    assert ITEMS[language][item] in draft(language, known(Limit(duration=timedelta(days=7))), WHY)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_says_what_no_program_and_nobody_else_had_a_hand_in_and_what_has_no_end(language):
    said = draft(language, known(Suspend(), posts=(), reports=0, found=""), WHY)
    whole = words(language)
    for key in ("means.unfound", "means.human", "facts.none", "facts.own", "lasting.open"):
        assert whole.say(f"statement.{key}") in said
    by_rule = draft(language, known(Label(values=("harassment",)), decided="insults"), WHY)
    assert whole.say("statement.means.machine") in by_rule
    assert "harassment" in by_rule


@pytest.mark.parametrize(("language", "first", "last"), [("fr", "3 mars", "1er avril"), ("en", "3 March", "1 April")])
def test_its_days_are_those_of_the_communitys_clock(language, first, last):
    wrote, decided = (datetime(2026, month, day, 23, 30, tzinfo=UTC) for month, day in ((3, 2), (3, 31)))
    what = known(Suspend(), posts=((LINK, wrote),))._replace(at=decided)
    said = draft(language, what, WHY)
    assert f"{first} 2026" in said
    assert f"{last} 2026" in said


def test_it_names_a_ground_and_a_redress_or_is_not_written():
    for why in (Grounds(contact="x"), Grounds(contact=" ", rule="y")):
        with pytest.raises(Refused, match="contested"):
            draft("fr", known(Warn(text="")), why)
    with pytest.raises(Refused, match="restricts nothing"):
        draft("fr", known(Escalate()), WHY)


def test_both_languages_say_the_same():
    said = [{k: holes(v) for k, v in words(one).texts.items() if k.startswith("statement.")} for one in ("fr", "en")]
    assert said[0] == said[1]


def holes(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


async def test_the_server_tells_a_member_why_with_the_same_act_and_nothing_is_left_in_clear(office, tmp_path):
    docket = office.docket(member=True)
    one = office.asks(office.bachir).order(docket, Limit(), "Vous avez insulté Léa.")
    assert "insulté" not in str(office.delivery(one.id))
    await office.work()
    assert office.server.said == [("Vous avez insulté Léa.", "Vous avez insulté Léa.")]
    assert office.events()[:2] == ["measure:asked", "statement:written"]
    assert "statement:sent" in office.events()
    with office.store.reading() as connection:
        given = rows.of_delivery(connection, OUEST, one.id)
    assert (given.language, given.by, given.sent_at is not None) == ("fr", office.bachir.id, True)
    assert statements.read(office.store, OUEST, given.id) == "Vous avez insulté Léa."
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert "insulté Léa".encode() not in kept


async def test_to_others_it_is_shown_to_be_copied_and_noted_when_it_was_sent(office):
    one = office.asks(office.bachir).order(office.docket(), Limit(), "Pour cette raison.")
    await office.work()
    assert office.server.said == [("", "")]
    with office.store.reading() as connection:
        given = rows.of_delivery(connection, OUEST, one.id)
    assert given.sent_at is None
    office.admission.revoke(office.chloe, "Anne", office.now)
    with pytest.raises(Refused, match="act"):
        statements.handed(office.store, office.chloe, given.id, office.now)
    statements.handed(office.store, office.bachir, given.id, office.now)
    with pytest.raises(Refused, match="already"):
        statements.handed(office.store, office.bachir, given.id, office.now)


@pytest.mark.parametrize(
    "about", [making.docket(member=True, subject="bluesky:did:plc:hugo"), making.docket(member=True)]
)
async def test_nothing_is_said_to_be_sent_that_no_server_sends(office, about):
    one = office.asks(office.bachir).order(about, Resolve(), "Pour cela.")
    await office.work()
    assert (office.server.said, "statement:sent" in office.events()) == ([("", "")], False)
    assert office.delivery(one.id).what.statement == ""


async def test_reasons_are_given_once_and_never_changed(office):
    one = office.asks(office.bachir).order(office.docket(), Limit())
    statements.give(office.store, office.chloe, one.id, "Pour cela.", "en", office.now)
    for said in ("Autre chose.", ""):
        with pytest.raises(Refused):
            statements.give(office.store, office.chloe, one.id, said, "fr", office.now)
    assert statements.read(office.store, OUEST, f"{one.id}-reasons") == "Pour cela."
    with pytest.raises(Refused):
        statements.read(office.store, "elsewhere", f"{one.id}-reasons")


async def test_when_the_community_is_let_go_of_so_are_its_reasons(office):
    one = office.asks(office.bachir).order(office.docket(), Limit(), "Pour cela.")
    with office.store.writing() as connection:
        connection.exec_driver_sql("UPDATE person SET salt = x''")
    with pytest.raises(KeyMissing):
        statements.read(office.store, OUEST, f"{one.id}-reasons")


async def contested(office, action=None):
    docket = office.docket()
    one = office.asks(office.bachir).order(docket, action or Limit(), "Pour cela.")
    await office.work()
    appealing.note(office.store, office.chloe, f"{one.id}-reasons", office.now)
    return one


async def test_who_was_right_gets_it_undone(office):
    one = await contested(office)
    steps = appealing.answer(office.store, office.chloe, f"{one.id}-reasons", Outcome.UPHELD, office.now)
    await office.work()
    assert ([step.effect for step in steps], office.server.undone) == (["revert"], office.server.done)
    assert office.delivery(one.id).status is Status.UNDONE
    assert [event for event in office.events() if "statement" in event] == [
        "statement:written",
        "statement:appealed",
        "statement:answered",
    ]


async def test_who_was_not_gets_an_answer_and_it_stays(office):
    one = await contested(office)
    assert appealing.answer(office.store, office.anne, f"{one.id}-reasons", Outcome.KEPT, office.now) == []
    await office.work()
    assert (office.server.undone, office.delivery(one.id).status) == ([], Status.DONE)


async def test_what_cannot_be_taken_back_is_said_so(office):
    one = await contested(office, Warn(text=""))
    (step,) = appealing.answer(office.store, office.anne, f"{one.id}-reasons", Outcome.UPHELD, office.now)
    assert step.effect == "cannot"


async def test_an_appeal_is_answered_once_by_who_may(office):
    one = office.asks(office.bachir).order(office.docket(), Limit(), "Pour cela.")
    reasons = f"{one.id}-reasons"
    with pytest.raises(Refused, match="nobody contests"):
        appealing.answer(office.store, office.anne, reasons, Outcome.KEPT, office.now)
    appealing.note(office.store, office.anne, reasons, office.now)
    with pytest.raises(Refused, match="already"):
        appealing.note(office.store, office.anne, reasons, office.now)
    assert [each.id for each in appealing.waiting(office.store, OUEST, 9)] == [reasons]
    office.admission.revoke(office.chloe, "Anne", office.now)
    with pytest.raises(Refused, match="act"):
        appealing.answer(office.store, office.chloe, reasons, Outcome.UPHELD, office.now)
    appealing.answer(office.store, office.anne, reasons, Outcome.KEPT, office.now)
    with pytest.raises(Refused, match="answered already"):
        appealing.answer(office.store, office.anne, reasons, Outcome.UPHELD, office.now)
    assert appealing.waiting(office.store, OUEST, 9) == []


async def test_a_draft_rests_on_what_was_noticed_and_on_open_reports(office):
    docket = office.docket(rule="insults")
    office.report(1, docket)
    with office.store.reading() as connection:
        made = statements.facts(connection, docket, "Europe/Paris", Limit(), NOW)
        assert outbox.on_subject(connection, OUEST, DESK) == []
    assert (made.reports, made.posts, made.found) == (1, (), "insults")
    assert made.community == making.OUEST


async def test_what_stands_is_not_decided_once_more_for_another_term_until_it_is_taken_back(office):
    limited = office.asks(office.bachir).order(office.docket(), Limit(duration=timedelta(days=7)), "Pour cela.")
    await office.work()
    with pytest.raises(Refused, match="take it back first"):
        office.asks(office.bachir).order(office.docket(), Limit(duration=timedelta(days=30)), "Pour cela.")
    with office.store.writing() as connection:
        Review(office.store).restore(connection, [office.delivery(limited.id)], "Anne", office.now)
    await office.work()
    again = office.asks(office.bachir).order(office.docket(), Limit(duration=timedelta(days=30)), "Pour cela.")
    await office.work()
    assert office.delivery(again.id).status is Status.DONE
