"""The keys that sign checkpoints: one at a time, the retired ones kept, each wrapped under the master key."""

from datetime import datetime, timedelta
from secrets import token_bytes

from sqlalchemy import Connection, select, update

from bot.errors import ConfigError
from bot.evidence.checkpoint import SEED, Signer, Verifier, installation
from bot.evidence.master import MasterKey
from bot.model.noun import Noun
from bot.store import schema
from bot.store.rows import insert, micros, moment

TICK = timedelta(microseconds=1)


class Key(Noun, frozen=True, kw_only=True):
    """A key as it is kept."""

    verifier: Verifier
    wrapped: bytes
    """The private key, wrapped under `label`."""
    made_at: datetime
    retired_at: datetime | None = None

    def opened(self, master: MasterKey) -> Signer:
        """Ready to sign. KeyMissing where the master key is another."""
        return Signer(self.verifier.name, master.unwrap(label(self.verifier.public), self.wrapped))


def label(public: bytes) -> str:
    """The name under which the private key is wrapped."""
    return f"signer:{public.hex()}"


def keys(connection: Connection) -> list[Key]:
    """All keys of this installation, the first first."""
    rows = list(connection.execute(select(schema.signer).order_by(schema.signer.c.made_at)).mappings())
    name = installation(rows[0]["public"]) if rows else ""
    return [
        Key(
            verifier=Verifier(name=name, public=row["public"]),
            wrapped=row["wrapped"],
            made_at=moment(row["made_at"]),
            retired_at=None if row["retired_at"] is None else moment(row["retired_at"]),
        )
        for row in rows
    ]


def signing(connection: Connection) -> Key:
    """The key that signs now. ConfigError where none was made yet."""
    found = [one for one in keys(connection) if one.retired_at is None]
    if not found:
        raise ConfigError("there is no key to sign with yet; start `rempart run` once, which makes it")
    return found[-1]


def make(connection: Connection, master: MasterKey, at: datetime) -> Key:
    """Another key, which signs from now on; whichever signed before is retired, and kept."""
    before = keys(connection)
    seed = token_bytes(SEED)
    public = Signer("", seed).verifier.public
    name = before[0].verifier.name if before else installation(public)
    made_at = max([at, *(one.made_at + TICK for one in before)])
    key = Key(verifier=Verifier(name=name, public=public), wrapped=master.wrap(label(public), seed), made_at=made_at)
    retired = update(schema.signer).where(schema.signer.c.retired_at.is_(None))
    connection.execute(retired.values(retired_at=micros(made_at)))
    row = {"id": key.verifier.id, "public": public, "wrapped": key.wrapped, "made_at": micros(made_at)}
    insert(connection, schema.signer, [row])
    return key
