"""Dossiers between asking and having: what waits, what nobody agreed to as it is now, and the making, as long work."""

from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

import msgspec

from bot.config import load_lazily
from bot.config.secret import Secret
from bot.dossier import drafting
from bot.dossier.draft import Draft
from bot.dossier.drafting import draft
from bot.dossier.handing import Wanted, asked_for, hand_over, same, unchanged
from bot.dossier.making import GivesAway, Made, Steps
from bot.dossier.rendering import Rendering
from bot.dossier.staging import Where, ours
from bot.errors import Refused, RempartError
from bot.model.noun import Noun
from bot.model.proposal import Kind, Proposal, Standing
from bot.model.seat import Seat
from bot.model.work import Work
from bot.people.agreeing import Agreeing
from bot.store import read, works
from bot.store.database import Store
from bot.store.dossiers import Handover
from bot.working import asking
from bot.working.telling import Telling

ENDING: Final = ".zip"


class Meant(Noun, frozen=True, kw_only=True):
    """What is asked for: a dossier that was agreed on, and how it is closed."""

    proposal: str
    passphrase: str = ""
    shield: bool = False
    """Whether the shield signs with its own key."""
    identity: bytes = b""
    """PKCS#12 of who signs instead; empty: nobody."""
    opens: str = ""
    """The passphrase of that."""

    def __repr__(self) -> str:
        """Without what is secret."""
        return f"Meant(proposal={self.proposal!r})"


class Handed(Noun, frozen=True, kw_only=True):
    """What came of it."""

    dossier: str
    facts: int
    digest: str
    before: str = ""
    """As `Made.before`."""


class Unmade(RempartError):
    """It could not be made: of which draft, why, and where something would have been given away; never what."""

    def __init__(self, dossier: str, why: RempartError) -> None:
        super().__init__(str(why))
        self.dossier = dossier
        self.places = tuple((one.file, str(one.place)) for one in why.found) if isinstance(why, GivesAway) else ()


def waiting(store: Store, agreeing: Agreeing, one: Draft, wanted: Wanted) -> list[tuple[Proposal, Handover]]:
    """What was asked for and is not done: the same draft as it is now, for the same."""
    every = going(store, agreeing, one)
    return [pair for pair in every if same(pair[1], wanted) and unchanged(store, pair[1], one)]


def let_go(store: Store, agreeing: Agreeing, one: Draft, seat: Seat, now: datetime) -> None:
    """Let go of what was asked for of this draft before it was changed: nobody agreed to what it is now."""
    for each, asked in going(store, agreeing, one):
        if not unchanged(store, asked, one):
            _let_go(store, agreeing, each, seat, now)


def drop(store: Store, agreeing: Agreeing, one: Draft, seat: Seat, now: datetime) -> None:
    """Let go of a draft, and of all that was asked for of it: nobody could make it any more."""
    for each, _ in going(store, agreeing, one):
        _let_go(store, agreeing, each, seat, now)
    drafting.drop(store, one)


def _let_go(store: Store, agreeing: Agreeing, one: Proposal, seat: Seat, now: datetime) -> None:
    if one.standing is Standing.WAITING:
        agreeing.withdraw(one.id, seat, now)
    else:
        Agreeing(store, {Kind.DOSSIER: lambda *_: None}).do(one, now)


def require_closed(keys: tuple[str, ...], passphrase: str) -> None:
    """Make sure that those alone open it for whom it is. Raises Refused; ConfigError."""
    from bot.dossier import steps  # noqa: PLC0415 - takes long, and the pages need not wait for it

    steps.sealed(steps.Way(keys, passphrase))


def file(folder: Path, proposal: str) -> Path | None:
    """What was made of a proposal, if it still lies there."""
    return next((one for one in folder.glob(f"rempart-{proposal}.*") if one.is_file()), None)


def hand(config: Path, store: Store, one: Work, telling: Telling) -> Handed:
    """Make what was agreed on, into the folder from which it is fetched. Raises Unmade; Refused where nothing was."""
    meant = msgspec.json.decode(asking.asked_for(one, store.master), type=Meant)
    with store.writing() as connection:
        works.spend(connection, one.id)
        telling.total = read.count(connection, "entry", {"person": one.person})
    now, made = telling.now(), list[tuple[Handover, Made]]()

    def perform(proposal: Proposal, at: datetime) -> None:
        asked = asked_for(store, proposal)
        where = Where(ours(config) / f"rempart-{proposal.id}", ours(config))
        try:
            how = _signed(_steps(config, store, asked, meant), store, asked.person, meant, at)
            made.append((asked, hand_over(store, asked, where, how, at, telling.advance)))
        except RempartError as error:
            raise Unmade(asked.dossier, error) from error

    agreeing = Agreeing(store, {Kind.DOSSIER: perform})
    for each in agreeing.due([one.person], now):
        if each.id == meant.proposal and agreeing.do(each, now) and made:
            asked, done = made[0]
            return Handed(dossier=asked.dossier, facts=done.facts, digest=done.digest, before=done.before)
    raise Refused("it was made already, or nobody agreed to it yet")


def going(store: Store, agreeing: Agreeing, one: Draft) -> list[tuple[Proposal, Handover]]:
    """What was asked for of a draft, and is not done."""
    return [pair for pair in all_going(store, agreeing, one.person) if pair[1].dossier == one.id]


def all_going(store: Store, agreeing: Agreeing, person: str) -> list[tuple[Proposal, Handover]]:
    """What was asked for of any draft of a person's, and is not done."""
    found: list[tuple[Proposal, Handover]] = []
    for each in agreeing.open(person):
        if each.kind is Kind.DOSSIER:
            with suppress(Refused):  # what was asked for is no more
                found.append((each, asked_for(store, each)))
    return found


def public(config: Path, person: str) -> tuple[str, ...]:
    """What of somebody's anybody may read, as their configuration says."""
    return next((one.in_the_open for one in load_lazily(config).people if one.name == person), ())


def _steps(config: Path, store: Store, asked: Handover, meant: Meant) -> Steps:
    """Those of the rendering that was agreed on; what is not encrypted leaves as one archive all the same."""
    from bot.dossier import steps  # noqa: PLC0415 - as above

    if asked.rendering == Rendering.SEALED.value:
        return steps.sealed(steps.Way(asked.keys, "" if asked.keys else meant.passphrase))
    one = draft(store, asked.dossier)
    return steps.redacted(store, one, public(config, one.person))._replace(ending=ENDING)


def _signed(how: Steps, store: Store, person: str, meant: Meant, now: datetime) -> Steps:
    """Those that sign too, where somebody does."""
    from bot.dossier import identity  # noqa: PLC0415 - as above
    from bot.dossier.signing import Signer, sign  # noqa: PLC0415 - as above

    if meant.identity:
        return how._replace(sign=partial(sign, signer=Signer(meant.identity, Secret(meant.opens))))
    if meant.shield:
        return how._replace(sign=partial(sign, signer=identity.of(store, person, now)))
    return how
