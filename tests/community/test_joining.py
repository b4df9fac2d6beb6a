"""Reports reach our desk in any order, twice, settled before they are made: what is open about somebody is one thing."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import delete

from bot.config.schema import Retention
from bot.erasure.plan import Erasure
from bot.evidence.exhibit import unseal
from bot.model.docket import Standing
from bot.model.reason import Severity
from bot.people.review import Review
from bot.store import dockets, flags, read, schema
from tests.community.making import BEGIN, OUEST, arrival, flag, member, mention, post, stranger
from tests.community.ouest import HATEFUL

HUGO, LUCIE = stranger("hugo"), stranger("lucie")
LEA, MAX = member("lea"), member("max")
HOUR = timedelta(hours=1)


def told(number, hours, *, about=HUGO, **more):
    """A report, as its server says it stands so many hours later."""
    return arrival(flag(number, subject=about, **more), at=BEGIN + hours * HOUR)


WORDS = [
    told(1, 1),
    told(1, 1),
    told(1, 3, open=False),
    told(2, 1),
    told(2, 2, taken=True),
    told(2, 4, open=False),
    told(2, 5),
    told(3, 6, reporter=flag(2).reporter, withheld=2),
    told(4, 1, about=LUCIE),
    told(4, 2, about=LUCIE, open=False),
    told(5, 1, about=LUCIE, reporter=""),
    told(5, 3, about=LUCIE, open=False),
    arrival(flag(6, posts=("https://nord.test/@hugo/9",)), post("pourriture", HUGO, 9)),
    arrival(mention("pourriture", HUGO, LEA, 21)),
    arrival(mention("quelle pourriture", HUGO, MAX, 22)),
    arrival(mention("pourriture encore", HUGO, MAX, 23)),
    arrival(mention("bonjour", HUGO, member("tom"), 24)),
]


def stand(one):
    """All that stands at the desk, but for what evidence is called."""
    with one.store.reading() as connection:
        filed = [
            [report._replace(exhibit="") for report in flags.of(connection, OUEST, who.key)] for who in (HUGO, LUCIE)
        ]
        return filed, dockets.joined(connection, OUEST, [HUGO.key, LUCIE.key])


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(len(WORDS))), size=st.sampled_from([1, 3, 500]))
def test_whatever_the_order_in_which_it_comes_the_desk_shows_the_same(shared, order, size):
    one, expected = shared
    empty(one)
    arrivals = [WORDS[place] for place in order]
    for start in range(0, len(arrivals), size):
        one.pipeline.handle(arrivals[start : start + size])
    assert stand(one) == expected


@pytest.fixture
def shared(ouest):
    one = ouest()
    for each in WORDS:
        one.pipeline.handle([each])
    return one, stand(one)


def empty(one):
    """As if nothing had ever come: the salt stays."""
    with one.store.writing() as connection:
        for table in reversed(schema.metadata.sorted_tables):
            if table.name not in {"person", "alembic_version"}:
                connection.execute(delete(table))


def test_the_desk_counts_who_reports_and_to_whom_somebody_wrote(ouest):
    one = ouest()
    one.pipeline.handle(WORDS)
    docket = one.docket("hugo")
    assert (docket.standing, docket.severity, docket.rule) == (Standing.OPEN, Severity.MEDIUM, "insulte")
    assert (docket.flags, docket.reporters, docket.targets) == (3, 2, 2)
    assert docket.suggested == "limit"
    assert one.docket("lucie").standing is Standing.SETTLED
    assert one.docket("tom") is None


def test_a_report_without_a_post_is_joined_too_and_what_it_says_is_kept_once(ouest):
    one = ouest()
    one.pipeline.handle([told(1, 1), told(1, 2), told(2, 1)])
    docket = one.docket("hugo")
    assert (docket.flags, docket.severity, docket.member) == (2, Severity.NONE, False)
    assert one.rows()["exhibit"] == 2
    with one.store.reading() as connection:
        (first, *_) = flags.of(connection, OUEST, HUGO.key)
        (sealed,) = read.several(connection, [first.exhibit])
        assert b'"id":"2"' in unseal(sealed, one.store.master)
        came = [entry for entry in read.chain(connection, OUEST) if entry.event == "flag:came"]
    assert {entry.payload["exhibit"] for entry in came} >= {first.exhibit}
    assert all("hugo" not in str(entry.payload) for entry in came)


def test_a_reported_post_is_kept_though_no_rule_finds_anything_in_it(ouest):
    one = ouest()
    one.pipeline.handle([arrival(flag(1, posts=("https://nord.test/@hugo/9",)), post("bonjour", HUGO, 9))])
    assert one.rows()["mention"] == 1
    assert one.docket("hugo").severity is Severity.NONE


def test_many_reports_of_one_member_count_as_one_reporter_for_a_rule(ouest):
    asked = {
        "name": "signalé",
        "reason": "harassment_targeted",
        "severity": "medium",
        "all": [{"reported": {"by": 3, "within": "1 day"}}],
        "then": ["hold", {"suggest": "suspend"}],
    }
    one = ouest(asked)
    one.pipeline.handle([told(number, 1, reporter=LEA.key) for number in range(9)])
    assert one.bring(mention("bonjour", HUGO, LEA, 30)) == []
    together = [told(20, 1, reporter=MAX.key), told(21, 1, reporter=member("tom").key)]
    one.pipeline.handle([*together, arrival(mention("bonjour", HUGO, LEA, 31))])
    docket = one.docket("hugo")
    assert (docket.rule, docket.suggested, docket.reporters) == ("signalé", "suspend", 3)
    assert [each.does for each in one.deliveries() if each.does != "mention"] == [], "it is suggested, and not done"


def test_what_a_human_settled_stays_settled_until_something_new_comes(ouest):
    one = ouest()
    one.pipeline.handle([told(1, 1)])
    with one.store.writing() as connection:
        settled = replace(one.docket("hugo"), standing=Standing.SETTLED, taken_by="seat", taken_at=one.now)
        dockets.put(connection, settled)
    one.pipeline.handle([told(1, 2), told(1, 3)])
    assert one.docket("hugo") == settled
    one.pipeline.handle([told(2, 4)])
    docket = one.docket("hugo")
    assert (docket.standing, docket.taken_by, docket.flags) == (Standing.OPEN, "", 2)


def test_who_took_it_keeps_it_while_more_comes(ouest):
    one = ouest()
    one.pipeline.handle([told(1, 1)])
    with one.store.writing() as connection:
        mine = replace(one.docket("hugo"), standing=Standing.TAKEN, taken_by="seat", taken_at=one.now)
        dockets.put(connection, mine)
    one.pipeline.handle([told(2, 2)])
    docket = one.docket("hugo")
    assert (docket.standing, docket.taken_by, docket.flags) == (Standing.TAKEN, "seat", 2)


def test_what_was_settled_long_ago_goes_with_its_reports_and_what_is_open_stays(ouest, tmp_path):
    one = ouest()
    one.pipeline.handle([told(1, 1), told(1, 3, open=False), told(2, 1, about=LUCIE)])
    work = Erasure(one.store, tmp_path / "keys")
    work.retain(OUEST, Retention(), one.now + timedelta(days=20))
    assert one.rows()["flag"] == 2
    work.retain(OUEST, Retention(), one.now + timedelta(days=40))
    assert one.docket("hugo") is None
    assert one.docket("lucie") is not None
    assert one.rows()["flag"] == one.rows()["exhibit_key"] == 1


def test_what_is_told_of_a_report_later_takes_nothing_from_it(ouest):
    one = ouest()
    one.pipeline.handle([told(1, 1, withheld=2, posts=("https://nord.test/@hugo/9",)), told(1, 2)])
    one.pipeline.handle([told(1, 3, taken=True)])
    with one.store.reading() as connection:
        (filed,) = flags.of(connection, OUEST, HUGO.key)
    assert (filed.withheld, filed.posts, filed.taken) == (2, 1, True)


def test_what_a_rule_found_after_the_reports_were_settled_is_open(ouest):
    one = ouest()
    found = mention("pourriture", HUGO, LEA, 30, at=BEGIN + 3 * HOUR)
    one.pipeline.handle([told(1, 1), told(1, 2, open=False), arrival(found)])
    assert one.docket("hugo").standing is Standing.OPEN
    one.pipeline.handle([told(2, 4), told(2, 5, open=False)])
    assert one.docket("hugo").standing is Standing.SETTLED


@pytest.mark.parametrize(("severity", "waits"), [("medium", Standing.SETTLED), ("high", Standing.OPEN)])
def test_what_is_grave_waits_for_a_human_though_a_rule_limited_them_and_that_settled_the_reports(
    ouest, severity, waits
):
    one = ouest(HATEFUL | {"severity": severity})
    one.pipeline.handle([told(1, 1), arrival(mention("pourriture", HUGO, LEA, 30))])
    assert [(each.does, each.by_rule) for each in one.deliveries() if each.does == "limit"] == [("limit", True)]
    one.pipeline.handle([told(1, 2, open=False)])
    assert one.docket("hugo").standing is waits


def test_what_a_human_agreed_to_is_settled_with_its_reports_however_grave(ouest):
    one = ouest(HATEFUL | {"severity": "high", "then": ["hold", "limit"]})
    one.pipeline.handle([told(1, 1), arrival(mention("pourriture", HUGO, LEA, 30))])
    (limit,) = (each for each in one.deliveries() if each.does == "limit")
    assert Review(one.store).approve(limit.id, "Anne", one.now)
    one.pipeline.handle([told(1, 2, open=False)])
    assert one.docket("hugo").standing is Standing.SETTLED


def test_one_of_our_own_is_known_as_such_whether_reported_or_noticed(ouest):
    one = ouest()
    one.pipeline.handle([told(1, 1, inside=True), arrival(mention("pourriture", LUCIE, LEA, 30, inside=True))])
    assert (one.docket("hugo").member, one.docket("lucie").member) == (True, True)


def test_of_those_to_whom_one_account_wrote_only_so_many_are_remembered(ouest, monkeypatch):
    monkeypatch.setattr("bot.community.joining.MEMBERS", 2)
    one = ouest()
    one.bring(*(mention("pourriture", HUGO, who, number) for number, who in enumerate((LEA, MAX, member("tom")), 30)))
    assert one.docket("hugo").targets == 2


def test_to_whom_the_community_trusts_nothing_is_done_though_it_is_noticed(ouest):
    one = ouest(trusted=frozenset({HUGO.handle}))
    one.bring(mention("pourriture", HUGO, LEA, 30), mention("pourriture", LUCIE, LEA, 31))
    assert {each.what.subject for each in one.deliveries() if each.does == "limit"} == {LUCIE.key}
    assert one.docket("hugo").rule == "insulte"
