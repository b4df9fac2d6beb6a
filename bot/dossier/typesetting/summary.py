"""The first page: what the dossier is about, in numbers, and the picture of the course of conduct."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from bot.alerts.wording import one_line
from bot.dossier.content import Contents
from bot.dossier.statement import Judged
from bot.dossier.typesetting.blocks import Block, Figures, Head, NewPage, Pairs, Points, Say, Side, Table, Value, Words
from bot.dossier.typesetting.blocks import Contents as Listing
from bot.dossier.typesetting.course import course
from bot.dossier.typesetting.facts import fine, stack
from bot.dossier.typesetting.tongue import Tongue

GRAVE: Final = 4
FEW: Final = 3
"""Deadlines, judgments and reasons on the first page; all of them follow."""
NAMED: Final = 6
"""Accounts on the first page."""
SIGNS: Final = 90
"""Of a name on the first page."""
TITLED: Final = 60
"""Of what it is about, above each page."""


def title(contents: Contents, tongue: Tongue) -> str:
    """`Dossier de faits — affaire c-12`."""
    what = tongue.say(f"title.{contents.about.value}", subject=one_line(contents.subject, TITLED))
    return tongue.say("title.whole", dossier=tongue.say("title.dossier"), what=what)


def summary(contents: Contents, tongue: Tongue) -> Iterator[Block]:
    """One page."""
    yield Say(text=tongue.say("title.dossier"), style="title")
    yield Pairs(rows=tuple((tongue.say(f"summary.{name}"), value) for name, value in _about(contents, tongue)))
    yield Figures(items=tuple(_figures(contents, tongue)))
    if contents.days:
        yield course(contents, tongue)
    rows = [
        *_accounts(contents, tongue),
        *_reasons(contents, tongue),
        *_judged(contents.judged, tongue),
        *_deadlines(contents, tongue),
        *_blind(contents, tongue),
    ]
    if rows:
        yield Pairs(rows=tuple(rows))
    yield Say(text=tongue.say("summary.is_not"), style="note")
    if contents.masked:
        yield Say(text=tongue.say("summary.masked"), style="note")


def _about(contents: Contents, tongue: Tongue) -> Iterator[tuple[str, Value]]:
    yield "person", Words(text=contents.statement.complainant or contents.person)
    yield "about", Words(text=tongue.say(f"title.{contents.about.value}", subject=contents.subject))
    since = contents.since or min((one.at for one in contents.facts), default=None)
    until = contents.until or max((one.at for one in contents.facts), default=None)
    if since and until:
        yield "period", tongue.say("summary.period_said", since=tongue.brief(since), until=tongue.brief(until))
    yield "selection", selection(contents, tongue)
    if contents.stage:
        yield "stage", tongue.named("stage", contents.stage)


def selection(contents: Contents, tongue: Tongue) -> str:
    """Which facts are shown, of how many: `all` is said where nothing that is kept was left out."""
    selected, known = tongue.number(contents.selected), tongue.number(contents.known)
    which = contents.which
    if which == "all" and (contents.narrowed or contents.selected < contents.known):
        which = "narrowed"
    said = tongue.say(f"summary.which.{which}", n=selected, known=known)
    return tongue.say("grammar.comma").join([said, *(tongue.named("narrowed", name) for name in contents.narrowed)])


def _figures(contents: Contents, tongue: Tongue) -> Iterator[tuple[str, str]]:
    facts = contents.facts
    yield tongue.number(len(facts)), tongue.say("summary.facts")
    yield tongue.number(sum(one.level >= GRAVE for one in facts)), tongue.say("summary.serious")
    days = sorted({tongue.day_of(one.at) for one in facts})
    yield tongue.number(len(days)), tongue.say("summary.days")
    if days:
        yield tongue.number((days[-1] - days[0]).days + 1), tongue.say("summary.span")
    yield tongue.number(sum(one.accused for one in contents.parties)), tongue.say("summary.accounts")


def _accounts(contents: Contents, tongue: Tongue) -> Iterator[tuple[str, Value]]:
    accused = sorted((one for one in contents.parties if one.accused), key=lambda one: -one.facts)
    said: list[Value] = [
        Side(items=(fine((one.handles[-1] if one.handles else one.id)[:SIGNS]), fine(one.id[:SIGNS])))
        for one in accused[:NAMED]
    ]
    if len(accused) > NAMED:
        said.append(tongue.count("summary.more", len(accused) - NAMED))
    if said:
        yield tongue.say("summary.handles"), stack(said)


def _blind(contents: Contents, tongue: Tongue) -> Iterator[tuple[str, Value]]:
    if contents.blind:
        yield tongue.say("summary.blinds"), tongue.count("summary.blind", len(contents.blind))


def _reasons(contents: Contents, tongue: Tongue) -> Iterator[tuple[str, Value]]:
    counted = Counter(reason for one in contents.facts for reason in one.reasons)
    if counted:
        said = (f"{tongue.named('reason', name)} ({tongue.number(n)})" for name, n in counted.most_common())
        yield tongue.say("summary.reasons"), tongue.listed(said)


def _judged(judged: Sequence[Judged], tongue: Tongue) -> Iterator[tuple[str, Value]]:
    if judged:
        yield tongue.say("summary.judged"), stack([_judgment(one, tongue) for one in judged[:FEW]])


def _judgment(one: Judged, tongue: Tongue) -> str:
    parts = [tongue.named("judged", one.kind), one.court[:SIGNS], tongue.day(one.at) if one.at else ""]
    parts += [tongue.say("summary.until", until=tongue.day(one.until))] if one.until else []
    return tongue.say("grammar.comma").join(filter(None, parts))


def _deadlines(contents: Contents, tongue: Tongue) -> Iterator[tuple[str, Value]]:
    coming = sorted((one for one in contents.deadlines if one.until > contents.made_at), key=lambda one: one.until)
    first = {one.clock: one for one in reversed(coming)}.values()
    said: list[Value] = [f"{tongue.local_day(one.until)} – {tongue.called(f'clock.{one.clock}')}"
                         for one in sorted(first, key=lambda one: one.until)[:FEW]]  # fmt: skip
    if said:
        yield tongue.say("summary.deadlines"), stack(said)


def reading(tongue: Tongue, volumes: Sequence[tuple[str, str]]) -> Iterator[Block]:
    """The page after it: the list of sections and volumes, and how to read what follows."""
    yield NewPage()
    yield Listing(title=tongue.say("how.contents"))
    if len(volumes) > 1:
        yield Head(text=tongue.say("how.volumes"), level=2)
        yield Table(widths=(1, 6), head=(tongue.say("how.volume"), tongue.say("how.holds")), rows=tuple(volumes))
    yield Head(text=tongue.say("how.title"), level=2)
    names = ("numbers", "times", "accounts", "words", "proof")
    yield Points(items=tuple(tongue.say(f"how.{name}", zone=tongue.zone) for name in names))
    yield NewPage()
