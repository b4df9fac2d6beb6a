"""What accounts are called on a page where nobody asked for their names."""

from collections.abc import Sequence

from sqlalchemy import Connection

from bot.evidence.master import MasterKey
from bot.evidence.pseudonym import nickname
from bot.store import write


def nicknames(connection: Connection, master: MasterKey, person: str, accounts: Sequence[str]) -> dict[str, str]:
    """A name of ours for each (`Account.key`), the same on every page and on the command line."""
    if not accounts:
        return {}
    salt = write.salt(connection, master, person)
    return {account: nickname(salt, account) for account in accounts}
