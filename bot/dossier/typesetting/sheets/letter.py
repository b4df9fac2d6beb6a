"""The complaint, as a letter to the prosecutor: who, against whom, what happened, what came of it, what is asked for.

No address ever stands in it but a declared domicile; where there is none, room is left to write one by hand.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from bot.dossier.content import Contents
from bot.dossier.fact import Fact
from bot.dossier.statement import Domicile
from bot.dossier.typesetting.blocks import Blank, Block, Head, Letterhead, Pairs, Points, Say, Value, Words
from bot.dossier.typesetting.facts import fine, stack
from bot.dossier.typesetting.legal import asked, paragraphs
from bot.dossier.typesetting.sheets.parts import accounts, opening
from bot.dossier.typesetting.tongue import Tongue

FEW: Final = 3
SHOWN: Final = 8
"""Facts that are told in the letter itself."""


def letter(contents: Contents, tongue: Tongue) -> Iterator[Block]:
    """The whole letter."""
    said = contents.statement
    yield from opening("letter", tongue)
    court: Value = Words(text=said.addressee) if said.addressee else tongue.say("letter.court") + " " + "." * 40
    yield Letterhead(sender=tuple(_sender(contents)), addressee=(tongue.say("letter.to"), court))
    if not said.complainant:
        yield Blank(label=tongue.say("letter.name"))
    yield Blank(label=tongue.say("letter.born"))
    yield from _domicile(said.domicile, tongue)
    yield Say(text=tongue.say("letter.object", who=tongue.say("letter.against_unknown")), style="strong")
    yield Say(text=tongue.say("letter.hello"))
    yield Say(text=tongue.say("letter.opening"))
    yield from _story(contents, tongue)
    yield from _around(contents, tongue)
    yield from _asked(contents, tongue)
    yield Say(text=tongue.say("letter.receipt"))
    yield Blank(label=tongue.say("letter.where"))
    yield Blank(label=tongue.say("letter.sign"), lines=2)


def _sender(contents: Contents) -> Iterator[Value]:
    said = contents.statement
    yield Words(text=said.complainant) if said.complainant else "." * 40
    if said.office:
        yield Words(text=said.office)
    if said.contact:
        yield Words(text=said.contact)


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
    first, last = tongue.local_day(facts[0].at), tongue.local_day(facts[-1].at)
    yield Say(text=tongue.count("letter.tally", len(facts), first=first, last=last))
    counted = Counter(reason for one in facts for reason in one.reasons)
    if counted:
        said = tongue.listed(f"{tongue.named('reason', name)} ({n})" for name, n in counted.most_common())
        yield Say(text=tongue.say("letter.by_reason") + tongue.say("grammar.colon") + said + ".")
    yield Head(text=tongue.say("letter.facts"), level=2)
    for one in _main(facts):
        url = [fine(one.url)] if one.url else []
        told = stack([tongue.brief(one.at), Words(text=one.text, style="quoted"), *url])
        yield Pairs(rows=((tongue.say("deadline.number", n=one.number), told),))
    yield Say(text=tongue.say("letter.rest"))


def _main(facts: tuple[Fact, ...]) -> list[Fact]:
    """The first, the last and the worst: what somebody reads who reads nothing else."""
    worst = sorted(facts, key=lambda one: (-one.most_worrying, -one.level, one.number))
    chosen = {one.number: one for one in (facts[0], *facts[-FEW:], *worst)[:SHOWN]}
    return [chosen[number] for number in sorted(chosen)]


def _around(contents: Contents, tongue: Tongue) -> Iterator[Block]:
    said = contents.statement
    yield Head(text=tongue.say("letter.accused"), level=2)
    yield Say(text=tongue.say("letter.accused_said"))
    yield from accounts([one for one in contents.parties if one.accused], tongue)
    yield Blank(label=tongue.say("letter.witnesses"), lines=2)
    if said.office:
        yield Pairs(rows=((tongue.say("letter.office"), Words(text=said.office)),))
    yield Head(text=tongue.say("letter.effects"), level=2)
    yield from paragraphs(said.effects) if said.effects else [Blank(label="", lines=3)]
    yield Blank(label=tongue.say("letter.harm"), lines=2)
    judged = [one for one in contents.judged if one.kind == "judgment"]
    if judged:
        yield Head(text=tongue.say("letter.before"), level=2)
        rows = (Words(text=" – ".join(filter(None, (one.court, one.reference, tongue.day(one.at) if one.at else "",
                                                     one.text)))) for one in judged)  # fmt: skip
        yield Points(items=tuple(rows))


def _asked(contents: Contents, tongue: Tongue) -> Iterator[Block]:
    laws = dict.fromkeys(one.law for one in contents.elements if one.facts)
    if laws:
        yield Head(text=tongue.say("letter.law"), level=2)
        yield Say(text=tongue.say("letter.law_said"))
        yield Points(items=tuple(tongue.called(law) for law in laws))
    yield Head(text=tongue.say("letter.asked"), level=2)
    found = tuple(asked(contents.statement, tongue))
    yield Points(items=found) if found else Blank(label="", lines=3)
    yield Head(text=tongue.say("letter.join"), level=2)
    outside = (f"{tongue.say('letter.join_outside')}{tongue.say('grammar.colon')}{one.about or one.name}"
               for one in contents.outside)  # fmt: skip
    dossier = tongue.say("letter.join_dossier", n=len(contents.facts))
    yield Points(items=(dossier, tongue.say("letter.join_originals"), *outside, tongue.say("letter.medical")))
