"""Where platforms keep sessions and counts: in the database, encrypted."""

from bot.store import read, write
from bot.store.database import Store


class StoredSafe:
    """A `Safe`, as the port of platforms has it."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def get(self, name: str) -> bytes | None:
        """What was put under this name."""
        with self.store.reading() as connection:
            return read.get(connection, self.store.master, name)

    def put(self, name: str, value: bytes) -> None:
        """Keep it."""
        with self.store.writing() as connection:
            write.put(connection, self.store.master, name, value)
