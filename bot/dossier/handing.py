"""Handing a dossier over: asked for, agreed on by two people or waited for, and then made once, with its entry."""

import secrets
from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import Connection

from bot.dossier.draft import Draft
from bot.dossier.drafting import draft, stamp
from bot.dossier.knowing import require_known
from bot.dossier.making import Made, Steps, make
from bot.dossier.rendering import Rendering
from bot.dossier.staging import Where
from bot.dossier.trailed import Progress
from bot.errors import Refused
from bot.evidence.pseudonym import pseudonym
from bot.model.noun import Noun
from bot.model.proposal import Kind, Proposal
from bot.store import dossiers, write
from bot.store.database import Store
from bot.store.dossiers import Handover

EVENT: Final = "dossier:exported"


class Meant(Noun, frozen=True, kw_only=True):
    """What a proposal says of it."""

    handover: str


def prepare(store: Store, one: Draft, rendering: Rendering, recipient: str, by: str, now: datetime) -> Handover:
    """Write down what is asked for, so that it can be proposed: as of now, for whom, and by whom.

    The chain that it will tell names the key by which it may be signed. Raises Refused where it is for the other side,
    and nobody knows what it must not tell.
    """
    from bot.dossier import identity  # noqa: PLC0415 - what lives need not load it before

    require_known(store, one, rendering)
    identity.of(store, one.person, now)
    asked = Handover(
        id=secrets.token_hex(8),
        person=one.person,
        dossier=one.id,
        rendering=rendering.value,
        recipient=recipient,
        stamp=stamp(one),
        by=by,
        at=now,
    )
    with store.writing() as connection:
        dossiers.hand(connection, store.master, asked)
    return asked


def meaning(one: Handover) -> str:
    """What is proposed with it: ids, never content."""
    return msgspec.json.encode(Meant(handover=one.id)).decode()


def asked_for(store: Store, proposal: Proposal) -> Handover:
    """What a proposal is about. Raises Refused where it is about no dossier, or that is no more."""
    if proposal.kind is not Kind.DOSSIER:
        raise Refused("this proposal is about no dossier")
    id_ = msgspec.json.decode(proposal.detail, type=Meant).handover
    with store.writing() as connection:  # the salt is made at first need
        found = dossiers.handover(connection, store.master, id_)
    if found is None:
        raise Refused("what was asked for is no more")
    return found


def same(one: Handover, wanted: Draft, rendering: Rendering, recipient: str) -> bool:
    """Whether what was asked for is this, unchanged."""
    return (one.stamp, one.rendering, one.recipient) == (stamp(wanted), rendering.value, recipient)


def hand_over(store: Store, asked: Handover, where: Where, steps: Steps, now: datetime, progress: Progress) -> Made:
    """Make what was agreed on, as of the moment at which it was asked for.

    What lies there already is not made twice; what was written down and does not is made again. Raises Refused where
    the draft was changed meanwhile, and as `prepare`; as `make`.
    """
    one = draft(store, asked.dossier)
    if stamp(one) != asked.stamp:
        raise Refused("the draft was changed since this was asked for; ask again")
    require_known(store, one, Rendering(asked.rendering))
    final = where.place.with_name(where.place.name + steps.ending)
    if asked.digest and final.exists():
        return Made(final, asked.digest, asked.facts)

    def record(made: Made) -> None:
        with store.writing() as connection:
            _record(connection, store, asked, made, now, one)

    return make(store, one, where, steps, asked.at, record, progress)._replace(before=asked.digest)


def _record(connection: Connection, store: Store, asked: Handover, made: Made, now: datetime, one: Draft) -> None:
    """Write down that it was made, once however often it is."""
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
