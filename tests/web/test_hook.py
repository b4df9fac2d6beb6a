"""My moderators' server can leave letters at the shield's door; nobody else can, and what it says is in no log."""

import json
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from bot.config import ConfigFile
from bot.config.secret import Secret
from bot.evidence.master import MasterKey
from bot.store import read
from bot.store.database import Store
from bot.store.migrate import migrate
from bot.web.house import House
from bot.web.site import site
from tests.community.written import ouest
from tests.doubles.mastodon_hooks import Hooks, letter, sign
from tests.doubles.mastodon_world import World
from tests.web.conftest import PORT, Browser

SECRET = "un-secret-assez-long"
CANARY = "rossignol-7141"
HEAD = 'language = "fr"\ndatabase = "sqlite:///rempart.db"\n'
HOOKED = ouest("packs = []", secret="DESK", desk=['webhook = { env = "WEBHOOK" }'])
WITHOUT = ouest("packs = []", name="sans", secret="DESK")


class Door:
    """The pages, the server that sends to them, and what of it is kept."""

    def __init__(self, folder):
        (folder / "config.toml").write_text(HEAD + HOOKED + WITHOUT)
        self.store = Store(f"sqlite:///{folder / 'rempart.db'}", MasterKey.new())
        migrate(self.store)
        self.server = World()
        self.server.join("lea")
        self.server.join("hugo")
        self.house = House(
            ConfigFile(folder / "config.toml", {"DESK": "jeton", "WEBHOOK": SECRET}), self.store, self.now
        )
        self.hooks = Hooks(self.server, SECRET, lambda body, headers: self.post(body, **headers).status_code)
        self.browser = Browser(site(self.house, PORT))

    def now(self):
        return self.hooks.now if hasattr(self, "hooks") else self.server.now()

    def post(self, body, community="ouest", **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.browser.client.post(f"/hook/{community}", content=body, headers=named)

    def signed(self, body, community="ouest", secret=SECRET):
        return self.post(body, community, X_Hub_Signature=sign(secret, body))

    def kept(self):
        with self.store.reading() as connection:
            return connection.scalar(text("SELECT count(*) FROM letter"))

    def report(self):
        """A letter about a report, as the server sends it now."""
        by, whom = (self.server.called(name).id for name in ("lea", "hugo"))
        made = {"id": self.server.new_id(), "by": by, "target_account": {"id": whom}, "action_taken": False}
        made |= {"action_taken_at": None, "category": "other", "comment": CANARY, "forwarded": False}
        made |= {"created_at": "2026-11-23T09:00:00.000Z", "status_ids": []}
        self.server.reports.append(made)
        self.server.admin.tell("report.created", made["id"])
        return self.hooks.waiting[-1].body

    @contextmanager
    def full(self, monkeypatch):
        """While the disk is full."""

        def refuse():
            raise OperationalError("", {}, Exception("disk full"))

        with monkeypatch.context() as broken:
            broken.setattr(self.store, "writing", refuse)
            yield


@pytest.fixture
def door(tmp_path):
    made = Door(tmp_path)
    yield made
    made.store.close()


def test_a_signed_letter_is_kept_before_the_server_is_told_so(door):
    door.report()
    assert door.hooks.deliver() == [200]
    assert door.kept() == 1
    assert not door.hooks.waiting


def test_nobody_else_can_leave_one(door):
    body = door.report()
    assert door.post(body).status_code == 401
    assert door.signed(body, secret="un-autre-secret-long").status_code == 401
    assert door.signed(body + b" ", secret="").status_code == 401
    assert door.kept() == 0


def test_while_our_secret_cannot_be_read_the_server_is_asked_to_come_again(door):
    body = door.report()
    config, (one, *others) = door.house.current(), door.house.current().communities
    desk = one.desk.model_copy(update={"webhook": Secret("", missing="it is away")})
    communities = (one.model_copy(update={"desk": desk}), *others)
    door.house.current = lambda: config.model_copy(update={"communities": communities})
    answer = door.signed(body, secret="")
    assert (answer.status_code, "retry-after" in answer.headers, door.kept()) == (503, True, 0)


@pytest.mark.parametrize("community", ["sans", "inconnue", "%00", "ouest%2f.."])
def test_who_takes_no_letters_answers_as_to_who_does_not_know_the_secret(door, community):
    assert door.signed(door.report(), community).status_code in {400, 401, 404}
    assert door.signed(door.report(), "sans").status_code == door.signed(door.report(), "inconnue").status_code == 401
    assert door.kept() == 0


def test_a_letter_that_somebody_kept_and_sends_again_changes_nothing(door):
    body = door.report()
    assert [door.signed(body).status_code for _ in range(3)] == [200, 200, 200]
    assert door.kept() == 1
    door.hooks.now += timedelta(days=4)
    assert door.signed(body).status_code == 410
    assert door.kept() == 1


def test_what_is_private_or_not_for_us_is_thanked_for_and_not_kept(door):
    door.server.post("hugo", f"@lea {CANARY}", "direct")
    door.server.post("hugo", "bonjour")
    assert door.hooks.deliver() == [200, 200]
    assert door.kept() == 0


@pytest.mark.parametrize("body", [b"", b"{}", json.dumps({"text": CANARY}).encode(), b"\xff\x00"])
def test_a_body_that_a_template_changed_is_refused_for_good(door, body):
    answer = door.signed(body)
    assert answer.status_code == 422
    assert CANARY not in answer.text
    assert door.kept() == 0


def test_while_nothing_can_be_kept_the_server_is_asked_to_come_again_and_nothing_is_lost(door, monkeypatch):
    door.report()
    with door.full(monkeypatch):
        door.hooks.advance(timedelta(hours=6))
    assert set(door.hooks.answers) == {503}
    door.hooks.advance(timedelta(days=2))
    assert door.hooks.answers[-1] == 200
    assert (door.kept(), door.hooks.given_up) == (1, [])


def test_a_secret_that_was_changed_at_one_end_first_loses_nothing(door):
    door.hooks.secret = "un-secret-tout-neuf"
    door.report()
    door.hooks.advance(timedelta(hours=3))
    assert set(door.hooks.answers) == {401}
    door.hooks.secret = SECRET
    door.hooks.advance(timedelta(hours=20))
    assert door.hooks.answers[-1] == 200
    assert (door.kept(), door.hooks.given_up) == (1, [])


@pytest.mark.parametrize("ahead", [timedelta(minutes=6), timedelta(hours=5)])
def test_while_my_server_s_clock_is_ahead_no_letter_is_lost(door, ahead):
    door.report()
    (sent,) = door.hooks.waiting
    door.hooks.now -= ahead
    sent.due = door.hooks.now
    answer = door.signed(sent.body)
    assert (answer.status_code, "retry-after" in answer.headers, door.kept()) == (503, True, 0)
    door.hooks.advance(timedelta(days=2))
    assert (set(door.hooks.answers[:-1]), door.hooks.answers[-1]) == ({503}, 200)
    assert (door.kept(), door.hooks.given_up) == (1, [])


def test_what_is_refused_for_good_the_server_does_not_send_again(door):
    door.hooks.queue("report.created", {"id": "1"})
    door.hooks.advance(timedelta(days=3))
    assert door.hooks.answers == [422]


def test_the_most_that_a_letter_may_hold_is_a_megabyte(door):
    assert door.signed(b"x" * 1_000_001).status_code == 413
    streamed = door.browser.client.post("/hook/ouest", content=iter([b"x" * 600_000] * 2))
    assert streamed.status_code == 413
    assert door.browser.get("/hook/ouest").status_code == 405


def test_what_was_refused_is_counted_in_the_chain_once_an_hour_and_not_kept(door):
    def told():
        with door.store.reading() as connection:
            return [one.payload["n"] for one in read.chain(connection, "ouest") if one.event == "letters:refused"]

    for _ in range(5):
        door.post(b"x")
    assert told() == [1]
    door.hooks.now += timedelta(hours=1)
    door.signed(b"{}")
    assert told() == [1, 5]
    door.signed(door.report())
    assert told() == [1, 5]


def test_no_page_of_another_site_makes_a_browser_send_one(door):
    body = door.report()
    assert door.post(body, sec_fetch_site="cross-site", cookie="rempart=x").status_code == 401


def test_a_crowd_at_the_letterbox_is_asked_to_wait_and_the_server_tries_again(door, monkeypatch):
    body = door.report()
    monkeypatch.setattr("bot.web.porch.Porch.waiting", 10_000)
    answer = door.signed(body)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")


def test_nothing_that_a_letter_says_is_in_a_log(door, monkeypatch, capfd):
    body, other = door.report(), letter("report.created", {"id": CANARY}, door.now())
    with capture_logs() as logs:
        for one in (body, other):
            door.signed(one)
            door.signed(one, secret=CANARY)
        with door.full(monkeypatch):
            door.signed(door.report())
    assert {one["event"] for one in logs} >= {"letter", "letter not kept"}
    assert CANARY not in repr(logs) + "".join(capfd.readouterr())
    assert SECRET not in repr(logs)
