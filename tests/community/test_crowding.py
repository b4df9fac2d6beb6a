"""Many come at once, against one of us, against all of us, to sign up or to report: our desk rings three times at most."""

from datetime import timedelta

import pytest

from bot.erasure.plan import Erasure
from bot.erasure.spared import Target
from bot.model.alert import AlertKind
from bot.model.decision import Hold
from bot.signals.visits import unordered
from bot.store import crowds, raids
from tests.community.making import BEGIN, OUEST, arrival, flag, member, mention, sign_up, stranger
from tests.community.ouest import HATEFUL

LEA = member("lea")
SECOND = timedelta(seconds=1)
PACKED = [f"{place} pourriture {place * 7}" for place in range(40)]


def against(*members, count, within=3_600):
    """So many strangers write something hateful to these, one after the other."""
    for number in range(count):
        to = members[number % len(members)]
        at = BEGIN + number * within / count * SECOND
        yield mention(PACKED[number % 40], stranger(f"s{number}"), to, number, at=at)


def arriving(count, within=3_600):
    """So many ask for an account."""
    for number in range(count):
        at = BEGIN + number * within / count * SECOND
        said = f"Je suis {number} et j'aime les chats numéro {number * 13}"
        yield sign_up(said, member(f"new{number}"), number, at=at, inside=True)


def reports(count, subjects, within=3_600):
    """So many reports about so many accounts, each by another."""
    for number in range(count):
        at = BEGIN + number * within / count * SECOND
        about = stranger(f"h{number % subjects}")
        yield flag(number, subject=about, reporter=member(f"r{number}").key, at=at)


def live(one, events, *, step=500):
    """Let it come as it happens, while the clock looks every ten minutes, and for three days after."""
    every = sorted(events, key=lambda event: event.at if hasattr(event, "at") else event.received_at)
    for start in range(0, len(every), step):
        some = every[start : start + step]
        one.now = max(event.at if hasattr(event, "at") else event.received_at for event in some)
        one.bring(*some)
        one.settle(one.now)
    for hours in range(1, 80):
        one.settle(BEGIN + timedelta(hours=hours))


def rung(one):
    """What the desk was told, in the order in which it was."""
    return [(alert.kind, alert.title) for alert in sorted(one.alerts(), key=lambda alert: alert.at)]


@pytest.mark.parametrize("whom", [[LEA], [member(f"m{n}") for n in range(40)]], ids=["one of us", "all of us"])
def test_a_raid_is_told_as_it_begins_once_as_it_grows_and_when_it_is_over(ouest, whom):
    one = ouest()
    live(one, against(*whom, count=1_500), step=50)
    kinds = [kind for kind, _ in rung(one)]
    assert kinds == [AlertKind.RAID, AlertKind.UPDATE, AlertKind.RAID]
    with one.store.reading() as connection:
        (raid,) = raids.every(connection, OUEST)
    assert raid.hostile == 1_500
    assert raid.root == (LEA.key if whom == [LEA] else raid.root)


def test_a_rule_sees_the_raid_and_the_budget_of_the_community_holds_in_it(ouest):
    asked = {
        "name": "au milieu d'un raid",
        "reason": "harassment_targeted",
        "severity": "medium",
        "all": [{"raid": {"hostile": 15}}, {"words": ["pourriture"]}],
        "then": ["limit"],
    }
    one = ouest(HATEFUL | {"then": []}, asked)
    live(one, against(LEA, count=600), step=50)
    holds = [each.hold for each in one.deliveries() if each.does == "limit"]
    assert holds.count(None) <= 20, "ten an hour, and no reserve"
    assert holds.count(Hold.BUDGET) > 500
    assert len(rung(one)) <= 3


def test_ordinary_talk_in_the_middle_of_a_raid_is_no_part_of_it_and_leaves_nothing(ouest):
    one = ouest()
    one.bring(*against(LEA, count=200))
    before = one.rows()
    one.bring(*(mention(f"bonjour {n}", stranger(f"x{n}"), LEA, n, at=BEGIN + 1_800 * SECOND) for n in range(50)))
    assert set(one.grown(before)) <= {"toll"}


def test_a_wave_of_sign_ups_is_told_by_its_number_though_nobody_says_anything_wrong(ouest):
    one = ouest()
    live(one, arriving(300), step=20)
    told = rung(one)
    assert [kind for kind, _ in told] == [AlertKind.RAID, AlertKind.UPDATE, AlertKind.RAID]
    assert told[0][1].startswith("Vague d’inscriptions à ouest")
    assert one.rows()["mention"] == one.rows()["author"] == 0, "of who signs up and says nothing wrong nothing is kept"
    with one.store.reading() as connection:
        assert len(unordered(crowds.lately(connection, f"{OUEST}/sign-ups", 0, 2**32 - 1))) == 300


def test_a_few_who_sign_up_are_no_wave(ouest):
    one = ouest()
    live(one, arriving(8))
    assert rung(one) == []


def test_a_raid_that_comes_with_its_reports_is_two_things_that_are_each_told_apart(ouest):
    one = ouest()
    live(one, [*against(LEA, count=300), *reports(300, subjects=300)], step=60)
    assert len(rung(one)) <= 6


def test_who_is_erased_is_in_no_crowd_any_more(ouest, tmp_path):
    one = ouest()
    one.pipeline.handle([arrival(each) for each in reports(30, subjects=1)])
    hugo = stranger("h0").key
    with one.store.reading() as connection:
        uris = connection.exec_driver_sql("SELECT uri FROM thread").scalars().all()
    assert hugo in uris
    Erasure(one.store, tmp_path / "keys").erase(Target(person=OUEST, account=hugo), "camille", one.now)
    assert one.rows()["flag"] == one.rows()["docket"] == one.rows()["exhibit_key"] == 0
    with one.store.reading() as connection:
        assert hugo not in connection.exec_driver_sql("SELECT uri FROM thread").scalars().all()
