"""What several sheets have in common: who writes, a table of accounts, a table of facts."""

from collections.abc import Iterable, Iterator, Sequence

from bot.dossier.content import Party
from bot.dossier.fact import Fact
from bot.dossier.statement import Statement
from bot.dossier.typesetting.accounts import tables
from bot.dossier.typesetting.blocks import Blank, Block, Pairs, Say, Table, Value, Words
from bot.dossier.typesetting.facts import fine, stack
from bot.dossier.typesetting.tongue import Tongue


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


def addresses(facts: Sequence[Fact], tongue: Tongue) -> Iterator[Table]:
    """Facts by their addresses alone."""
    rows: list[tuple[Value, ...]] = [(str(one.number), tongue.stamp(one.at), fine(one.url or one.uri)) for one in facts]
    return tables((1, 3, 12), [tongue.say(f"notice.{name}") for name in ("number", "at", "address")], rows)
