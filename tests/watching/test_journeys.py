"""What happens to me on Mastodon and on GoToSocial, from the first insult on: seen, counted, kept, and proven."""

from collections import Counter
from datetime import timedelta

import pytest

from bot.audit import audit
from bot.handling.relations import synchronise
from bot.model.mention import Hidden
from bot.model.reason import Severity
from bot.store import read, watch
from tests.doubles.mastodon import Double
from tests.watching.guarded import Guarded, opened


@pytest.fixture(params=["mastodon", "gotosocial"])
async def me(request, tmp_path):
    double = Double(request.param)
    await double.start()
    store = opened(f"sqlite:///{tmp_path}/rempart.db")
    one = Guarded(double, store)
    yield one
    assert all(trail.valid for trail in audit(store))
    await one.platform.close()
    await double.stop()
    store.close()


async def later(me):
    await me.watched()
    me.wait(hours=2)
    await me.watched()
    await me.looked()


def taken(me):
    """What was captured, in the order of the chain, and when something was done."""
    with me.store.reading() as connection:
        chain = list(read.chain(connection, "camille"))
    return [str(one.payload.get("what", one.event)) for one in chain if one.event in {"captured", "mute:done"}]


def seen(me):
    with me.store.reading() as connection:
        return watch.seen(connection, "camille", me.now() - timedelta(days=1), me.now())


async def test_who_was_muted_and_insults_me_again_is_counted_kept_and_stays_muted(me):
    first = await me.hear("@figure vieille pantoufle")
    assert me.world.muted(me.account.id, me.world.called("harasser").id)
    assert "notification" in taken(me)[: taken(me).index("mute:done")], "what it destroys was taken before"
    orders = me.orders()
    again = await me.hear("@figure toujours une pantoufle")
    await later(me)
    assert (me.matches(), me.orders()) == (2, orders)
    assert [one.hidden for one in me.kept(again)] == [Hidden.AUTHOR]
    assert len(me.kept(first)) == 1


async def test_whom_i_block_goes_on_being_read(me):
    await me.hear("@figure marmelade")
    me.do("block", by="figure", whom="harasser")
    await synchronise(me.store, "camille", [me.platform], me.now())
    again = await me.hear("@figure pantoufle derrière le mur")
    assert me.kept(again) == []
    await later(me)
    assert [one.hidden for one in me.kept(again)] == [Hidden.AUTHOR]


async def test_who_blocks_me_after_an_insult_hides_nothing_that_was_kept(me):
    first = await me.hear("@figure vieille pantoufle")
    me.do("block", by="harasser", whom="figure")
    hidden = await me.hear("@figure une pantoufle de plus")
    await later(me)
    events = Counter(me.events())
    assert (events["mention:deleted"], events["account:gone"]) == (0, 0)
    assert len(me.kept(first)) == 1
    assert seen(me).unread == 1, "where we are blind is said, and so is it where only strangers still see"
    assert len(me.kept(hidden)) == (me.world.flavour == "mastodon")


async def test_what_is_edited_after_it_was_read_is_kept_as_both(me):
    native = await me.hear("@figure marmelade")
    me.do("edit", id=native, text="@figure je viens avec une casserole")
    await later(me)
    assert [one.severity for one in me.kept(native)] == [Severity.LOW, Severity.URGENT]


async def test_what_is_deleted_is_an_entry_and_what_was_said_stays(me):
    native = await me.hear("@figure vieille pantoufle")
    me.do("delete", id=native)
    await later(me)
    assert Counter(me.events())["mention:deleted"] == 1
    (kept,) = me.kept(native)
    with me.store.reading() as connection:
        assert "vieille pantoufle" in str(read.content(connection, me.store.master, kept.exhibit))


async def test_a_witness_who_names_whom_i_muted_is_found_and_counted(me):
    insult = await me.hear("@figure vieille pantoufle")
    witness = await me.hear("@figure @harasser laissez-la tranquille", by="friend", reply_to=insult)
    await later(me)
    (kept,) = me.kept(witness)
    assert (kept.hidden, seen(me).beside) == (Hidden.BESIDE, 1)


@pytest.mark.parametrize("me", ["mastodon"], indirect=True)  # GoToSocial has no policy of notifications
async def test_what_my_notification_policy_set_aside_is_judged_and_taken_before_the_mute(me):
    me.do("policy", of="figure", for_not_following="filter")
    native = await me.hear("@figure vieille pantoufle")
    async for arrival in me.platform.past("poll", me.now() - timedelta(days=1), ""):
        await me.take(arrival)
    await me.deliveries.run_due()
    assert [one.severity for one in me.kept(native)] == [Severity.HIGH]
    before = taken(me)[: taken(me).index("mute:done")]
    assert {"notifications", "notification_request"} <= set(before)
