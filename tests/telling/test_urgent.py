"""What is urgent rings until somebody says that they saw it; then it is silent."""

import re
from datetime import timedelta

import pytest
from msgspec.structs import replace

from bot.errors import Gone
from bot.model.reason import Severity
from bot.model.seat import Role, Seat
from bot.model.shield import Quiet
from bot.people.acknowledging import acknowledge, followed, look
from bot.people.confirming import begin, confirm
from bot.store import read, seats, urgent, whole
from tests.telling.shield import MAIL, PHONE, Told

LATER = replace(MAIL, above=Severity.URGENT, step=1)
THREAT = "Urgent : menaces de violence, mention sur Mastodon"
IN_ENGLISH = "Urgent: threats of violence, mention on Mastodon"
DAY = timedelta(days=1)
LINK = re.compile(r"https://rempart\.test/acknowledge/(\S+)")


def ref(alert):
    """The reference that an urgent alert gives."""
    [found] = re.findall(r"rempart acknowledge (\S+)", alert.body)
    return found


async def test_it_goes_on_to_who_stands_behind_me_then_to_both_again_and_the_digest_tells_that_nobody_answered(told):
    camille = told(PHONE, LATER)
    await camille.work()
    camille.hear("je te savate")
    heard = []
    for _ in range(9):
        await camille.work()
        heard.append((camille.titles(), camille.titles("mail")))
        await camille.work(minutes=14)
        assert (camille.titles(), camille.titles("mail")) == ([], [])
        await camille.jobs.urgent()
        camille.at = camille.at.replace(second=0)
        await camille.work(minutes=1)
    assert heard[:6] == [([THREAT], []), ([], [IN_ENGLISH])] * 3
    assert heard[6:] == [([], [])] * 3
    assert camille.events() == ["urgent:unanswered"]
    assert camille.planned() == []
    await camille.work(days=1)
    [digest] = camille.sent()
    assert "1 alerte urgente n’a été confirmée par personne" in digest.body
    await camille.work(days=1)
    assert camille.sent() == []


async def test_once_i_say_that_i_saw_it_nobody_else_is_woken(told):
    camille = told(PHONE, LATER)
    camille.hear("je te savate")
    await camille.work()
    [alert] = camille.sent()
    seen = acknowledge(camille.store, ref(alert), "lea", camille.at)
    assert (seen.seen_by, seen.person, seen.others) == ("lea", "camille", 0)
    for _ in range(6):
        await camille.work(minutes=15)
    assert camille.sent() + camille.sent("mail") == []
    assert camille.planned() == []
    again = acknowledge(camille.store, ref(alert), "dominique", camille.at)
    assert (again.seen_by, again.seen_at) == ("lea", seen.seen_at)
    assert camille.events() == ["urgent:acknowledged"]
    with camille.store.reading() as connection:
        [entry] = [one for one in read.chain(connection, "camille") if one.event == "urgent:acknowledged"]
    assert entry.payload["by"] == "lea"


async def test_a_link_tells_whose_channel_it_came_on_and_stands_nowhere_in_the_database(told, tmp_path):
    camille = told()
    camille.deliveries.ledger.links = "https://rempart.test"
    camille.hear("je te savate")
    await camille.work()
    [mine], [hers] = ([LINK.search(one.body)[1] for one in camille.sent(name)] for name in ("phone", "mail"))
    assert mine != hers
    shown = look(camille.store, hers)
    with pytest.raises(Gone):
        followed(camille.store, shown.alert)  # a reference is no secret: it stands in other links
    assert (shown.title, shown.via, shown.seen_at) == (IN_ENGLISH, "camille/mail", None)
    assert look(camille.store, hers) == shown
    assert acknowledge(camille.store, hers, "", camille.at).seen_by == "camille/mail"
    assert look(camille.store, mine).seen_by == "camille/mail"
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("rempart.db*"))
    assert mine.encode() not in stored
    assert hers.encode() not in stored


async def test_who_saw_the_latest_of_many_has_seen_those_before_and_each_wait_rings_once(told):
    camille = told(PHONE)
    for n in range(4):
        camille.hear("je te savate", by=f"stranger{n}")
        await camille.work(seconds=1)
    first, *_, last = camille.sent()
    await camille.work(minutes=16)
    [again] = camille.sent()
    assert "Envoi 2" in again.body
    assert "3 autres alertes urgentes attendent aussi" in again.body
    assert ref(again) == ref(last)
    assert acknowledge(camille.store, ref(first), "lea", camille.at).others == 0
    assert look(camille.store, ref(last)).others == 2
    acknowledge(camille.store, ref(last), "lea", camille.at)
    await camille.work(minutes=16)
    assert camille.sent() == []


async def test_a_shield_that_died_goes_on_where_it_was_and_a_job_that_runs_twice_rings_once(told):
    camille = told(PHONE, LATER)
    camille.hear("je te savate")
    await camille.work()
    camille.sent()
    camille.at += 2 * camille.shields["camille"].wait
    await camille.jobs.urgent()
    camille.start()
    await camille.deliveries.recover()
    await camille.jobs.urgent()
    await camille.work()
    assert camille.titles("mail") == [IN_ENGLISH]
    assert camille.sent() == []


async def test_a_delegate_who_cannot_today_is_passed_over_while_there_are_others(told):
    third = replace(LATER, name="camille/third", delegate="lea", step=2)
    camille = told(PHONE, LATER, third)
    rests = Seat(id="s1", person="camille", name="Dominique", role=Role.DELEGATE, resting_until=camille.at + DAY)
    with camille.store.writing() as connection:
        seats.put(connection, rests)
    camille.hear("je te savate")
    await camille.work()
    await camille.work(minutes=15)
    assert (camille.titles("mail"), camille.titles("third")) == ([], [IN_ENGLISH])


async def test_what_is_only_grave_rings_once_and_asks_nothing(told):
    camille = told()
    camille.hear("quelle pantoufle")
    await camille.work()
    await camille.work(hours=1)
    [alert] = camille.sent()
    assert "acknowledge" not in alert.body


@pytest.mark.parametrize("wrong", ["", "nothing", "a" * 60_000, "\ud800", "%_'"])
async def test_what_is_no_reference_acknowledges_nothing(told, wrong):
    camille = told()
    camille.hear("je te savate")
    with pytest.raises(Gone):
        look(camille.store, wrong)
    with pytest.raises(Gone):
        acknowledge(camille.store, wrong, "lea", camille.at)


async def test_what_was_not_written_when_the_shield_died_rings_once_all_the_same(told, monkeypatch):
    camille = told(PHONE, LATER)
    camille.hear("je te savate")
    await camille.work()
    camille.sent()
    camille.at += camille.shields["camille"].wait

    def die(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr("bot.jobs.outbox.plan", die)
        with pytest.raises(KeyboardInterrupt):
            camille.jobs._urge(camille.shields["camille"], camille.at)
    camille.start()
    await camille.work()
    assert camille.titles("mail") == [IN_ENGLISH]


async def test_either_database_keeps_who_was_told_and_who_saw_it(database_url):
    camille = Told(database_url, (replace(PHONE, quiet=Quiet(since=0, to=1)), LATER))
    await camille.work()
    camille.deliveries.ledger.links = "https://rempart.test"
    camille.channels["camille/phone"].broken = True
    camille.hear("quelle pantoufle")
    camille.hear("je te savate", by="other")
    for _ in range(8):
        await camille.work(minutes=2)
    assert camille.events() == ["channel:dead"]
    await camille.work(minutes=15)
    token = LINK.search(camille.sent("mail")[-1].body)[1]
    assert acknowledge(camille.store, token, "dominique", camille.at).seen_by == "dominique"
    code = begin(camille.store, "camille", "camille/mail", "ntfy://x/y", camille.at)
    assert confirm(camille.store, ["camille"], code, "dominique", camille.at) == "camille/mail"
    await camille.work(days=1)
    assert camille.events() == ["channel:dead", "urgent:acknowledged", "channel:confirmed"]
    with camille.store.writing() as connection:
        urgent.forget(connection, camille.at)
        assert urgent.of(connection, look_up(camille)) is None
        assert whole.empty(connection, "camille")["channel"] == 2
    camille.store.close()


def look_up(camille):
    """The reference of the alert that was acknowledged."""
    with camille.store.reading() as connection:
        [entry] = [one for one in read.chain(connection, "camille") if one.event == "urgent:acknowledged"]
    return entry.payload["alert"]
