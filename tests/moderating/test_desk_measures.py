"""What moderators order is done on their server as it was meant, is taken back whole, and mails nobody unasked."""

from datetime import timedelta

import pytest

from bot.errors import Gone, Refused
from bot.model.delivery import Status
from bot.model.measure import (
    Assign,
    Escalate,
    Label,
    Limit,
    LimitDomain,
    Reopen,
    Resolve,
    Sensitive,
    Suspend,
    SuspendDomain,
    Warn,
)
from bot.platforms.mastodon.desk import desk
from bot.store import outbox
from tests.doubles.mastodon_admin_world import FEDERATION, MODERATOR, OWNER, REPORTS
from tests.moderating.desk import AtWork, at_work, now, stamp

HOLDING = {"sensitized": Sensitive(), "silenced": Limit(), "suspended": Suspend()}


@pytest.fixture
async def work(tmp_path):
    async with at_work(f"sqlite:///{tmp_path / 'ouest.db'}") as one:
        yield one


def held(work: AtWork, where: str) -> bool:
    ids = work.world.suspended if where == "suspended" else getattr(work.world.admin, where)
    return work.world.called("harasser").id in ids


@pytest.mark.parametrize("where", HOLDING)
async def test_it_holds_and_is_lifted_and_the_reports_it_settled_wait_again(work, where):
    before = [work.report(), work.report()]
    work.report("pest")
    done = await work.do(HOLDING[where])
    assert (done.status, held(work, where), len(work.open_reports())) == (Status.DONE, True, 1)
    undone = await work.undo(done.id)
    assert (undone.status, held(work, where)) == (Status.DONE, False)
    assert set(before) < set(work.open_reports())


@pytest.mark.parametrize("where", HOLDING)
async def test_reports_that_came_between_the_look_and_the_measure_wait_again_too_and_no_others(work, where):
    seen, other = work.report(), work.report()
    assert (await work.do(Resolve(flags=(other,)), number=9)).status is Status.DONE
    looking = work.ledger.captured
    late = []

    async def reported_meanwhile(*given):
        late.append(work.report(at=now()))
        return await looking(*given)

    work.ledger.captured = reported_meanwhile
    done = await work.do(HOLDING[where])
    assert (done.status, work.open_reports()) == (Status.DONE, [])
    colleague = work.report(at=now())
    work.world.reports[-1] |= {"action_taken": True, "action_taken_at": stamp(now()), "settled_by": "1"}
    await work.undo(done.id)
    assert work.open_reports() == [seen, *late]
    assert {other, colleague}.isdisjoint(work.open_reports())


@pytest.mark.parametrize("where", HOLDING)
async def test_no_mail_is_ever_sent_unasked_and_one_with_what_a_human_wrote(work, where):
    done = await work.do(HOLDING[where])
    assert (done.status, work.world.admin.mails) == (Status.DONE, [])
    await work.undo(done.id)
    worded = type(HOLDING[where])(text="Vos messages sont limités. Recours : moderation@ouest.test")
    assert (await work.do(worded, number=2)).status is Status.DONE
    assert work.world.admin.mails == [(work.world.called("harasser").id, worded.text)]


async def test_what_others_did_before_us_is_not_ours_to_undo(work):
    await work.desk.perform(work.order(Limit()))
    again = await work.do(Limit())
    assert again.status is Status.CANCELLED
    assert len(work.world.admin.strikes) == 1


async def test_a_limit_ends_by_itself(work):
    done = await work.do(Limit(duration=timedelta(days=7)))
    with work.store.reading() as connection:
        [expiry] = [one for one in outbox.with_status(connection, Status.PLANNED) if one.cause == "expiry"]
    assert timedelta(days=6) < expiry.due_at - done.due_at < timedelta(days=8)
    later = work.deliveries(lambda: expiry.due_at + timedelta(seconds=1))
    await later.run_due()
    assert (held(work, "silenced"), work.delivery(done.id).status) == (False, Status.UNDONE)


async def test_a_warning_is_said_once_and_settles_nothing(work):
    work.report()
    done = await work.do(Warn(text="Merci de relire les règles."))
    assert (done.status, len(work.world.admin.mails), len(work.open_reports())) == (Status.DONE, 1, 1)
    assert (await work.do(Warn(text=" "), number=2)).status is Status.REFUSED
    assert (await work.do(Warn(text="Bonjour"), "pest", number=3)).status is Status.REFUSED
    assert len(work.world.admin.strikes) == 1


async def test_a_warning_that_may_have_been_said_is_left_to_a_human(work):
    work.double.faults.append({"kind": "drop_after", "path": "/api/v1/admin/accounts", "method": "POST"})
    assert (await work.do(Warn(text="Bonjour"))).status is Status.UNCERTAIN
    assert len(work.world.admin.strikes) == 1


async def test_reports_are_taken_settled_and_given_back(work):
    one, other = work.report(), work.report()
    assert (await work.do(Assign(flags=(one,)))).status is Status.DONE
    assert [each.get("assigned") for each in work.world.reports] == [work.me.id, None]
    await work.undo("o1")
    assert [each.get("assigned") for each in work.world.reports] == [None, None]
    assert (await work.do(Resolve(flags=(one,)), number=2)).status is Status.DONE
    assert work.open_reports() == [other]
    assert (await work.do(Resolve(), number=3)).status is Status.DONE
    assert work.open_reports() == []
    assert (await work.do(Reopen(flags=(other,)), number=4)).status is Status.DONE
    assert work.open_reports() == [other]
    await work.undo("o4")
    await work.undo("o2")
    assert work.open_reports() == [one]


async def test_where_some_reports_are_open_again_the_rest_still_is_opened(work):
    one, other = work.report(), work.report()
    done = await work.do(Resolve())
    await work.desk.perform(work.order(Reopen(flags=(one,))))
    await work.undo(done.id)
    assert work.open_reports() == [one, other]


async def test_a_domain_is_limited_then_cut_off_and_the_limit_comes_back(work):
    assert (await work.do(LimitDomain(domain="Nord.test"), "pest")).status is Status.DONE
    assert (await work.do(SuspendDomain(domain="nord.test"), "pest", 2)).status is Status.DONE
    assert [one.severity for one in work.world.admin.rules.values()] == ["suspend"]
    await work.undo("o2")
    assert [one.severity for one in work.world.admin.rules.values()] == ["silence"]
    await work.undo("o1")
    assert work.world.admin.rules == {}


async def test_to_take_a_limit_back_lifts_nothing_that_somebody_made_of_it_since(work):
    await work.do(LimitDomain(domain="nord.test"), "pest")
    [rule] = work.world.admin.rules.values()
    rule.severity = "suspend"
    assert (await work.undo("o1")).status is Status.DONE
    assert [one.severity for one in work.world.admin.rules.values()] == ["suspend"]


async def test_what_is_stricter_already_is_left_so_for_a_domain_and_all_below_it(work):
    await work.desk.perform(work.order(SuspendDomain(domain="nord.test"), "pest"))
    for number, domain in enumerate(("nord.test", "sous.nord.test"), 2):
        assert (await work.do(LimitDomain(domain=domain), "pest", number)).status is Status.CANCELLED
        await work.desk.perform(work.order(LimitDomain(domain=domain), "pest"))  # and where it came between: 422
    assert [one.severity for one in work.world.admin.rules.values()] == ["suspend"]


async def test_an_older_server_that_takes_no_second_rule_says_so(work):
    work.world.admin.strict = True
    await work.desk.perform(work.order(LimitDomain(domain="nord.test"), "pest"))
    done = await work.do(SuspendDomain(domain="sous.nord.test"), "pest")
    assert (done.status, "parent" in done.trouble) == (Status.REFUSED, True)


@pytest.mark.parametrize(
    "domain", ["", "nord", "https://nord.test", "nord.test/../accounts", "user@nord.test", "127.0.0.1:1"]
)
async def test_what_is_no_server_is_sent_nowhere(work, domain):
    assert (await work.do(SuspendDomain(domain=domain), "pest")).status is Status.REFUSED
    assert work.world.admin.rules == {}


async def test_the_team_of_the_server_is_spared_in_words(work):
    work.world.admin.roles[work.world.called("harasser").id] = OWNER
    done = await work.do(Suspend())
    assert (done.status, "spares" in done.trouble, held(work, "suspended")) == (Status.REFUSED, True, False)


async def test_what_the_role_or_the_token_lacks_is_named(work):
    work.world.admin.roles[work.me.id] = REPORTS
    assert "manage_users" in (await work.do(Limit())).trouble
    assert "manage_federation" in (await work.do(LimitDomain(domain="nord.test"), "pest", 2)).trouble
    work.world.admin.roles[work.me.id] = MODERATOR | FEDERATION
    work.world.scopes = ("read", "admin:read", "admin:write:reports")
    refused = await work.do(Limit(), number=3)
    assert (refused.status, "admin:write:accounts" in refused.trouble) == (Status.REFUSED, True)


async def test_what_only_a_labeler_has_is_refused_here(work):
    for number, action in enumerate((Label(values=("rude",)), Escalate()), 1):
        assert (await work.do(action, number=number)).status is Status.REFUSED


async def test_a_server_without_the_interface_is_not_taken_for_an_account_that_is_gone(tmp_path):
    async with at_work(f"sqlite:///{tmp_path / 'ouest.db'}", "akkoma") as work:
        done = await work.do(Limit())
        assert (done.status, "no interface for moderators" in done.trouble) == (Status.REFUSED, True)


async def test_gotosocial_suspends_and_knows_nothing_else(tmp_path):
    async with at_work(f"sqlite:///{tmp_path / 'ouest.db'}", "gotosocial") as work:
        work.report()
        assert (await work.do(Limit())).status is Status.REFUSED
        assert (await work.do(Suspend(), number=2)).status is Status.DONE
        assert held(work, "suspended")


async def test_the_members_are_all_who_have_an_account_here_and_their_addresses_are_shown_not_kept(work):
    lea = work.world.called("lea")
    work.world.admin.ips[lea.id] = "203.0.113.7"
    found = [one async for one in work.desk.members()]
    assert {one.handle.partition("@")[0] for one in found} == {"moderation", "harasser", "lea"}
    [key] = [one.key for one in found if one.id == lea.id]
    assert list(await work.desk.kin(key)) == ["lea@mail.test", "203.0.113.7"]


async def test_the_probe_says_what_can_be_done(work):
    assert work.desk.can() == frozenset()
    probed = await work.desk.probe(frozenset({"limit"}))
    assert (probed.account, probed.lacking) == ("desk:ouest", ())
    assert {"limit", "suspend", "resolve", "limit_domain"} <= work.desk.can()


async def test_before_a_server_is_cut_off_the_members_who_follow_there_are_named(work):
    world = work.world
    lea, pest, harasser = world.called("lea"), world.called("pest"), world.called("harasser")
    world.follows |= {(lea.id, pest.id), (harasser.id, pest.id), (pest.id, lea.id)}
    seen = await work.desk.foresee(SuspendDomain(domain="nord.test"), "")
    assert set(seen.follows) == {("lea", "pest@nord.test"), ("harasser", "pest@nord.test")}
    assert seen.followers == (("lea", "pest@nord.test"),)
    assert (seen.counted, seen.inward, seen.final) == (3, 1, ("follows", "posts"))
    world.scopes = ("read", "admin:read:accounts", "admin:read:reports", "admin:read:domain_blocks")
    assert await work.desk.foresee(SuspendDomain(domain="nord.test"), "") == seen
    key = f"mastodon:{work.home}/{pest.id}"
    cut = await work.desk.foresee(Suspend(), key)
    assert (cut.followers, cut.inward, cut.final) == ((("lea", "pest@nord.test"),), 1, ("follows",))


async def test_whoever_left_the_community_is_counted_and_named_to_nobody(work):
    world = work.world
    lea, pest, harasser = world.called("lea"), world.called("pest"), world.called("harasser")
    world.follows |= {(lea.id, pest.id), (harasser.id, pest.id), (pest.id, lea.id)}
    work.out.add(f"mastodon:{work.home}/{lea.id}")
    seen = await work.desk.foresee(SuspendDomain(domain="nord.test"), "")
    assert (seen.follows, seen.followers) == ((("harasser", "pest@nord.test"),), ())
    assert (seen.counted, seen.inward) == (3, 1)
    cut = await work.desk.foresee(Suspend(), f"mastodon:{work.home}/{pest.id}")
    assert (cut.followers, cut.counted) == ((), 1)


async def test_before_a_server_is_limited_it_is_said_what_rule_it_has_already(work):
    async def covered(domain):
        return (await work.desk.foresee(LimitDomain(domain=domain), "")).covered

    assert await covered("nord.test") is None
    await work.do(LimitDomain(domain="nord.test"))
    assert await covered("nord.test") == ("nord.test", "silence")
    assert await covered("a.nord.test") == ("nord.test", "silence")
    assert await covered("autrenord.test") is None
    work.world.scopes = ("read", "admin:read:accounts", "admin:read:reports")
    assert await covered("nord.test") is None


async def test_whoever_waits_for_names_longer_than_people_do_is_told_the_counts(work, monkeypatch):
    world = work.world
    world.follows |= {(world.called("lea").id, world.called("pest").id)}
    monkeypatch.setattr(desk, "LOOKING", 0.0)
    seen = await work.desk.foresee(LimitDomain(domain="nord.test"), "")
    assert (seen.follows, seen.counted) == ((), 1)
    assert (await work.desk._foreseen(SuspendDomain(domain="nord.test"))).follows == (("lea", "pest@nord.test"),)


async def test_before_an_account_is_suspended_it_is_said_what_settles_with_it(work):
    flag = work.report()
    seen = await work.desk.foresee(Suspend(), f"mastodon:{work.home}/{work.world.called('harasser').id}")
    assert (seen.resolves, seen.final) == ((flag,), ("purge",))


async def test_an_account_that_is_gone_is_gone(work):
    order = work.order(Limit())
    del work.world.people[work.world.called("harasser").id]
    with pytest.raises(Gone):
        await work.desk.prior(order)
    work.world.admin.roles.clear()
    with pytest.raises(Refused):
        await work.desk.prior(order)
