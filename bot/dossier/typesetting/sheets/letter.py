"""The complaint, as a letter to the prosecutor: who, against whom, what happened, what came of it, what is asked for.

No address ever stands in it but a declared domicile; where there is none, room is left to write one by hand. Whoever
is named as the author is named as somebody the person believes it to be.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from bot.dossier.content import Contents
from bot.dossier.fact import Fact
from bot.dossier.statement import Domicile
from bot.dossier.typesetting.blocks import Blank, Block, Head, Letterhead, Pairs, Points, Say, Value, Words
from bot.dossier.typesetting.facts import fine, stack
from bot.dossier.typesetting.legal import asked, decided, decision, paragraphs
from bot.dossier.typesetting.sheets.parts import accounts, opening, worst_first
from bot.dossier.typesetting.tongue import Tongue

FEW: Final = 3
SHOWN: Final = 8
"""Facts that are told in the letter itself."""
DOTS: Final = "." * 40
"""Room in a line to write by hand."""
PROSECUTOR: Final = "procureur"
COURT: Final = "tribunal"


def letter(contents: Contents, tongue: Tongue) -> Iterator[Block]:
    """The whole letter."""
    said = contents.statement
    yield from opening("letter", tongue)
    yield Letterhead(sender=tuple(_sender(contents)), addressee=tuple(_addressee(said.addressee, tongue)))
    if not said.complainant:
        yield Blank(label=tongue.say("letter.name"))
    yield Blank(label=tongue.say("letter.born"))
    yield from _domicile(said.domicile, tongue)
    against = "presumed" if said.presumed else "unknown"
    yield Say(text=tongue.say("letter.object", who=tongue.say(f"letter.against.{against}")), style="strong")
    yield Say(text=tongue.say("letter.hello"))
    yield Say(text=tongue.say("letter.opening"))
    yield from _story(contents, tongue)
    yield from _accused(contents, tongue)
    yield from _effects(contents, tongue)
    yield from _asked(contents, tongue)
    yield from _joined(contents, tongue)
    yield Say(text=tongue.say("letter.receipt"))
    yield Say(text=tongue.say("letter.where", place=DOTS, day=DOTS))
    yield Blank(label=tongue.say("letter.sign"), lines=2)


def _sender(contents: Contents) -> Iterator[Value]:
    said = contents.statement
    yield Words(text=said.complainant) if said.complainant else DOTS
    if said.office:
        yield Words(text=said.office)
    if said.contact:
        yield Words(text=said.contact)


def _addressee(written: str, tongue: Tongue) -> Iterator[Value]:
    """The prosecutor of the court that the person named; the dossier may be for somebody else."""
    known = written.casefold()
    if PROSECUTOR in known:
        yield Words(text=written)
        return
    yield tongue.say("letter.to")
    yield Words(text=written) if COURT in known else f"{tongue.say('letter.court')} {DOTS}"


def _domicile(domicile: Domicile | None, tongue: Tongue) -> Iterator[Block]:
    if domicile is None:
        yield Say(text=tongue.say("sheet.hand"), style="note")
        yield Blank(label=tongue.say("letter.place"), lines=2)
        return
    agreed = "agreed" if domicile.consents else "unagreed"
    place: list[Value] = [tongue.named("letter.declared", domicile.kind)]
    place += [Words(text=line) for line in (domicile.name, *domicile.lines) if line]
    yield Pairs(rows=((tongue.say("letter.place"), stack([*place, tongue.named(f"letter.{agreed}", domicile.kind)])),))


def _story(contents: Contents, tongue: Tongue) -> Iterator[Block]:
    facts = contents.facts
    yield Head(text=tongue.say("letter.story"), level=2)
    yield from paragraphs(contents.statement.words) if contents.statement.words else [Blank(label="", lines=5)]
    if not facts:
        return
    yield Say(text=" ".join(_tally(contents, tongue)))
    yield Pairs(rows=((tongue.say("letter.scene"), _scene(facts, tongue)),))
    counted = Counter(reason for one in facts for reason in one.reasons)
    if counted:
        said = tongue.listed(f"{tongue.named('reason', name)} ({n})" for name, n in counted.most_common())
        yield Say(text=tongue.say("letter.by_reason") + tongue.say("grammar.colon") + said + ".")
    main = _main(facts)
    yield Head(text=tongue.say("letter.facts"), level=2)
    for one in main:
        url = [fine(one.url)] if one.url else []
        told = stack([tongue.brief(one.at), Words(text=one.text, style="quoted"), *url])
        yield Pairs(rows=((tongue.say("deadline.number", n=one.number), told),))
    if len(main) < len(facts):
        yield Say(text=tongue.say("letter.rest"))


def _tally(contents: Contents, tongue: Tongue) -> Iterator[str]:
    """How many facts are told of, from when to when, and of what they are a part."""
    facts = contents.facts
    first, last = tongue.local_day(facts[0].at), tongue.local_day(facts[-1].at)
    when = tongue.say("letter.on" if first == last else "letter.between", first=first, last=last)
    yield tongue.count("letter.tally", len(facts), when=when)
    if len(facts) < contents.known:
        yield tongue.count("letter.of", len(facts), known=tongue.number(contents.known))
    for name in contents.narrowed:
        yield tongue.named("letter.narrowed", name)


def _scene(facts: tuple[Fact, ...], tongue: Tongue) -> str:
    """Where it happened: on which platforms, and by which other means."""
    services = tongue.every("platform", dict.fromkeys(one.platform for one in facts if one.platform))
    others = dict.fromkeys(tongue.named("kind", one.kind) for one in facts if not one.platform)
    return tongue.listed([*([tongue.say("letter.online", services=services)] if services else []), *others])


def _main(facts: tuple[Fact, ...]) -> list[Fact]:
    """The first, the last and the worst: what somebody reads who reads nothing else."""
    chosen = {one.number: one for one in (facts[0], *facts[-FEW:], *worst_first(facts))[:SHOWN]}
    return [chosen[number] for number in sorted(chosen)]


def _accused(contents: Contents, tongue: Tongue) -> Iterator[Block]:
    presumed = contents.statement.presumed
    yield Head(text=tongue.say("letter.accused"), level=2)
    if presumed:
        yield Say(text=tongue.say("letter.presumed"))
        yield from paragraphs(presumed)
    theirs = [one for one in contents.parties if one.accused]
    if theirs:
        yield Say(text=tongue.say("letter.accounts.presumed" if presumed else "letter.accounts.unknown"))
        yield from accounts(theirs, tongue)
    yield Blank(label=tongue.say("letter.witnesses"), lines=2)


def _effects(contents: Contents, tongue: Tongue) -> Iterator[Block]:
    said = contents.statement
    if said.office:
        yield Pairs(rows=((tongue.say("letter.office"), Words(text=said.office)),))
    yield Head(text=tongue.say("letter.effects"), level=2)
    yield from paragraphs(said.effects) if said.effects else [Blank(label="", lines=3)]
    if said.stated:
        yield Points(items=tuple(tongue.named("stated", name) for name in said.stated))
    yield Blank(label=tongue.say("letter.harm"), lines=2)
    if contents.judged:
        yield Head(text=tongue.say("letter.before"), level=2)
        found = ((decision(one, tongue), decided(one)) for one in contents.judged)
        yield Points(items=tuple(stack([said, *([words] if words else [])]) for said, words in found))


def _asked(contents: Contents, tongue: Tongue) -> Iterator[Block]:
    laws = dict.fromkeys(one.law for one in contents.elements if one.facts)
    if laws:
        yield Head(text=tongue.say("letter.law"), level=2)
        yield Say(text=tongue.say("letter.law_said"))
        yield Points(items=tuple(tongue.called(law) for law in laws))
    yield Head(text=tongue.say("letter.asked"), level=2)
    found = tuple(asked(contents.statement, tongue))
    yield Points(items=found) if found else Blank(label="", lines=3)


def _joined(contents: Contents, tongue: Tongue) -> Iterator[Block]:
    yield Head(text=tongue.say("letter.join"), level=2)
    dossier = tongue.count("letter.join_dossier", len(contents.facts))
    originals = () if contents.masked else (tongue.say("letter.join_originals"),)
    outside = (stack([tongue.say("letter.join_outside"), Words(text=one.about or one.name)])
               for one in contents.outside)  # fmt: skip
    yield Points(items=(dossier, *originals, *outside, tongue.say("letter.medical")))
