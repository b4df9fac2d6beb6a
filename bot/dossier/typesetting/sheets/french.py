"""What is asked in France alone: the fields of a PHAROS report, and a sheet for a bailiff's record (NF Z67-147)."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.dossier.content import Contents
from bot.dossier.fact import Fact
from bot.dossier.lawful import gone
from bot.dossier.typesetting.accounts import ROWS, tables
from bot.dossier.typesetting.blocks import Blank, Block, Head, Pairs, Register, Say, Value, Words
from bot.dossier.typesetting.facts import fine, stack, turned
from bot.dossier.typesetting.sheets.parts import FULL, MOMENT, NUMBER, announced, by_reason, in_full, opening, others
from bot.dossier.typesetting.tongue import Tongue

PUBLIC: Final = frozenset({"public", "unlisted"})
FIELDS: Final = ("machine", "system", "browser", "network", "address", "proxy", "dns", "clock", "caches", "cookies",
                 "start", "path", "shots")  # fmt: skip
NOTED: Final = 28
"""Millimetres of the room for what is found there."""


def pharos(contents: Contents, tongue: Tongue) -> Iterator[Block]:
    """Each public fact under the names of the form's fields."""
    yield from opening("pharos", tongue)
    yield Say(text=tongue.say("pharos.intro"), style="note")
    besides = {one.key for one in contents.parties if not one.accused}
    public = [one for one in contents.facts if one.platform and one.audience in PUBLIC and one.author not in besides]
    if not public:
        yield Say(text=tongue.say("pharos.none"))
    yield from announced(public, tongue)
    for one in in_full(public):
        yield Head(text=tongue.say("pharos.number", n=one.number), level=2)
        yield Pairs(rows=tuple((tongue.say(f"pharos.{name}"), value) for name, value in _fields(one, tongue)))

    if rest := others(public):
        yield Say(text=tongue.say("pharos.others"), style="strong")
        yield from _by_author(rest, tongue)


def _by_author(facts: Sequence[Fact], tongue: Tongue) -> Iterator[Block]:
    """A line for each, since the form asks for each author apart."""
    found: dict[str, list[Fact]] = {}
    for one in facts:
        found.setdefault(_pseudonym(one), []).append(one)
    for name, theirs in found.items():
        yield Head(text=name)
        yield from by_reason(theirs, tongue, tongue.say("pharos.choose"))


def _pseudonym(one: Fact) -> str:
    return one.handle or one.name or one.author


def _fields(one: Fact, tongue: Tongue) -> Iterator[tuple[str, Value]]:
    yield "category", tongue.every("reason", one.reasons) or tongue.say("pharos.choose")
    yield "day", tongue.local_day(one.at)
    yield "hour", f"{tongue.clock(one.at)} ({tongue.utc(one.at)})"
    yield "where", stack([tongue.named("platform", one.platform), fine(one.url or one.uri)])
    yield "pseudonym", Words(text=_pseudonym(one))
    if one.text:
        yield "content", Words(text=one.text, style="quoted")
    if one.turns:
        yield "state", turned(one.turns[-1], tongue)


def bailiff(contents: Contents, tongue: Tongue) -> Iterator[Block]:
    """Every address, what may vanish soonest first, and the fields that the standard asks to be noted before."""
    yield from opening("bailiff", tongue)
    yield Say(text=tongue.say("bailiff.intro"), style="note")
    yield Head(text=tongue.say("bailiff.before"), level=2)
    for name in FIELDS:
        yield Blank(label=tongue.say(f"bailiff.{name}"))
    yield Head(text=tongue.say("bailiff.urls"), level=1)
    there = [one for one in contents.facts if one.url or one.uri]
    listing = _urls if len(there) <= FULL else _lines
    for rank, name in enumerate(("fading", "standing", "lost")):
        yield Head(text=tongue.say(f"bailiff.{name}"), level=2)
        found = [one for one in there if volatility(one) == rank]
        yield from listing(found, tongue) if found else [Say(text=tongue.say("bailiff.none"), style="small")]


def volatility(one: Fact) -> int:
    """0: changed before, kept from the person, or seen by few; 1: public when it came; 2: not found the last time."""
    if gone(one):
        return 2
    return int(not one.turns and one.audience in PUBLIC)


def _urls(facts: Sequence[Fact], tongue: Tongue) -> Iterator[Block]:
    rows: list[tuple[Value, ...]] = [
        (str(one.number), stack([fine(one.url or one.uri), fine(one.handle or one.author)]), tongue.stamp(one.at), "")
        for one in facts
    ]
    names = ("number", "url", "seen", "noted")
    return tables((1, 8, 3, 4), [tongue.say(f"bailiff.{name}") for name in names], rows)


def _lines(facts: Sequence[Fact], tongue: Tongue) -> Iterator[Block]:
    rows = [(str(one.number), "", tongue.stamp(one.at), fine(one.url or one.uri)) for one in facts]
    head = (*(tongue.say(f"bailiff.{name}") for name in ("number", "noted", "seen")), tongue.say("notice.address"))
    for first in range(0, len(rows), ROWS):
        yield Register(widths=(NUMBER, NOTED, MOMENT), head=head, rows=tuple(rows[first : first + ROWS]))
