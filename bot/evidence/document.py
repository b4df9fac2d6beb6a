"""DID documents: which key signs the repository, who serves it, and whether a log says the same."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from bot.errors import Unproven
from bot.evidence.didkey import K256, P256, base58, did_key, from_base58, point_of
from bot.evidence.plc import State
from bot.model.noun import Noun

DID: Final = "https://www.w3.org/ns/did/v1"
MULTIKEY: Final = "https://w3id.org/security/multikey/v1"
_SUITES: Final = {
    P256: ("https://w3id.org/security/suites/ecdsa-2019/v1", "EcdsaSecp256r1VerificationKey2019"),
    K256: ("https://w3id.org/security/suites/secp256k1-2019/v1", "EcdsaSecp256k1VerificationKey2019"),
}
_CURVES: Final = {kind: curve for curve, (_, kind) in _SUITES.items()}
_KEY: Final = "did:key:"


class _Method(Noun, frozen=True, kw_only=True, rename="camel"):
    id: str
    type: str
    controller: str
    public_key_multibase: str = ""


class _Service(Noun, frozen=True, kw_only=True, rename="camel"):
    id: str
    type: str
    service_endpoint: Any = ""


class _Document(Noun, frozen=True, kw_only=True, rename="camel"):
    id: str
    verification_method: tuple[_Method, ...] = ()
    service: tuple[_Service, ...] = ()


def key_in(raw: bytes, did: str) -> str:
    """The key (`did:key:…`) that signs the account's repository, by its document. Raises Unproven if it names none."""
    for method in _document(raw, did).verification_method:
        if method.id in {"#atproto", f"{did}#atproto"} and method.controller == did:
            return _key(method)
    raise Unproven("the DID document names no key for the repository")


def server_in(raw: bytes, did: str) -> str:
    """The address of the server that holds the account's repository. Raises Unproven if the document names none."""
    for one in _document(raw, did).service:
        if one.id in {"#atproto_pds", f"{did}#atproto_pds"} and one.type == "AtprotoPersonalDataServer":
            return one.service_endpoint if isinstance(one.service_endpoint, str) else ""
    raise Unproven("the DID document names no server for the repository")


def agrees(raw: bytes, did: str, state: State) -> bool:
    """Whether a document says of an account what its log says, and nothing else."""
    said = _sorted(_json(raw))
    return any(said == _sorted(one) for one in _documents(did, state))


def _documents(did: str, state: State) -> Iterator[dict[str, Any]]:
    """What a directory writes of a state: in the form of today, and in the one until 2023, which knows two curves."""
    services = [
        {"id": f"#{name}", "type": one.type, "serviceEndpoint": one.endpoint} for name, one in state.services.items()
    ]
    rest = {"id": did, "alsoKnownAs": list(state.aliases), "service": services}
    suites = {_SUITES[curve][0] for curve in map(_curve, state.methods.values()) if curve}
    today = [_today(did, name, key) for name, key in state.methods.items()]
    yield {"@context": [DID, MULTIKEY, *suites], "verificationMethod": today, **rest}
    if all(map(_curve, state.methods.values())):
        before = [_before(did, name, key) for name, key in state.methods.items()]
        yield {"@context": [DID, *suites], "verificationMethod": before, **rest}


def _today(did: str, name: str, key: str) -> dict[str, str]:
    written = key.removeprefix(_KEY)
    return {"id": f"{did}#{name}", "type": "Multikey", "controller": did, "publicKeyMultibase": written}


def _before(did: str, name: str, key: str) -> dict[str, str]:
    curve, point = point_of(key)
    kind = _SUITES[curve][1]
    return {"id": f"#{name}", "type": kind, "controller": did, "publicKeyMultibase": f"z{base58(point)}"}


def _curve(key: str) -> bytes:
    """The curve of a key; nothing for one that signs no repository."""
    try:
        return point_of(key)[0]
    except Unproven:
        return b""


def _key(method: _Method) -> str:
    if method.type == "Multikey":
        curve, point = point_of(f"{_KEY}{method.public_key_multibase}")
        return did_key(curve, point)
    if method.type in _CURVES and method.public_key_multibase.startswith("z"):
        return did_key(_CURVES[method.type], from_base58(method.public_key_multibase[1:]))
    raise Unproven("the DID document's key is of a kind that signs no repository")


def _document(raw: bytes, did: str) -> _Document:
    try:
        document = msgspec.json.decode(raw, type=_Document)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Unproven("the DID document is none") from error
    if document.id != did:
        raise Unproven("the DID document is of another account")
    return document


def _json(raw: bytes) -> Any:
    try:
        return msgspec.json.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Unproven("the DID document is none") from error


def _sorted(document: Any) -> Any:
    """The same, its lists in an order that no directory's database changes."""
    if not isinstance(document, Mapping):
        return document
    return {
        name: sorted(value, key=_spelled) if isinstance(value, list) and name != "alsoKnownAs" else value
        for name, value in document.items()
    }


def _spelled(value: Any) -> bytes:
    return msgspec.json.encode(value, order="sorted")
