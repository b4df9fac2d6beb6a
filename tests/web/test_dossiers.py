"""I prepare a dossier by the pages alone: step by step, in any order, and what I said is there when I come back."""

from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from sqlalchemy import select, update

from bot.dossier.content import About
from bot.dossier.draft import Which
from bot.dossier.statement import Domicile, Judged, Kind
from bot.model.leak import LeakKind
from bot.model.seat import Grant, Role
from bot.store import handed, read, schema
from bot.vault.keeping import add
from bot.web import shelves
from bot.web.drafts import STEPS
from bot.web.spoken import spoken
from tests.commands.scene import AUTHORS, WORDS
from tests.web.casefolder import LETTER, noted
from tests.web.dossiers import begun, change, draft, events
from tests.web.test_review_many import raided

STORY = "Depuis mars, cela recommence."
HOME = "12 rue des Lilas, 69003 Lyon"


@pytest.fixture
def camille(world):
    return world.holder()


@pytest.fixture
def path(world, camille):
    return begun(world, camille)


def say(browser, path, step, **fields):
    """Fill in a step; where one goes on from there."""
    answer = browser.post(f"{path}/{step}", f"{path}/{step}", **fields)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def test_a_case_leads_to_a_draft_and_again_to_the_same(world, camille, path):
    case = draft(world, path).subject
    again = camille.post("/dossiers", f"/cases/{case}", about="case", subject=case)
    assert again.headers["location"] == path
    assert path in camille.get("/dossiers").text
    assert "/dossiers" in camille.get("/cases").text


def test_a_message_leads_to_a_dossier_about_its_author_whom_the_page_does_not_name(world, camille):
    with world.store.reading() as connection:
        (kept,) = read.mention(connection, world.scene.uri("rancunier"))
    key = shelves.key(kept)
    assert "Préparer un dossier" in camille.get(f"/review/{key}").text
    answer = camille.post("/dossiers", f"/review/{key}", about="account", subject=key)
    path = answer.headers["location"].partition("?")[0]
    assert draft(world, path).about is About.ACCOUNT
    assert not any(name in camille.get(path).text for name in AUTHORS)


def test_a_raid_leads_to_a_dossier(world, camille):
    raided(world, world.now - timedelta(days=1), world.now)
    assert "Préparer un dossier" in camille.get("/review/batch?raid=7").text
    answer = camille.post("/dossiers", "/review/batch?raid=7", about="raid", subject="7")
    path = answer.headers["location"].partition("?")[0]
    assert draft(world, path).about is About.RAID
    for step in STEPS:
        assert camille.get(f"{path}/{step}").status_code == 200


@pytest.mark.parametrize(
    "fields",
    [
        {"about": "case", "subject": "0" * 12},
        {"about": "raid", "subject": "7"},
        {"about": "case"},
        {"about": "revenge", "subject": "1"},
        {},
    ],
)
def test_of_what_is_not_there_no_dossier_is_begun(camille, fields):
    assert camille.post("/dossiers", "/dossiers", **fields).status_code == 409
    assert "Aucun brouillon" in camille.get("/dossiers").text


def test_what_i_say_is_kept_sealed_and_there_when_i_come_back(world, camille, path):
    assert say(camille, path, "words", words=STORY, effects="Insomnies", asked="removal", own="Des excuses\n\n") == (
        f"{path}/words?said=dossier_kept"
    )
    assert say(camille, path, "witnesses", witnesses="Léa\r\nPaul\r\nLéa", then="next").startswith(f"{path}/pictures")
    said = draft(world, path)
    assert (said.statement.words, said.statement.asked) == (STORY, ("removal", "Des excuses"))
    assert said.witnesses == ("Léa", "Paul")
    assert STORY in world.holder().get(f"{path}/words").text
    assert "3 parties sur 3" in camille.get(path).text
    with world.store.reading() as connection:
        (row,) = connection.execute(select(handed.dossier)).mappings().all()
    assert not any(STORY.encode() in bytes(str(value), "utf-8") for value in row.values())


def test_my_home_is_never_asked_for_and_what_stands_in_my_vault_is_noticed(world, camille, path):
    page = camille.get(f"{path}/address").text
    assert "Votre domicile n’est jamais demandé ici" in page
    add(world.store, "camille", LeakKind.ADDRESS, HOME, "camille", world.now)
    assert "coffre" not in page
    say(camille, path, "address", kind="third_party", name="Me Durand", lines=f"{HOME}\n2 place du Palais")
    page = camille.get(f"{path}/address").text
    assert "Un passage correspond à votre coffre" in page
    assert "Il manque encore l’accord" in page
    say(camille, path, "address", kind="third_party", name="Me Durand", lines="2 place du Palais", consents="yes")
    page = camille.get(f"{path}/address").text
    assert ("coffre" in page, "Il manque encore" in page) == (False, False)
    home = Domicile(kind="third_party", name="Me Durand", lines=("2 place du Palais",), consents=True)
    assert draft(world, path).statement.domicile == home
    assert camille.post(f"{path}/address", f"{path}/address", kind="home", lines=HOME).status_code == 409
    assert camille.post(f"{path}/address", f"{path}/address", lines=HOME).status_code == 409
    say(camille, path, "address", kind="")
    assert draft(world, path).statement.domicile is None


def test_what_the_law_asks_of_me_is_a_plain_choice_that_i_can_take_back(world, camille, path):
    chosen = {"age": "minor", "unfit": "unfit_over_eight", "stated": "before_minor", "presumed": "Théo M."}
    say(camille, path, "words", words=STORY, **chosen)
    said = draft(world, path).statement
    assert (said.presumed, said.stated) == ("Théo M.", ("minor", "before_minor", "unfit_over_eight"))
    page = camille.get(f"{path}/words").text
    assert '<option value="minor" selected>' in page
    assert "Théo M." in page
    assert camille.post(f"{path}/words", f"{path}/words", age="old").status_code == 409
    say(camille, path, "words", words=STORY)
    assert draft(world, path).statement.stated == ()


def test_who_goes_by_another_law_is_not_asked_what_the_french_one_asks(world, camille, path):
    assert "droit français (votre fuseau horaire)" in camille.get(f"{path}/address").text
    say(camille, path, "words", age="minor")
    say(camille, path, "address", law="none")
    assert draft(world, path).law == "none"
    assert 'name="age"' not in camille.get(f"{path}/words").text
    say(camille, path, "words", words=STORY)
    assert draft(world, path).statement.age == "minor"  # kept, in case they change their mind
    assert camille.post(f"{path}/address", f"{path}/address", law="de").status_code == 409


def test_judgments_are_said_here_and_bans_of_the_case_are_in_it_by_themselves(world, camille, path):
    since = datetime.now(UTC) - timedelta(days=5)
    noted(
        world,
        lambda work: work.restrict(["bluesky:did:plc:rancunier"], "court_ban", since, since + timedelta(days=90)),
    )
    assert "y figure d’office" in camille.get(f"{path}/judged").text
    say(camille, path, "judged", do="add", kind="judgment", at="2025-02-03", court="Lyon", reference="24/1")
    say(camille, path, "judged", do="office", office="Maire")
    said = draft(world, path)
    assert said.judged == (Judged(kind="judgment", at=datetime(2025, 2, 3).date(), court="Lyon", reference="24/1"),)  # noqa: DTZ001 - a day
    assert said.statement.office == "Maire"
    assert all(f'value="{kind}"' in camille.get(f"{path}/judged").text for kind in get_args(Kind))
    say(camille, path, "judged", do="remove", which="7")
    assert len(draft(world, path).judged) == 1
    say(camille, path, "judged", do="remove", which="0")
    assert draft(world, path).judged == ()


def test_i_choose_facts_by_day_and_read_only_what_i_ask_for(world, camille, path):
    page = camille.get(f"{path}/facts/each").text
    assert not any(word in page for word in (*WORDS, *AUTHORS, LETTER))
    names = [part.split('"')[0] for part in page.split('name="listed" value="')[1:]]
    assert len(names) == 3
    seen = camille.post(f"{path}/facts/each", f"{path}/facts/each", listed=names, fact=names[2], read=names[2]).text
    assert "retrouverai" in seen
    assert events(world)[-1] == "evidence:viewed"
    letter = camille.post(f"{path}/facts/each", f"{path}/facts/each", listed=names, fact=names[2], read=names[0]).text
    assert (LETTER in letter, "retrouverai" in letter) == (True, False)
    assert events(world)[-1] == "note:viewed"
    assert (draft(world, path).which, draft(world, path).chosen) == (Which.CHOSEN, (names[2],))
    say(camille, path, "facts", which="first_and_last", language="en", since="2026-01-01", until="2030-01-02")
    said = draft(world, path)
    assert (said.which, said.language) == (Which.FIRST_AND_LAST, "en")
    assert 'value="2030-01-02"' in camille.get(f"{path}/facts").text
    camille.post(f"{path}/facts/each", f"{path}/facts/each", listed=names)
    assert draft(world, path).chosen == ()


def test_a_dossier_of_facts_chosen_one_by_one_is_never_empty(world, camille, path):
    assert say(camille, path, "facts", which="chosen", language="fr") == f"{path}/facts/each"
    assert draft(world, path).which is Which.ALL


@pytest.mark.parametrize(
    ("step", "fields"),
    [
        ("facts", {"which": "some", "language": "fr"}),
        ("facts", {"which": "all", "language": "tlh"}),
        ("facts", {"which": "all", "language": "fr", "since": "2026-02-01", "until": "2026-01-01"}),
        ("facts", {"which": "all", "language": "fr", "since": "soon"}),
        ("words", {"words": "x" * 60_001}),
        ("witnesses", {"witnesses": "x" * 501}),
        ("witnesses", {"witnesses": "\n".join(map(str, range(101)))}),
        ("judged", {"do": "add", "kind": "revenge"}),
        ("judged", {"do": "add", "kind": "judgment", "at": "2026-13-01"}),
        ("judged", {"do": "add", "kind": "judgment", "at": "2026-02-01", "until": "2026-01-01"}),
        ("judged", {}),
        ("pictures", {"digest": "00", "showing": "shown"}),
        ("export", {"rendering": "redacted"}),
        ("export", {"rendering": "both", "recipient": "x"}),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_changed(world, camille, path, step, fields):
    before = draft(world, path)
    assert camille.post(f"{path}/{step}", f"{path}/{step}", **fields).status_code == 409
    assert draft(world, path) == before


def test_every_step_says_what_happens_next_in_both_languages(world, camille, path):
    for language in ("fr", "en"):
        for step in STEPS:
            page = camille.get(f"{path}/{step}").text
            assert f'<html lang="{language}">' in page
            assert spoken(language).say(f"web.dossier.then.{step}") in page.replace("&#39;", "'")
        camille.post("/language", "/", language="en")


def test_what_i_write_is_never_markup(camille, path):
    hostile = "</textarea><script>alert(1)</script>{{1234*4321}}\u202e"
    say(camille, path, "words", words=hostile, effects=hostile, own=hostile)
    say(camille, path, "judged", do="add", kind="judgment", court=hostile, text=hostile)
    for step in ("words", "judged"):
        page = camille.get(f"{path}/{step}").text
        assert ("<script>alert" in page, "5332114" in page) == (False, False)


def test_who_may_not_take_evidence_out_sees_no_dossier(world, path):
    for guest in (world.guest("Léa"), world.guest("Oscar", Role.OBSERVER), world.guest("Mo", Role.MODERATOR)):
        for page in ("/dossiers", path, *(f"{path}/{step}" for step in STEPS), f"{path}/facts/each"):
            assert guest.get(page).status_code == 403
    case = draft(world, path).subject
    assert "/dossiers" not in world.guest("Nadia").get(f"/cases/{case}").text


def test_a_delegate_with_the_right_helps_and_direct_messages_stay_out_of_what_they_begin(world, camille, path):
    lea = world.guest("Léa", also=frozenset({Grant.EXPORT}))
    say(lea, path, "words", words=STORY)
    assert draft(world, path).statement.words == STORY
    assert draft(world, path).directs
    case = draft(world, path).subject
    theirs = lea.post("/dossiers", f"/cases/{case}", about="case", subject=case).headers["location"].partition("?")[0]
    assert theirs != path
    assert not draft(world, theirs).directs
    assert "messages privés n’y sont pas" in lea.get(f"{theirs}/facts").text


def test_the_draft_of_another_person_is_not_there(world, camille, path):
    change(world, path, person="noor")
    for page in (path, *(f"{path}/{step}" for step in STEPS)):
        assert camille.get(page).status_code == 404
        assert camille.post(page, "/").status_code in {404, 405}
    assert camille.post(f"{path}/drop", "/").status_code == 404


def test_a_part_of_an_id_leads_nowhere(camille, path):
    assert camille.get(path[:-1]).status_code == 404


def test_a_form_from_elsewhere_changes_nothing(world, camille, path):
    before = draft(world, path)
    assert camille.raw(f"{path}/words", {"words": STORY}).status_code == 403
    assert camille.raw(f"{path}/outside/bring", {"about": "x"}).status_code == 403
    assert draft(world, path) == before


def test_i_let_go_of_a_draft(world, camille, path):
    assert camille.post(f"{path}/drop", path).headers["location"] == "/dossiers?said=dossier_dropped"
    assert camille.get(path).status_code == 404
    with world.store.reading() as connection:
        assert not connection.execute(select(handed.dossier)).all()
        assert read.count(connection, "entry", {"person": "camille"})


def test_a_direct_message_is_counted_and_not_shown_to_who_may_not_see_it(world, camille, path):
    with world.store.writing() as connection:
        theirs = schema.mention.c.author == "bluesky:did:plc:rancunier"
        connection.execute(update(schema.mention).where(theirs).values(kind="direct"))
    lea = world.guest("Léa", also=frozenset({Grant.EXPORT}))
    page = lea.get(f"{path}/facts/each").text
    assert "message privé, qui ne vous est pas montré" in page
    with world.store.reading() as connection:
        (kept,) = read.mention(connection, world.scene.uri("rancunier"))
    answer = lea.post(f"{path}/facts/each", f"{path}/facts/each", read=kept.exhibit)
    assert answer.status_code == 404
    assert "retrouverai" in camille.post(f"{path}/facts/each", f"{path}/facts/each", read=kept.exhibit).text
