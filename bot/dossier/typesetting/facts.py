"""One fact as a card: everything that is known of it, in the order in which somebody reads who must judge it."""

from collections.abc import Iterator

from bot.dossier.content import Party
from bot.dossier.fact import (
    Attached,
    Beside,
    Done,
    Fact,
    Showing,
    Turn,
)
from bot.dossier.typesetting.blocks import Card, Photo, Side, Stack, Value, Words
from bot.dossier.typesetting.tongue import Tongue

Row = tuple[str, Value]
ANSWERED = ("root", "parent", "quoted")
WORDED = frozenset({"edited", "edited_seen"})
"""What brought new words, or took all of them away."""


def card(fact: Fact, author: Party | None, tongue: Tongue) -> Card:
    """All of a fact."""
    rows = [*_who(fact, author), *_where(fact, tongue), *_said(fact, tongue), *_media(fact, tongue)]
    rows += [*_became(fact, tongue), *_shown(fact, tongue)]
    level = min(max(fact.level, 0), 5)
    return Card(
        number=fact.number,
        when=tongue.moment(fact.at),
        also=" · ".join(_also(fact, tongue)),
        level=level,
        grave=tongue.say(f"level.{level}" if fact.graded else "level.untold"),
        rows=tuple((tongue.say(f"fact.{name}"), value) for name, value in rows),
    )


def _also(fact: Fact, tongue: Tongue) -> Iterator[str]:
    yield tongue.utc(fact.at)
    if fact.platform:
        yield tongue.named("platform", fact.platform)
    yield tongue.named("kind", fact.kind)
    if fact.most_worrying:
        yield tongue.say("fact.worrying")


def fine(text: str) -> Words:
    """A handle, an id, an address, a digest."""
    return Words(text=text, style="fine")


def stack(items: list[Value]) -> Value:
    """Several things one under the other, or the one there is."""
    return items[0] if len(items) == 1 else Stack(items=tuple(items))


def _who(fact: Fact, author: Party | None) -> Iterator[Row]:
    names = [Words(text=one) for one in (fact.handle, fact.name) if one]
    if names:
        yield "author" if len(names) > 1 else "handle", Side(items=tuple(names)) if len(names) > 1 else names[0]
    yield "id", fine(author.id if author else fact.author)


def _where(fact: Fact, tongue: Tongue) -> Iterator[Row]:
    found = [fine(one) for one in dict.fromkeys((fact.url, fact.uri)) if one]
    if found:
        yield "url", stack(list(found))
    if fact.audience != "unknown" or fact.platform:
        yield "audience", tongue.named("audience", fact.audience)


def _said(fact: Fact, tongue: Tongue) -> Iterator[Row]:
    for one in fact.beside:
        if one.role in ANSWERED:
            yield one.role, _beside(one, tongue)
    name = "text" if fact.platform else "noted"
    missing = tongue.say("fact.erased" if fact.erased else "fact.empty")
    yield name, Words(text=fact.text, style="quoted") if fact.text else missing
    for one in fact.beside:
        if one.role not in ANSWERED:
            yield "reply", _beside(one, tongue)


def _beside(one: Beside, tongue: Tongue) -> Value:
    found: list[Value] = []
    if one.at:
        found.append(tongue.both(one.at))
    found += [fine(each) for each in (one.handle or one.author, one.uri) if each]
    found.append(Words(text=one.text, style="beside") if one.kept and one.text else _missing(one, tongue))
    if one.taken_at:
        found.append(tongue.say("fact.as_shown", at=tongue.both(one.taken_at)))
    return stack(found)


def _missing(one: Beside, tongue: Tongue) -> str:
    return tongue.say("fact.empty" if one.kept else "fact.unkept")


def _media(fact: Fact, tongue: Tongue) -> Iterator[Row]:
    if fact.media:
        yield "media", stack([item for one in fact.media for item in _medium(one, tongue)])


def _medium(one: Attached, tongue: Tongue) -> Iterator[Value]:
    absent = Showing.LEFT_OUT.value if one.type else "nowhere"  # only bytes in custody show of what type they are
    showing = one.showing.value if one.file else absent
    size = [tongue.size(one.size)] if one.size else []
    yield tongue.listed([tongue.named("medium", one.kind), *([one.type] if one.type else []), *size,
                         tongue.say(f"showing.{showing}")])  # fmt: skip
    for name, at in (("added", one.added_at), ("taken_off", one.removed_at)):
        if at:
            yield tongue.say(f"fact.{name}", at=tongue.both(at))
    if one.file and one.showing is not Showing.LEFT_OUT and one.type in PICTURES:
        yield Photo(file=one.file, alt=tongue.named("medium", one.kind))
    if one.alt:
        yield tongue.say("fact.alt")
        yield Words(text=one.alt, style="beside")
    if one.file:
        yield fine(one.file)
    if one.digest:
        yield fine(f"{tongue.say('fact.original')} {one.digest}")


PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""What typst can draw."""


def _became(fact: Fact, tongue: Tongue) -> Iterator[Row]:
    if fact.turns:
        yield "later", stack([item for one in fact.turns for item in _turn(one, tongue)])
    if fact.done:
        yield "done", stack([_done(one, tongue) for one in fact.done])
    if fact.reasons or fact.rules:
        rules = [tongue.say("fact.by_rules", rules=tongue.listed(fact.rules))] if fact.rules else []
        yield "reasons", tongue.listed([*(tongue.named("reason", one) for one in fact.reasons), *rules])


def turned(one: Turn, tongue: Tongue) -> str:
    """What became of it, when, and what is not known of that."""
    how = {"how": tongue.named("gone", one.how or "unsaid")} if one.what == "gone" else {}
    return tongue.say(f"turn.{one.what}", at=tongue.both(one.at), **how)


def _turn(one: Turn, tongue: Tongue) -> Iterator[Value]:
    yield turned(one, tongue)
    if one.text:
        yield Words(text=one.text, style="beside")
    elif one.what in WORDED:
        yield tongue.say("fact.empty")
    if one.digest:
        yield fine(f"{tongue.say('fact.hash')} {one.digest}")


def _done(one: Done, tongue: Tongue) -> str:
    outcome = tongue.named("outcome", one.outcome)
    by = tongue.say("done.by", by=one.by) if one.by else ""
    return tongue.say(f"done.line{'_by' * bool(by)}", what=tongue.named("done", one.what), at=tongue.both(one.at),
                      outcome=outcome, by=by)  # fmt: skip


def _shown(fact: Fact, tongue: Tongue) -> Iterator[Row]:
    if fact.proves:
        yield "proves", " ".join(tongue.named("proves", one) for one in fact.proves)
    yield "limits", " ".join(tongue.named("limits", one) for one in fact.limits or ("none",))
    kept = [tongue.say("fact.taken", at=tongue.both(fact.taken_at))] if fact.taken_at else []
    kept += [tongue.say("fact.exhibit", exhibit=fact.exhibit)] if fact.exhibit else []
    kept += [tongue.say("fact.entry", n=tongue.number(fact.entry))] if fact.entry else []
    kept += [tongue.say("fact.claimed", at=tongue.both(fact.claimed_at))] if fact.claimed_at else []
    seal: list[Value] = [fine(f"{tongue.say('fact.seal')} {fact.seal}")] if fact.seal else []
    if kept or seal:
        yield "custody", stack([*([tongue.listed(kept)] if kept else []), *seal])
