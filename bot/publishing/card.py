"""How a list presents itself at a platform: what it is for, and how to contest it, in 300 signs."""

from hashlib import sha256
from typing import Final

import msgspec

from bot.alerts.wording import Wording, one_line, texts_of
from bot.blocklists.blocklist import Blocklist
from bot.platforms.modlist import Card
from bot.publishing.terms import terms

ABOUT: Final = 300
TITLE: Final = 64


def card(one: Blocklist, links: str) -> Card:
    """How it presents itself; `links` is the public address of our pages, empty where there is none."""
    chosen = terms(one)
    words = Wording(texts_of("bot.publishing", chosen.language))
    address = f"{links.rstrip('/')}/listed/{one.slug}" if links else ""
    way = address or one_line(chosen.contest, ABOUT // 2)
    how = words.say("modlist.contest", address=way) if way else words.say("modlist.write")
    policy = one_line(chosen.description, ABOUT) or words.say("modlist.about")
    return Card(
        name=one_line(one.title, TITLE) or one.slug,
        about=f"{one_line(policy, ABOUT - len(how) - 1)} {how}",
        link=address,
        at=one.at,
    )


def digest(shown: Card) -> str:
    """What changes when it does."""
    return sha256(msgspec.json.encode(shown)).hexdigest()
