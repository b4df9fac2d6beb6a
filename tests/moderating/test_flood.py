"""Thousands sign up, or report, within the hour: our phone rings three times at most, nothing that came is lost, and
nobody is limited beyond the budget. All of it is the real way, from the arrival to the service that rings the phone.
"""

import json
from collections import Counter
from datetime import timedelta

import pytest
from aiohttp import web

from bot.alerts.apprise import AppriseChannel
from bot.delivery import Deliveries
from bot.evidence.chain import verify
from bot.jobs import Jobs
from bot.model.decision import Hold
from bot.model.reason import Severity
from bot.moderating.periods import count
from bot.outbox.ledger import Ledger
from bot.store import read
from tests.community import making
from tests.community.making import BEGIN, DESK, OUEST, flag, member, post, sign_up, stranger
from tests.community.ouest import HATEFUL, Ouest
from tests.moderating.hand import Server

WAVE = 5_000
REPORTED = 200
"""Accounts that a wave of reports is about."""
BUDGET = 10
"""Limits an hour."""
RAIDS = 1
"""Exhibits that say what a wave was."""
BATCH = 500
DAY = timedelta(days=1)
ADVERTISING = "Gagnez 500 euros par jour sans risque, depuis chez vous"
TURNED_AWAY = {
    "name": "refus",
    "reason": "spam",
    "severity": "medium",
    "all": [{"kind": "sign_up"}, {"words": ["gagnez"]}],
    "then": ["limit"],
}


class Phone:
    """A service on this machine that takes alerts over HTTP."""

    def __init__(self):
        self.rang = []

    async def take(self, request):
        self.rang.append(json.loads(await request.read())["title"].replace("\u00a0", " "))
        return web.Response()


@pytest.fixture
async def phone():
    taking = Phone()
    app = web.Application()
    app.router.add_post("/{path:.*}", taking.take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    taking.url = f"json://127.0.0.1:{runner.addresses[0][1]}/alerts"
    yield taking
    await runner.cleanup()


class AtWork:
    """The desk with all that works for it, by the clock of what comes."""

    def __init__(self, ouest, phone):
        self.ouest, self.store, self.phone, self.server = ouest, ouest.store, phone, Server()
        shields, channel = {OUEST: ouest.shield}, AppriseChannel(f"{OUEST}/1", phone.url, Severity.HIGH)
        self.deliveries = Deliveries(
            Ledger(self.store, shields), {DESK: self.server}, {channel.name: channel}, self.now
        )
        self.jobs = Jobs(self.store, shields, [], self.now, lambda: None)

    def now(self):
        return self.ouest.now

    async def live(self, some):
        """The day's digest has gone out; then let it all come as it happens, and the rest of the day go by."""
        some, self.ouest.now = list(some), BEGIN
        await self.work()
        for start in range(0, len(some), BATCH):
            part = some[start : start + BATCH]
            self.ouest.now = max(each.at for each in part)
            self.ouest.pipeline.handle(part)
            await self.work()
        for _ in range(10):
            self.ouest.now += timedelta(hours=1)
            await self.work()

    async def work(self):
        await self.jobs.raids()
        await self.jobs.floods()
        await self.jobs.urgent()
        await self.jobs.digests()
        await self.deliveries.run_due()

    def holds(self):
        """Of how many limits each stands so, since somebody must see them or the budget is spent."""
        return Counter(each.hold for each in self.ouest.deliveries() if each.does == "limit" and each.task == "act")

    def reports(self):
        """How many the chain, which is whole, and the exhibits know of."""
        with self.store.reading() as connection:
            assert not list(verify(list(read.chain(connection, OUEST))))
            return count(connection, OUEST, BEGIN - DAY, BEGIN + 2 * DAY).reports


@pytest.fixture
def at_work(tmp_path, phone):
    made = []

    def make(*rules):
        made.append(Ouest(tmp_path, *rules, packs=["instance", "sign-ups", "spam-wave"]))
        return AtWork(made[-1], phone)

    yield make
    for one in made:
        one.store.close()


def wave():
    """The number of each, and when it comes: all within the hour."""
    return [(number, BEGIN + number * timedelta(hours=1) / WAVE) for number in range(WAVE)]


def reported(number, who, at, **more):
    """Each by another."""
    return flag(number, subject=who, reporter=member(f"r{number}").key, at=at, **more)


def with_its_post(number, at):
    """A report about one of many, with what they wrote."""
    who = stranger(f"h{number % REPORTED}")
    one = post(f"{number} pourriture {number * 7}", who, number, at=at)
    return reported(number, who, at, posts=(one.uri,)), one


async def test_five_thousand_who_sign_up_ring_three_times_and_each_waits_for_a_human(at_work, phone):
    desk = at_work(TURNED_AWAY)
    newcomers = (sign_up(ADVERTISING, member(f"n{number}"), number, at=at, inside=True) for number, at in wave())
    await desk.live(map(making.arrival, newcomers))
    assert 1 <= len(phone.rang) <= 3
    assert phone.rang[0].startswith("Vague d’inscriptions à ouest")
    assert phone.rang[-1] == f"La vague d’inscriptions est finie à ouest : {WAVE} comptes"
    assert len({one.subject for one in desk.ouest.dockets()}) == desk.ouest.rows()["mention"] == WAVE
    assert desk.holds() == {Hold.REVIEW: WAVE}, "no rule alone turns anybody away who is one of us"
    assert desk.server.done == []


async def test_five_thousand_reports_about_one_of_us_are_one_docket_that_counts_each(at_work, phone):
    desk = at_work(HATEFUL)
    await desk.live(making.arrival(reported(number, member("lea"), at, inside=True)) for number, at in wave())
    assert 1 <= len(phone.rang) <= 3
    assert phone.rang[-1] == f"La vague de signalements est finie à ouest : {WAVE} comptes"
    [docket] = desk.ouest.dockets()
    assert (docket.flags, docket.reporters, docket.member) == (WAVE, WAVE, True)
    assert desk.reports() == desk.ouest.rows()["flag"] == desk.ouest.rows()["exhibit"] - RAIDS == WAVE
    assert desk.server.done == [], "that many report somebody proves nothing against them"


async def test_five_thousand_reports_about_many_are_joined_and_limit_no_more_than_the_budget_lets(at_work, phone):
    desk = at_work(HATEFUL)
    await desk.live(making.arrival(*with_its_post(number, at)) for number, at in wave())
    assert 1 <= len(phone.rang) <= 3
    dockets = desk.ouest.dockets()
    assert len(dockets) == REPORTED
    assert {(one.flags, one.reporters) for one in dockets} == {(WAVE // REPORTED, WAVE // REPORTED)}
    assert desk.reports() == desk.ouest.rows()["flag"] == desk.ouest.rows()["mention"] == WAVE
    assert len(desk.server.done) == BUDGET, "all of it came within the hour"
    assert desk.holds() == {None: BUDGET, Hold.BUDGET: WAVE - BUDGET}, "and the rest waits for a human"
