"""Where facts stand: the servers to which a notice, or a request to preserve, is written."""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from bot.dossier.content import Contents, Party
from bot.dossier.fact import Fact
from bot.dossier.typesetting.tongue import Tongue

_UNNAMED: Final = re.compile(r"[^a-z0-9.-]+")
LONGEST: Final = 60


class Host(NamedTuple):
    """A platform, or one server of it, with what stands there."""

    name: str
    """As it is addressed: `Bluesky`, `mastodon.example`."""
    stem: str
    """As files are named after it."""
    facts: tuple[Fact, ...]
    parties: tuple[Party, ...]


def hosts(contents: Contents, tongue: Tongue) -> list[Host]:
    """Every host of a fact by an account that the dossier is about, the one with most facts first."""
    parties = {one.key: one for one in contents.parties}
    found: dict[str, list[Fact]] = {}
    for one in contents.facts:
        if one.platform and (one.author not in parties or parties[one.author].accused):
            found.setdefault(_name(one, tongue), []).append(one)
    ordered = sorted(found.items(), key=lambda each: (-len(each[1]), each[0]))
    return [Host(name, stem, tuple(facts), _parties(facts, parties))
            for (name, facts), stem in zip(ordered, _stems(name for name, _ in ordered), strict=True)]  # fmt: skip


def _name(fact: Fact, tongue: Tongue) -> str:
    """A platform that is one service is called by its name, one of many servers by the server's, in ASCII."""
    if fact.platform == "mastodon":
        with suppress(ValueError):  # UnicodeError too
            host = urlsplit(fact.url or fact.uri).hostname or ""
            name = _UNNAMED.sub("-", host.encode("idna").decode("ascii").lower())
            if name.strip("-."):
                return name
    return tongue.named("platform", fact.platform)


def _stems(names: Iterable[str]) -> Sequence[str]:
    """Names of files, no two of them equal, in which nothing stands but letters, digits, stops and hyphens."""
    made: list[str] = []
    for name in names:
        stem = _UNNAMED.sub("-", name.lower()).strip("-.")[:LONGEST] or "host"
        made.append(stem if stem not in made else f"{stem}-{len(made)}")
    return made


def _parties(facts: Sequence[Fact], known: dict[str, Party]) -> tuple[Party, ...]:
    return tuple(known[key] for key in dict.fromkeys(one.author for one in facts) if key in known)
