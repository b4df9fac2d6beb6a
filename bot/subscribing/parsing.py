"""From the bytes of a list to what it comes to, and the lines that were not understood."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final, NamedTuple

from bot.blocklists.change import Change
from bot.blocklists.entity import Entity
from bot.blocklists.formats import FORMATS, Faulty, Listed, detect
from bot.errors import Malformed
from bot.subscribing.source import Fault, Unread, Why

HEAD: Final = 4096
CHUNK: Final = 1 << 20
ENTRIES: Final = 300_000
"""Of one list: each takes a kilobyte while it is looked at, and the longest there are have a third of it."""
TOLD: Final = 200
"""Lines not understood that are told one by one."""
CUT: Final = {"too_large": Why.LARGE, "too_many": Why.MANY, "seems_html": Why.HTML}
"""Troubles of a whole document, as its format tells them."""
SHAPE: Final = frozenset({"not_json", "not_this"})
PAGE: Final = (b"<!doctype html", b"<html", b"<head", b"<body")


class Parsed(NamedTuple):
    """What a document says beside its entries."""

    faults: list[Fault]
    faulty: int
    newest: str
    """The id of the last change, where the format has ids; else empty."""


def formed(body: bytes, medium: str, form: str) -> str:
    """The name of a document's format: the one chosen, or as it shows. Raises Unread."""
    head = body[:HEAD]
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(PAGE) or medium == "text/html":
        raise Unread(Why.HTML)
    if form in FORMATS:
        return form
    try:
        return detect(head, medium)
    except Malformed as error:
        raise Unread(Why.UNREADABLE) from error


def parse(form: str, body: bytes, at: datetime, onto: dict[Entity, Change]) -> Parsed:
    """Put what a document says into `onto`, its later word on each; the lines that say nothing are told. Raises Unread
    where not all of it could be read.
    """
    faults, faulty, newest, before = list[Fault](), 0, "", len(onto)
    for read in FORMATS[form].parse(_chunks(body), at):
        match read:
            case Listed(change=change):
                said = onto.get(change.entity)
                if said is None or not change.id or said.id <= change.id:
                    onto[change.entity] = change
                newest = max(newest, change.id)
            case Faulty(line=line, what=what):
                faulty += 1
                faults += [Fault(line, what)] if faulty <= TOLD else []
                _require_whole(what, len(onto) - before)
        if len(onto) > ENTRIES:
            raise Unread(Why.MANY)
    return Parsed(faults, faulty, newest)


def _require_whole(what: str, read: int) -> None:
    """Raise Unread where a trouble means that the rest was not looked at, or that there is nothing to look at."""
    if what in CUT:
        raise Unread(CUT[what])
    if what in SHAPE and not read:
        raise Unread(Why.UNREADABLE)


def _chunks(body: bytes) -> Iterator[bytes]:
    for start in range(0, len(body), CHUNK):
        yield body[start : start + CHUNK]
