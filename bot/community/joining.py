"""From reports and findings to what is open about each account: the same, whatever the order in which they come."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from msgspec.structs import replace
from sqlalchemy import Connection

from bot.community.filing import Reported, file
from bot.evidence.master import MasterKey
from bot.model.action import kind_of
from bot.model.decision import Match
from bot.model.delivery import STANDS, Task
from bot.model.docket import Docket, Standing
from bot.model.mention import UNADDRESSED
from bot.model.noun import EPOCH
from bot.model.reason import Severity
from bot.model.shield import Shield
from bot.recording.judged import Judged
from bot.signals.visits import named
from bot.store import dockets, flags, outbox, write
from bot.store.dockets import Joined
from bot.store.flags import Filed, Sum

LOOKED_AT: Final = Severity.HIGH
"""From which on a human looks at what a rule did by itself, though the reports are settled by that."""
OPENS: Final = Severity.MEDIUM
"""From which on a finding is put on the desk, reported or not."""
MEMBER: Final = 8
"""Bytes of what stands for a member to whom it was written."""
MEMBERS: Final = 256
"""Of whom is remembered, at most, that an account wrote to them."""
GRAVITY: Final = ("", "resolve", "tag", "escalate", "sensitive", "label", "limit", "takedown", "suspend")
"""Measures that may be suggested, the mildest first; those against whole servers are graver than all of them."""


def join(
    connection: Connection,
    master: MasterKey,
    shield: Shield,
    reported: Sequence[Reported],
    judged: Iterable[Judged],
    now: datetime,
) -> list[Filed]:
    """Keep these reports, and let what is open about their subjects, and about who was noticed, stand as it does now;
    the reports that are new, or open again.
    """
    person, salt = shield.name, write.salt(connection, master, shield.name)
    fresh, changed = file(connection, master, person, reported, now) if reported else ([], [])
    found: dict[str, list[Judged]] = {}
    for one in judged:
        if one.decision.severity >= OPENS:
            found.setdefault(one.facts.mention.author.key, []).append(one)
    subjects = list(dict.fromkeys((*(one.subject for one in changed), *found)))
    if not subjects:
        return fresh
    known, sums = dockets.joined(connection, person, subjects), flags.sums(connection, person, subjects)
    again = {*(one.subject for one in fresh), *found}
    inside = {flag.subject.key for _, flag in reported if flag.inside}
    made = []
    for subject in subjects:
        before = known.get(subject) or Joined(_empty(person, subject))
        if _settled_by_hand(before.docket):
            if subject not in again:
                continue
            before = Joined(_empty(person, subject))
        joined = _found(before, found.get(subject, ()), salt)
        counted = _counted(joined, sums.get(subject), member=subject in inside)
        made.append(_stands(_unseen(connection, counted)))
    dockets.join(connection, made)
    return fresh


def _empty(person: str, subject: str) -> Docket:
    """Of whom nothing is open; that it began in 1970 gives way to whatever came."""
    return Docket(person=person, subject=subject, first_at=EPOCH, last_at=EPOCH)


def _settled_by_hand(one: Docket) -> bool:
    return one.standing is Standing.SETTLED and one.taken_at is not None


def _found(before: Joined, every: Iterable[Judged], salt: bytes) -> Joined:
    """With what rules found in what the account wrote."""
    docket, at, met = before.docket, before.found_at, _members(before.met)
    for one in every:
        mention = one.facts.mention
        worst = max(one.decision.matches, key=lambda match: (match.severity, match.rule))
        severity, rule = max((docket.severity, docket.rule), (worst.severity, worst.rule))
        docket = replace(
            docket,
            severity=severity,
            rule=rule,
            suggested=max((docket.suggested, *map(suggested, one.decision.matches)), key=_gravity),
            member=docket.member or mention.inside,
            first_at=_first(docket.first_at, mention.received_at),
            last_at=max(docket.last_at, mention.received_at),
        )
        at = max(at or EPOCH, mention.received_at)
        if mention.kind not in UNADDRESSED:
            met.add(named(salt, mention.to).to_bytes(MEMBER))
    kept = sorted(met)[:MEMBERS]
    return Joined(replace(docket, targets=len(kept)), at, b"".join(kept))


def _counted(one: Joined, reported: Sum | None, *, member: bool) -> Joined:
    """With what is reported about the account."""
    if reported is None:
        return one
    docket = replace(
        one.docket,
        flags=reported.flags,
        reporters=reported.reporters,
        member=one.docket.member or member,
        first_at=_first(one.docket.first_at, reported.first_at),
        last_at=max(one.docket.last_at, reported.last_at),
    )
    closed = reported.closed_at
    over = not reported.flags and closed is not None and (one.found_at is None or one.found_at <= closed)
    standing = Standing.SETTLED if over else Standing.TAKEN if reported.taken else Standing.OPEN
    return one._replace(docket=replace(docket, standing=standing))


def _unseen(connection: Connection, one: Joined) -> Joined:
    """Open still, where what is grave was settled by what rules did alone."""
    docket = one.docket
    if docket.standing is not Standing.SETTLED or docket.severity < LOOKED_AT:
        return one
    every = outbox.on_subject(connection, docket.person, docket.subject)
    done = [each for each in every if each.task is Task.ACT and each.status in STANDS]
    alone = bool(done) and all(each.by_rule for each in done)
    return one._replace(docket=replace(docket, standing=Standing.OPEN)) if alone else one


def _stands(one: Joined) -> Joined:
    """As it stands: who took it has it while anything is open."""
    docket = one.docket
    if not docket.taken_by or docket.standing is Standing.SETTLED:
        return one
    return one._replace(docket=replace(docket, standing=Standing.TAKEN))


def suggested(match: Match) -> str:
    """The measure that a rule puts to moderators: what it names, or else the gravest that it would take."""
    return match.suggests or max(map(kind_of, match.actions), key=_gravity, default="")


def _gravity(measure: str) -> tuple[int, str]:
    return GRAVITY.index(measure) if measure in GRAVITY else len(GRAVITY), measure


def _first(known: datetime, at: datetime) -> datetime:
    return at if known == EPOCH else min(known, at)


def _members(packed: bytes) -> set[bytes]:
    return {packed[start : start + MEMBER] for start in range(0, len(packed), MEMBER)}
