"""Under what names a person's chain tells of others: pseudonyms, each made once in a transaction."""

from sqlalchemy import Connection

from bot.evidence.master import MasterKey
from bot.evidence.pseudonym import pseudonym
from bot.store import write


class Names:
    """The salts of people, and the names made with them."""

    def __init__(self, connection: Connection, master: MasterKey) -> None:
        self._connection = connection
        self._master = master
        self._salts: dict[str, bytes] = {}
        self._names: dict[tuple[str, str], str] = {}

    def salt(self, person: str) -> bytes:
        """What a person's names are made with."""
        if person not in self._salts:
            self._salts[person] = write.salt(self._connection, self._master, person)
        return self._salts[person]

    def of(self, person: str, value: str) -> str:
        """The name of a value in the person's chain."""
        key = person, value
        if key not in self._names:
            self._names[key] = pseudonym(self.salt(person), value)
        return self._names[key]
