"""What several sheets have in common: who writes, a table of accounts, a table of facts."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from bot.dossier.content import Party
from bot.dossier.fact import Fact
from bot.dossier.statement import Statement
from bot.dossier.typesetting.accounts import ROWS, tables
from bot.dossier.typesetting.blocks import Blank, Block, Head, Pairs, Register, Say, Table, Value, Words
from bot.dossier.typesetting.facts import fine, stack
from bot.dossier.typesetting.tongue import Tongue

FULL: Final = 20
"""Facts that a sheet tells in full; where there are more, the gravest, and the others in a line each."""
NUMBER: Final = 10
"""Millimetres of the number of a fact, and of its moment."""
MOMENT: Final = 31


def opening(kind: str, tongue: Tongue) -> Iterator[Block]:
    """The title of a sheet."""
    yield Say(text=tongue.say(f"{kind}.title"), style="title")


def known(rows: Iterable[tuple[str, str]]) -> Iterator[Block]:
    """Labels with what is known beside them; where nothing is, room to write it by hand."""
    for label, text in rows:
        yield Pairs(rows=((label, Words(text=text)),)) if text else Blank(label=label)


def notifier(said: Statement, tongue: Tongue) -> Iterator[Block]:
    """Who gives a notice; what is no mailbox does not stand for one."""
    mail = said.contact if "@" in said.contact else ""
    return known(((tongue.say("notice.name"), said.complainant), (tongue.say("notice.mail"), mail)))


def accounts(parties: Sequence[Party], tongue: Tongue) -> Iterator[Table]:
    """The accounts that a sheet is about."""
    rows: list[tuple[Value, ...]] = [
        (stack([Words(text=each) for each in one.handles] or ["–"]), fine(one.id)) for one in parties
    ]
    return tables((1, 1), (tongue.say("party.handles"), tongue.say("party.id")), rows)


def located(facts: Sequence[Fact], tongue: Tongue) -> Iterator[Table]:
    """Facts with their exact addresses, words and reasons."""
    rows: list[tuple[Value, ...]] = [
        (
            str(one.number),
            tongue.stamp(one.at),
            stack([fine(one.url or one.uri), *([Words(text=one.text, style="beside")] if one.text else [])]),
            tongue.every("reason", one.reasons) or tongue.say("notice.part"),
        )
        for one in facts
    ]
    names = ("number", "at", "url", "reason")
    return tables((1, 2.6, 9, 3.2), [tongue.say(f"notice.{name}") for name in names], rows)


def worst_first(facts: Iterable[Fact]) -> list[Fact]:
    """What the person chose, then by gravity."""
    return sorted(facts, key=lambda one: (-one.most_worrying, -one.level, one.number))


def in_full(facts: Sequence[Fact]) -> list[Fact]:
    """Those that are told in full, in their order."""
    return sorted(worst_first(facts)[:FULL], key=lambda one: one.number)


def others(facts: Sequence[Fact]) -> list[Fact]:
    """Those that are not, in their order."""
    return sorted(worst_first(facts)[FULL:], key=lambda one: one.number)


def announced(facts: Sequence[Fact], tongue: Tongue) -> Iterator[Block]:
    """Where not all are told in full, that the gravest are."""
    if len(facts) > FULL:
        yield Say(text=tongue.say("sheet.gravest", n=FULL), style="strong")


def by_reason(facts: Sequence[Fact], tongue: Tongue, unsaid: str) -> Iterator[Block]:
    """A line for each fact, those of the same reasons together, the gravest first; `unsaid` stands for none."""
    found: dict[tuple[str, ...], list[Fact]] = {}
    for one in facts:
        found.setdefault(one.reasons, []).append(one)
    for same in sorted(found.values(), key=lambda each: (-max(one.level for one in each), each[0].number)):
        said = tongue.every("reason", same[0].reasons) or unsaid
        yield Head(text=tongue.say("sheet.same", what=said, n=tongue.number(len(same))), level=2)
        yield from lines(same, tongue)


def lines(facts: Sequence[Fact], tongue: Tongue) -> Iterator[Register]:
    """A line for each fact: its number, its moment, its address."""
    head = tuple(tongue.say(f"notice.{name}") for name in ("number", "at", "address"))
    rows = [(str(one.number), tongue.stamp(one.at), _address(one, tongue)) for one in facts]
    for first in range(0, len(rows), ROWS):
        yield Register(widths=(NUMBER, MOMENT), head=head, rows=tuple(rows[first : first + ROWS]))


def _address(one: Fact, tongue: Tongue) -> Value:
    return fine(one.url or one.uri) if one.url or one.uri else tongue.named("kind", one.kind)


def addresses(facts: Sequence[Fact], tongue: Tongue) -> Iterator[Block]:
    """Facts by their addresses alone."""
    if len(facts) > FULL:
        return lines(facts, tongue)
    rows: list[tuple[Value, ...]] = [(str(one.number), tongue.stamp(one.at), fine(one.url or one.uri)) for one in facts]
    return tables((1, 3, 12), [tongue.say(f"notice.{name}") for name in ("number", "at", "address")], rows)
