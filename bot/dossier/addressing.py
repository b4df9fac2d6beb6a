"""Handles in what people wrote: `@name`, `@name@server`, a profile's address, a DID; and how they are compared."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from bot.dossier.readings import HIDDEN, readings
from bot.model.decision import Span

_UNSEEN = HIDDEN.pattern.removesuffix("+")
_NAME = rf"\w(?:[\w.\-]|{_UNSEEN})*"
_HOST = rf"\w(?:[\w\-]|{_UNSEEN})*(?:[.．](?:[\w\-]|{_UNSEEN})+)+"
HANDLE: Final = re.compile(
    rf"(?P<profile>https?://(?P<server>{_HOST})/(?:profile/|ap/users/|users/|@)(?P<local>{_NAME}(?:@{_HOST})?)[^\s<>\"«»]*)"
    rf"|(?<![\w.])[@＠]{_UNSEEN}*(?P<name>{_NAME})(?:[@＠]{_UNSEEN}*(?P<host>{_HOST}))?"
    rf"|\b(?P<did>did:(?:plc|web):[\w.:%\-]+)"
    rf"|\b(?P<bare>[\w\-]+\.bsky\.social)\b"
)
BEFORE: Final = 8
BOXED: Final = re.compile(rf"[\w.]{_UNSEEN}+$")
"""What stands before the sign of a mailbox, where something unseen parts them."""
TRAILING: Final = ".-_·…"
"""Signs with which a sentence ends, and no handle."""


class Handle(NamedTuple):
    """One in a text."""

    span: Span
    key: str
    """`@name`, `@name@server`, `@name.bsky.social`, `did:plc:…`, in small letters."""


def handles(text: str) -> Iterator[Handle]:
    """All of them, in order, however they are written."""
    yield from _in(text)
    for reading in readings(text):
        yield from (Handle(reading.span(*one.span), one.key) for one in _in(reading.text))


def keyed(handle: str) -> str:
    """A handle as it is compared, whether or not there is a sign before it."""
    plain = HIDDEN.sub("", unicodedata.normalize("NFKC", handle)).casefold().strip().lstrip("@")
    return plain if plain.startswith("did:") else f"@{plain}"


def among(key: str, some: Collection[str]) -> str:
    """Which of these is meant with a handle, be it without its server; empty: none."""
    if key in some:
        return key
    near = (one for one in some if "@" not in key[1:] and key in {_local(one), _local(one).partition(".")[0]})
    return next(near, "")


def shared(keys: Iterable[str]) -> Mapping[str, str]:
    """Each with the one in full that is the same account, as far as it shows."""
    every = list(dict.fromkeys(keys))
    whole = [one for one in every if "@" in one[1:]]
    return {one: among(one, whole) or one for one in every}


def _local(key: str) -> str:
    return "@" + key.lstrip("@").partition("@")[0]


def _in(text: str) -> Iterator[Handle]:
    for match in HANDLE.finditer(text) if any(sign in text for sign in SIGNS) else ():
        start, end = match.span()
        if match["profile"]:
            name = keyed(match["local"].rstrip(TRAILING))
            is_whole = "@" in name[1:] or "." in name or name.startswith("did:")
            yield Handle((start, end), name if is_whole else keyed(f"{name}@{match['server']}"))
            continue
        if match["name"] and BOXED.search(text[max(0, start - BEFORE) : start]):
            continue
        written = match[0].rstrip(TRAILING)
        yield Handle((start, start + len(written)), keyed(written))


SIGNS: Final = ("@", "＠", "://", "did:", ".bsky.")
"""Without them there is no handle."""
