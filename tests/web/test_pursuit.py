"""I note what was begun and what came of it; deadlines are told until I say that they are dealt with, and no longer."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest

from bot.cases.reminding import remind
from bot.handling.happened import note
from bot.model.arrival import Arrival, Identity
from bot.model.conduct import Level
from bot.model.mention import Via
from bot.model.reason import Severity
from bot.model.seat import Role
from bot.model.shield import Contact
from bot.shield.live import shields
from bot.store import handed, pursued, schema
from bot.store.rows import place
from tests.web.casefolder import HE, events, letters, marked, written

NUMBER = "PV 2026/1234"
LEA = Contact(name="lea", above=Severity.LOW)
YEARS = timedelta(days=6 * 365)


def today():
    return datetime.now(ZoneInfo("Europe/Paris")).date()


def reminded(world, at, **said):
    config = world.house.config
    people = tuple(one.model_copy(update=said) for one in config.people)
    with world.store.writing() as connection:
        shield = shields(config.model_copy(update={"people": people}), {})["camille"]
        shield = msgspec.structs.replace(shield, contacts=(LEA,))
        return [one.what for one in remind(connection, world.store.master, shield, at)]


@pytest.fixture
def case(world):
    letters(world, HE, 20, 10, 3, level=Level.URGENT)
    marked(world)
    return written(world)


def test_a_step_is_noted_and_its_answer_too(world, case):
    browser, page = world.holder(), f"/cases/{case}"
    done = browser.post(
        f"{page}/begin", page, kind="complaint", at=str(today()), place="Commissariat", reference=NUMBER
    )
    assert done.status_code == 303, done.text
    text = browser.get(page).text
    assert ("Plainte" in text, NUMBER in text, "Commissariat" in text) == (True, True, True)
    with world.store.reading() as connection:
        (one,) = pursued.of_cases(connection, world.store.master, "camille", [case])
        assert NUMBER.encode() not in connection.execute(handed.proceeding.select()).mappings().one()["box"]
    browser.post(f"{page}/settle", page, proceeding=one.id, answer="Classée sans suite")
    assert "Classée sans suite" in browser.get(page).text
    assert [event for event, _ in events(world) if event.startswith("proceeding:")] == [
        "proceeding:begun",
        "proceeding:settled",
    ]


@pytest.mark.parametrize(
    "wrong", [{"kind": "revenge"}, {"at": "soon"}, {"due": "1999-01-01"}, {"reference": "x" * 5001}]
)
def test_what_cannot_be_meant_is_refused(world, case, wrong):
    fields = {"kind": "hearing", "at": str(today()), "reference": NUMBER} | wrong
    assert world.holder().post(f"/cases/{case}/begin", f"/cases/{case}", **fields).status_code == 409


def test_who_may_not_act_writes_nothing_down(world, case):
    guest = world.guest("lea", Role.OBSERVER)
    assert guest.raw(f"/cases/{case}/begin", {"kind": "complaint", "at": str(today())}).status_code == 403


def test_deadlines_stand_on_the_page_and_are_quiet_once_dealt_with(world, case):
    browser, page = world.holder(), f"/cases/{case}"
    text = browser.get(page).text
    assert "Délit (harcèlement, menaces" in text
    assert "un avocat dit ce qui s’applique" in text
    soon = datetime.now(UTC) + YEARS - timedelta(days=20)
    assert reminded(world, soon) != []
    assert reminded(world, soon) == []  # once is enough
    browser.post(f"{page}/dealt", page, clock="offence", through=datetime.now(UTC).isoformat(), how="filed")
    assert "Réglé par" in browser.get(page).text
    assert reminded(world, soon + timedelta(days=15)) == []


def test_each_message_says_by_when_something_can_be_done_about_it(world, case):
    browser = world.holder()
    key = re.search(r'href="/review/([^"/]+)"', browser.get(f"/cases/{case}").text)[1]
    text = browser.get(f"/review/{key}").text
    assert "Données de connexion chez l’hébergeur" in text
    assert "Délit (harcèlement" not in text  # that is counted from the last of them


def test_i_am_reminded_by_the_law_that_i_chose_and_by_no_other(world, case):
    soon = datetime.now(UTC) + YEARS - timedelta(days=20)
    assert reminded(world, soon, law="none") == []
    assert reminded(world, soon, zone="Europe/Brussels") == []
    assert reminded(world, soon, zone="Europe/Brussels", law="fr") != []


def test_a_deadline_that_nobody_dealt_with_is_told_again_when_it_is_nearer(world, case):
    soon = datetime.now(UTC) + YEARS - timedelta(days=20)
    assert reminded(world, soon) != []
    assert reminded(world, soon + timedelta(days=15)) != []


def test_a_reminder_names_no_one_and_repeats_nothing_that_was_written(world, case):
    (one, *_) = reminded(world, datetime.now(UTC) + YEARS - timedelta(days=20))
    assert case in one.body
    assert "avocat" in one.body
    assert HE not in one.body
    assert "rancunier" not in one.body


def test_a_hearing_is_reminded_of_until_it_is_settled(world, case):
    browser, page, day = world.holder(), f"/cases/{case}", today() + timedelta(days=10)
    browser.post(f"{page}/begin", page, kind="hearing", at=str(today()), due=str(day), place="Tribunal")
    (one, *_) = reminded(world, datetime.now(UTC))
    assert "Audience" in one.body
    assert "Tribunal" not in one.body
    with world.store.reading() as connection:
        (hearing,) = pursued.of_cases(connection, world.store.master, "camille", [case])
    browser.post(f"{page}/settle", page, proceeding=hearing.id, answer="")
    assert reminded(world, datetime.now(UTC) + timedelta(days=8)) == []


def test_a_hearing_noted_by_its_own_day_is_reminded_of_until_that_day_is_over(world, case):
    browser, page, day = world.holder(), f"/cases/{case}", today() + timedelta(days=2)
    browser.post(f"{page}/begin", page, kind="hearing", at=str(day), place="Tribunal")
    (one, *_) = reminded(world, datetime.now(UTC))
    assert "il reste 2 jours" in one.body


def test_daily_insults_are_reminded_of_once_a_week_and_not_every_morning(world, case):
    with world.store.writing() as connection:
        of = schema.mention.c
        theirs = schema.mention.update().where(of.author == HE)
        connection.execute(theirs.values(reasons='["harassment_targeted"]', in_case=True))
        (row,) = connection.execute(schema.mention.select().where(of.author == HE).limit(1)).mappings()
        rows = [
            {
                **row,
                "place": place(f"at://x/{day}"),
                "uri": f"at://x/{day}",
                "received_at": row["received_at"] - day * 86_400_000_000,
            }
            for day in range(1, 60)
        ]
        connection.execute(schema.mention.insert(), rows)
    mornings = [datetime.now(UTC) + timedelta(days=day) for day in range(28, 70)]
    insults = [at for at in mornings for one in reminded(world, at) if "Injure" in one.body]
    assert 3 <= len(insults) <= 21  # of 42 mornings, three times a week at most: a month, two weeks, three days before


def test_what_i_dealt_with_too_soon_is_told_again(world, case):
    browser, page = world.holder(), f"/cases/{case}"
    browser.post(f"{page}/dealt", page, clock="offence", through=datetime.now(UTC).isoformat(), how="declined")
    assert "Laissé passer par" in browser.get(page).text
    assert browser.post(f"{page}/reopen", page, clock="offence").status_code == 303
    assert "Laissé passer par" not in browser.get(page).text
    assert reminded(world, datetime.now(UTC) + YEARS - timedelta(days=20)) != []
    assert browser.post(f"{page}/reopen", page, clock="offence").status_code == 409
    assert "de nouveau prévenu d’un délai" in browser.get("/trail").text


def test_a_step_that_was_noted_by_mistake_goes_and_stays_told(world, case):
    browser, page = world.holder(), f"/cases/{case}"
    browser.post(f"{page}/begin", page, kind="complaint", at=str(today()), reference=NUMBER)
    with world.store.reading() as connection:
        (one,) = pursued.of_cases(connection, world.store.master, "camille", [case])
    assert browser.post(f"/cases/{'0' * 12}/strike", page, proceeding=one.id).status_code == 404
    assert browser.post(f"{page}/strike", page, proceeding=one.id).status_code == 303
    assert browser.post(f"{page}/strike", page, proceeding=one.id).status_code == 409
    assert NUMBER not in browser.get(page).text
    assert "proceeding:struck" in [event for event, _ in events(world)]


def test_a_judgment_noted_once_is_in_the_dossier_with_the_ban_that_follows_from_it(world, case):
    browser, page = world.holder(), f"/cases/{case}"
    told = {"kind": "judgment", "at": str(today()), "place": "Tribunal de Lyon", "reference": NUMBER}
    wrong = browser.post(f"{page}/begin", page, **told, banned=str(today()))
    assert wrong.status_code == 409
    end = today() + timedelta(days=365)
    assert browser.post(f"{page}/begin", page, **told, banned=str(end)).status_code == 303
    assert "interdiction" in browser.get(page).text
    answer = browser.post("/dossiers", page, about="case", subject=case)
    step = browser.get(answer.headers["location"].partition("?")[0] + "/judged").text
    for said in ("Tribunal de Lyon", NUMBER, "interdiction prononcée par un tribunal"):
        assert said in step
    assert step.count("y figure d’office") == 2
    assert [event for event, _ in events(world)].count("restriction") == 1


def test_an_account_that_was_suspended_is_told_on_its_page_and_in_reminders_alike(world, case):
    browser, at = world.holder(), datetime.now(UTC)
    event = Identity(platform="mastodon", account=HE, at=at, gone="suspended")
    arrival = Arrival(platform="mastodon", source="camille:looks", via=Via.WATCH, raw=b"{}", at=at)
    with world.store.writing() as connection:
        theirs = schema.mention.update().where(schema.mention.c.author == HE)
        connection.execute(theirs.values(platform="mastodon", in_case=True))
        note(connection, world.store.master, arrival, event, at)
    page = browser.get(f"/cases/{case}").text
    assert "Compte suspendu ou message effacé" in page
    key = re.search(r'href="/review/([^"/]+)"', page)[1]
    assert "Compte suspendu ou message effacé" in browser.get(f"/review/{key}").text
    (one, *_) = reminded(world, at + timedelta(days=12))
    assert "Compte suspendu ou message effacé" in one.body
