"""A mute does not blind us: what muted people go on writing is judged, counted and kept, and rings only for what is grave."""

from collections import Counter, deque
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from bot.audit import audit
from bot.errors import Spent, TryLater
from bot.evidence.master import MasterKey
from bot.model.delivery import Status, Task
from bot.model.mention import Hidden
from bot.model.reason import Severity
from bot.platforms.mastodon.throttle import Cost, Throttle
from bot.platforms.watching import Written
from bot.store import outbox, relations, watch
from bot.store.database import PassingStore
from bot.store.migrate import migrate
from bot.telling.digests import digests
from bot.telling.tell import floods
from bot.watching.watch import IDLE, Watch, pace


@pytest.fixture
async def muted(me):
    """Somebody was muted for what they wrote, and the platform hides them from now on."""
    await me.hear("@figure vieille pantoufle")
    assert len(me.titles) == 2  # told, and what was done
    return me


async def test_who_was_muted_and_writes_again_is_counted_and_kept_in_silence(muted):
    again = await muted.hear("@figure toujours une marmelade")
    assert muted.kept(again) == []  # the server notified nobody
    orders = muted.orders()
    await muted.watched()
    (kept,) = muted.kept(again)
    assert (kept.severity, kept.hidden, kept.alert) == (Severity.LOW, Hidden.AUTHOR, None)
    assert muted.matches() == 2
    assert muted.orders() == orders
    assert len(muted.titles) == 2
    await muted.watched()
    assert len(muted.kept(again)) == 1
    assert all(one.valid for one in audit(muted.store))


@pytest.mark.parametrize("grave", ["je viens avec une casserole", "toujours une pantoufle"])
async def test_what_is_grave_is_told_even_from_a_muted_account(muted, grave):
    threat = await muted.hear(f"@figure {grave}")
    await muted.watched()
    (kept,) = muted.kept(threat)
    assert kept.alert
    assert len(muted.titles) == 3
    assert "déjà masqué" in muted.channel.sent[-1].body


async def test_what_a_muted_account_writes_prolongs_its_mute(muted):
    muted.wait(days=20)
    await muted.hear("@figure encore une pantoufle")
    await muted.watched()
    muted.wait(days=11)
    await muted.deliveries.run_due()
    assert "mute:extended" in muted.events()
    assert muted.world.muted(muted.account.id, muted.world.called("harasser").id)


async def test_a_server_that_is_down_when_a_mute_is_prolonged_is_asked_again_and_the_trail_says_it_once(muted):
    muted.wait(days=20)
    await muted.hear("@figure encore une pantoufle")
    await muted.watched()
    muted.wait(days=11)
    for _ in range(3):
        path = f"/api/v1/accounts/{muted.world.called('harasser').id}/mute"
        muted.do("fault", path=path, kind="status", status=503)
        await muted.deliveries.run_due()
        muted.wait(minutes=5)
    assert not muted.world.muted(muted.account.id, muted.world.called("harasser").id)
    await muted.deliveries.run_due()
    assert Counter(muted.events())["mute:extended"] == 1
    assert muted.world.muted(muted.account.id, muted.world.called("harasser").id)
    (end,) = [one for one in muted.deliveries_of() if one.task is Task.REVERT]
    assert (end.status, end.attempts, end.trouble) == (Status.PLANNED, 0, "")
    assert end.due_at > muted.now() + timedelta(days=29)


async def test_a_mute_that_a_human_lifts_while_it_is_to_be_prolonged_is_not_made_again(muted):
    muted.wait(days=20)
    await muted.hear("@figure encore une pantoufle")
    await muted.watched()
    muted.wait(days=11)
    standing = muted.platform.standing

    async def lifted(order):
        with muted.store.writing() as connection:
            outbox.settle(connection, msgspec.structs.replace(end, status=Status.CANCELLED))
        return await standing(order)

    (end,) = [one for one in muted.deliveries_of() if one.task is Task.REVERT]
    muted.platform.standing = lifted
    await muted.deliveries.run_due()
    assert "mute:extended" not in muted.events()
    assert not muted.world.muted(muted.account.id, muted.world.called("harasser").id)


async def test_what_only_a_picture_of_theirs_shows_prolongs_no_mute(muted):
    muted.wait(days=20)
    shown = [{"id": "1", "type": "image", "url": "https://nord.test/1.png", "description": "Une pantoufle."}]
    post = await muted.hear("@figure regarde", media=shown)
    await muted.watched()
    (kept,) = muted.kept(post)
    assert (kept.severity, kept.review) == (Severity.HIGH, True)
    muted.wait(days=11)
    await muted.deliveries.run_due()
    assert "mute:extended" not in muted.events()
    assert not muted.world.muted(muted.account.id, muted.world.called("harasser").id)


async def test_a_flood_gathers_what_is_grave_of_muted_accounts_too(muted):
    for number in range(6):
        await muted.hear(f"@figure pantoufle {number}")
    await muted.watched()
    muted.wait(hours=2)
    with muted.store.writing() as connection:
        (gathered,) = floods(connection, muted.shields["camille"], muted.now(), iter(["f1"]))
    assert gathered.what.about


async def test_whom_i_muted_myself_is_watched_too_and_whom_i_unmute_no_more(me):
    with me.store.writing() as connection:
        relations.relate(connection, "camille", me.key(), muted_by="person")
    me.do("mute", by="figure", whom="harasser")
    post = await me.hear("@figure coucou")
    await me.watched()
    assert [one.hidden for one in me.kept(post)] == [Hidden.AUTHOR]
    with me.store.writing() as connection:
        relations.relate(connection, "camille", me.key(), muted_by=None)
    await me.watched()
    with me.store.reading() as connection:
        assert watch.seen(connection, "camille", me.now() - timedelta(days=1), me.now()).accounts == 0


async def test_who_blocks_me_is_read_as_strangers_read_them_and_that_is_said(muted):
    muted.do("block", by="harasser", whom="figure")
    hidden = await muted.hear("@figure pantoufle derrière ton dos")
    await muted.watched()
    assert len(muted.kept(hidden)) == 1
    with muted.store.reading() as connection:
        assert watch.seen(connection, "camille", muted.now() - timedelta(days=1), muted.now()).unread == 1


async def test_a_watch_that_is_interrupted_loses_nothing_and_judges_nothing_twice(muted):
    posts = [await muted.hear(f"@figure pantoufle {number}") for number in range(5)]
    brought = 0

    async def interrupted(arrival):
        nonlocal brought
        brought += 1
        if brought == 3:
            raise KeyboardInterrupt
        await muted.take(arrival)

    with pytest.raises(KeyboardInterrupt):
        await muted.watch.round(interrupted)
    muted.wait(hours=7)
    muted.watch = Watch(muted.store, "camille", muted.account.key, muted.platform, muted.now)
    await muted.watched()
    assert [len(muted.kept(one)) for one in posts] == [1] * 5
    assert muted.matches() == 6
    assert muted.events().count("mention:judged") == 6


async def test_the_digest_says_how_much_came_from_muted_accounts(muted):
    await muted.hear("@figure marmelade bis")
    await muted.watched()
    with muted.store.writing() as connection:
        (digest,) = digests(connection, muted.shields["camille"], muted.now(), iter(["d1"]))
    assert "déjà masqué" in digest.what.body


async def test_a_witness_whom_the_platform_hid_beside_a_muted_account_is_found_and_counted(muted):
    insult = next(iter(one.id for one in muted.world.statuses.values()))
    witness = await muted.hear("@figure @harasser laissez-la tranquille", by="friend", reply_to=insult)
    again = await muted.hear("@figure marmelade bis")
    assert muted.kept(witness) == []
    await muted.watched()
    muted.wait(minutes=6)
    assert await muted.looked() == 2
    (kept,) = muted.kept(witness)
    assert kept.hidden is Hidden.BESIDE
    assert muted.kept(again)
    with muted.store.writing() as connection:
        assert watch.seen(connection, "camille", muted.now() - timedelta(days=1), muted.now()).beside == 1
        (digest,) = digests(connection, muted.shields["camille"], muted.now(), iter(["d1"]))
    assert "nomme aussi" in digest.what.body


class Crowd:
    """A platform with a thousand accounts, behind the real throttle."""

    unblinded = ""

    def __init__(self, clock):
        self.throttle, self.clock = Throttle(), clock
        self.reads = Counter()
        self.asked = deque()
        self.most = 0

    def ask(self, cost):
        now = self.clock.now
        self.throttle.take(cost, now)
        self.asked.append(now)
        while self.asked[0] <= now - timedelta(minutes=5):
            self.asked.popleft()
        self.most = max(self.most, len(self.asked))

    async def written_by(self, account_id, after, since):
        self.ask(Cost.WATCH)
        self.reads[account_id] += 1
        return Written(place="1")


class Clock:
    now = datetime(2026, 11, 21, 12, tzinfo=UTC)

    def __call__(self):
        return self.now


async def test_a_thousand_are_watched_within_the_limits_and_my_own_reserve_is_untouched(tmp_path):
    clock = Clock()
    store = PassingStore(f"sqlite:///{tmp_path}/crowd.db", MasterKey.new())
    migrate(store)
    with store.writing() as connection:
        relations.mutes(connection, {("camille", f"mastodon:social.test/{n}") for n in range(1000)})
    crowd = Crowd(clock)
    one = Watch(store, "camille", "mastodon:social.test/me", crowd, clock)

    async def emit(arrival):
        if arrival.cursor:
            with store.writing() as connection:
                watch.reached(connection, [arrival])

    end = clock.now + timedelta(hours=1)
    polled = clock.now
    while clock.now < end:
        pause = await one.round(emit)
        clock.now += timedelta(seconds=pause)
        while polled <= clock.now:  # the person's own mentions are never kept waiting, nor is an action
            crowd.ask(Cost.READ)
            crowd.ask(Cost.PAGE)
            polled += timedelta(minutes=1)
        crowd.ask(Cost.ACT) if clock.now.minute % 10 == 0 else None
    store.close()
    assert len(crowd.reads) == 1000
    assert crowd.most <= 300  # what a server grants a token in five minutes


def test_who_was_active_or_did_worse_is_read_more_often():
    at = datetime(2026, 11, 21, 12, tzinfo=UTC)
    ago = [timedelta(minutes=5), timedelta(hours=5), timedelta(days=3), timedelta(days=30)]
    waits = [pace(at - one, Severity.LOW, at) for one in ago]
    assert waits == sorted(waits)
    assert waits[-1] == IDLE == pace(None, Severity.LOW, at)
    assert all(pace(at - one, Severity.HIGH, at) < wait for one, wait in zip(ago, waits, strict=True))


async def test_a_server_in_trouble_is_told_from_an_account_in_trouble(muted):
    muted.do("fault", path="/api/v1/accounts/", kind="status", status=503, count=99)
    with muted.store.writing() as connection:
        for name in ("figure", "friend"):
            relations.relate(connection, "camille", muted.key(name), muted_by="person")
    with pytest.raises(TryLater):
        await muted.watch.round(muted.take)


async def test_our_own_share_that_is_spent_is_no_fault_of_the_server(muted):
    class Busy:
        unblinded = ""

        async def written_by(self, *_):
            raise Spent("spent", after=45)

    muted.watch.platform = Busy()
    assert await muted.watch.round(muted.take) == 45


async def test_status_says_whom_we_go_on_reading_and_what_i_was_not_shown(muted):
    await muted.hear("@figure pantoufle bis")
    await muted.watched()
    with muted.store.reading() as connection:
        seen = watch.seen(connection, "camille", muted.now() - timedelta(days=1), muted.now())
    assert (seen.accounts, seen.unread, seen.late, seen.muted, seen.beside) == (1, 0, 0, 1, 0)
