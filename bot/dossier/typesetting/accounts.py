"""The accounts of a dossier, what links them, and the crowds in which they came."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.dossier.content import Called, Contents, Crowd, Party, Tie
from bot.dossier.typesetting.blocks import Bar, Block, Figures, Head, Pairs, Say, Side, Table, Value, Words
from bot.dossier.typesetting.facts import fine, stack
from bot.dossier.typesetting.tongue import Tongue

ROWS: Final = 60
"""Of a table that is set at once; longer ones are several."""
MOST: Final = 5


def tables(widths: Sequence[float], head: Sequence[str], rows: Sequence[tuple[Value, ...]]) -> Iterator[Table]:
    """A table in parts that volumes can be filled with."""
    for first in range(0, len(rows), ROWS):
        yield Table(widths=tuple(widths), head=tuple(head), rows=tuple(rows[first : first + ROWS]))


def accounts(contents: Contents, tongue: Tongue) -> Iterator[Block]:
    """Each account: those that the dossier is about with all that is known of them, others in a line."""
    yield Say(text=tongue.say("party.intro"))
    for one in contents.parties:
        if one.accused:
            yield from _accused(one, tongue)
    others = [one for one in contents.parties if not one.accused]
    if others:
        yield Head(text=tongue.say("party.other"), level=2)
        names = ("platform", "handles", "id", "facts")
        rows = [
            (tongue.named("platform", one.platform), _listed(one.handles), fine(one.id), tongue.number(one.facts))
            for one in others
        ]
        yield from tables((2, 4, 5, 2), [tongue.say(f"party.{name}") for name in names], rows)


def _accused(one: Party, tongue: Tongue) -> Iterator[Block]:
    rows: list[tuple[str, Value]] = [("platform", tongue.named("platform", one.platform)), ("id", fine(one.id))]
    for name, texts, kind in (("handles", one.handles, "handle"), ("names", one.names, "name")):
        if texts:
            rows.append((name, _called([each for each in one.called if each.kind == kind], texts, tongue)))
    if one.bio:
        rows.append(("bio", Words(text=one.bio, style="beside")))
    if one.made_at:
        rows.append(("made", tongue.say("party.made_said", at=tongue.both(one.made_at))))
    if one.first and one.last:
        said = tongue.say("party.seen_said", first=tongue.brief(one.first), last=tongue.brief(one.last))
        rows.append(("seen", said))
    rows.append(("facts", tongue.number(one.facts)))
    if one.worst:
        worst = tongue.say(f"level.{min(one.worst, MOST)}")
        rows.append(("worst", tongue.say("party.once", worst=worst) if one.facts == 1 else worst))
    yield Head(text=one.handles[-1] if one.handles else one.id, level=2)
    yield Pairs(rows=tuple((tongue.say(f"party.{name}"), value) for name, value in rows))


def _called(spells: Sequence[Called], texts: Sequence[str], tongue: Tongue) -> Value:
    """Each name with the time in which it was seen."""
    if not spells:
        return _listed(texts)
    items: list[Value] = []
    for one in spells:
        since, until = tongue.brief(one.since), tongue.brief(one.until)
        seen = (
            tongue.say("party.spell", since=since, until=until)
            if until != since
            else tongue.say("party.spot", at=since)
        )
        items.append(Side(items=(Words(text=one.text), fine(seen))))
    return stack(items)


def _listed(texts: Sequence[str]) -> Value:
    return stack([Words(text=one) for one in texts] or ["–"])


def ties(contents: Contents, tongue: Tongue) -> Iterator[Block]:
    """What is believed of accounts, and why."""
    yield Say(text=tongue.say("tie.intro"), style="note")
    known = {one.key: one for one in contents.parties}
    names = ("pair", "status", "score", "grounds", "at")
    rows = [_tie(one, known, tongue) for one in contents.ties]
    yield from tables((5, 2.4, 2, 5, 3), [tongue.say(f"tie.{name}") for name in names], rows)


def _tie(one: Tie, known: dict[str, Party], tongue: Tongue) -> tuple[Value, ...]:
    status: list[Value] = [tongue.named("tie", one.status)]
    if one.by:
        status.append(Words(text=tongue.say("tie.by", by=one.by), style="fine"))
    pair = stack([_account(one.account, known), _account(one.other, known)])
    grounds = stack([tongue.named("ground", name) for name in one.grounds] or ["–"])
    return pair, stack(status), tongue.share(one.score), grounds, tongue.brief(one.at)


def _account(key: str, known: dict[str, Party]) -> Value:
    party = known.get(key)
    return fine(party.handles[-1] if party and party.handles else key)


def raid(crowd: Crowd, tongue: Tongue) -> Iterator[Block]:
    """The annex of a raid."""
    yield Say(text=tongue.say("raid.intro"))
    yield Say(text=tongue.say("raid.measured" if crowd.ended else "raid.ongoing"), style="note")
    counts = {name: getattr(crowd, name) for name in ("authors", "hostile", "mentions", "supporters")}
    yield Figures(items=tuple((tongue.number(n), tongue.say(f"raid.{name}")) for name, n in counts.items()))
    window = tongue.say("summary.period_said", since=tongue.both(crowd.since), until=tongue.both(crowd.until))
    rows: list[tuple[str, Value]] = [(tongue.say("raid.window"), window)]
    if crowd.root:
        rows.append((tongue.say("raid.root"), fine(crowd.root)))
    origin: Value = fine(crowd.origin) if crowd.origin else tongue.say("raid.no_origin")
    yield Pairs(rows=(*rows, (tongue.say("raid.origin"), origin)))
    if crowd.hours:
        yield Head(text=tongue.say("raid.hours"), level=2)
        most = max(1, *(n for _, _, n in crowd.hours))
        hours: list[tuple[Value, ...]] = [
            (tongue.brief(at), tongue.number(authors), tongue.number(n), Bar(share=n / most))
            for at, authors, n in crowd.hours
        ]
        head = (tongue.say("raid.hour"), tongue.say("raid.writing"), tongue.say("raid.bar"), "")
        yield from tables((3, 1.6, 1.8, 7), head, hours)
