"""The incident log, as lawyers and platforms outside of France ask for it."""

from collections.abc import Iterator

from bot.dossier.content import Contents, Party
from bot.dossier.fact import Fact
from bot.dossier.typesetting.blocks import Block, Head, Pairs, Say, Value, Words
from bot.dossier.typesetting.facts import fine, stack
from bot.dossier.typesetting.sheets.parts import opening
from bot.dossier.typesetting.tongue import Tongue


def log(contents: Contents, tongue: Tongue) -> Iterator[Block]:
    """Each incident under the same few questions."""
    yield from opening("log", tongue)
    yield Say(text=tongue.say("log.intro"), style="note")
    parties = {one.key: one for one in contents.parties}
    for one in contents.facts:
        yield Head(text=tongue.say("log.number", n=one.number), level=2)
        rows = _rows(one, parties.get(one.author), tongue)
        yield Pairs(rows=tuple((tongue.say(f"log.{name}"), value) for name, value in rows))


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
