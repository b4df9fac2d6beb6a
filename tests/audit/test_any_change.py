"""Whatever anybody changes, removes, moves, repeats or cuts off in my trail, some line of the audit says so."""

import itertools
import shutil
import sqlite3

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from hypothesis.errors import UnsatisfiedAssumption

from bot.audit import Known, audit, audit_unopened
from bot.evidence.checkpoint import parse
from bot.store.database import Store
from tests.audit.trail import PERSON, Trail

COLUMNS = {
    "entry": ("person", "number", "at", "event", "payload", "seal"),
    "exhibit": ("id", "person", "size", "digest", "box"),
    "exhibit_key": ("id", "wrapped"),
    "checkpoint": ("person", "number", "seal", "note"),
    "deposit": ("number", "place", "token"),
}
KEYS = {"entry": "number", "exhibit": "id", "exhibit_key": "id", "checkpoint": "number", "deposit": "number"}
VOUCHED = [table for table in COLUMNS if table != "deposit"]
ODD = ["abc", b"\xff\x00", 2**62, 1.5]
"""SQLite takes any of them in any column."""
once = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


class Kept:
    """A sealed trail in a file, of which each example harms a copy."""

    def __init__(self, folder):
        self.file, self.copy = folder / "kept.db", folder / "copy.db"
        trail = Trail(f"sqlite:///{self.file}")
        trail.places = {"nowhere": _Nowhere()}
        trail.live(hours=3)
        self.master = trail.store.master
        self.head = trail.entries()[-1].head
        (note,) = trail.ask("SELECT note FROM checkpoint ORDER BY number DESC LIMIT 1")[0]
        self.note = parse(note)
        trail.store.close()
        with sqlite3.connect(self.file) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def harmed(self, harm, known=None, look=audit):
        """What an audit finds once this was done to a copy."""
        shutil.copy(self.file, self.copy)
        database = sqlite3.connect(self.copy)
        try:
            harm(database)
            database.commit()
        except sqlite3.IntegrityError:
            assume(False)  # the database itself does not take it
        finally:
            database.close()
        store = Store(f"sqlite:///{self.copy}", self.master)
        try:
            return next(found for found in look(store, known=known or Known()) if found.person == PERSON)
        finally:
            store.close()

    def rows(self, table):
        with sqlite3.connect(self.file) as database:
            return [row[0] for row in database.execute(f"SELECT {KEYS[table]} FROM {table} ORDER BY 1")]


class _Nowhere:
    """A place that is never asked here."""

    name, kind = "nowhere", "rfc3161"


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    return Kept(tmp_path_factory.mktemp("kept"))


def altered(value, data):
    """Another value of the same sort."""
    if isinstance(value, int):
        return value + data.draw(st.sampled_from([-1, 1, 1000]))
    place = data.draw(st.integers(0, len(value) - 1))
    if isinstance(value, bytes):
        return value[:place] + bytes([value[place] ^ data.draw(st.integers(1, 255))]) + value[place + 1 :]
    put = data.draw(st.sampled_from("abcdef0123456789").filter(lambda sign: sign != value[place]))
    return value[:place] + put + value[place + 1 :]


@once
@given(st.sampled_from(VOUCHED), st.data())
def test_any_change_of_any_value_is_found(kept, table, data):
    row = data.draw(st.sampled_from(kept.rows(table)))
    column = data.draw(st.sampled_from(COLUMNS[table]))

    def harm(database):
        where = f"FROM {table} WHERE {KEYS[table]} = ?"
        (value,) = database.execute(f"SELECT {column} {where}", [row]).fetchone()
        new = altered(value, data)
        assert database.execute(f"UPDATE {table} SET {column} = ? WHERE {KEYS[table]} = ?", [new, row]).rowcount == 1

    assert not kept.harmed(harm).valid


@pytest.mark.parametrize("look", [audit, audit_unopened])
@pytest.mark.parametrize("table", COLUMNS)
def test_whatever_somebody_wrote_into_it_by_hand_verifying_comes_to_its_end(kept, table, look):
    row = kept.rows(table)[0]
    with sqlite3.connect(kept.file) as database:
        columns = [one[1] for one in database.execute(f"PRAGMA table_info({table})")]
    for column, value in itertools.product(columns, ODD):

        def harm(database, column=column, value=value):
            database.execute(f"UPDATE {table} SET {column} = ? WHERE {KEYS[table]} = ?", [value, row])

        try:
            found = kept.harmed(harm, look=look)
        except UnsatisfiedAssumption:
            continue  # the database itself does not take it
        opened = look is audit or column not in {"size", "box", "wrapped"}
        vouched = table in VOUCHED and column in COLUMNS[table] and opened
        assert not (vouched and found.valid), (column, value)


@once
@given(st.sampled_from(VOUCHED), st.data())
def test_anything_removed_is_found(kept, table, data):
    rows = kept.rows(table)
    some = data.draw(st.sets(st.sampled_from(rows), min_size=1))

    def harm(database):
        for row in some:
            database.execute(f"DELETE FROM {table} WHERE {KEYS[table]} = ?", [row])

    assert not kept.harmed(harm).valid


@once
@given(st.data())
def test_entries_in_another_order_are_found(kept, data):
    numbers = kept.rows("entry")
    moved = data.draw(st.permutations(numbers).filter(lambda order: order != numbers))

    def harm(database):
        database.execute("UPDATE entry SET number = number + 1000")
        for old, new in zip(numbers, moved, strict=True):
            database.execute("UPDATE entry SET number = ? WHERE number = ?", [new, old + 1000])

    assert not kept.harmed(harm).valid


@once
@given(st.data())
def test_a_trail_cut_off_is_found_by_what_is_left_or_by_what_was_noted(kept, data):
    last = data.draw(st.sampled_from(kept.rows("entry")[:-1]))

    def cut(database):
        database.execute("DELETE FROM entry WHERE number > ?", [last])

    def cut_with_its_checkpoints(database):
        cut(database)
        database.execute("DELETE FROM checkpoint WHERE number >= ?", [last])

    assert not kept.harmed(cut).valid
    assert not kept.harmed(cut, look=audit_unopened).valid
    for known in (Known(heads={PERSON: kept.head}), Known(notes=(kept.note,))):
        assert kept.harmed(cut_with_its_checkpoints, known).valid is (
            bool(known.notes) and last >= kept.note.head.number
        )


@once
@given(st.data())
def test_an_exhibit_in_the_place_of_another_is_found(kept, data):
    one, other = data.draw(st.lists(st.sampled_from(kept.rows("exhibit")), min_size=2, max_size=2, unique=True))

    def harm(database):
        for column in data.draw(st.sampled_from([("digest",), ("box",), ("digest", "box", "size")])):
            (value,) = database.execute(f"SELECT {column} FROM exhibit WHERE id = ?", [other]).fetchone()
            database.execute(f"UPDATE exhibit SET {column} = ? WHERE id = ?", [value, one])

    assert not kept.harmed(harm).valid


def test_left_alone_it_holds(kept):
    found = kept.harmed(lambda database: None, Known(heads={PERSON: kept.head}, notes=(kept.note,)))
    assert (found.valid, found.faults, found.waiting) == (True, (), 1)
