"""Addresses on the net that name somebody: those of the accused and of the person stay, all others go."""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final
from urllib.parse import unquote

import msgspec

from bot.dossier.content import Contents, Party, Tie
from bot.dossier.covering import MASK
from bot.dossier.fact import Beside, Fact, Piece

PARTS: Final = re.compile(r"[/?&=#,\s]+")
NAMING: Final = ("did:", "@")
"""How a part begins that names an account."""
BEFORE: Final = frozenset({"profile", "users", "actor", "actors", "author", "handle", "repo", "did", "acct"})
"""Behind what an account is named."""


class Located:
    """Knows whom an address names."""

    def __init__(self, contents: Contents, hidden: Mapping[str, str]) -> None:
        known = [one for one in contents.parties if one.key not in hidden]
        self._keys = {*(one.key for one in known), *hidden.values(), MASK}
        self._names = {name for one in known for name in _names(one)}

    def without_others(self, contents: Contents) -> Contents:
        """The same without addresses of people who are hidden, or of whom nobody knows who they are."""
        replace = msgspec.structs.replace
        return replace(
            contents,
            facts=tuple(self._fact(one) for one in contents.facts),
            ties=tuple(self._tie(one) for one in contents.ties),
            crowds=tuple(replace(one, root=self(one.root), origin=self(one.origin)) for one in contents.crowds),
            outside=tuple(replace(one, piece=self._piece(one.piece)) for one in contents.outside),
        )

    def __call__(self, address: str) -> str:
        """The address, if it names one of them and nobody else; else nothing."""
        parts = [part for part in PARTS.split(_plain(address)) if part]
        host = parts[1] if len(parts) > 1 else ""
        known = [part in self._names or f"{part.removeprefix('@')}@{host}" in self._names for part in parts]
        naming = [part.startswith(NAMING) or before in BEFORE for before, part in pairwise(["", *parts])]
        others = any(names and not ours for names, ours in zip(naming, known, strict=True))
        return address if address == MASK or (any(known) and not others) else ""

    def _fact(self, one: Fact) -> Fact:
        uri, url = (one.uri, one.url) if one.author else (self(one.uri), self(one.url))
        return msgspec.structs.replace(
            one,
            uri=uri,
            url=url,
            beside=tuple(map(self._beside, one.beside)),
            pieces=tuple(each if each.url in {uri, url} else self._piece(each) for each in one.pieces),
        )

    def _beside(self, one: Beside) -> Beside:
        if one.author in self._keys:
            return one
        text = MASK if one.text else ""
        return Beside(role=one.role, uri=self(one.uri), at=one.at, taken_at=one.taken_at, text=text, kept=one.kept)

    def _piece(self, one: Piece) -> Piece:
        return msgspec.structs.replace(one, url=self(one.url))

    def _tie(self, one: Tie) -> Tie:
        account, other = (key if key in self._keys else MASK for key in (one.account, one.other))
        return msgspec.structs.replace(one, account=account, other=other)


def _names(one: Party) -> Iterator[str]:
    """How a part of an address names an account for sure."""
    home = one.key.partition(":")[2].rpartition("/")[0]
    for handle in one.handles:
        bare = handle.casefold().strip("@ ")
        yield from (f"{bare}@{home}", f"@{bare}@{home}") if home and "@" not in bare else (bare, f"@{bare}")
    if not home:
        yield one.id.casefold()


def _plain(address: str) -> str:
    """With whatever was escaped, however often."""
    while (plain := unquote(address)) != address:
        address = plain
    return address.casefold()
