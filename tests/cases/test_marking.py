"""All that somebody of a case ever wrote is found by it: what came before it was one, and what came since."""

import asyncio

from bot.cases.marking import mark
from bot.evidence.master import MasterKey
from bot.handling.relations import synchronised
from bot.jobs import Jobs
from bot.model.conduct import Stage
from bot.model.course import Day
from bot.pipeline import Pipeline
from bot.platforms.simulated.normalise import normalise
from bot.rules import escalate
from bot.rules.escalate import Past
from bot.store import acts, cases, write
from bot.store.database import Store
from bot.store.migrate import migrate
from tests.cases.test_order import END, ME, SHIELD, arrivals, engine


def played(folder, name):
    store = Store(f"sqlite:///{folder}/rempart.db", MasterKey.new())
    migrate(store)
    with store.writing() as connection:
        write.advance(connection, {synchronised(ME.key): "0"}, END)
    pipeline = Pipeline(store, {"me": SHIELD}, {"bluesky": normalise}, engine(), lambda: END)
    for one in arrivals(name):
        pipeline.handle([one])
    return store


def listed(store, accounts):
    with store.reading() as connection:
        return acts.of(connection, "me", accounts, acts.FIRST, 1000)


def test_what_came_before_a_case_is_marked_by_the_clock_and_what_came_since_as_it_came(tmp_path):
    store = played(tmp_path, "course-in-the-open")
    with store.reading() as connection:
        (case,) = cases.every(connection, "me")
        accounts = cases.members(connection, "me", [case.id])[case.id]
        wrote = sum(each.mentions for each in cases.came(connection, "me", accounts).values())
        assert not acts.complete(connection, "me", case.id)
    since = len(listed(store, accounts))
    assert 0 < since < wrote
    jobs = Jobs(store, {"me": SHIELD}, [], lambda: END, lambda: None)
    asyncio.run(jobs.cases())
    assert len({one.kept.uri for one in listed(store, accounts)}) == wrote
    with store.reading() as connection:
        assert acts.complete(connection, "me", case.id)
    assert mark(store, ["me"]) == 0
    orders = [one.place.order for one in listed(store, accounts)]
    assert orders == sorted(orders, reverse=True)
    store.close()


def test_the_stages_are_told_with_their_days_up_and_down_again():
    insult, threat = (0, 0, 0, 1, 0, 0), (0, 0, 0, 0, 0, 1)
    days = [Day(100 + n, insult, 1) for n in range(4)] + [
        Day(106, threat, 1),
        Day(107, threat, 1),
        Day(1500, insult, 1),
    ]
    found = escalate.history(Past(days=tuple(days)))
    assert [stage for _, stage in found][-1] < Stage.DANGER
    assert Stage.DANGER in [stage for _, stage in found]
    assert [day for day, _ in found] == sorted(day for day, _ in found)
    assert escalate.assess(Past(days=tuple(days[:-1]))).stage is Stage.DANGER


def test_a_stage_that_fades_is_told_from_the_row_as_from_the_days():
    days = tuple(Day(100 + n, (0, 0, 0, 1, 0, 0), 1) for n in range(5))
    then = escalate.assess(Past(days=days))
    for later in (0, 30, 91, 400):
        now = escalate.assess(Past(days=days), then.last + later)
        stage, score = escalate.faded(then.stage, then.score, later)
        assert (now.stage, round(now.score, 6)) == (stage, round(score, 6))
