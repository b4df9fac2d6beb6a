"""Pictures that are known: those whose very bytes were taken into custody before."""

from typing import Final

import msgspec
from sqlalchemy import Connection

from bot.evidence.pseudonym import pseudonym
from bot.model.mention import Mention
from bot.store import media

PLAIN: Final = 8
"""Bytes of a likeness; those of the mirror image follow."""


def likened(connection: Connection, salt: bytes, mention: Mention) -> Mention:
    """The same; each picture whose bytes are in the person's custody with its likeness."""
    names = {each.digest: pseudonym(salt, each.digest) for each in mention.media if each.digest}
    known = media.held(connection, mention.person, list(names.values())) if names else {}
    if not known:
        return mention
    found = {digest: known[name].dhash[:PLAIN].hex() for digest, name in names.items() if name in known}
    pictures = tuple(
        msgspec.structs.replace(each, phash=found.get(each.digest) or each.phash) for each in mention.media
    )
    return msgspec.structs.replace(mention, media=pictures)
