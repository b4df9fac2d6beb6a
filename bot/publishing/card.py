"""How a list presents itself at a platform: what it is for, and how to contest it, in 300 signs."""

from hashlib import sha256
from typing import Final

import msgspec

from bot.alerts.wording import LANGUAGES, Wording, one_line, texts_of
from bot.blocklists.blocklist import Blocklist
from bot.model.noun import Noun
from bot.platforms.modlist import Card

ABOUT: Final = 300
TITLE: Final = 64


class Chosen(Noun, frozen=True, kw_only=True):
    """What of a list's settings concerns a platform."""

    bluesky: str = ""
    """`Account.key` of the person's account in whose name it stands; empty: nowhere."""
    description: str = ""
    """Its policy, in the words of who made it."""
    contest: str = ""
    """How else than by its page somebody listed can object."""
    language: str = LANGUAGES[-1]


def chosen(one: Blocklist) -> Chosen:
    """What people chose for a list."""
    return msgspec.json.decode(one.settings, type=Chosen)


def card(one: Blocklist, links: str) -> Card:
    """How it presents itself; `links` is the public address of our pages, empty where there is none."""
    terms = chosen(one)
    words = Wording(texts_of("bot.publishing", terms.language))
    address = f"{links.rstrip('/')}/listed/{one.slug}" if links else ""
    way = address or one_line(terms.contest, ABOUT // 2)
    how = words.say("modlist.contest", address=way) if way else words.say("modlist.write")
    policy = one_line(terms.description, ABOUT) or words.say("modlist.about")
    return Card(
        name=one_line(one.title, TITLE) or one.slug,
        about=f"{one_line(policy, ABOUT - len(how) - 1)} {how}",
        link=address,
        at=one.at,
    )


def digest(shown: Card) -> str:
    """What changes when it does."""
    return sha256(msgspec.json.encode(shown)).hexdigest()
