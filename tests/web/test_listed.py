"""Who is listed asks without a session, is told why, contests, and finds the answer."""

import re
from datetime import timedelta

import pytest

from bot.web.house import OBJECTIONS
from tests.web.sharing import HAND, THREAT, Room

WORD = re.compile(r"<pre>([a-z2-7-]{19})</pre>")
HELD = re.compile(r'value="(\w{16})"><button name="do" value="confirm"')
HOSTILE = "<script>alert(1)</script>\u202e " + "Ce n’était pas moi. "


@pytest.fixture
def room(world):
    room = Room(world).make()
    room.rules()
    room.publish()
    return room


@pytest.fixture
def stranger(world, room):
    return world.browser()


def ask(somebody, **fields):
    return somebody.raw("/listed/protegee", fields)


def test_i_learn_whether_i_am_listed_why_and_until_when(stranger, world):
    before = world.entries()
    said = ask(stranger, do="look", account=THREAT).text
    assert "Ce compte figure dans cette liste" in said
    assert "Menace" in said or "menaces" in said
    assert "part d’elle-même" in said
    assert "menace" not in ask(stranger, do="look", account="did:plc:voisine").text.lower()
    assert "ne figure pas" in ask(stranger, do="look", account="did:plc:voisine").text
    assert world.entries() == before
    assert "set-cookie" not in stranger.get("/listed/protegee").headers


def test_once_its_time_is_over_nothing_is_said_of_me(stranger, world):
    world.house.now = lambda: world.now + timedelta(days=400)
    assert "ne figure pas" in ask(stranger, do="look", account=THREAT).text
    assert WORD.search(ask(stranger, do="appeal", account=THREAT, words=HOSTILE).text) is None


def test_my_appeal_is_read_only_where_asked_for_and_the_answer_finds_me(stranger, room, world):
    word = WORD.search(ask(stranger, do="appeal", account=THREAT, words=HOSTILE).text)[1]
    assert "attend encore" in ask(stranger, do="answer", word=word).text
    assert "contestation d’une liste attend" in room.dominique.get("/").text
    page = room.dominique.get("/appeals").text
    assert "pas moi" not in page
    of = re.search(r'action="(/appeals/\w{64})"', page)[1]
    shown = room.dominique.post(of, "/appeals").text
    assert "&lt;script&gt;" in shown
    assert "<script>alert" not in shown
    assert room.dominique.post(f"{of}/decide", "/appeals", do="decline", answer="").status_code == 409
    room.dominique.post(f"{of}/decide", "/appeals", do="uphold", answer="Pardon.")
    answer = ask(stranger, do="answer", word=word).text
    assert "Vous avez eu raison" in answer
    assert "Pardon." in answer
    assert "ne figure pas" in ask(stranger, do="look", account=THREAT).text
    assert [one.event for one in world.chain()][-4:] == [
        "appeal:came",
        "appeal:viewed",
        "appeal:upheld",
        "list:retracted",
    ]
    assert world.verified()


def test_what_is_no_account_is_said_to_be_none(stranger):
    for account in ("", "x", "<script>", "@a@b", "\x00", "did:plc:" + "x" * 60_000, "10.0.0.1"):
        answer = ask(stranger, do="look", account=account)
        assert answer.status_code == 200
        assert "ni un compte ni un domaine" in answer.text or "ne figure pas" in answer.text
        assert "<script>" not in answer.text.replace('<script src="', "")


def test_a_profiles_address_is_the_account_and_a_name_that_can_change_is_told_to_be_one(stranger):
    for account in (f"https://bsky.app/profile/{THREAT}", f"https://bsky.app/profile/{THREAT}/", f" {THREAT} "):
        assert "Ce compte figure dans cette liste" in ask(stranger, do="look", account=account).text
    assert "did:plc:…, que votre" in ask(stranger, do="look", account="rancunier.test").text
    assert "did:plc:…, que votre" not in ask(stranger, do="look", account="@a@b.test").text
    shown = ask(stranger, do="look", account="https://bsky.app/profile/rancunier.test").text
    assert "ne figure pas" not in shown, "nobody is told that they are not in it by a name that it does not know"
    assert "did:plc:…" in shown


def test_no_other_site_asks_in_my_name(stranger):
    for sent in ({"origin": "https://ailleurs.test"}, {"sec-fetch-site": "cross-site"}):
        assert stranger.raw("/listed/protegee", {"do": "look", "account": THREAT}, **sent).status_code == 403


def test_what_is_too_much_or_no_form_is_refused(stranger, world, room):
    assert "2\u202f000 signes" in ask(stranger, do="appeal", account=THREAT, words="x" * 60_000).text
    assert ask(stranger, do="other").status_code == 400
    assert stranger.client.post("/listed/protegee", content=b"{}").status_code == 400
    assert stranger.raw("/listed/autre", {"do": "look", "account": THREAT}).status_code == 404
    for _ in range(3):
        ask(stranger, do="appeal", account=THREAT, words="non")
    assert "attendent déjà" in ask(stranger, do="appeal", account=THREAT, words="non").text
    assert ask(world.browser(address="203.0.113.7"), do="appeal", account=THREAT, words="non").text.count("<pre>") == 1


def test_what_is_no_appeal_and_no_word_is_not_counted_and_what_others_guess_neither(stranger, world):
    for _ in range(OBJECTIONS):
        ask(stranger, do="answer", word="x")
        ask(stranger, do="appeal", account="?", words="non")
        ask(stranger, do="appeal", account=THREAT, words="")
        ask(stranger, do="appeal", account="did:plc:voisine", words="non")
    for _ in range(OBJECTIONS):
        assert ask(stranger, do="answer", word="aaaa-aaaa-aaaa-aaaa").status_code == 200
    assert ask(stranger, do="answer", word="aaaa-aaaa-aaaa-aaaa").status_code == 429
    assert ask(stranger, do="appeal", account=THREAT, words="non").status_code == 429
    assert ask(stranger, do="look", account=THREAT).status_code == 200
    other = world.browser(address="203.0.113.7")
    assert WORD.search(ask(other, do="appeal", account=THREAT, words="C’est moi.").text)


def test_several_appeals_about_one_entry_are_one_question_with_one_answer(room, world):
    words = [
        WORD.search(
            ask(
                world.browser(address=f"198.51.100.{number}"), do="appeal", account=THREAT, words=f"texte {number}"
            ).text
        )[1]
        for number in range(2)
    ]
    page = room.dominique.get("/appeals").text
    assert "2 contestations" in page
    (of,) = re.findall(r'action="(/appeals/\w{64})"', page)
    shown = room.dominique.post(of, "/appeals").text
    assert "texte 0" in shown
    assert "texte 1" in shown
    assert room.dominique.post(f"{of}/decide", "/appeals", do="decline", answer="Entendu.").status_code == 303
    for word in words:
        assert "Entendu." in ask(world.browser(), do="answer", word=word).text
    assert "Rien n’attend de réponse" in room.dominique.get("/appeals").text


def test_i_am_told_where_it_is_my_whole_server_that_is_listed(stranger, room):
    room.camille.post("/lists/protegee", "/lists", account="haine.test", **HAND)
    page = room.camille.get("/lists/protegee").text
    room.camille.post("/lists/protegee", "/lists", do="confirm", of=HELD.search(page)[1])
    room.publish()
    assert "tout le serveur haine.test" in ask(stranger, do="look", account="@moi@haine.test").text
    assert "tout le serveur" not in ask(stranger, do="look", account="haine.test").text
    assert "tout le serveur" not in ask(stranger, do="look", account=THREAT).text
    assert WORD.search(ask(stranger, do="appeal", account="@moi@haine.test", words="Pas moi.").text)
