"""Half the room: digests as bytes, names as digits, what entries say packed, mentions found by a digest of their URI.

What the chain seals stays as it is, since it is not the row that is sealed. A row that was altered by hand, so that it
cannot be read, becomes one that cannot be proven either.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from json import loads
from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.store.columns import EVENTS, KINDS, PLATFORMS, WHATS, Named, packed
from bot.store.rows import micros, place

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

CHUNK = 1000
UNTOLD = sa.text("severity > 0 AND alert IS NULL")
INDEXES = {"ix_mention_decided": None, "ix_mention_untold": UNTOLD}
KEYS = {
    "aside": ("id",),
    "author": ("author", "person"),
    "entry": ("person", "number"),
    "exhibit": ("id",),
    "exhibit_key": ("id",),
    "mention": ("place", "person", "version"),
}
"""The tables that are made anew, with their primary keys."""
BYTES = {"id": {"exhibit", "exhibit_key"}, "exhibit": {"mention", "aside"}, "digest": {"exhibit"}, "seal": {"entry"}}
"""Columns that held hex digits until now, and in which tables."""
NAMES = {
    ("entry", "event"): Named(EVENTS),
    ("exhibit", "what"): Named(WHATS),
    ("mention", "kind"): Named(KINDS),
    ("mention", "platform"): Named(PLATFORMS),
}
"""Columns in which names were written out until now."""
OPTIONS: dict[str, dict[str, Any]] = {
    "exhibit_key": {"sqlite_with_rowid": False},
    "entry": {"sqlite_with_rowid": False, "comment": "the seal before stands in the row before"},
}


def upgrade() -> None:
    """Make each table anew, and copy its rows into it."""
    op.drop_index("ix_author_author", table_name="author")
    for name in INDEXES:
        op.drop_index(name, table_name="mention")
    for name in KEYS:
        _replace(name)
    for name, where in INDEXES.items():
        columns = ["person", "decided_at"]
        op.create_index(name, "mention", columns, unique=False, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """There is no way back: the release before cannot read these rows."""
    raise NotImplementedError("restore the backup that was made before")


def _replace(name: str) -> None:
    bind = op.get_bind()
    op.rename_table(name, f"old_{name}")
    if bind.dialect.name == "postgresql":
        op.execute(f"ALTER INDEX pk_{name} RENAME TO pk_old_{name}")
    old = sa.Table(f"old_{name}", sa.MetaData(), autoload_with=bind)
    key = sa.PrimaryKeyConstraint(*KEYS[name], name=op.f(f"pk_{name}"))
    new = op.create_table(name, *_columns(name, old), key, **{"comment": old.comment, **OPTIONS.get(name, {})})
    rows = bind.execute(sa.select(old).order_by(*old.primary_key).execution_options(yield_per=CHUNK)).mappings()
    for some in _chunks({**row} for row in rows):
        bind.execute(new.insert(), [_converted(row, new) for row in some])
    op.drop_table(f"old_{name}")


def _columns(name: str, old: sa.Table) -> Iterator[sa.Column[Any]]:
    """Those of the new table."""
    if name == "mention":
        said = "digest of the URI (rows.place), which no index holds"
        yield sa.Column("place", sa.Text(), nullable=False, comment=said)
    for column in old.c:
        if (name, column.name) == ("entry", "previous"):
            continue
        kind = sa.LargeBinary() if name in BYTES.get(column.name, ()) else column.type
        if name == "entry":
            kind = {"at": sa.BigInteger(), "payload": sa.LargeBinary()}.get(column.name, kind)
        yield sa.Column(column.name, kind, nullable=column.nullable, comment=column.comment)


def _chunks(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    each = iter(rows)
    while some := list(islice(each, CHUNK)):
        yield some


def _converted(row: dict[str, Any], new: sa.Table) -> dict[str, Any]:
    """A row of the new table."""
    if new.name == "mention":
        row["place"] = place(row["uri"])
    if new.name == "entry":
        row |= {"at": _or(0, _micros, row["at"]), "payload": _or(b"", lambda text: packed(loads(text)), row["payload"])}
    for (table, name), kind in NAMES.items():
        if table == new.name:
            row[name] = kind.short(row[name])
    for name, column in new.c.items():
        if isinstance(column.type, sa.LargeBinary) and isinstance(row[name], str):
            row[name] = _or(row[name].encode(errors="replace"), bytes.fromhex, row[name])
    return {name: row[name] for name in new.c.keys()}  # noqa: SIM118 - a collection of columns yields columns


def _micros(written: str) -> int:
    return micros(datetime.fromisoformat(written))


def _or(otherwise: Any, convert: Callable[[str], Any], value: str) -> Any:
    try:
        return convert(value)
    except (ValueError, TypeError, AttributeError):
        return otherwise
