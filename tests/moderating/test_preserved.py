"""Nothing is suspended unseen: what it hides is sealed before, nothing private is in it, and no seal, no suspension."""

import json

import msgspec
import pytest
from sqlalchemy import text

from bot.audit import audit
from bot.model.delivery import Status
from bot.model.measure import Limit, Suspend, SuspendDomain
from bot.moderating.asking import of_server
from bot.platforms.port import Captured
from bot.store import outbox, read
from tests.community.making import shield
from tests.doubles.mastodon_control import do
from tests.moderating.desk import KEY, OUEST, AtWork, at_work, now

CANARY = "canari-7f3a"


@pytest.fixture
async def work(tmp_path):
    async with at_work(f"sqlite:///{tmp_path / 'ouest.db'}") as one:
        yield one


def post(work: AtWork, words: str, by: str = "harasser", **more) -> str:
    return do(work.double, "post", by=by, text=words, **more)


def captured(work: AtWork) -> list[Captured]:
    with work.store.reading() as connection:
        found = list(read.exhibits(connection, OUEST))
        raws = [read.content(connection, KEY, one.id) for one in found]
    return [msgspec.msgpack.decode(raw, type=Captured) for raw in raws if raw[:1] != b"\x89"]


async def test_profile_reported_posts_the_latest_and_what_they_answer_are_sealed_before(work):
    root = post(work, "le fil de lea", by="lea")
    old = post(work, "@lea la vieille insulte", reply_to=root)
    for number in range(45):
        post(work, f"message {number}")
    work.report("harasser", old)
    seen = []
    work.world.admin.meets = lambda *_: seen.extend(work.taken("o1"))
    done = await work.do(Suspend())
    assert done.status is Status.DONE
    assert (seen[0], seen.count("post"), seen.count("thread")) == ("profile", 41, 1)
    assert b"la vieille insulte" in work.contents()
    assert b"le fil de lea" in work.contents()
    assert b"message 4<" not in work.contents(), "older than the latest forty, and reported by nobody"
    assert all(one.valid for one in audit(work.store))


async def test_what_was_noticed_is_kept_however_old_and_no_more_than_two_hundred(tmp_path, monkeypatch):
    monkeypatch.setattr("bot.platforms.mastodon.desk.keep.FLAGGED", 3)
    monkeypatch.setattr("bot.platforms.mastodon.desk.keep.LATEST", 1)
    noticed: list[str] = []
    async with at_work(f"sqlite:///{tmp_path / 'ouest.db'}", noticed=noticed) as work:
        noticed += [post(work, f"remarqué {number}") for number in range(5)]
        post(work, "dernier")
        assert (await work.do(Suspend())).status is Status.DONE
        assert [words for words in range(5) if f"remarqué {words}".encode() in work.contents()] == [0, 1, 2]
        [cut] = [json.loads(one.raw) for one in captured(work) if one.what == "cut"]
        assert cut == {"left_out": {"post": 2}}


async def test_nothing_private_is_kept_and_no_address_though_the_moderator_is_shown_both(work):
    world, harasser = work.world, work.world.called("harasser")
    world.admin.emails[harasser.id], world.admin.ips[harasser.id] = f"{CANARY}@mail.test", "203.0.113.99"
    direct = post(work, f"@moderation {CANARY}", visibility="direct")
    close = post(work, f"@moderation {CANARY}", visibility="private")
    answer = post(work, "@moderation publique", reply_to=direct)
    within = post(work, "citation", quotes=close)
    post(work, "citation de la citation", quotes=within)
    work.report("harasser", direct, close, answer)
    assert (await work.do(Suspend())).status is Status.DONE
    assert CANARY.encode() not in work.contents()
    assert b"203.0.113.99" not in work.contents()
    assert b"publique" in work.contents()
    [cut] = [json.loads(one.raw) for one in captured(work) if one.what == "cut"]
    assert cut["left_out"]["withheld"] >= 4


async def test_a_server_that_cannot_be_read_now_is_tried_again_and_suspended_later(work):
    post(work, "bonjour")
    work.double.faults.append({"kind": "status", "status": 503, "path": "/api/v1/accounts", "count": 1})
    one = await work.do(Suspend())
    assert (one.status, work.world.suspended) == (Status.PLANNED, set())
    await work.deliveries(lambda: one.due_at).run_due()
    assert work.delivery(one.id).status is Status.DONE


async def test_a_capture_that_asks_more_than_our_share_waits_and_comes_to_its_end(work, monkeypatch):
    bucket = work.desk._rest._throttle._requests
    waited = []

    async def until_there_is_room(seconds):
        waited.append(seconds)
        bucket._left = bucket.size

    async def at_the_profile(*_):
        bucket._left = 0
        return ()

    monkeypatch.setattr("bot.platforms.mastodon.desk.keep.sleep", until_there_is_room)
    monkeypatch.setattr(work.desk._keep, "_noticed", at_the_profile)
    post(work, "bonjour")
    captured = [one.what async for one in work.desk.capture(work.order(Suspend()))]
    assert (captured, len(waited)) == (["profile", "post"], 1)


async def test_an_account_that_is_gone_already_is_not_suspended(work):
    work.plan(Suspend())
    del work.world.people[work.world.called("harasser").id]
    await work.deliveries().run_due()
    assert work.delivery("o1").status is Status.CANCELLED


async def test_a_server_that_two_agreed_to_cut_off_is_cut_off_once_what_was_noticed_there_is_sealed(tmp_path):
    noticed: list[str] = []
    async with at_work(f"sqlite:///{tmp_path / 'ouest.db'}", noticed=noticed) as work:
        noticed.append(post(work, "de nord", by="pest"))
        work.world.join("calm", "nord.test")
        work.world.follows.add((work.world.called("lea").id, work.world.called("pest").id))
        (done,) = await work.agreed(of_server(shield(), "nord.test", now()), SuspendDomain(domain="nord.test"))
        assert (done.status, done.trouble) == (Status.DONE, "")
        assert work.taken(done.id)[:3] == ["foreseen", "profile", "post"]
        assert b"pest@nord.test" in work.contents()
        assert b"de nord" in work.contents()


async def test_of_a_server_that_is_cut_off_it_is_not_kept_which_of_those_who_left_followed_there(work):
    lea, pest = work.world.called("lea"), work.world.called("pest")
    work.world.follows |= {(lea.id, pest.id), (pest.id, lea.id)}
    work.out.add(f"mastodon:{work.home}/{lea.id}")
    (done,) = await work.agreed(of_server(shield(), "nord.test", now()), SuspendDomain(domain="nord.test"))
    assert (done.status, work.taken(done.id)) == (Status.DONE, ["foreseen"])
    assert (b'"counted":2' in work.contents(), b'"lea"' in work.contents()) == (True, False)


async def test_of_a_server_that_is_cut_off_nothing_is_kept_of_whom_nobody_noticed(work):
    post(work, "rien de mal", by="pest")
    (done,) = await work.agreed(of_server(shield(), "nord.test", now()), SuspendDomain(domain="nord.test"))
    assert (done.status, work.taken(done.id)) == (Status.DONE, ["foreseen"])
    assert b"rien de mal" not in work.contents()


async def test_a_limit_needs_no_seal_since_it_hides_nothing_from_us(work):
    one = await work.do(Limit())
    assert (one.status, "sealed" in one.prior.detail) == (Status.DONE, False)
    assert work.taken("o1") == ["profile"], "how it is shown afterwards"


async def stopped_before_the_attempt(work: AtWork, monkeypatch) -> None:
    """Captured and committed, and the shield ends there."""

    async def ends(_one):
        raise KeyboardInterrupt

    post(work, "bonjour")
    work.plan(Suspend())
    with monkeypatch.context() as patch:
        patch.setattr(work.ledger, "attempt", ends)
        with pytest.raises(KeyboardInterrupt):
            await work.deliveries().perform(work.delivery("o1"))
    assert work.taken("o1")
    assert work.world.suspended == set()


async def test_where_nothing_could_be_taken_nothing_is_suspended(work, monkeypatch):
    async def nothing(_order):
        for one in ():
            yield one

    monkeypatch.setattr(work.desk, "capture", nothing)
    one = await work.do(Suspend())
    assert (one.status, one.trouble, work.world.suspended) == (Status.REFUSED, "nothing was preserved", set())


LAST = "(SELECT max(number) FROM entry WHERE person = 'ouest')"
TAMPERED = {
    "another seal": f"UPDATE entry SET seal = X'{'ab' * 32}' WHERE number = {LAST}",
    "the seal before": f"UPDATE entry SET seal = X'{'ab' * 32}' WHERE number = {LAST} - 1",
    "the entry is gone": f"DELETE FROM entry WHERE number = {LAST}",
    "another time": f"UPDATE entry SET at = at + 1000000 WHERE number = {LAST}",
    "the content is another": f"UPDATE exhibit SET digest = X'{'ab' * 32}'",
    "the content is gone": "DELETE FROM exhibit_key",
    "no seal was noted": "UPDATE delivery SET prior = '{}' WHERE id = 'o1'",
    "no number": """UPDATE delivery SET prior = '{"detail":{"sealed":"x:y"}}' WHERE id = 'o1'""",
}


@pytest.mark.parametrize("change", TAMPERED)
async def test_a_seal_that_does_not_hold_stops_the_suspension(work, monkeypatch, change):
    await stopped_before_the_attempt(work, monkeypatch)
    with work.store.writing() as connection:
        assert connection.execute(text(TAMPERED[change])).rowcount
    await work.deliveries().run_due()
    one = work.delivery("o1")
    assert (one.status, one.trouble) == (Status.REFUSED, "nothing was preserved")
    assert (work.world.suspended, work.world.admin.strikes) == (set(), [])


async def test_the_seal_of_one_suspension_is_none_for_another(work, monkeypatch):
    await stopped_before_the_attempt(work, monkeypatch)
    sealed = work.delivery("o1").prior
    work.plan(Suspend(), "pest", 2)
    with work.store.writing() as connection:
        other = outbox.delivery(connection, "o2")
        outbox.settle(connection, msgspec.structs.replace(other, prior=sealed))
        outbox.settle(connection, msgspec.structs.replace(work.delivery("o1"), status=Status.CANCELLED))
    await work.deliveries().run_due()
    assert (work.delivery("o2").status, work.world.suspended) == (Status.REFUSED, set())


async def test_what_holds_is_enough_to_go_on_after_a_stop(work, monkeypatch):
    await stopped_before_the_attempt(work, monkeypatch)
    before = work.taken("o1")
    await work.deliveries().run_due()
    assert (work.delivery("o1").status, work.taken("o1")[: len(before)]) == (Status.DONE, before)
    assert work.delivery("o1").due_at <= now()
