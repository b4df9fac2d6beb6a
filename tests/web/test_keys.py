"""A key of one's own leads in, and nobody else's does: forged, replayed, stolen or copied answers lead nowhere."""

import json
from datetime import timedelta

import pytest
from fido2.utils import websafe_encode

from bot.store import passkeys
from bot.web.passkeys import LASTING, at
from tests.web.conftest import BASE
from tests.web.device import PRESENT, Device


def made(somebody, device):
    """The answer to a key that somebody makes."""
    answer = somebody.post("/people/key/ask", "/people")
    return somebody.post("/people/key", "/people", credential=device.make(answer.text))


def asked(stranger):
    return stranger.raw("/enter/passkey/ask", {}).text


def tried(stranger, credential):
    return stranger.raw("/enter/passkey", {"credential": credential}).status_code


def known(world):
    with world.store.reading() as connection:
        return passkeys.every(connection, [one.id for one in world.house.admission.every("camille")])


@pytest.fixture
def device(world):
    """Dominique's, which is known."""
    device = Device(BASE)
    assert made(world.guest("Dominique"), device).status_code == 204
    return device


def test_a_key_leads_in_to_its_own_seat_and_each_use_stands_in_the_trail(world, device):
    stranger = world.browser()
    assert tried(stranger, device.sign(asked(stranger))) == 204
    assert "Dominique" in stranger.get("/people").text
    assert [entry.event for entry in world.chain()][-2:] == ["passkey:added", "session:opened"]
    assert [(one.counter, one.used_at is None) for one in known(world)] == [(1, False)]
    assert world.verified()


def test_who_asks_learns_nothing_of_anybody(world, device):
    options = json.loads(asked(world.browser()))["publicKey"]
    assert options.keys() == {"challenge", "rpId", "userVerification"}
    assert (options["rpId"], options["userVerification"]) == ("localhost", "required")


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("origin", "https://localhost:8470"),
        ("origin", "http://localhost:1"),
        ("origin", "http://evil.localhost:8470"),
        ("origin", "https://evil.test"),
        ("host", "evil.test"),
        ("flags", PRESENT),
        ("flags", 0x04),
        ("user", b"somebody else"),
        ("user", b""),
        ("id", b"another key"),
        ("key", Device(BASE).key),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_answer_of_which_one_part_is_forged_leads_nowhere(world, device, what, value):
    setattr(device, what, value)
    stranger = world.browser()
    before = world.entries()
    assert tried(stranger, device.sign(asked(stranger))) == 403
    assert stranger.get("/people").status_code == 303
    assert world.entries() == before


@pytest.mark.parametrize(
    ("what", "value"), [("origin", "https://evil.test"), ("host", "evil.test"), ("flags", PRESENT)]
)
def test_a_key_that_was_made_elsewhere_or_without_me_is_not_taken(world, what, value):
    device = Device(BASE)
    setattr(device, what, value)
    assert made(world.guest("Dominique"), device).status_code == 409
    assert known(world) == []


def test_an_answer_leads_in_once(world, device):
    first, second = world.browser(), world.browser()
    answer = device.sign(asked(first))
    assert tried(first, answer) == 204
    assert tried(second, answer) == 403


def test_a_question_that_nobody_asked_or_that_is_too_old_is_no_question(world, device):
    stranger = world.browser()
    made_up = json.dumps({"publicKey": {"challenge": websafe_encode(bytes(32))}})
    assert tried(stranger, device.sign(made_up)) == 403
    question, now = asked(stranger), world.now
    world.house.now = lambda: now + LASTING
    assert tried(stranger, device.sign(question)) == 403


def test_a_question_to_make_a_key_is_no_question_to_come_in_nor_anybody_elses(world, device):
    dominique, sacha = world.guest("Alix"), world.guest("Sacha")
    question = dominique.post("/people/key/ask", "/people").text
    assert sacha.post("/people/key", "/people", credential=Device(BASE).make(question)).status_code == 409
    assert tried(world.browser(), device.sign(dominique.post("/people/key/ask", "/people").text)) == 403
    assert len(known(world)) == 1


def test_a_key_that_counts_backwards_was_copied_and_leads_nowhere(world, device):
    device.counter = 7
    stranger, thief = world.browser(), world.browser()
    assert tried(stranger, device.sign(asked(stranger))) == 204
    device.counter = 5
    assert tried(thief, device.sign(asked(thief))) == 403
    assert thief.get("/people").status_code == 303
    assert [entry.event for entry in world.chain()][-1] == "passkey:copied"


def test_the_same_key_is_not_taken_for_another_seat(world, device):
    assert made(world.guest("Sacha"), device).status_code == 409
    assert len(known(world)) == 1


def test_i_remove_my_key_and_nobody_elses(world, device):
    (key,) = known(world)
    guest = world.guest("Sacha")
    assert guest.post("/people/key/remove", "/people", key=key.id).status_code == 409
    mine = world.browser()
    tried(mine, device.sign(asked(mine)))
    assert mine.post("/people/key/remove", "/people", key=key.id).headers["location"] == "/people?said=key_removed"
    assert tried(world.browser(), device.sign(asked(world.browser()))) == 403


def test_the_key_of_a_seat_that_was_revoked_leads_nowhere(world, device):
    seat = next(one for one in world.house.admission.every("camille") if one.name == "Dominique")
    world.house.admission.revoke(seat, "camille", world.now)
    assert known(world) == []
    assert tried(world.browser(), device.sign(asked(world.browser()))) == 403


@pytest.mark.parametrize(
    "answer", ["", "{}", "[]", "null", "x", "[" * 10_000, '{"rawId": 1}', '{"id": "a", "rawId": "b", "response": {}}']
)
def test_an_answer_that_is_none_leads_nowhere(world, answer):
    assert tried(world.browser(), answer) == 403
    assert world.guest("Dominique").post("/people/key", "/people", credential=answer).status_code == 409


def test_who_tries_keys_or_links_keeps_nobody_from_writing(world, device):
    stranger = world.browser()
    with world.store.writing():
        assert tried(stranger, Device(BASE).sign(asked(stranger))) == 403
        assert stranger.raw("/enter/nothing", {}).status_code == 404


def test_who_tries_keys_is_asked_to_wait(world):
    stranger = world.browser()
    assert [tried(stranger, "") for _ in range(12)][-2:] == [429, 429]


def test_another_site_cannot_let_me_in_as_somebody_else(world, device):
    stranger = world.browser()
    answer = stranger.raw("/enter/passkey/ask", {}, origin="https://evil.test")
    assert answer.status_code == 403
    credential = {"credential": device.sign(asked(stranger))}
    assert stranger.raw("/enter/passkey", credential, origin="https://evil.test").status_code == 403


def test_keys_are_for_a_name_and_never_for_a_bare_address():
    assert at(None, "localhost:8470") == ("localhost", "http://localhost:8470")
    assert at(None, "127.0.0.1:8470") is None
    assert at(None, "[::1]:8470") is None
    public = at("https://Rempart.test:443", "localhost:8470")
    assert public == ("rempart.test", "https://Rempart.test:443")


def test_however_many_questions_strangers_ask_mine_is_still_mine(world, device):
    mine, question = world.browser(), asked(world.browser())
    for _ in range(2_000):
        world.house.passkeys.ask(at(None, "localhost:8470"), world.now)
    assert tried(mine, device.sign(question)) == 204


def test_i_see_when_my_key_was_last_used(world, device):
    stranger, now = world.browser(), world.now
    tried(stranger, device.sign(asked(stranger)))
    world.house.now = lambda: now + timedelta(hours=3)
    assert "a servi il y a 2 heures" in stranger.get("/people").text
