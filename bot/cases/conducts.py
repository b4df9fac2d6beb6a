"""What one transaction knows of its authors' conduct, and will keep of it."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import blake2b
from typing import Any

import msgspec
from sqlalchemy import Connection

from bot.cases import dossier
from bot.cases.dossier import Dossier
from bot.cases.hours import begins, hour
from bot.evidence.master import MasterKey
from bot.evidence.pseudonym import pseudonym
from bot.model import course
from bot.model.arrival import Arrival, Gesture
from bot.model.conduct import Act, Conduct, Level, Stage
from bot.model.course import LATER, NEVER
from bot.model.facts import Facts
from bot.model.mention import Mention
from bot.model.noun import micros
from bot.model.shield import Shield
from bot.rules import escalate
from bot.rules.escalate import Past, Standing
from bot.store import cases, write
from bot.store.cases import Casefile

Key = tuple[str, str]
"""(person, `Account.key`) or (person, uri)."""
Line = dict[str, str | int]
Version = tuple[int, Level]
"""At what hour a mention counts, and as what."""


class Conducts:
    """The conduct of those who wrote, each stepped with what they wrote; costs nothing where there is nothing."""

    def __init__(self, connection: Connection, master: MasterKey, shields: Mapping[str, Shield]) -> None:
        self._connection = connection
        self._master = master
        self._shields = shields
        self._courses: dict[Key, bytes] = {}
        self._dossiers: dict[Key, Dossier] = {}
        self._versions: dict[Key, Version] = {}
        self._threads: dict[str, bytes] = {}
        """Digests of the threads in which they wrote, by their roots."""
        self._stepped: set[Key] = set()
        self._opened: dict[Key, int] = {}
        self._fresh: dict[Key, Casefile] = {}
        self.gestures: list[tuple[Arrival, Gesture]] = []
        """What was done without a word, by whomever; counted once all is recorded (cases/gestures)."""
        self._lines: dict[str, list[tuple[str, Line]]] = {}

    def enrich(self, keys: Iterable[Key]) -> None:
        """Read the cases to which these accounts belong, with what other accounts of theirs did."""
        found = cases.of_accounts(self._connection, keys)
        for person in {person for person, _ in found}:
            whole = {one.id: one for (name, _), one in found.items() if name == person}
            read = dossier.read(self._connection, list(whole.values()))
            accounts = [account for one in read for account in one.accounts]
            known = cases.courses(self._connection, person, accounts)
            self._courses |= {(person, account): packed for account, packed in known.items()}
            self._dossiers |= {(person, account): one for one in read for account in one.accounts}

    def meet(self, uris: Iterable[Key]) -> None:
        """Read which later versions of these were counted, though they themselves were not."""
        for uri in uris:
            known = self._weighed(uri)
            if known is not None:
                self._versions[uri] = known

    def step(self, facts: Facts, known: bytes, act: Act) -> Conduct | None:
        """The author's conduct with this mention in it; `known` is what they did before.

        None where nothing that they ever did counts, or only this once.
        """
        mention, key = facts.mention, _key(facts.mention)
        level = _spared(facts, act.level)
        packed = self._courses[key] = self._written(facts, self._courses.get(key, known), level)
        if key not in self._dossiers and not course.worst(packed):
            return None
        if act.muted and course.unpacked(packed).answered == NEVER:
            packed = course.answered(packed, self._hour(mention))
        standing = escalate.assess(self._past(key, packed))
        self._opened[key] = standing.opened
        one = self._dossiers.get(key)
        restricted = one is not None and one.forbids(mention.received_at)
        if one is None and standing.days <= 1:
            return None
        return self._stood(key, standing, restricted=restricted)

    def opened(self, facts: Facts) -> datetime | None:
        """From when on the author's case is one, to the day, whatever came first to us; None where there is none."""
        mention = facts.mention
        if facts.conduct is None or facts.conduct.stage < Stage.WATCH:
            return None
        return begins(self._opened[_key(mention)], self._shields[mention.person].protected.zone)

    def settled(self, facts: Facts, act: Act, *, muted: bool) -> bytes:
        """What the author did, for their row; `muted`: whether this mention has them muted."""
        key = _key(facts.mention)
        packed = self._courses[key]
        if act.muted and (muted or course.unpacked(packed).answered != NEVER):
            packed = course.answered(packed, self._hour(facts.mention))
        elif muted:
            packed = course.answered(packed, LATER)
        self._courses[key] = packed
        return packed

    def forget(self, facts: Facts, known: bytes) -> None:
        """Let a mention of which nothing is kept not have been: what its author did before stands alone."""
        self._courses[_key(facts.mention)] = known

    def record(self, now: datetime) -> None:
        """Keep how the cases stand; a stage that is reached stands in the chain."""
        kept = {}
        for key in self._stepped:
            one = self._dossiers.get(key)
            if one is not None:
                standing = escalate.assess(self._past(key, self._courses[key]))
                kept[key[0], one.case.id] = msgspec.structs.replace(one.case, **standing_fields(standing))
        cases.keep(self._connection, list(kept.values()))
        for key, case in self._fresh.items():
            cases.join(self._connection, case.id, [key], "", now)
        for person, lines in self._lines.items():
            salt = write.salt(self._connection, self._master, person)
            said = [(now, "case:stage", line | {"author": pseudonym(salt, account)}) for account, line in lines]
            write.append(self._connection, person, said)

    def _written(self, facts: Facts, packed: bytes, level: Level) -> bytes:
        mention = facts.mention
        at = course.hour_of(micros(mention.received_at), facts.offset or 0)
        uri = (mention.person, mention.uri)
        if facts.version == 1 and uri not in self._versions:
            self._versions[uri] = (at, level)
            return course.written(packed, at, level, mention.kind.value, self._thread(mention.root))
        was = self._versions.get(uri) or self._weighed(uri) or (at, Level.NOTHING)
        self._versions[uri] = course.worse(was, (at, level))
        return course.changed(packed, at, level, was)

    def _thread(self, root: str | None) -> bytes:
        """What tells a thread from others; empty where a mention stands in none."""
        if not root:
            return b""
        if root not in self._threads:
            digest = blake2b(root.encode(errors="surrogatepass"), digest_size=course.THREAD).digest()
            self._threads[root] = digest
        return self._threads[root]

    def _weighed(self, uri: Key) -> Version | None:
        """How a mention that was judged before counts."""
        zone = self._shields[uri[0]].protected.zone
        known = cases.weighed(self._connection, [uri]).get(uri, [])
        return max(((hour(at, zone), level) for at, level in known), key=course.standing, default=None)

    def _past(self, key: Key, packed: bytes) -> Past:
        """All that is known of the conduct to which the account's belongs, with this of its own."""
        one = self._dossiers.get(key)
        if one is None:
            return dossier.alone(packed)
        person, account = key
        courses = {each: self._courses.get((person, each), b"") for each in one.accounts} | {account: packed}
        return one.past(courses, self._shields[person].protected.zone)

    def _stood(self, key: Key, standing: Standing, *, restricted: bool) -> Conduct:
        """How the case stands now; one is opened where there is none and the stage asks for it."""
        one = self._dossiers.get(key)
        if one is None and standing.stage > Stage.NONE:
            case = self._fresh[key] = Casefile(person=key[0], id=secrets.token_hex(6))
            one = Dossier(case=case, accounts=(key[1],))
        reached = False
        if one is not None:
            self._stepped.add(key)
            reached = is_reached(one.case, standing)
            told = standing.stage if reached else min(one.case.told, standing.stage)
            case = msgspec.structs.replace(one.case, told=told, **standing_fields(standing))
            for account in one.accounts:
                self._dossiers[key[0], account] = one._replace(case=case)
            if reached:
                line: Line = {"case": case.id, "stage": case.stage.label, "days": standing.days}
                self._lines.setdefault(key[0], []).append((key[1], line))
        return conduct_of(standing, one.case.id if one else "", restricted=restricted, reached=reached)

    def _hour(self, mention: Mention) -> int:
        return hour(mention.received_at, self._shields[mention.person].protected.zone)


def is_reached(known: Casefile, standing: Standing) -> bool:
    """Whether the case comes to a stage that it was not at, as far as the person was told."""
    again = standing.stage == known.told and standing.since > known.since
    return standing.stage > Stage.NONE and (standing.stage > known.told or again)


def conduct_of(standing: Standing, case: str, *, restricted: bool = False, reached: bool = False) -> Conduct:
    """What a decision may look at of a case."""
    return Conduct(
        case=case,
        stage=standing.stage,
        score=round(standing.score, 2),
        days=standing.days,
        span=standing.last - standing.first,
        serious=standing.serious,
        urgent=standing.urgent,
        after_mute=standing.after,
        after_ban=standing.barred,
        rose=standing.rose,
        silence=standing.silence,
        means=standing.means,
        restricted=restricted,
        reached=reached,
    )


def standing_fields(standing: Standing) -> dict[str, Any]:
    """What a casefile says of it."""
    return {
        "stage": standing.stage,
        "score": round(standing.score, 2),
        "since": standing.since,
        "last": standing.last,
    }


def _spared(facts: Facts, level: Level) -> Level:
    """What an act of somebody close weighs: nothing of those whom the person trusts, and of friends what is grave."""
    if facts.relation.trusted or facts.relation.delegate or (facts.relation.following and level < Level.HIGH):
        return Level.NOTHING
    return level


def _key(mention: Mention) -> Key:
    return mention.person, mention.author.key
