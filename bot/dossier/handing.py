"""Handing a dossier over: asked for, agreed on by two people or waited for, and then made once, with its entry."""

import secrets
from datetime import datetime
from hashlib import sha256
from typing import Final, NamedTuple

import msgspec
from sqlalchemy import Connection

from bot.dossier import selecting
from bot.dossier.draft import Draft
from bot.dossier.drafting import choice, draft
from bot.dossier.knowing import require_known
from bot.dossier.making import Made, Steps, make
from bot.dossier.rendering import Rendering
from bot.dossier.staging import Where
from bot.dossier.trailed import Progress
from bot.errors import Refused
from bot.evidence.pseudonym import pseudonym
from bot.model.mention import Kind as Mentioned
from bot.model.noun import Noun
from bot.model.proposal import Kind, Proposal
from bot.store import dossiers, write
from bot.store.database import Store
from bot.store.dossiers import Handover

EVENT: Final = "dossier:exported"


class Meant(Noun, frozen=True, kw_only=True):
    """What a proposal says of it."""

    handover: str
    terms: str = ""
    """Hex digest of all that is agreed to; it goes into the chain with the proposal."""


class Wanted(NamedTuple):
    """What is made of a draft, for whom, and who can open it."""

    rendering: Rendering
    recipient: str
    keys: tuple[str, ...] = ()
    """age or SSH recipients; none, of the sealed rendering: a passphrase opens it."""


def prepare(store: Store, one: Draft, wanted: Wanted, by: str, now: datetime) -> Handover:
    """Write down what is asked for, so that it can be proposed: as of now, for whom, and by whom.

    The chain that it will tell names the key by which it may be signed. Raises Refused where it is for the other side,
    and nobody knows what it must not tell.
    """
    from bot.dossier import identity  # noqa: PLC0415 - what lives need not load it before

    require_known(store, one, wanted.rendering)
    identity.of(store, one.person, now)
    asked = Handover(
        id=secrets.token_hex(8),
        person=one.person,
        dossier=one.id,
        rendering=wanted.rendering.value,
        recipient=wanted.recipient,
        keys=tuple(sorted(set(wanted.keys))),
        stamp=choice(store, one, now),
        directs=has_directs(store, one, now),
        by=by,
        at=now,
    )
    with store.writing() as connection:
        dossiers.hand(connection, store.master, asked)
    return asked


def has_directs(store: Store, one: Draft, now: datetime) -> bool:
    """Whether direct messages would be in either rendering. Raises Refused where its subject is no more."""
    with store.reading() as connection:
        every = selecting.known(connection, one, selecting.subject(connection, one, now))
    some = [*selecting.shown(one, every), *selecting.shown(one, every, selecting.worst_told)]
    return any(each.kept.kind == Mentioned.DIRECT for fact in some for each in fact.versions)


def meaning(one: Handover) -> str:
    """What is proposed with it: an id and a digest, never content."""
    return msgspec.json.encode(Meant(handover=one.id, terms=_terms(one))).decode()


def _terms(one: Handover) -> str:
    """Nobody guesses a recipient from it: the draft's own digest is in it, which stands nowhere in clear."""
    told = (one.stamp, one.rendering, one.recipient, one.keys, one.at)
    return sha256(msgspec.json.encode(told)).hexdigest()


def asked_for(store: Store, proposal: Proposal) -> Handover:
    """What a proposal is about. Raises Refused where it is about no dossier, or that is no more."""
    if proposal.kind is not Kind.DOSSIER:
        raise Refused("this proposal is about no dossier")
    meant = msgspec.json.decode(proposal.detail, type=Meant)
    with store.writing() as connection:  # the salt is made at first need
        found = dossiers.handover(connection, store.master, meant.handover)
    if found is None:
        raise Refused("what was asked for is no more")
    if _terms(found) != meant.terms:
        raise Refused("what was asked for is not what was agreed to; ask again")
    return found


def unchanged(store: Store, asked: Handover, one: Draft) -> bool:
    """Whether all that was agreed to of a draft is still so."""
    return asked.stamp == choice(store, one, asked.at)


def same(asked: Handover, wanted: Wanted) -> bool:
    """Whether what was asked for is this."""
    told = wanted.rendering.value, wanted.recipient, tuple(sorted(set(wanted.keys)))
    return (asked.rendering, asked.recipient, asked.keys) == told


def hand_over(store: Store, asked: Handover, where: Where, steps: Steps, now: datetime, progress: Progress) -> Made:
    """Make what was agreed on, as of the moment at which it was asked for.

    What lies there already is not made twice; what was written down and does not is made again. Raises Refused where
    the draft was changed meanwhile, or others could open it, and as `prepare`; as `make`.
    """
    one = draft(store, asked.dossier)
    if not unchanged(store, asked, one):
        raise Refused("the draft was changed since this was asked for; ask again")
    require_known(store, one, steps.rendering)
    if not same(asked, Wanted(steps.rendering, asked.recipient, steps.keys)):
        raise Refused("this is not the rendering, or not closed as it was asked for; ask again")
    final = where.place.with_name(where.place.name + steps.ending)
    if asked.digest and final.exists():
        return Made(final, asked.digest, asked.facts)

    def record(made: Made) -> None:
        with store.writing() as connection:
            _record(connection, store, asked, made, now, one)

    return make(store, one, where, steps, asked.at, record, progress)._replace(before=asked.digest)


def _record(connection: Connection, store: Store, asked: Handover, made: Made, now: datetime, one: Draft) -> None:
    """Write down that it was made, once however often it is. Raises Refused where another process was as fast."""
    known = dossiers.handover(connection, store.master, asked.id)
    if known is None or known.made_at != asked.made_at:
        raise Refused("it was made already, by somebody else at the same time")
    done = msgspec.structs.replace(asked, made_at=now, digest=made.digest, facts=made.facts)
    dossiers.hand(connection, store.master, done)
    if asked.digest == made.digest:
        return
    salt = write.salt(connection, store.master, asked.person)
    line: dict[str, str | int] = {
        "dossier": asked.dossier,
        "handover": asked.id,
        "rendering": asked.rendering,
        "by": asked.by,
        "content": made.content,
        "digest": made.digest,
        "facts": made.facts,
    }
    line |= {"nothing_to_hide": 1} if one.nothing_to_hide and asked.rendering == Rendering.REDACTED.value else {}
    line |= {"recipient": pseudonym(salt, asked.recipient)} if asked.recipient else {}
    write.append(connection, asked.person, [(now, EVENT, line)])
