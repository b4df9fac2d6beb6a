"""My shield reported somebody at my server: my moderators' desk knows it for mine, and mine learns when it is settled."""

from datetime import timedelta

import pytest

from bot.community import filing
from bot.model.account import Protected
from bot.model.action import Order, Report
from bot.model.delivery import Delivery, Status, Task
from bot.model.reason import Reason, Severity
from bot.model.shield import Contact, Rhythm, Shield
from bot.store import flags, outbox, read, write
from bot.telling.digests import digests
from tests.community.making import BEGIN, OUEST, arrival, flag, member, store, stranger

HOUR = timedelta(hours=1)
LEA, HUGO = member("lea"), stranger("hugo")


@pytest.fixture
def place(tmp_path):
    made = store(tmp_path)
    yield made
    made.close()


def sent(place, **more):
    """My shield's report, as its platform numbered it."""
    order = Order(
        id="o1",
        person="lea",
        by=LEA.key,
        action=Report(),
        subject=HUGO.key,
        uri="https://nord.test/@hugo/1",
        subject_id="hugo",
        revision="1",
        rule="insulte",
        reason=Reason.HARASSMENT_TARGETED,
        severity=Severity.MEDIUM,
        received_at=BEGIN,
        decided_at=BEGIN,
    )
    common = {"task": Task.ACT, "via": LEA.key, "due_at": BEGIN, "status": Status.DONE, "receipt": "7"}
    with place.writing() as connection:
        write.salt(connection, place.master, "lea")
        outbox.plan(connection, [Delivery(id="d1", person="lea", what=order, **(common | more))])


def came(place, **more):
    one = flag(7, subject=HUGO, **({"reporter": LEA.key} | more))
    with place.writing() as connection:
        filing.file(connection, place.master, OUEST, [(arrival(one), one)], BEGIN)
        (kept,) = flags.of(connection, OUEST, HUGO.key)
        return kept, flags.reporters(connection, OUEST, [HUGO.key])


def test_it_is_known_for_mine_and_counts_as_one_reporter(place):
    sent(place)
    kept, reporters = came(place)
    assert kept.mine == "d1"
    assert reporters[HUGO.key].by == 1


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ({}, {"reporter": member("max").key}),  # by another
        ({"receipt": "8"}, {}),
        ({"status": Status.FAILED}, {}),
    ],
)
def test_what_only_looks_like_mine_is_not(place, mine, theirs):
    sent(place, **mine)
    assert came(place, **theirs)[0].mine == ""


def test_when_it_is_settled_my_own_chain_says_so_once(place):
    sent(place)
    came(place)
    for _ in range(2):
        came(place, open=False)
    with place.reading() as connection:
        assert [one.event for one in read.chain(connection, "lea")] == ["flag:settled"]


def digest(place, whose, at, desk=""):
    shield = Shield(
        protected=Protected(name=whose, accounts=(LEA,), language="fr"),
        contacts=(Contact(name="phone", above=Severity.HIGH, digest=Rhythm.DAILY),),
        desk=desk,
    )
    with place.reading() as connection:
        return [one.what.body for one in digests(connection, shield, at, iter(["d1"]))]


def test_my_next_digest_tells_how_many_of_my_reports_were_settled_and_no_other_one_does(place):
    sent(place)
    came(place)
    assert digest(place, "lea", BEGIN + HOUR) == []
    came(place, open=False)
    [body] = digest(place, "lea", BEGIN + HOUR)
    assert "La modération a traité 1 de vos signalements." in body
    assert digest(place, "lea", BEGIN + 30 * HOUR) == []
    assert digest(place, OUEST, BEGIN + HOUR, f"desk:{OUEST}") == []
