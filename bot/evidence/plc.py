"""The log of a did:plc account: from the DID itself to the keys of today, each step signed.

The rules are those of https://web.plc.directory/spec/v0.1/did-plc. The directory's times are not signed: they are its
word, and only their order and the 72 hours of a recovery are checked.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import pairwise
from typing import Annotated, Any, Final

import msgspec

from bot.errors import Unproven
from bot.evidence.cbor import encode
from bot.evidence.cid import base32, cid_of, from_base64url
from bot.evidence.didkey import signed
from bot.model.noun import Noun

RECOVERY: Final = timedelta(hours=72)
"""So long a key of higher rank may undo what one of lower rank signed."""
MOST: Final = 2000
"""Operations that are replayed; people have a handful."""
SIGNERS: Final = 10
"""Keys that may sign the next operation: the directory takes no more, and each may have to be tried for many."""
PREFIX: Final = "did:plc:"
_DIGITS: Final = 24


class Service(Noun, frozen=True, kw_only=True):
    """Where an account is served."""

    type: str
    endpoint: str


class State(Noun, frozen=True, kw_only=True):
    """What holds of an account from one operation to the next."""

    cid: str
    since: datetime
    """When the directory says it took the operation."""
    rotation: tuple[str, ...]
    """Who may sign the next operation, the highest rank first; nobody once the account is destroyed."""
    methods: dict[str, str]
    """Keys by their name; `atproto` signs the repository."""
    aliases: tuple[str, ...]
    services: dict[str, Service]


class _Line(Noun, frozen=True, kw_only=True, rename="camel"):
    did: str
    operation: dict[str, Any]
    cid: str
    nullified: bool
    created_at: Annotated[datetime, msgspec.Meta(tz=True)]


class _Said(Noun, frozen=True, kw_only=True, rename="camel"):
    rotation_keys: tuple[str, ...]
    verification_methods: dict[str, str]
    also_known_as: tuple[str, ...]
    services: dict[str, Service]


class _First(Noun, frozen=True, kw_only=True, rename="camel"):
    signing_key: str
    recovery_key: str
    handle: str
    service: str


class _Step(Noun, frozen=True, kw_only=True):
    line: _Line
    state: State


def replay(did: str, raw: bytes) -> tuple[State, ...]:
    """The states of an account, oldest first, without those that a recovery undid; `raw` is the directory's audit log.

    Raises Unproven where an operation is missing, unsigned, out of order, or of another account.
    """
    lines = _lines(raw)
    steps: list[_Step] = []
    undone: set[str] = set()
    for line in lines:
        if line.did != did:
            raise Unproven("the log holds an operation of another account")
        after = _taken(did, steps, line)
        undone |= {one.line.cid for one in after}
        steps = [*steps[: len(steps) - len(after)], _Step(line=line, state=_state(line))]
    if {one.cid for one in lines if one.nullified} != undone:
        raise Unproven("the log does not say rightly which operations were undone")
    return tuple(one.state for one in steps)


def _lines(raw: bytes) -> list[_Line]:
    try:
        lines = msgspec.json.decode(raw, type=list[_Line])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Unproven("the log is not one of a PLC directory") from error
    if not 0 < len(lines) <= MOST:
        raise Unproven(f"the log is empty, or longer than {MOST} operations")
    if any(later.created_at < one.created_at for one, later in pairwise(lines)):
        raise Unproven("the log is out of order")
    return lines


def _taken(did: str, steps: list[_Step], line: _Line) -> list[_Step]:
    """The last steps, which an operation undoes; mostly none. Raises Unproven unless it may stand where it does."""
    if str(cid_of(encode(line.operation))) != line.cid:
        raise Unproven("an operation of the log is not what its identifier says")
    previous = line.operation.get("prev")
    if not steps:
        _require_birth(did, line)
        return []
    places = [place for place, one in enumerate(steps) if one.line.cid == previous]
    if not places:
        raise Unproven("an operation of the log follows none that is there")
    before, after = steps[places[0]].state, steps[places[0] + 1 :]
    if not after:
        _rank(before.rotation, line.operation)
        return []
    rank = _rank(before.rotation, after[0].line.operation)
    _rank(before.rotation[:rank], line.operation)
    if line.created_at - after[0].line.created_at > RECOVERY:
        raise Unproven("an operation of the log was undone too late")
    return after


def _require_birth(did: str, line: _Line) -> None:
    """That the account begins with this operation: its name is the digest of it."""
    name = base32(sha256(encode(line.operation)).digest())[:_DIGITS]
    if did != f"{PREFIX}{name}" or line.operation.get("prev", "") is not None:
        raise Unproven("the log does not begin with the operation that the account is named after")
    _rank(_state(line).rotation, line.operation)


def _rank(keys: tuple[str, ...], operation: Mapping[str, Any]) -> int:
    """The place of the key that signed an operation. Raises Unproven if none of these did."""
    signature = operation.get("sig")
    if not isinstance(signature, str):
        raise Unproven("an operation of the log is not signed")
    message = encode({name: value for name, value in operation.items() if name != "sig"})
    raw = from_base64url(signature)
    for place, key in enumerate(keys):
        if signed(key, message, raw):
            return place
    raise Unproven("an operation of the log is not signed by a key that may")


def _state(line: _Line) -> State:
    """What holds after an operation."""
    try:
        said = _said(line.operation)
    except msgspec.ValidationError as error:
        raise Unproven("an operation of the log is malformed") from error
    if len(said.rotation_keys) > SIGNERS:
        raise Unproven(f"an operation of the log names more than {SIGNERS} keys that may sign the next")
    return State(
        cid=line.cid,
        since=line.created_at,
        rotation=said.rotation_keys,
        methods=said.verification_methods,
        aliases=said.also_known_as,
        services=said.services,
    )


def _said(operation: Mapping[str, Any]) -> _Said:
    match operation.get("type"):
        case "plc_operation":
            return msgspec.convert(operation, _Said)
        case "plc_tombstone":
            return _Said(rotation_keys=(), verification_methods={}, also_known_as=(), services={})
        case "create":
            return _of_first(msgspec.convert(operation, _First))
    raise Unproven("an operation of the log is of an unknown type")


def _of_first(first: _First) -> _Said:
    """The form that accounts of 2022 were made in."""
    handle, service = first.handle, first.service
    return _Said(
        rotation_keys=(first.recovery_key, first.signing_key),
        verification_methods={"atproto": first.signing_key},
        also_known_as=(handle if handle.startswith("at://") else f"at://{handle}",),
        services={
            "atproto_pds": Service(
                type="AtprotoPersonalDataServer",
                endpoint=service if service.startswith(("https://", "http://")) else f"https://{service}",
            )
        },
    )
