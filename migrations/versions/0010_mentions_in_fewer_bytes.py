"""Mentions in fewer bytes: places as bytes, DIDs in fewer letters, rows that need not grow once an alert has told them."""

import re
from base64 import urlsafe_b64decode
from typing import Any, Final

import sqlalchemy as sa
from alembic import op

from bot.store.brief import brief, whole

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLES: Final = {
    "mention": ("place", "person", "version"),
    "reviewed": ("person", "place", "version"),
    "support": ("person", "place"),
}
"""What names mentions by their places, with its primary key."""
PLACE: Final = "[A-Za-z0-9_-]{20}"
"""As it was written until now; what somebody else wrote there stays as it is."""
INDEXES: Final = sa.text("SELECT sql FROM sqlite_master WHERE tbl_name = :name AND type = 'index' AND sql IS NOT NULL")
SPELLED: Final = "decode(translate(place, '-_', '+/'), 'base64')"
CHUNK: Final = 1000
BRIEF: Final = ("uri", "revision", "author")
SIGNS: Final = "\x08\x09\x0b"
"""Before DIDs and CIDs, as they were written until now."""
WAITING: Final = "0" * 24
"""In the place of an alert's id, where nothing stood until now."""
FOUND_BY: Final = {
    "ix_mention_uncounted": ("level", "level < 0"),
    "ix_mention_untold": ("alert", f"alert = '{WAITING}'"),
}
"""Indexes that SQLite took by chance, or another instead: each gets a column by which it is the better one."""
ALERT: Final = "id of the alert that told it; noughts while it waits for one; null: none will"


def upgrade() -> None:
    """Change the columns; SQLite cannot, so that each table is made anew there, and its rows copied into it."""
    for name in FOUND_BY:
        op.drop_index(name, table_name="mention")
    mention = sa.table("mention", sa.column("severity", sa.Integer()), sa.column("alert", sa.Text()))
    untold = (mention.c.severity > 0) & mention.c.alert.is_(None)
    op.execute(sa.update(mention).where(untold).values(alert=WAITING))
    _shorten()
    _change()
    for name, (column, which) in FOUND_BY.items():
        columns, where = ["person", column, "decided_at"], sa.text(which)
        op.create_index(name, "mention", columns, sqlite_where=where, postgresql_where=where)


def _shorten() -> None:
    """Write the DIDs and CIDs of Bluesky in fewer letters."""
    bind, key = op.get_bind(), ("place", "person", "version")
    table = sa.table("mention", *map(sa.column, key), *map(sa.column, BRIEF))
    columns = [table.c[name] for name in key]
    long = sa.or_(*(sa.cast(table.c[name], sa.Text()).contains(sign) for name in BRIEF for sign in SIGNS))
    query = sa.select(table).where(long).order_by(*columns).limit(CHUNK)
    write = sa.update(table).where(*(column == sa.bindparam(f"its_{column.name}") for column in columns))
    rows = bind.execute(query).mappings().all()
    while rows:
        made = [
            {f"its_{name}": row[name] for name in key} | {name: brief(whole(row[name])) for name in BRIEF}
            for row in rows
        ]
        bind.execute(write, made)
        last = tuple(rows[-1][name] for name in key)
        rows = bind.execute(query.where(sa.tuple_(*columns) > last)).mappings().all()


def _change() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for name in TABLES:
            bare = f"CASE WHEN place ~ '^{PLACE}$' THEN {SPELLED} ELSE convert_to(place, 'UTF8') END"
            op.alter_column(name, "place", type_=sa.LargeBinary(), postgresql_using=bare)
        op.alter_column("mention", "alert", comment=ALERT, existing_comment=None)
        return
    driver: Any = op.get_bind().connection.dbapi_connection
    driver.create_function("spelled", 1, _spelled, deterministic=True)
    for name, key in TABLES.items():
        _replace(name, key)


def downgrade() -> None:
    """There is no way back: the release before cannot read these rows."""
    raise NotImplementedError("restore the backup that was made before")


def _replace(name: str, key: tuple[str, ...]) -> None:
    """The same table with its places as bytes, and the same indexes."""
    bind = op.get_bind()
    indexes = bind.scalars(INDEXES, {"name": name}).all()
    op.rename_table(name, f"old_{name}")
    old = sa.Table(f"old_{name}", sa.MetaData(), autoload_with=bind)
    new = op.create_table(name, *map(_column, old.c), sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}")))
    values = [sa.func.spelled(one) if one.name == "place" else one for one in old.c]
    bind.execute(new.insert().from_select(list(new.c), sa.select(*values).order_by(sa.text("rowid"))))
    op.drop_table(old.name)
    for index in indexes:
        op.execute(index)


def _column(one: sa.Column[Any]) -> sa.Column[Any]:
    kind = sa.LargeBinary() if one.name == "place" else one.type
    default = one.server_default.arg if isinstance(one.server_default, sa.DefaultClause) else None
    return sa.Column(one.name, kind, nullable=one.nullable, server_default=default)


def _spelled(place: Any) -> Any:
    if isinstance(place, str) and re.fullmatch(PLACE, place):
        return urlsafe_b64decode(place)
    return place.encode(errors="surrogatepass") if isinstance(place, str) else place
