"""The incident log, as lawyers and platforms ask for it who go by no procedure that we know."""

from collections.abc import Iterator

from bot.dossier.content import Contents, Party
from bot.dossier.fact import Fact
from bot.dossier.typesetting.blocks import Block, Head, Pairs, Say, Value, Words
from bot.dossier.typesetting.facts import fine, stack
from bot.dossier.typesetting.sheets.parts import announced, by_reason, in_full, opening, others
from bot.dossier.typesetting.summary import selection
from bot.dossier.typesetting.tongue import Tongue


def log(contents: Contents, tongue: Tongue) -> Iterator[Block]:
    """Each incident under the same few questions."""
    yield from opening("log", tongue)
    yield Say(text=tongue.say("log.intro"), style="note")
    yield Pairs(rows=tuple(_about(contents, tongue)))
    parties = {one.key: one for one in contents.parties}
    yield from announced(contents.facts, tongue)
    for one in in_full(contents.facts):
        yield Head(text=tongue.say("log.number", n=one.number), level=2)
        rows = _rows(one, parties.get(one.author), tongue)
        yield Pairs(rows=tuple((tongue.say(f"log.{name}"), value) for name, value in rows))

    if rest := others(contents.facts):
        yield Say(text=tongue.say("sheet.others"), style="strong")
        yield from by_reason(rest, tongue, tongue.say("log.unsaid"))


def _about(contents: Contents, tongue: Tongue) -> Iterator[tuple[str, Value]]:
    said = contents.statement
    yield tongue.say("summary.person"), Words(text=said.complainant or contents.person)
    if said.presumed:
        yield tongue.say("statement.presumed"), Words(text=said.presumed)
    yield tongue.say("summary.selection"), selection(contents, tongue)


def _rows(one: Fact, author: Party | None, tongue: Tongue) -> Iterator[tuple[str, Value]]:
    yield "at", stack([tongue.moment(one.at), tongue.utc(one.at)])
    kind = tongue.listed(
        [tongue.named("kind", one.kind), *([tongue.named("platform", one.platform)] if one.platform else [])]
    )
    yield "happened", stack([kind, *([Words(text=one.text, style="quoted")] if one.text else [])])
    shown: list[Value] = [fine(each) for each in (one.url or one.uri, *(piece.file for piece in one.pieces)) if each]
    yield "evidence", stack([*shown, " ".join(tongue.named("proves", name) for name in one.proves)])
    yield "who", Words(text=one.handle or one.author)
    yield "shows", stack([fine(author.id if author else one.author), tongue.say("log.stable")])
    yield "needed", " ".join(tongue.named("limits", name) for name in one.limits) or tongue.say("log.nothing")
    yield "worrying", tongue.every("reason", one.reasons) or "–"
    replies = [Words(text=each.text, style="beside") for each in one.beside if each.role == "reply" and each.text]
    yield "reply", stack(list(replies) or [tongue.say("log.none")])
