"""Accounts of the AT Protocol made by hand: keys, logs, documents, trees, and archives that prove records."""

import base64
import hashlib
import json
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bot.evidence.cbor import decode, encode
from bot.evidence.cid import cid_of
from bot.evidence.didkey import K256, P256, did_key
from bot.evidence.origin import DOCUMENT, LOG, ORIGIN, REPOSITORY, VIEW, Asked, Origin, Outcome, Way, digest, written
from bot.platforms.port import Captured

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
POSTS = "app.bsky.feed.post"
ORDERS = {
    K256: 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141,
    P256: 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
}


class Key:
    """A key pair; `sign` makes a signature with s in the lower half, or in the upper."""

    def __init__(self, curve=K256):
        self.curve = curve
        self.private = ec.generate_private_key(ec.SECP256K1() if curve == K256 else ec.SECP256R1())
        point = self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.did = did_key(curve, point)

    def sign(self, message, low=True):
        r, s = decode_dss_signature(self.private.sign(message, ec.ECDSA(hashes.SHA256())))
        order = ORDERS[self.curve]
        if (s > order // 2) is low:
            s = order - s
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def operation(signer, prev, *, rotation=(), key=None, **more):
    """A signed operation of a PLC log."""
    unsigned = {
        "type": "plc_operation",
        "rotationKeys": [one.did for one in rotation],
        "verificationMethods": {"atproto": key.did} if key else {},
        "alsoKnownAs": ["at://troll.test"],
        "services": {"atproto_pds": {"type": "AtprotoPersonalDataServer", "endpoint": "https://pds.test"}},
        "prev": prev,
    } | more
    return signed_operation(signer, unsigned)


def signed_operation(signer, unsigned):
    signature = base64.urlsafe_b64encode(signer.sign(encode(unsigned))).rstrip(b"=").decode()
    return unsigned | {"sig": signature}


def name_of(operation):
    return str(cid_of(encode(operation)))


def did_of(operation):
    raw = hashlib.sha256(encode(operation)).digest()
    return "did:plc:" + base64.b32encode(raw).decode().lower()[:24]


def log_of(did, *lines):
    """The directory's audit log of (operation, hours after noon, nullified)."""
    return json.dumps(
        [
            {
                "did": did,
                "operation": one,
                "cid": name_of(one),
                "nullified": nullified,
                "createdAt": (NOON + timedelta(hours=hours)).isoformat().replace("+00:00", ".000Z"),
            }
            for one, hours, nullified in lines
        ],
        separators=(",", ":"),
    ).encode()


class Author:
    """Somebody with an account, a repository and a log of one operation."""

    def __init__(self, curve=K256, server="https://pds.test", records=60):
        self.server_url = server
        self.recovery, self.server, self.key = Key(), Key(P256), Key(curve)
        services = {"atproto_pds": {"type": "AtprotoPersonalDataServer", "endpoint": server}}
        rotation = [self.recovery, self.server]
        self.birth = operation(self.server, None, rotation=rotation, key=self.key, services=services)
        self.did = did_of(self.birth)
        self.log = log_of(self.did, (self.birth, 0, False))
        self.records = {
            f"{POSTS}/3labc{number:08}": {"text": f"bonjour {number}"} for number in range(30, 30 + records)
        }
        self.rkey = "3labc00000031"

    @property
    def uri(self):
        return f"at://{self.did}/{POSTS}/{self.rkey}"

    @property
    def path(self):
        return f"{POSTS}/{self.rkey}"

    @property
    def document(self):
        suite = {K256: "secp256k1-2019", P256: "ecdsa-2019"}[self.key.curve]
        method = {
            "id": f"{self.did}#atproto",
            "type": "Multikey",
            "controller": self.did,
            "publicKeyMultibase": self.key.did.removeprefix("did:key:"),
        }
        service = {"id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": self.server_url}
        return json.dumps(
            {
                "@context": [
                    "https://www.w3.org/ns/did/v1",
                    "https://w3id.org/security/multikey/v1",
                    f"https://w3id.org/security/suites/{suite}/v1",
                ],
                "id": self.did,
                "alsoKnownAs": ["at://troll.test"],
                "verificationMethod": [method],
                "service": [service],
            },
            separators=(",", ":"),
        ).encode()

    def view(self, cid=""):
        return json.dumps({"posts": [{"uri": self.uri, "cid": cid or self.cid}]}).encode()

    @property
    def cid(self):
        return str(cid_of(encode(self.records[self.path])))

    def car(self, *, path="", key=None, did="", low=True, **more):
        """What the author's server answers about a record."""
        records, blocks = {}, {}
        for one, value in self.records.items():
            records[one.encode()] = put(blocks, value)
        top = tree(records, blocks)
        unsigned = {"did": did or self.did, "version": 3, "data": top, "rev": "3lxabcdefgh2k", "prev": None} | more
        commit = unsigned | {"sig": (key or self.key).sign(encode(unsigned), low=low)}
        root = put(blocks, commit)
        return car(root, {root: blocks[root]} | dict(proving(blocks, top, (path or self.path).encode(), records)))


def put(blocks, value):
    block = encode(value)
    name = cid_of(block)
    blocks[name] = block
    return name


def layer(key):
    bits = "".join(f"{byte:08b}" for byte in hashlib.sha256(key).digest())
    return (len(bits) - len(bits.lstrip("0"))) // 2


def tree(records, blocks):
    """The top of the tree over these records, built from the rules and not from what reads it."""
    return node(sorted(records.items()), max(map(layer, records), default=0), blocks)


def node(items, height, blocks):
    entries, before, between, left = [], b"", [], None
    for key, value in [*items, (None, None)]:
        if key is not None and layer(key) < height:
            between.append((key, value))
            continue
        below = node(between, height - 1, blocks) if between else None
        between = []
        if entries:
            entries[-1]["t"] = below
        else:
            left = below
        if key is not None:
            shared = 0
            while shared < min(len(before), len(key)) and before[shared] == key[shared]:
                shared += 1
            entries.append({"p": shared, "k": key[shared:], "v": value, "t": None})
            before = key
    return put(blocks, {"l": left, "e": entries})


def proving(blocks, name, key, records):
    """The blocks on the path to a key, and its record."""
    yield name, blocks[name]
    said = decode(blocks[name])
    below, whole = said["l"], b""
    for entry in said["e"]:
        whole = whole[: entry["p"]] + entry["k"]
        if whole == key:
            yield records[key], blocks[records[key]]
            return
        if whole > key:
            break
        below = entry["t"]
    if below is not None:
        yield from proving(blocks, below, key, records)


def varint(number):
    out = b""
    while number > 0x7F:
        out += bytes([number & 0x7F | 0x80])
        number >>= 7
    return out + bytes([number])


def section(raw):
    return varint(len(raw)) + raw


def car(root, blocks):
    header = encode({"roots": [root], "version": 1})
    return section(header) + b"".join(section(name.raw + block) for name, block in blocks.items())


def pieces(uri, revision="", **raw):
    """What custody holds, where each of `repository`, `document`, `log` and `view` came."""
    names = {"repository": REPOSITORY, "document": DOCUMENT, "log": LOG, "view": VIEW}
    came = [Captured(what=names[name], url="https://pds.test", raw=one, at=NOON) for name, one in raw.items()]
    asked = tuple(
        Asked(what=one.what, url=one.url, way=Way.DIRECT, outcome=Outcome.ANSWERED, status=200, digest=digest(one.raw))
        for one in came
    )
    record = Origin(uri=uri, revision=revision, asked=asked)
    return [*came, Captured(what=ORIGIN, url=uri, raw=written(record), at=NOON)]


def everything(author, **other):
    """All pieces of an author's post, some of them replaced, or left out."""
    made = {"repository": author.car, "document": lambda: author.document, "log": lambda: author.log}
    came = {name: other[name] if name in other else make() for name, make in {**made, "view": author.view}.items()}
    return pieces(author.uri, author.cid, **{name: raw for name, raw in came.items() if raw is not None})


def flipped(raw, place, bit=0):
    changed = bytearray(raw)
    changed[place] ^= 1 << bit
    return bytes(changed)
