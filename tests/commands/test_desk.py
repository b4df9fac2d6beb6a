"""We moderate from a terminal: what is open, who sees to it, what we order; names stay hidden until asked for."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.commands import desk_measure
from bot.config.load import load
from bot.config.master import load_or_make_master_key
from bot.evidence.master import MasterKey
from bot.model.batch import batch_of
from bot.model.delivery import Status
from bot.model.measure import Limit
from bot.model.seat import Grant, Role, Seat
from bot.moderating.asking import Asking
from bot.people.admission import Admission
from bot.people.agreeing import Agreeing, TooNew
from bot.platforms.desk import Foreseen
from bot.store import outbox, read
from bot.store.database import Store
from bot.store.migrate import migrate
from tests.community import making
from tests.community.making import OUEST
from tests.community.written import ouest

CONFIG = """
language = "fr"
database = "sqlite:///rempart.db"
master_key = "rempart.key"
"""
DESK = ouest('measures = ["limit"]', 'by_one = ["suspend"]', members='["lea@ouest.test"]')
SEEN = Foreseen(follows=(("lea", "hugo"),), counted=1, resolves=("7",), final=("follows",))


class Ouest:
    def __init__(self, folder):
        self.config = folder / "config.toml"
        self.config.write_text(CONFIG.replace("sqlite:///", f"sqlite:///{folder}/") + DESK)
        settings = load(self.config, {"NOWHERE_SET": "x"})
        self.store = Store(settings.database.reveal(), MasterKey(load_or_make_master_key(settings.master_key)))
        migrate(self.store)
        self.now = datetime.now(UTC)
        one = Seat(id="", person=OUEST, name="bachir", role=Role.MODERATOR, also=frozenset({Grant.MEASURE}))
        self.bachir = Admission(self.store).invite(one, "ouest", self.now - timedelta(days=9))
        self.dockets = making.filed(self.store, 2)

    def measures(self):
        with self.store.reading() as connection:
            return [one for one in outbox.with_status(connection, *Status) if one.task == "act"]


@pytest.fixture
def ouest(tmp_path, monkeypatch):
    monkeypatch.setenv("NOWHERE_SET", "x")
    made = Ouest(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def desk(rempart, ouest):
    def run(*arguments):
        status, out, err = rempart(*arguments, "--config", ouest.config)
        assert status == 0, err
        return out

    return run


def ref(desk, *more):
    """What the desk calls the first that it lists."""
    return json.loads(desk("desk", "list", "--json", *more))["dockets"][0]["account"]


def test_what_is_open_is_listed_without_names_until_i_ask(desk, ouest):
    shown = desk("desk", "list")
    assert "2 comptes attendent" in shown
    assert ouest.dockets[0].subject not in shown
    assert ouest.dockets[0].subject in desk("desk", "list", "--reveal")
    assert "0 compte " in desk("desk", "list", "--standing", "settled")


def test_i_take_one_let_it_go_and_settle_it(desk):
    one = ref(desk)
    assert "bachir s’occupe" in desk("desk", "take", one, "--by", "bachir")
    assert ref(desk, "--standing", "taken") == one
    assert "ne s’occupe plus" in desk("desk", "take", one, "--by", "bachir", "--let-go")
    assert "réglé" in desk("desk", "settle", one)
    assert "clôture des signalements" in desk("desk", "show", one)
    assert json.loads(desk("desk", "show", one, "--json"))["measures"][0]["measure"] == "resolve"


def test_nothing_is_ordered_before_i_said_yes(desk, ouest):
    one = ref(desk)
    assert "Rien n’est encore demandé" in desk("desk", "measure", one, "limit", "--for", "7d")
    assert ouest.measures() == []
    assert "C’est demandé" in desk("desk", "measure", one, "limit", "--for", "7d", "--yes")
    (made,) = ouest.measures()
    assert (made.what.action.duration, made.status, made.via) == (timedelta(days=7), "planned", "desk:ouest")


def test_what_is_grave_waits_for_another_and_no_command_lets_one_alone_approve_it(rempart, desk, ouest):
    assert "Une autre personne" in desk("desk", "measure", ref(desk), "suspend", "--yes")
    (made,) = ouest.measures()
    status, _, err = rempart("approve", made.id, "--yes", "--config", ouest.config)
    assert (status, "two people" in err) == (1, True)
    assert ouest.measures() == [made]


def test_nobody_asks_for_what_is_grave_in_anothers_name_and_then_agrees_in_their_own(rempart, desk, ouest):
    asked = ("desk", "measure", ref(desk), "suspend", "--yes", "--by", "bachir", "--config", ouest.config)
    status, _, err = rempart(*asked)
    assert (status, "own pages" in err, ouest.measures()) == (2, True, [])


def test_who_prints_a_link_to_anothers_seat_is_no_second_person_with_it(desk, ouest):
    desk("desk", "measure", ref(desk), "suspend", "--yes")
    agreeing = Agreeing(ouest.store, {})
    desk("delegate", "link", "bachir", "--person", OUEST)
    (asked,) = agreeing.open(OUEST)
    with pytest.raises(TooNew):
        agreeing.agree(asked.id, ouest.bachir, datetime.now(UTC))
    with ouest.store.reading() as connection:
        assert [one.event for one in read.chain(connection, OUEST)][-1] == "seat:linked"


def test_where_the_community_lets_one_decide_i_write_whom_i_mean(rempart, desk, ouest):
    one = ref(desk)
    wanted = ("desk", "measure", one, "suspend", "--yes", "--alone")
    assert rempart(*wanted, "h9", "--config", ouest.config)[0] == 2
    desk(*wanted, ouest.dockets[1].subject.rpartition("/")[2])
    assert [made.status for made in ouest.measures()] == ["planned"]


def test_the_reasons_are_shown_first_and_sealed_with_the_measure(desk, ouest):
    why = ("--statement", "--rule", "Ni insultes ni menaces", "--contact", "recours@ouest.test")
    shown = desk("desk", "measure", ref(desk), "limit", *why)
    assert "Ni insultes ni menaces" in shown
    desk("desk", "measure", ref(desk), "limit", *why, "--yes")
    assert b"Ni insultes" not in (ouest.config.parent / "rempart.db").read_bytes()


def test_a_server_is_limited_only_after_i_saw_who_follows_people_there(rempart, desk, ouest, monkeypatch):
    status, _, err = rempart("desk", "domain", "nord.test", "--limit", "--yes", "--config", ouest.config)
    assert (status, "could not be asked" in err, ouest.measures()) == (2, True, [])
    monkeypatch.setattr(desk_measure, "_foreseen", lambda _: SEEN)
    shown = desk("desk", "domain", "nord.test", "--suspend", "--reveal")
    assert "couperait 1 abonnement" in shown
    assert "lea → hugo" in shown
    assert "ne reviendrait pas" in shown
    assert "hugo" not in desk("desk", "domain", "nord.test", "--suspend")
    told = json.loads(desk("desk", "domain", "nord.test", "--suspend", "--yes", "--json"))
    assert (told["waits"], told["foreseen"]["follows"]) == (True, 1)
    assert [made.hold for made in ouest.measures()] == ["two"]


def test_a_batch_is_undone_by_its_name(rempart, desk, ouest):
    asking = Asking(ouest.store, making.shield(), ouest.bachir, ouest.now)
    made = [asking.order(one, Limit()) for one in ouest.dockets]
    name = batch_of(made[0].what)
    assert "2 actions seraient" in desk("undo", "--batch", name)
    desk("undo", "--batch", name, "--yes")
    assert {one.status for one in ouest.measures()} == {Status.CANCELLED}
    assert "rien à annuler" in desk("undo", "--batch", name, "--yes")
    assert rempart("undo", "--batch", "unknown", "--config", ouest.config)[0] == 2
    assert rempart("undo", "--batch", name, "--rule", "x", "--config", ouest.config)[0] == 2


def test_the_figures_of_a_period_come_as_a_file(rempart, desk, ouest):
    for name in ("a.csv", "a.json"):
        file = ouest.config.parent / name
        assert "0 mesure " in desk("desk", "period", "--from", "2026-01-01", "--to", "2026-07-01", file)
        assert "ouest" in file.read_text() or name == "a.csv"
        again = ("desk", "period", "--from", "2026-01-01", "--to", "2026-07-01", file)
        assert rempart(*again, "--config", ouest.config)[0] == 2


@pytest.mark.parametrize(
    "wrong",
    [
        ("list", "--standing", "x"),
        ("show", "zzzz"),
        ("take", "zzzz"),
        ("list", "--community", "x"),
        ("domain", "nord.test"),
        ("take", "mastodon", "--by", "nobody"),
    ],
    ids=" ".join,
)
def test_what_is_not_there_is_a_sentence(rempart, ouest, wrong):
    assert rempart("desk", *wrong, "--config", ouest.config)[0] == 2
