"""What is reported, who signs up and what members are written reaches the desk, whatever kind of server it is."""

from datetime import timedelta

import pytest

from bot.errors import Refused, TryLater, Unauthorized
from bot.model.mention import Kind, Mention, Via
from bot.platforms.mastodon.desk.publics import Publics
from tests.doubles.mastodon_hooks import Hooks
from tests.platforms.mastodon.desk.conftest import CANARY, now

INSULT = "@lea espèce de pourriture"


def ends(count):
    """So many looks are over."""
    return lambda listening: sum(one.sign is not None for one in listening.arrivals) >= count


async def test_all_that_is_open_when_the_shield_comes_is_brought_then_what_is_new_once(desk):
    here = await desk()
    first = here.report("hugo", here.world.post("hugo", INSULT).id, category="spam")
    source = here.source("reports")
    heard = await here.brought(source, ends(1))
    [flag] = here.flags(heard.arrivals)
    assert (flag.id, flag.open, flag.taken, flag.inside, flag.reason) == (first, True, False, False, "spam")
    assert flag.subject.handle == "hugo@nord.test"
    assert flag.reporter == f"mastodon:{here.home}/{here.world.called('lea').id}"
    second = here.report("hugo")
    again = await here.brought(source, ends(1), heard.cursor)
    assert [one.id for one in here.flags(again.arrivals)] == [second]
    assert not here.flags((await here.brought(source, ends(1), again.cursor)).arrivals)


async def test_after_a_restart_what_was_settled_meanwhile_is_known(desk):
    here = await desk()
    here.report("hugo")
    heard = await here.brought(here.source("reports"), ends(1))
    here.world.reports[0] |= {"action_taken": True, "action_taken_at": "2026-11-23T10:00:00.000Z"}
    [flag] = here.flags((await here.brought(here.source("reports"), ends(1), heard.cursor)).arrivals)
    assert not flag.open
    assert here.ouest.grown(here.ouest.rows()) == {}


async def test_who_takes_a_report_at_the_server_is_seen(desk):
    here = await desk()
    here.report("lea", by="moderation")
    source = here.source("reports")
    await here.brought(source, ends(1))
    here.world.reports[0]["assigned"] = here.world.called("moderation").id
    [flag] = here.flags((await here.brought(source, ends(1), "0")).arrivals)
    assert (flag.taken, flag.inside) == (True, True)


@pytest.mark.parametrize(("flavour", "name"), [("mastodon", "reports"), ("gotosocial", "sign-ups")])
async def test_what_could_not_be_noted_is_brought_once_it_can(desk, flavour, name):
    here, full = await desk(flavour), [TryLater("not just now")]

    async def note(about, kin):
        if full:
            raise full.pop()
        await here.bag.note(about, kin)

    source = here.source(name, note=note)
    here.report("hugo")
    here.world.admin.pending.add(here.world.join("max").id)
    assert isinstance(await here.listen(source).ended(), TryLater)
    heard = await here.brought(source, ends(1))
    assert len([one for one in heard.arrivals if one.raw]) == 1


async def test_a_report_from_another_server_names_no_reporter(desk):
    here = await desk()
    here.world.join("nord.test", "nord.test")
    here.report("hugo", by="nord.test", forwarded=True)
    [flag] = here.flags((await here.brought(here.source("reports"), ends(1))).arrivals)
    assert flag.reporter == ""


async def test_what_was_reported_is_read_as_written_to_a_member_or_to_nobody(desk):
    here = await desk()
    to_lea = here.world.post("hugo", INSULT)
    to_nobody = here.world.post("hugo", "quelle pourriture, ce serveur")
    here.report("hugo", to_lea.id, to_nobody.id)
    heard = await here.brought(here.source("reports"), ends(1))
    said = {one.kind: one for one in here.events(heard.arrivals) if isinstance(one, Mention)}
    assert {one.desk for one in said.values()} == {"desk:ouest"}
    assert said[Kind.MENTION].to == f"mastodon:{here.home}/{here.world.called('lea').id}"
    assert said[Kind.POST].to == "desk:ouest"
    assert said[Kind.POST].author.handle == "hugo@nord.test"


@pytest.mark.parametrize("flavour", ["mastodon", "gotosocial"])
async def test_reports_and_sign_ups_are_read_on_servers_that_have_them(desk, flavour):
    here = await desk(flavour)
    here.report("hugo")
    assert len(here.flags((await here.brought(here.source("reports"), ends(1))).arrivals)) == 1


@pytest.mark.parametrize("flavour", ["akkoma", "snac"])
@pytest.mark.parametrize("name", ["reports", "sign-ups"])
async def test_where_there_is_nothing_for_moderators_the_source_says_so_and_ends(desk, flavour, name):
    here = await desk(flavour)
    assert isinstance(await here.listen(here.source(name)).ended(), Refused)


async def test_who_lost_the_role_is_told_so(desk):
    here = await desk()
    here.world.admin.roles.clear()
    assert isinstance(await here.listen(here.source("reports")).ended(), Refused)


async def test_who_signs_up_is_brought_from_then_on_and_by_what_they_came_only_as_keys(desk):
    here = await desk()
    source = here.source("sign-ups")
    began = await here.brought(source, ends(1))
    assert not here.events(began.arrivals)
    max_ = here.world.join("max")
    here.world.admin.ips[max_.id], here.world.admin.invites[max_.id] = "203.0.113.9", "je viens voir"
    heard = await here.brought(source, ends(1), began.cursor)
    [sign_up] = here.events(heard.arrivals)
    assert (sign_up.kind, sign_up.to, sign_up.uri) == (Kind.SIGN_UP, "desk:ouest", f"signup:{sign_up.author.key}")
    assert sign_up.text == "max\nje viens voir"
    assert here.ouest.rows()["kin"] == 3  # mailbox, its domain, network
    here.nowhere("203.0.113", "mail.test")


async def test_gotosocial_is_asked_who_waits_to_be_let_in_and_each_is_told_once(desk):
    here = await desk("gotosocial")
    source = here.source("sign-ups")
    here.world.admin.pending.add(here.world.join("max").id)
    heard = await here.brought(source, ends(1))
    assert [one.author.handle.partition("@")[0] for one in here.events(heard.arrivals)] == ["max"]
    assert not here.events((await here.brought(source, ends(1), heard.cursor)).arrivals)


async def test_on_the_public_stream_only_what_is_written_to_members_goes_further(desk):
    here = await desk(posts="local")
    here.world.join("max")
    heard = here.listen(here.source("public"))
    await heard.until(lambda: heard.cursor is not None and here.double.streams > 0)
    here.world.post("max", "bonjour à tout le monde")
    here.world.post("hugo", "@lea d'ailleurs")  # not of this server: in the other stream
    here.world.post("max", f"@lea {CANARY}", "direct")
    here.world.post("max", f"@lea {CANARY}", "private")
    wanted = here.world.post("max", INSULT)
    await heard.until(lambda: any(one.raw for one in heard.arrivals))
    [event] = here.events(heard.arrivals)
    assert (event.native, event.kind, event.inside) == (wanted.id, Kind.MENTION, True)
    here.world.edit(wanted.id, "@lea non, rien")
    await heard.until(lambda: sum(bool(one.raw) for one in heard.arrivals) > 1)
    assert [one.edited for one in here.events(heard.arrivals)] == [False, True]


async def test_no_date_that_an_author_writes_has_a_budget_of_its_own(desk):
    here = await desk(posts="all")
    heard = here.listen(here.source("public"))
    await heard.until(lambda: heard.cursor is not None and here.double.streams > 0)
    for days in (-40, 0, 40, 80):
        here.world.now = lambda days=days: now() + timedelta(days=days)
        here.world.post("hugo", INSULT)
    await heard.until(lambda: sum(bool(one.raw) for one in heard.arrivals) == 4)
    polled = here.listen(here.source("public"), heard.arrivals[0].cursor)
    await polled.until(lambda: sum(bool(one.raw) for one in polled.arrivals) == 4)
    came = [one.received_at for one in here.events(heard.arrivals)]
    assert max(came) - min(came) < timedelta(hours=1)
    assert max(one.received_at for one in here.events(polled.arrivals)) <= now()


async def test_what_was_written_while_nobody_listened_is_caught_up(desk):
    here = await desk(posts="all")
    began = await here.brought(here.source("public"), ends(1))
    for number in range(90):
        here.world.post("hugo", f"{'@lea ' if number % 9 == 0 else ''}numéro {number}")
    heard = await here.brought(here.source("public"), ends(1), began.cursor)
    assert len(here.events(heard.arrivals)) == 10
    assert {one.via for one in heard.arrivals} == {Via.POLL}
    again = await here.brought(here.source("public"), ends(1), heard.cursor)
    assert not here.events(again.arrivals)


async def test_where_there_is_no_stream_it_is_asked_again_and_again(desk, monkeypatch):
    monkeypatch.setattr("bot.platforms.mastodon.desk.publics.POLLED", 0.02)
    here = await desk("snac", posts="all")
    here.world.join("max")
    heard = here.listen(here.source("public"))
    await heard.until(lambda: heard.cursor is not None)
    here.world.post("max", "@lea bonjour")
    await heard.until(lambda: any(one.raw for one in heard.arrivals))
    assert "bonjour" in here.events(heard.arrivals)[0].text


async def test_who_may_not_read_the_stream_is_told_so(desk):
    here = await desk(posts="all")
    here.world.revoked.add("token-moderation")
    assert isinstance(await here.listen(here.source("public")).ended(), Unauthorized)


async def test_where_posts_are_not_to_be_read_they_are_not(desk):
    here = await desk()
    with pytest.raises(StopIteration):
        here.source("public")
    assert isinstance(here.source("public", posts="all"), Publics)


async def test_who_left_is_watched_over_no_more_from_the_next_post_on(desk):
    here = await desk(posts="all")
    began = await here.brought(here.source("public"), ends(1))
    here.roll.out.add("lea")
    here.world.post("hugo", INSULT)
    assert not here.events((await here.brought(here.source("public"), ends(1), began.cursor)).arrivals)


async def test_who_left_is_dealt_with_as_one_of_our_own_all_the_same(desk):
    here = await desk(posts="all")
    began = await here.brought(here.source("public"), ends(1))
    here.world.join("max")
    here.roll.out.add("max")
    here.world.post("max", INSULT)
    here.world.post("hugo", INSULT)
    found = here.events((await here.brought(here.source("public"), ends(1), began.cursor)).arrivals)
    assert [one.inside for one in found] == [True, False]


async def test_a_member_who_speaks_of_themselves_is_no_mention(desk):
    here = await desk(posts="all")
    began = await here.brought(here.source("public"), ends(1))
    own = here.world.post("lea", "je continue")
    here.world.post("lea", "la suite", reply_to=own.id)
    assert not here.events((await here.brought(here.source("public"), ends(1), began.cursor)).arrivals)


async def test_a_canary_in_a_direct_is_nowhere_by_whatever_way_it_could_have_come(desk, capfd):
    here = await desk(posts="all")
    bodies = []
    hooks = Hooks(here.world, "un-secret-assez-long", lambda body, headers: bodies.append(body) or 200)
    public = here.listen(here.source("public"))
    await public.until(lambda: public.cursor is not None and here.double.streams > 0)
    here.world.join("max")
    private = [here.world.post("max", f"@lea {CANARY}", one).id for one in ("direct", "private")]
    here.report("max", *private, here.world.post("max", INSULT).id)
    hooks.deliver()
    assert sum(CANARY.encode() in body for body in bodies) == 3, "the server sends them, unasked"
    await public.until(lambda: any(one.raw for one in public.arrivals))
    here.ouest.pipeline.handle(public.arrivals)
    await here.brought(here.source("reports"), ends(1))
    for body in bodies:
        here.take(body)
    await here.brought(here.source("letters", letters=here.bag.waiting), lambda heard: len(heard.arrivals) >= 2)
    rows = here.ouest.rows()
    assert (rows["flag"], rows["mention"]) == (1, 1), "what anybody may read is there"
    here.nowhere(CANARY)
    with pytest.raises(AssertionError):
        here.nowhere("pourriture")  # what is kept is found
    assert CANARY not in "".join(capfd.readouterr())
