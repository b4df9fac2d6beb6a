"""When I leave my community, what it keeps of posts to me goes with the next upkeep; what it keeps of others' stays."""

import pytest
from sqlalchemy import select, text

from bot.backups.backup import back_up
from bot.backups.restoring import restore
from bot.evidence.chain import verify
from bot.moderating.leaving import forget
from bot.store import read, rolls, schema
from bot.store.rolls import Said, State
from tests.community import making
from tests.community.making import OUEST, member, mention, post, stranger
from tests.community.ouest import Ouest

LEA, MAX, HUGO = member("lea"), member("max"), stranger("hugo")


@pytest.fixture
def ouest(tmp_path):
    made = Ouest(tmp_path)
    made.bring(
        mention("quelle pourriture", HUGO, LEA, 1),
        mention("pourriture encore", HUGO, LEA, 2),
        mention("pourriture", HUGO, MAX, 3),
        post("pourriture", HUGO, 4),
    )
    yield made
    made.store.close()


def settled(ouest):
    """Nothing stands or is under way any more."""
    with ouest.store.writing() as connection:
        connection.execute(text("UPDATE delivery SET status = 'cancelled'"))


def leave(ouest, name):
    with ouest.store.writing() as connection:
        rolls.put(connection, OUEST, name, Said(State.LEFT, "", ouest.now))


def state(ouest, name):
    with ouest.store.reading() as connection:
        return rolls.one(connection, OUEST, name).state


def readable(ouest):
    with ouest.store.reading() as connection:
        return connection.execute(
            text("SELECT count(*) FROM mention JOIN exhibit_key ON exhibit_key.id = mention.exhibit")
        ).scalar()


def members_counted(ouest):
    with ouest.store.reading() as connection:
        return set(connection.execute(text("SELECT member FROM toll")).scalars())


def test_what_was_written_to_me_goes_and_what_was_written_to_others_stays(ouest, tmp_path):
    settled(ouest)
    leave(ouest, LEA.key)
    assert forget(ouest.store, tmp_path / "keys", OUEST, {}, ouest.now) == 2
    assert readable(ouest) == 2
    assert LEA.key not in members_counted(ouest)
    assert MAX.key in members_counted(ouest)
    assert state(ouest, LEA.key) is State.OUT
    with ouest.store.reading() as connection:
        assert not list(verify(read.chain(connection, OUEST)))
    assert forget(ouest.store, tmp_path / "keys", OUEST, {}, ouest.now) == 0


def test_a_raid_on_me_is_remembered_and_i_am_not(ouest, tmp_path):
    ouest.bring(*(mention("pourriture", stranger(f"h{number}"), LEA, number) for number in range(10, 80)))
    settled(ouest)
    leave(ouest, LEA.key)
    forget(ouest.store, tmp_path / "keys", OUEST, {}, ouest.now)
    with ouest.store.reading() as connection:
        for table in schema.metadata.sorted_tables:
            named = [
                row for row in connection.execute(select(table)) if LEA.key in repr(row) or LEA.handle in repr(row)
            ]
            assert not named or table.name == "roll", table.name
        assert connection.execute(text("SELECT count(*) FROM raid")).scalar() == 1


def test_no_older_backup_brings_me_back_in(ouest, tmp_path):
    keys, copy = tmp_path / "keys", tmp_path / "a.backup"
    with ouest.store.writing() as connection:
        rolls.put(connection, OUEST, MAX.key, Said(State.IN, "Anne", ouest.now))
    back_up(ouest.store, copy, keys, ouest.now)
    leave(ouest, LEA.key)
    leave(ouest, MAX.key)
    settled(ouest)
    assert forget(ouest.store, keys, OUEST, {}, ouest.now) == 3
    (tmp_path / "again").mkdir()
    again = making.store(tmp_path / "again")
    restore(again, copy, keys, {}, "Anne", ouest.now)
    with again.reading() as connection:
        for one in (LEA, MAX):
            said = rolls.one(connection, OUEST, one.key)
            assert (said.state, said.by) == (State.LEFT, "")
        chain = list(read.chain(connection, OUEST))
    assert not list(verify(chain))
    assert [one.event for one in chain].count("member:out") == 2
    again.close()


def test_who_left_by_a_handle_waits_until_it_is_known_whose_it_is(ouest, tmp_path):
    settled(ouest)
    leave(ouest, LEA.handle)
    assert forget(ouest.store, tmp_path / "keys", OUEST, {}, ouest.now) == 0
    assert state(ouest, LEA.handle) is State.LEFT
    assert forget(ouest.store, tmp_path / "keys", OUEST, {LEA.handle: LEA.key}, ouest.now) == 2
    assert state(ouest, LEA.handle) is State.OUT


def test_where_nobody_left_nothing_goes(ouest, tmp_path):
    assert forget(ouest.store, tmp_path / "keys", OUEST, {}, ouest.now) == 0
    assert readable(ouest) == 4


def test_what_is_still_under_way_goes_once_it_is_done(ouest, tmp_path):
    leave(ouest, LEA.key)
    before = readable(ouest)
    forget(ouest.store, tmp_path / "keys", OUEST, {}, ouest.now)
    assert state(ouest, LEA.key) is State.LEFT
    settled(ouest)
    forget(ouest.store, tmp_path / "keys", OUEST, {}, ouest.now)
    assert state(ouest, LEA.key) is State.OUT
    assert readable(ouest) == before - 2
