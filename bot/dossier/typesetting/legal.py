"""What the law asks, and what the dossier says to it: facts beside elements, deadlines, judgments; no conclusion."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from bot.dossier import numbered
from bot.dossier.content import Contents, Deadline, Element
from bot.dossier.statement import Judged, Statement
from bot.dossier.typesetting.accounts import tables
from bot.dossier.typesetting.blocks import Block, Head, Pairs, Points, Say, Table, Their, Value, Words
from bot.dossier.typesetting.facts import fine, stack
from bot.dossier.typesetting.tongue import Tongue

SHOWN: Final = 400
"""Numbers of facts beside one element; where there are more, the ends of the row are said."""


def statement(said: Statement, tongue: Tongue) -> Iterator[Block]:
    """What the person says, in their words."""
    names = ("complainant", "contact", "office", "presumed")
    rows = {name: getattr(said, name) for name in names}
    known = tuple((tongue.say(f"statement.{name}"), Words(text=text)) for name, text in rows.items() if text)
    if known:
        yield Pairs(rows=known)
    for name, text in (("words", said.words), ("effects", said.effects)):
        if text:
            yield Head(text=tongue.say(f"statement.{name}"), level=2)
            yield from paragraphs(text)
    if said.stated:
        yield Head(text=tongue.say("statement.stated"), level=2)
        yield Points(items=tuple(tongue.named("stated", name) for name in said.stated))
    if said.asked:
        yield Head(text=tongue.say("statement.asked"), level=2)
        yield Points(items=tuple(asked(said, tongue)))


def asked(said: Statement, tongue: Tongue) -> Iterator[Value]:
    """What is asked for: known things in our words, others in the person's."""
    for one in said.asked:
        yield Words(text=tongue.named("asked", one) if one.isidentifier() else one)


def paragraphs(text: str) -> Iterator[Block]:
    """The person's own words, one block a paragraph, so that pages break between lines of no paragraph too early."""
    for part in text.split("\n\n"):
        yield Their(words=Words(text=part))


def elements(contents: Contents, tongue: Tongue) -> Iterator[Block]:
    """For each law its elements, and the facts beside each."""
    every = contents.elements
    yield Say(text=_by(contents.law, "element.intro", tongue), style="note")
    if contents.masked:
        yield Say(text=tongue.say("element.private"), style="small")
    for law in dict.fromkeys(one.law for one in every):
        yield Head(text=tongue.called(law), level=2)
        rows = [(_asks(one, tongue), _beside(one, tongue)) for one in every if one.law == law]
        yield from tables((4, 6), (tongue.say("element.what"), tongue.say("element.facts")), rows)
        for said in _source(law, tongue):
            yield Say(text=said, style="small")


def _by(law: str, key: str, tongue: Tongue) -> str:
    """A text, behind by whose law it is."""
    return " ".join(filter(None, (law and tongue.named("law", law), tongue.say(key))))


def _source(name: str, tongue: Tongue) -> Iterator[str]:
    """Where it is known from, whether that was the text of the code, and when it was read."""
    for how in ("seen", "source"):
        if source := tongue.known(name, how):
            read = tongue.month(date.fromisoformat(f"{tongue.known(name, 'read')}-01"))
            yield tongue.say(f"element.{how}", source=source, read=read)


def _asks(one: Element, tongue: Tongue) -> Value:
    """What the law asks, and what a court held of it."""
    name = f"{one.law}.{one.element}"
    held = tongue.known(name, "ruling")
    ruling = [tongue.known(name, "case") + tongue.say("grammar.colon") + held] if held else []
    return stack([tongue.called(name), *ruling])


def _beside(one: Element, tongue: Tongue) -> Value:
    found: list[Value] = []
    if one.facts:
        key = "element.number" if len(one.facts) == 1 else "element.numbers"
        found.append(tongue.say(key, numbers=numbers(one.facts, tongue)))
    colon = tongue.say("grammar.colon")
    if one.said:
        found += [tongue.say("element.said") + colon.rstrip(), Words(text=one.said, style="beside")]
    found += [tongue.say("element.said") + colon + tongue.named("stated", name) for name in one.stated]
    for each in one.judged:
        found += [decision(each, tongue), *([words] if (words := decided(each)) else [])]
    return stack(found or [tongue.say("element.missing")])


def decision(one: Judged, tongue: Tongue) -> str:
    """What was decided, and when, in our words."""
    parts = [tongue.named("judged", one.kind), tongue.day(one.at) if one.at else ""]
    parts += [tongue.say("summary.until", until=tongue.day(one.until))] if one.until else []
    return tongue.say("grammar.comma").join(filter(None, parts))


def decided(one: Judged) -> Words | None:
    """By whom, under what number, with which words; None where nobody said."""
    said = " – ".join(filter(None, (one.court, one.reference, one.text)))
    return Words(text=said, style="beside") if said else None


def numbers(facts: Sequence[int], tongue: Tongue) -> str:
    """`1, 3–7, 12`."""
    said = numbered.rows(facts)
    if len(said) > SHOWN:
        said = [*said[: SHOWN // 2], "…", *said[-SHOWN // 2 :]]
    return tongue.say("grammar.comma").join(said)


def deadlines(contents: Contents, tongue: Tongue) -> Iterator[Block]:
    """By when something must be done, the soonest first."""
    yield Say(text=_by(contents.law, "deadline.intro", tongue), style="small")
    rows = [_deadline(one, tongue) for one in sorted(contents.deadlines, key=lambda one: (one.until, one.fact))]
    names = ("until", "what", "fact", "since")
    yield from tables((2.4, 6, 1.8, 2.6), [tongue.say(f"deadline.{name}") for name in names], rows)


def _deadline(one: Deadline, tongue: Tongue) -> tuple[Value, ...]:
    fact = tongue.say("deadline.number", n=one.fact) if one.fact else tongue.say("deadline.case")
    return tongue.local_day(one.until), _limit(one.clock, tongue), fact, tongue.local_day(one.since)


def _limit(clock: str, tongue: Tongue) -> Value:
    """What the limit is, where the law says so, what interrupts it, and where that is known from."""
    name = f"clock.{clock}"
    said = [tongue.called(name), *filter(None, (tongue.known(name, each) for each in ("article", "note", "breaks")))]
    return stack([*said, *_source(name, tongue)])


def judged(every: Sequence[Judged], tongue: Tongue) -> Iterator[Block]:
    """Judgments, and bans that follow from them."""
    for one in every:
        rows: list[tuple[str, Value]] = []
        if one.at:
            rows.append(("at", tongue.day(one.at)))
        rows += [(name, Words(text=text)) for name in ("court", "reference", "text") if (text := getattr(one, name))]
        until = [tongue.say("summary.until", until=tongue.day(one.until))] if one.until else []
        yield Head(text=tongue.say("grammar.comma").join([tongue.named("judged", one.kind), *until]), level=2)
        if rows:
            yield Pairs(rows=tuple((tongue.say(f"judged.{name}"), value) for name, value in rows))


def blind(contents: Contents, tongue: Tongue) -> Iterator[Block]:
    """When nothing could be seen."""
    if not contents.blind:
        yield Say(text=tongue.say("blind.none"))
        return
    yield Say(text=tongue.say("blind.intro"))
    rows: list[tuple[Value, ...]] = [
        (fine(one.source), tongue.both(one.since), tongue.both(one.until)) for one in contents.blind
    ]
    yield from tables((3, 5, 5), [tongue.say(f"blind.{name}") for name in ("source", "since", "until")], rows)


def outside(contents: Contents, tongue: Tongue) -> Iterator[Table | Say]:
    """What the person brought."""
    yield Say(text=tongue.say("outside.intro"), style="small")
    rows: list[tuple[Value, ...]] = [
        (
            Words(text=one.about),
            fine(one.name),
            tongue.local_day(one.dated) if one.dated else "–",
            stack([fine(each) for each in (one.piece.file, one.piece.digest) if each]),
        )
        for one in contents.outside
    ]
    names = ("about", "name", "dated", "digest")
    yield from tables((3, 3, 2, 5), [tongue.say(f"outside.{name}") for name in names], rows)
