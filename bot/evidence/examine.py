"""What the pieces taken from a post's origin prove; offline, from their bytes alone.

`examine(pieces)` takes what `bot.evidence.origin.gather` groups: items with `what`, `raw` and `at`, such as the
`Captured` that custody holds. So an audit asks: `for group in gather(captured): proof = examine(group)`.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec

from bot.errors import Unproven
from bot.evidence.cbor import decode
from bot.evidence.document import agrees, key_in
from bot.evidence.origin import DOCUMENT, LOG, ORIGIN, REPOSITORY, VIEW, Asked, Origin, Outcome, Piece, digest, parsed
from bot.evidence.plc import PREFIX, State, replay
from bot.evidence.proof import Claim, Flaw, Limit, Proof, Standing
from bot.evidence.repository import Shown, shown, signer
from bot.model.noun import Noun


def examine(pieces: Iterable[Piece]) -> Proof:
    """What these prove of the record that their `origin` names."""
    given = tuple(pieces)
    records = [one for one in given if one.what == ORIGIN]
    try:
        (record,) = records
        asked = parsed(record.raw)
    except ValueError:
        return Proof(flaws=(Flaw(piece=ORIGIN, what="there is not one record of what was asked"),))
    except Unproven as flaw:
        return Proof(flaws=(Flaw(piece=ORIGIN, what=str(flaw)),))
    return _Examination(asked, given).proof()


class _Key(Noun, frozen=True, kw_only=True):
    key: str
    since: datetime | None = None
    until: datetime | None = None


class _View(Noun, frozen=True, kw_only=True):
    uri: str = ""
    cid: str = ""


class _Views(Noun, frozen=True, kw_only=True):
    posts: tuple[_View, ...] = ()


class _Examination:
    """Looks at one group, piece by piece."""

    def __init__(self, origin: Origin, given: tuple[Piece, ...]) -> None:
        self.origin = origin
        self.did, _, self.record = origin.uri.removeprefix("at://").partition("/")
        self.asked = {one.what: one for one in origin.asked}
        self.flaws: list[Flaw] = []
        self.claims: list[Claim] = []
        self.limits: list[Limit] = []
        self.pieces = dict(self._kept(given))

    def proof(self) -> Proof:
        """All of it."""
        keys = self._keys()
        found = self._shown()
        key = self._signer(found, keys) if found else _Key(key="")
        if found and key.key:
            self._describe(found, key)
        self._look(found)
        cid, commit = (found.cid, found.commit) if found else ("", None)
        return Proof(
            uri=self.origin.uri,
            standing=Standing.UNKNOWN if not found else Standing.PRESENT if cid else Standing.ABSENT,
            cid=cid,
            content=found.content if found else b"",
            commit=commit.cid if commit else "",
            rev=commit.rev if commit else "",
            committed_at=commit.at if commit else None,
            key=key.key,
            key_since=key.since,
            key_until=key.until,
            claims=tuple(self.claims),
            limits=tuple(self.limits),
            flaws=tuple(self.flaws),
        )

    def _kept(self, given: tuple[Piece, ...]) -> Iterator[tuple[str, bytes]]:
        """What came, if it is what the record says came."""
        there = {digest(one.raw): one.raw for one in given if one.what != ORIGIN}
        for one in self.origin.asked:
            if one.digest and one.digest not in there:
                self._flaw(one.what, "is missing, or is not what came")
            elif one.digest and one.outcome is Outcome.ANSWERED:
                yield one.what, there[one.digest]
        known = {one.digest for one in self.origin.asked}
        for name in there.keys() - known:
            self._flaw(ORIGIN, f"does not name a piece that lies with it ({name[:12]}…)")

    def _keys(self) -> list[_Key]:
        """The keys of the account, the latest first."""
        states = self._states()
        if states:
            self.limits.append(Limit.DIRECTORY_TIMES)
            return _keys(states)
        key = self._named()
        if not key:
            self.limits.append(Limit.KEY_UNKNOWN)
            return []
        self.limits.append(Limit.LOG_MISSING if self.did.startswith(PREFIX) else Limit.DID_WEB)
        return [_Key(key=key)]

    def _states(self) -> tuple[State, ...]:
        """What the log says, where there is one that holds; a document beside it has to say the same."""
        if LOG not in self.pieces:
            return ()
        try:
            states = replay(self.did, self.pieces[LOG])
            document = self.pieces.get(DOCUMENT)
            if document is not None and not any(agrees(document, self.did, one) for one in states):
                self._flaw(DOCUMENT, "does not say what the log says")
        except Unproven as flaw:
            self._flaw(LOG, str(flaw))
            return ()
        return states

    def _named(self) -> str:
        """The key that the document names."""
        if DOCUMENT not in self.pieces:
            return ""
        try:
            return key_in(self.pieces[DOCUMENT], self.did)
        except Unproven as flaw:
            self._flaw(DOCUMENT, str(flaw))
            return ""

    def _shown(self) -> Shown | None:
        if REPOSITORY not in self.pieces:
            self.limits += [Limit.STREAM_ONLY, _why(self.asked.get(REPOSITORY))]
            return None
        try:
            return shown(self.pieces[REPOSITORY], self.did, self.record)
        except Unproven as flaw:
            self._flaw(REPOSITORY, str(flaw))
            return None

    def _signer(self, found: Shown, keys: list[_Key]) -> _Key:
        if not keys:
            return _Key(key="")
        try:
            key = signer(found.commit, [one.key for one in keys])
        except Unproven as flaw:
            self._flaw(REPOSITORY, str(flaw))
            return _Key(key="")
        return next(one for one in keys if one.key == key)

    def _describe(self, found: Shown, key: _Key) -> None:
        """What a signed commit proves."""
        by_log = Limit.DIRECTORY_TIMES in self.limits
        self.claims += [
            Claim.RECORD if found.cid else Claim.ABSENCE,
            Claim.KEY_BY_LOG if by_log else Claim.KEY_BY_DOCUMENT,
        ]
        self.limits += [Limit.HELD_BY_SERVER, Limit.TIMES_CLAIMED]
        self.limits += [Limit.EARLIER_KEY] if key.until else []
        if not found.cid:
            self.limits.append(Limit.NOT_BEFORE)
        elif self.origin.revision and found.cid != self.origin.revision:
            self.limits.append(Limit.OTHER_VERSION)
        if found.cid and not _readable(found.content):
            self.limits.append(Limit.UNREADABLE)

    def _look(self, found: Shown | None) -> None:
        """Whether the platform showed it."""
        try:
            views = msgspec.json.decode(self.pieces[VIEW], type=_Views) if VIEW in self.pieces else None
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            views = None
        cid = (found.cid if found else "") or self.origin.revision
        if views is None:
            self.limits.append(Limit.VIEW_UNKNOWN)
        elif any(one.uri == self.origin.uri and one.cid == cid for one in views.posts):
            self.claims.append(Claim.SHOWN)
        else:
            self.limits.append(Limit.SHOWN_TO_NOBODY)

    def _flaw(self, piece: str, what: str) -> None:
        self.flaws.append(Flaw(piece=piece, what=what))


def _keys(states: tuple[State, ...]) -> list[_Key]:
    """Every key that signed the repository, with its time, the latest first."""
    found: list[_Key] = []
    ends = [*(one.since for one in states[1:]), None]
    for state, until in zip(states, ends, strict=True):
        key = state.methods.get("atproto", "")
        if found and found[-1].key == key:
            found[-1] = msgspec.structs.replace(found[-1], until=until)
        else:
            found.append(_Key(key=key, since=state.since, until=until))
    return [one for one in reversed(found) if one.key]


def _why(asked: Asked | None) -> Limit:
    """Why nothing came from the author's server."""
    match asked.outcome if asked else Outcome.NOT_ASKED:
        case Outcome.REFUSED:
            return Limit.REFUSED
        case Outcome.GONE:
            return Limit.GONE
        case Outcome.UNREACHED | Outcome.ANSWERED:
            return Limit.UNREACHED
        case Outcome.NOT_ASKED:
            return Limit.NOT_ASKED


def _readable(content: bytes) -> bool:
    try:
        decode(content)
    except Unproven:
        return False
    return True
