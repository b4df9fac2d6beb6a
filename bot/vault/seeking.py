"""What one transaction finds of private data in mentions, and will keep of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import structlog
from sqlalchemy import Connection

from bot.errors import KeyMissing
from bot.evidence.master import MasterKey
from bot.evidence.pseudonym import pseudonym
from bot.model.leak import Elsewhere, Leak, elsewhere
from bot.model.mention import Mention
from bot.model.shield import Shield
from bot.model.vault import Part
from bot.signals.leaks.halves import says_something, together
from bot.signals.leaks.mentioned import anybodys, said
from bot.signals.leaks.secret import Vault
from bot.signals.leaks.view import View
from bot.store import halves, write
from bot.store.halves import Half
from bot.vault.continuing import Continuing, goes_on
from bot.vault.declared import undeclared
from bot.vault.elsewhere import kept
from bot.vault.opening import opened

log = structlog.get_logger(__name__)

WITHIN: Final = timedelta(hours=1)
"""Between two mentions of one author over which something is split."""
KEPT: Final = timedelta(days=8)
"""How long halves are kept: a mention may arrive a week late."""
EVENT: Final = "leak"


class Leaks:
    """Looks for private data: the person's own, and anybody's."""

    def __init__(self, connection: Connection, master: MasterKey, shields: Mapping[str, Shield]) -> None:
        self._shields = shields
        self._connection = connection
        self._master = master
        self._vaults: dict[str, Vault | None] = {}
        self._halves: dict[str, list[Half]] = {}
        self._found: dict[str, list[tuple[Mention, tuple[Leak, ...]]]] = {}
        self._texts: dict[tuple[str, str], str] = {}

    def of(self, mention: Mention, seeks: Callable[[str], bool]) -> tuple[Leak, ...]:
        """What is given away in it; anybody's data only where `seeks` says of the person that a rule asks for them."""
        vault, sought = self._vault(mention.person), seeks(mention.person)
        if vault is None and not sought:
            return ()
        own: tuple[Leak, ...] = ()
        read = said(mention)
        if vault is not None:
            seen = vault.among(mention, read)
            parts = [part for part in seen.parts if says_something(part)]
            own = (*seen.leaks, *self._split(mention, parts, vault, read[0].view))
        every = (*own, *_besides(own, anybodys(read))) if sought else own
        found = undeclared(every, mention, self._shields[mention.person].public)
        if any(leak.vault for leak in found):
            self._found.setdefault(mention.person, []).append((mention, found))
        return found

    def record(self, now: datetime) -> None:
        """Keep what may be half of something, and say in the chain that something of the vault was given away."""
        for person, fresh in self._halves.items():
            earliest = min([now, *(half.at for half in fresh)])  # the past may be brought in, and its halves with it
            halves.forget_before(self._connection, person, earliest - KEPT)
        halves.keep(self._connection, self._halves)
        for person, found in self._found.items():
            salt = write.salt(self._connection, self._master, person)
            lines = (line for mention, leaks in found for line in _lines(salt, mention, leaks))
            write.append(self._connection, person, [(now, EVENT, line) for line in lines])

    def _vault(self, person: str) -> Vault | None:
        if person not in self._vaults:
            try:
                self._vaults[person] = opened(self._connection, self._master, person)
            except KeyMissing:  # whoever altered it must not stop the shield with it
                log.exception("the vault cannot be opened", person=person)
                self._vaults[person] = None
        return self._vaults[person]

    def _split(self, mention: Mention, parts: list[Part], vault: Vault, view: View) -> Iterator[Leak]:
        """What it says together with other mentions of its author, whichever came first."""
        middle = goes_on(vault, view)
        if not (parts or middle):
            return
        others = self._others(mention)
        continuing = Continuing(vault, others, partial(self._text, mention.person))
        if middle:
            parts = list(dict.fromkeys((*parts, *continuing.longer(view))))
        for uri, there in others.items():
            for here, other in together(parts, there):
                every = {uri: other} | dict((*continuing.shorter(here), *continuing.shorter(other)))
                for where, one in every.items():
                    place = Elsewhere(uri=where, span=one.span, within=one.within)
                    yield Leak(kind=here.kind, span=here.span, within=here.within, vault=True, other=place)
        known = self._halves.setdefault(mention.person, [])
        known += (Half(mention.author.key, mention.uri, mention.received_at, part) for part in parts)
        if parts:
            self._texts[mention.person, mention.uri] = mention.text

    def _text(self, person: str, uri: str) -> str:
        """What a mention says that has a piece of something."""
        said = self._texts.get((person, uri))
        if said is None:
            mention = kept(self._connection, self._master, uri, person)
            said = self._texts[person, uri] = mention.text if mention else ""
        return said

    def _others(self, mention: Mention) -> Mapping[str, list[Part]]:
        """The pieces in the author's other mentions within the hour, by their URIs."""
        since, until = mention.received_at - WITHIN, mention.received_at + WITHIN
        author = mention.author.key
        found = halves.near(self._connection, mention.person, author, since, until)
        found += [
            (one.uri, one.part)
            for one in self._halves.get(mention.person, ())
            if one.author == author and since <= one.at <= until
        ]
        others: dict[str, list[Part]] = {}
        for uri, part in found:
            if uri != mention.uri:
                others.setdefault(uri, []).append(part)
        return others


def _lines(salt: bytes, mention: Mention, leaks: Iterable[Leak]) -> Iterator[dict[str, str | int]]:
    """What the chain says of a leak: names of our own, and of what kinds it is; of one that was split, of each half."""
    own = [leak for leak in leaks if leak.vault]
    name, author = pseudonym(salt, mention.uri), pseudonym(salt, mention.author.key)
    others = {uri: pseudonym(salt, uri) for uri in elsewhere(own)}
    line: dict[str, str | int] = {"mention": name, "author": author, "kinds": _kinds(own)}
    yield line | ({"beside": " ".join(others.values())} if others else {})
    for uri, other in others.items():
        split = [leak for leak in own if leak.other and leak.other.uri == uri]
        yield {"mention": other, "author": author, "kinds": _kinds(split), "beside": name}


def _kinds(leaks: Iterable[Leak]) -> str:
    return " ".join(dict.fromkeys(leak.kind.value for leak in leaks))


def _besides(own: Iterable[Leak], anybodys: Iterable[Leak]) -> Iterator[Leak]:
    """What only looks private, where nothing of the vault stands."""
    taken = [(leak.within, *leak.span) for leak in own]
    for leak in anybodys:
        start, end = leak.span
        if not any(leak.within == within and first < end and start < last for within, first, last in taken):
            yield leak
