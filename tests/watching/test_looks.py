"""What was kept is looked at again: edited, deleted, suspended, hidden from me, or as it was."""

import asyncio
from collections import Counter
from contextlib import suppress

from sqlalchemy import delete
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from bot.audit import audit
from bot.erasure.plan import Erasure
from bot.erasure.spared import Target
from bot.model.reason import Severity
from bot.recording import records
from bot.recording.judged import LOOKS
from bot.store import erasure, looks, read, schema


def texts(me, native):
    with me.store.reading() as connection:
        raws = [
            read.content(connection, me.store.master, one.exhibit) for one in read.mention(connection, me.uri(native))
        ]
    return [records.read(raw).facts.mention.text for raw in raws]


async def test_what_stands_as_it_stood_is_looked_at_four_times_and_leaves_no_entry(me):
    native = await me.hear("@figure marmelade")
    before = me.events()
    taken = []
    for one in LOOKS:
        me.wait(seconds=one.total_seconds())
        taken.append(await me.looked())
    me.wait(days=30)
    taken.append(await me.looked())
    assert taken == [1, 1, 1, 1, 0]
    assert me.events() == before
    assert len(me.kept(native)) == 1


async def test_what_is_kind_is_looked_at_too_since_it_may_become_a_threat(me):
    native = await me.hear("@figure bonne journée", by="friend")
    me.do("edit", id=native, text="@figure je viens avec une casserole")
    me.wait(minutes=6)
    assert await me.looked() == 1
    assert [one.severity for one in me.kept(native)] == [Severity.NONE, Severity.URGENT]
    me.wait(days=1)
    assert [await me.looked(), await me.looked()] == [1, 0]


async def test_what_is_worse_is_looked_at_first_and_the_rest_when_there_is_time(me, monkeypatch):
    monkeypatch.setattr("bot.watching.looks.ROUND", 2)
    for number in range(3):
        me.do("delete", id=await me.hear(f"@figure bonjour {number}", by="friend"))
    for number in range(2):
        me.do("edit", id=await me.hear(f"@figure marmelade {number}"), text="@figure rien")
    me.wait(minutes=6)
    assert await me.looked() == 2
    assert Counter(me.events())["looked"] == 2  # with the versions of what was edited
    assert [await me.looked() for _ in range(3)] == [2, 1, 0]
    assert Counter(me.events())["mention:deleted"] == 3


async def test_a_look_that_comes_late_serves_for_those_it_missed(me):
    await me.hear("@figure marmelade")
    me.wait(hours=2)
    assert [await me.looked(), await me.looked()] == [1, 0]
    me.wait(hours=23)
    assert await me.looked() == 1


async def test_a_threat_edited_into_a_kindness_is_kept_as_both(me):
    native = await me.hear("@figure marmelade, je te trouverai")
    me.do("edit", id=native, text="@figure bonne journée")
    me.wait(minutes=6)
    await me.looked()
    assert texts(me, native) == ["@figure marmelade, je te trouverai", "@figure bonne journée"]
    assert [one.version for one in me.kept(native)] == [1, 2]
    assert "looked" in me.events()  # with the versions as the server tells them
    assert all(one.valid for one in audit(me.store))


async def test_a_kindness_edited_into_a_threat_is_judged_and_told(me):
    native = await me.hear("@figure marmelade")
    me.do("edit", id=native, text="@figure je viens avec une casserole")
    me.wait(minutes=6)
    await me.looked()
    assert me.kept(native)[-1].severity.label == "urgent"
    assert len(me.titles) == 2


async def test_a_deletion_is_an_entry_with_its_time_and_the_content_stays(me):
    native = await me.hear("@figure marmelade")
    me.do("delete", id=native)
    me.wait(minutes=6)
    await me.looked()
    assert Counter(me.events())["mention:deleted"] == 1
    assert texts(me, native) == ["@figure marmelade"]
    me.wait(days=8)
    assert await me.looked() == 0


async def test_a_suspension_is_told_once_however_many_posts_it_took(me):
    for number in range(3):
        await me.hear(f"@figure marmelade {number}")
    me.do("suspend", whom="harasser")
    me.wait(minutes=6)
    assert await me.looked() == 3
    events = Counter(me.events())
    assert (events["account:gone"], events["mention:deleted"]) == (1, 0)


async def test_an_author_who_blocks_me_has_deleted_nothing(me):
    await me.hear("@figure marmelade")
    me.do("block", by="harasser", whom="figure")
    me.wait(minutes=6)
    await me.looked()
    events = Counter(me.events())
    assert (events["looked"], events["mention:deleted"], events["account:gone"]) == (1, 0, 0)


async def test_a_server_that_is_down_is_asked_again_later(me):
    await me.hear("@figure marmelade")
    me.do("fault", path="/api/v1/statuses", kind="status", status=503)
    me.wait(minutes=6)
    assert await me.looked() == 0
    me.wait(minutes=11)
    assert await me.looked() == 1


async def test_while_my_token_is_refused_no_look_is_left_out(me):
    native = await me.hear("@figure marmelade")
    me.do("revoke", of="figure")
    me.wait(minutes=6)
    assert await me.looked() == 0
    me.do("edit", id=native, text="@figure je viens avec une casserole")
    me.do("accept", of="figure")
    me.wait(minutes=11)
    assert await me.looked() == 1
    assert me.kept(native)[-1].severity.label == "urgent"


async def test_what_was_erased_is_looked_at_no_more(me):
    native = await me.hear("@figure marmelade")
    with me.store.writing() as connection:
        erasure.forget(connection, [me.kept(native)[0].exhibit])
    me.wait(minutes=6)
    assert await me.looked() == 0
    with me.store.reading() as connection:
        assert looks.due(connection, me.now(), 9) == []


async def test_what_is_erased_while_it_is_looked_at_leaves_nothing(me, tmp_path):
    native = await me.hear("@figure marmelade")
    me.do("edit", id=native, text="@figure casserole")
    uri, look = me.uri(native), me.platform.look

    async def erased(sought):
        found = await look(sought)
        assert Erasure(me.store, tmp_path / "keys").erase(Target(person="camille", uri=uri), "me", me.now()).mentions
        return found

    me.platform.look = erased
    me.wait(minutes=6)
    await me.looked()
    assert me.events()[-1] == "erased"
    with me.store.reading() as connection:
        assert looks.due(connection, me.now() + LOOKS[-1], 9) == []


async def test_the_worst_comes_first(me):
    await me.hear("@figure marmelade")
    await me.hear("@figure casserole")
    me.wait(minutes=6)
    with me.store.reading() as connection:
        assert [one.severity.label for one in looks.due(connection, me.now(), 9)] == ["urgent", "low"]


async def running(me):
    """Rounds until nothing is due, as the shield takes them; what ends them ends this."""
    task = asyncio.create_task(me.looks.run())
    done, _ = await asyncio.wait([task], timeout=1)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    assert not done


def due(me, after=0):
    with me.store.reading() as connection:
        return [one.uri for one in looks.due(connection, me.now() + LOOKS[after], 9)]


async def test_what_somebody_deleted_from_its_table_is_told_and_the_others_are_looked_at(me):
    lost = await me.hear("@figure casserole")
    edited = await me.hear("@figure marmelade", by="friend")
    exhibit = me.kept(lost)[0].exhibit
    with me.store.writing() as connection:
        connection.execute(delete(schema.exhibit).where(schema.exhibit.c.id == exhibit))
    me.do("edit", id=edited, text="@figure je viens avec une casserole")
    me.wait(minutes=6)
    with capture_logs() as said:
        await running(me)
    assert [one.severity.label for one in me.kept(edited)] == ["low", "urgent"]
    assert me.looks.failing
    assert [one["event"] for one in said] == ["what was kept cannot be read to look at it again"]
    assert due(me) == []
    await me.looked()
    assert not me.looks.failing


async def test_a_look_that_breaks_is_told_waits_for_its_next_and_stops_no_other(me):
    broken = await me.hear("@figure casserole")
    await me.hear("@figure marmelade", by="friend")
    look = me.platform.look

    async def breaks(sought):
        if sought.uri == me.uri(broken):
            raise ZeroDivisionError
        return await look(sought)

    me.platform.look = breaks
    me.wait(minutes=6)
    with capture_logs() as said:
        assert await me.looked() == 1
    assert (me.looks.failing, due(me)) == (True, [])
    assert [one["event"] for one in said] == ["a kept mention could not be looked at again"]
    me.platform.look = look
    me.wait(hours=1)
    assert await me.looked() == 2
    assert not me.looks.failing


async def test_a_look_for_which_the_database_was_away_is_taken_soon_after(me):
    await me.hear("@figure marmelade")
    look = me.platform.look

    async def away(_):
        raise OperationalError("", {}, Exception())

    me.platform.look = away
    me.wait(minutes=6)
    assert await me.looked() == 0
    me.platform.look = look
    me.wait(minutes=11)
    assert await me.looked() == 1


async def test_a_round_that_breaks_is_told_and_not_the_last(me, monkeypatch):
    await me.hear("@figure marmelade")
    me.wait(minutes=6)
    with monkeypatch.context() as broken:
        broken.delattr("bot.watching.looks.Looks._waiting")
        await running(me)
    assert me.looks.failing
    assert await me.looked() == 1
    assert not me.looks.failing
