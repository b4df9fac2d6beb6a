"""How others write lists: one file a format, each listed in FORMATS."""

from collections.abc import Mapping
from typing import Final

from bot.blocklists.formats.accounts import BLOCKS, MUTES
from bot.blocklists.formats.detecting import detect
from bot.blocklists.formats.domains import FEDIBLOCKHOLE, MASTODON_ADMIN
from bot.blocklists.formats.fires import FIRES
from bot.blocklists.formats.form import TROUBLES, Faulty, Format, Gathered, Listed, Read, gather, marks
from bot.blocklists.formats.gotosocial import GOTOSOCIAL
from bot.blocklists.formats.mastodon_public import MASTODON_PUBLIC
from bot.blocklists.formats.plain import MASTODON_DOMAINS, PLAIN, RAPIDBLOCK_CSV
from bot.blocklists.formats.rapidblock import RAPIDBLOCK
from bot.blocklists.formats.rempart import REMPART

FORMATS: Final[Mapping[str, Format]] = {
    one.name: one
    for one in (
        REMPART,
        FIRES,
        BLOCKS,
        MUTES,
        MASTODON_DOMAINS,
        MASTODON_ADMIN,
        MASTODON_PUBLIC,
        FEDIBLOCKHOLE,
        PLAIN,
        GOTOSOCIAL,
        RAPIDBLOCK,
        RAPIDBLOCK_CSV,
    )
}

__all__ = ["FORMATS", "TROUBLES", "Faulty", "Format", "Gathered", "Listed", "Read", "detect", "gather", "marks"]
