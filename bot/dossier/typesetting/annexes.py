"""The annexes: digests of every file, checkpoints, capture records, and how to verify all of it."""

from collections.abc import Iterator

from bot.dossier.content import Contents, Seal
from bot.dossier.fact import Piece
from bot.dossier.typesetting.accounts import ROWS, tables
from bot.dossier.typesetting.blocks import Block, Entries, Head, Points, Say, Value, Words
from bot.dossier.typesetting.facts import fine, stack
from bot.dossier.typesetting.tongue import Tongue


def files(contents: Contents, tongue: Tongue) -> Iterator[Block]:
    """Each file that proves something, with its digest and how it was taken."""
    yield Say(text=tongue.say("files.intro"), style="small")
    if contents.instruments:
        yield Head(text=tongue.say("files.instruments"), level=2)
        yield Points(items=tuple(Words(text=one) for one in contents.instruments))
    known = {address for one in contents.facts for address in (one.url, one.uri)}
    rows = [(number, _file(one, known, tongue)) for number, one in _pieces(contents)]
    for first in range(0, len(rows), ROWS):
        yield Entries(rows=tuple(rows[first : first + ROWS]))


def _file(one: Piece, known: set[str], tongue: Tongue) -> Words:
    """Some lines: what it is and how it was taken, where it lies, its digest."""
    what = [tongue.named("files", one.what), *([tongue.size(one.size)] if one.size else []), tongue.utc(one.at)]
    what += [tongue.say("fact.entry", n=tongue.number(one.entry))] if one.entry else []
    taken = [text for text in (one.url, one.answer) if text and text not in known]
    limits = [" ".join(tongue.named("limits", name) for name in one.limits)] if one.limits else []
    return fine("\n".join([tongue.listed(what), *filter(None, (one.file, one.digest)), *taken, *limits]))


def _pieces(contents: Contents) -> Iterator[tuple[str, Piece]]:
    for fact in contents.facts:
        for piece in fact.pieces:
            yield str(fact.number), piece
    for one in contents.outside:
        yield "–", one.piece


def seals(contents: Contents, tongue: Tongue) -> Iterator[Block]:
    """The checkpoints that cover what is shown."""
    if not contents.seals:
        yield Say(text=tongue.say("seals.none"))
        return
    yield Say(text=tongue.say("seals.intro"), style="small")
    if any(one.places for one in contents.seals):
        yield Say(text=tongue.say("seals.left"), style="small")
    rows = [_seal(one, tongue) for one in contents.seals]
    yield from tables(
        (1.2, 2.6, 5, 4), [tongue.say(f"seals.{name}") for name in ("number", "at", "seal", "places")], rows
    )


def _seal(one: Seal, tongue: Tongue) -> tuple[Value, ...]:
    places = stack([fine(place) for place in one.places] or [tongue.say("seals.nobody")])
    number = tongue.number(one.number) if one.number else "–"
    return number, tongue.utc(one.at), stack([fine(one.seal), fine(one.file)]), places


def verify(contents: Contents, tongue: Tongue) -> Iterator[Block]:
    """How somebody verifies it who trusts nobody, and what cannot be verified."""
    yield Say(text=tongue.say("verify.intro"))
    how = ("masked",) if contents.masked else ("whole", "alone")
    yield Points(items=tuple(tongue.say(f"verify.{name}") for name in ("files", "digest", *how, "signed", "limits")))
