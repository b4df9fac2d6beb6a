"""My lists on the pages: nobody comes into one unless it was chosen, shown, and agreed."""

import re

import msgspec
import pytest

from bot.blocklists.identifier import GENESIS
from bot.model.leak import LeakKind
from bot.model.seat import Grant
from bot.people.agreeing import ALONE
from bot.publishing import making, publishing
from bot.publishing.terms import terms
from bot.store import lists
from bot.vault.keeping import add
from bot.web.pages import draft
from tests.web.sharing import HAND, TERMS, THREAT, Room
from tests.web.test_agreed import PROPOSAL

NAMES = ("rancunier", "suiveur")


APPEAL = {"do": "appeal", "account": THREAT, "words": "Ce n’était pas moi."}


@pytest.fixture
def room(world):
    return Room(world)


def events(world):
    return [entry.event for entry in world.chain()]


def test_i_make_a_list_choose_look_propose_and_take_back(room, world):
    room.make()
    assert "pas encore publiée" in room.camille.get("/lists").text
    room.rules()
    draft = room.camille.get("/lists/protegee/draft").text
    assert "2 comptes seraient ajoutés" in draft
    assert not any(name in draft for name in NAMES)
    room.publish()
    page = room.camille.get("/lists/protegee").text
    assert "version 1" in page
    assert not any(name in page for name in NAMES)
    assert room.entries == {THREAT, "did:plc:suiveur"}
    of = re.search(r'name="of" value="([0-9a-f-]{36})"', page)[1]
    assert room.camille.post("/lists/protegee", "/lists", do="retract", of=of).status_code == 303
    assert len(room.entries) == 1
    assert world.verified()


def test_names_are_shown_to_who_asks_and_the_trail_says_so(room, world):
    room.make().rules()
    room.publish()
    shown = room.dominique.post("/lists/protegee/names", "/lists").text
    assert all(f"did:plc:{name}" in shown for name in NAMES)
    assert events(world)[-1] == "list:viewed"
    assert "did:plc:" not in room.dominique.get("/lists/protegee").text.replace("did:plc:…", "")


def test_two_people_agree_and_twice_is_once(room, world):
    room.make().rules()
    sacha = world.guest("Sacha", also=frozenset({Grant.PUBLISH}))
    assert "Une deuxième personne doit accepter" in sacha.get("/lists/protegee/draft").text
    assert room.propose(sacha).headers["location"] == "/people?said=proposed"
    (wanted,) = set(room.waiting())
    assert "Une version attend déjà" in room.camille.get("/lists/protegee/draft").text
    assert "2 comptes" in room.camille.get("/people").text
    assert sacha.post("/people/agree", "/people", proposal=wanted).status_code == 409
    assert room.dominique.post("/people/agree", "/people", proposal=wanted).status_code == 403
    world.house.errands.run()
    assert room.entries == set()
    assert room.camille.post("/people/agree", "/people", proposal=wanted).headers["location"] == "/people?said=agreed"
    world.house.errands.run()
    log = _log(world)
    assert {one.entity.key for one in log} == {THREAT, "did:plc:suiveur"}
    world.house.errands.run()
    done = world.house.agreeing.done("camille")[0]
    publishing.publish(world.store, world.house.shield("camille"), done, world.now)
    assert _log(world) == log
    assert "par Sacha" in room.camille.get("/lists/protegee").text


def test_whoever_is_asked_to_agree_can_look_at_all_of_them(room, monkeypatch):
    monkeypatch.setattr(draft, "SHOWN", 1)
    room.make()
    room.rules()
    page = room.dominique.get("/lists/protegee/draft").text
    assert "et 1 de plus" in page
    following = re.search(r'href="(/lists/protegee/draft\?page=1)"', page)[1]
    assert "de plus" not in room.dominique.get(following).text
    seen = [room.dominique.post(f"/lists/protegee/draft/names?page={page}", "/lists").text for page in (0, 1)]
    assert [[f"did:plc:{name}" in one for name in NAMES] for one in seen] in ([[1, 0], [0, 1]], [[0, 1], [1, 0]])
    assert room.dominique.get("/lists/protegee/draft?page=2").status_code == 404
    assert room.dominique.get("/lists/protegee/draft?page=x").status_code == 404


def test_who_is_held_back_needs_a_second_word(room):
    room.make(floor="20")
    answer = room.camille.post("/lists/protegee", "/lists", account="did:plc:voisine", **HAND)
    assert answer.headers["location"].endswith("list_held")
    page = room.camille.get("/lists/protegee").text
    assert "vous suivez ce compte" in page
    assert "voisine" not in page
    assert "compte retenu avant une liste" in room.camille.get("/").text
    of = re.search(r'name="of" value="(\w{16})"', page)[1]
    assert "rien à publier" in room.camille.get("/lists/protegee/draft").text
    assert room.camille.post("/lists/protegee", "/lists", do="confirm", of=of).status_code == 303
    assert "vous suivez ce compte" in room.camille.get("/lists/protegee/draft").text
    assert room.camille.post("/lists/protegee", "/lists", do="leave", of=of).status_code == 303
    assert "rien à publier" in room.camille.get("/lists/protegee/draft").text


def test_who_may_not_publish_can_choose_and_cannot_propose(room):
    room.make().rules()
    page = room.dominique.get("/lists/protegee/draft").text
    assert "que votre place n’a pas" in page
    assert room.dominique.post("/lists/protegee/draft", "/lists", seen="x").status_code == 403
    assert room.dominique.post("/lists", "/lists", **TERMS).status_code == 403
    assert room.dominique.post("/lists/protegee/terms", "/lists", **TERMS).status_code == 403


def test_a_version_is_undone_from_its_page(room):
    room.make().rules()
    room.publish()
    before = room.camille.get("/lists/protegee/undo?version=1").text
    assert "2 entrées reviennent" in before
    answer = room.camille.post("/lists/protegee/undo", "/lists", version="1")
    assert answer.headers["location"].endswith("list_undone")
    assert room.entries == set()
    for version in ("2", "99", "x", "", "9" * 400):
        assert room.camille.get(f"/lists/protegee/undo?version={version}").status_code in {200, 404, 409}


def test_what_my_list_tells_everybody_is_changed_by_two_and_shown_as_it_was_and_would_be(room, world):
    room.make().rules()
    room.publish()
    sacha = world.guest("Sacha", also=frozenset({Grant.PUBLISH}))
    told = TERMS | {"title": "Les pires", "contest": "personne@ailleurs.test"}
    answer = room.camille.post("/lists/protegee/terms", "/lists", **told)
    assert answer.headers["location"] == "/people?said=proposed"
    assert "Les pires" not in world.browser().get("/shared/protegee").text
    page = sacha.get("/lists/protegee/terms").text
    assert all(words in page for words in ("Protégée", "Les pires", "contester@liste.test", "personne@ailleurs.test"))
    assert "Qui menace" not in page
    assert "/lists/protegee/terms" in sacha.get("/people").text
    (wanted,) = set(PROPOSAL.findall(sacha.get("/people").text))
    assert room.camille.post("/lists/protegee/terms", "/lists", **told).status_code == 409
    assert sacha.post("/people/agree", "/people", proposal=wanted).status_code == 303
    world.house.errands.run()
    assert "Les pires" in world.browser().get("/shared/protegee").text
    answer = room.camille.post("/lists/protegee/terms", "/lists", **(told | {"floor": "9"}))
    assert answer.headers["location"].endswith("list_changed")


def test_what_somebody_is_asked_to_agree_to_does_not_change_under_their_eyes(room):
    room.make().rules()
    room.propose()
    answer = room.camille.post("/lists/protegee/terms", "/lists", **(TERMS | {"title": "Les pires"}))
    assert (answer.status_code, "attend déjà un accord" in answer.text) == (409, True)
    assert "Les pires" not in room.camille.get("/lists").text
    (wanted,) = set(room.waiting())
    room.camille.post("/people/withdraw", "/people", proposal=wanted)
    assert room.camille.post("/lists/protegee/terms", "/lists", **(TERMS | {"title": "Menaces"})).status_code == 303


def close(room):
    answer = room.camille.post("/lists/protegee/close", "/lists", again="protegee")
    assert answer.headers["location"] == "/people?said=proposed"
    later = room.world.now + 2 * ALONE
    room.world.house.errands.now = lambda: later
    room.world.house.errands.run()


def test_my_list_stays_at_bluesky_when_my_handle_changed_and_i_change_something_else(room, world):
    """Who mutes by it there would lose it for good."""
    room.make()
    with world.store.writing() as connection:
        one = lists.named(connection, "protegee")
        lists.put(connection, making.worded(one, {"bluesky": "avant.test"}))
    page = room.camille.get("/lists/protegee").text
    assert "<option selected>avant.test</option>" in page
    room.camille.post("/lists/protegee/terms", "/lists", **(TERMS | {"bluesky": "avant.test", "floor": "9"}))
    with world.store.reading() as connection:
        assert terms(lists.named(connection, "protegee")).bluesky == "avant.test"
    room.camille.post("/lists/protegee/terms", "/lists", **(TERMS | {"bluesky": "autrui.test"}))
    with world.store.reading() as connection:
        assert terms(lists.named(connection, "protegee")).bluesky == ""


def test_i_close_a_list_by_its_name_and_see_that_nothing_of_it_is_left(room):
    room.make().rules()
    room.publish()
    assert "/lists/protegee/close" in room.camille.get("/lists/protegee").text
    before = room.camille.get("/lists/protegee/close").text
    assert "2 entrées sont encore" in before
    assert room.dominique.post("/lists/protegee/close", "/lists", again="protegee").status_code == 403
    assert room.camille.post("/lists/protegee/close", "/lists", again="Protégée").status_code == 409
    close(room)
    assert room.entries == set()
    assert "Il n’en reste rien" in room.camille.get("/lists/protegee/close").text
    assert "Listes fermées" in room.camille.get("/lists").text
    assert room.camille.get("/lists/protegee").status_code == 404
    assert "est fermée, comme" in room.camille.get("/trail").text


def test_a_closed_list_says_so_to_everybody_and_takes_back_all_it_said(room, world):
    room.make().rules()
    room.publish()
    stranger = world.browser()
    word = re.search(r"<pre>([a-z2-7-]{19})</pre>", stranger.raw("/listed/protegee", APPEAL).text)[1]
    close(room)
    for path in ("/shared/protegee", "/shared/protegee/list.json", "/shared/protegee/blocks.csv"):
        answer = stranger.get(path, accept="text/html")
        assert (answer.status_code, "Cette liste est fermée" in answer.text) == (410, True), path
    assert "protegee" not in stranger.get("/shared").text
    dataset = stranger.get("/shared/protegee", accept="application/ld+json").json()
    assert "fermée" in dataset["summary"]
    log = stranger.get(f"/shared/protegee/changes?since={GENESIS}", accept="application/ld+json").json()
    assert {one["type"] for one in log["orderedItems"]} == {"Retraction", "Tombstone"}
    assert len(log["orderedItems"]) == 4
    snapshot = stranger.get("/shared/protegee/snapshot", accept="application/ld+json").json()
    assert {one["type"] for one in snapshot["orderedItems"]} == {"Retraction"}
    page = stranger.get("/listed/protegee")
    assert "plus personne n’y figure" in page.text
    assert "ne figure pas" in stranger.raw("/listed/protegee", {"do": "look", "account": THREAT}).text
    assert "attend encore" in stranger.raw("/listed/protegee", {"do": "answer", "word": word}).text
    assert "liste protegee" in room.camille.get("/appeals").text


HOSTILE = ["<script>x</script>", "\u202eefil", "x" * 60_000, "\x00", '" autofocus onfocus=x', "{{7*7}}"]


def test_whatever_is_written_into_a_list_is_shown_as_text(room):
    for number, hostile in enumerate(HOSTILE):
        slug = f"liste{number}"
        terms = TERMS | {"slug": slug, "title": hostile, "description": hostile}
        assert room.camille.post("/lists", "/lists", **terms).status_code in {303, 409}
        for path in ("/lists", f"/lists/{slug}", f"/lists/{slug}/draft", f"/shared/{slug}"):
            text = room.camille.get(path).text
            assert "<script>x" not in text
            assert "\u202e" not in text
            assert " onfocus=x" not in text.replace("&#34; autofocus onfocus=x", "")
            assert len(text) < 50_000


def test_what_no_form_of_ours_sends_is_refused(room):
    for name in ("slug", "floor", "expiry_days", "least", "policy", "language", "review_days"):
        for value in ("", "-1", "x" * 300, "٣", "9" * 50):
            assert room.camille.post("/lists", "/lists", **(TERMS | {name: value})).status_code == 409, (name, value)
    assert "Vous ne partagez pas" in room.camille.get("/lists").text


def test_what_is_private_is_refused_with_its_place_and_not_shown(room, world):
    add(world.store, "camille", LeakKind.PHONE, "06 39 98 43 21", "camille", world.now)
    answer = room.camille.post("/lists", "/lists", **(TERMS | {"description": "tel 0639984321"}))
    assert answer.status_code == 409
    assert "la description" in answer.text
    assert "4321" not in answer.text


def test_each_list_is_its_persons_alone(room, world):
    room.make()
    with world.store.writing() as connection:
        one = lists.named(connection, "protegee")
        lists.put(connection, msgspec.structs.replace(one, person="sacha"))
    for path in ("", "/draft", "/undo?version=1"):
        assert room.camille.get(f"/lists/protegee{path}").status_code == 404
    assert room.camille.post("/lists/protegee", "/lists", do="rules").status_code in {404, 409}
    assert room.camille.post("/lists/protegee/names", "/lists").status_code == 404


def _log(world):
    with world.store.reading() as connection:
        return lists.since(connection, lists.named(connection, "protegee").id, "", 1_000)
