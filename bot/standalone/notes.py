"""The checkpoints of an export: who signed them, and whether the chain is still the one that they saw."""

from base64 import b64decode
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from bot.standalone.tokens import Bad
from bot.standalone.trail import UNREADABLE, Chain, Report, Trail


def check_checkpoints(trail: Trail, chain: Chain, signers: list[str], report: Report) -> dict[int, bytes]:
    """The notes that are there, by number, each verified."""
    keys = dict(map(verifier, signers or trail.read("keys.txt").decode().split()))
    notes = {number_of(name): trail.read(f"checkpoints/{name}") for name in trail.names("checkpoints")}
    held, origins = [0], set()
    for number, note in sorted(notes.items()):
        if chain.notes.get(number) != sha256(note).hexdigest():
            report.fault(f"checkpoint {number}: no entry names it: it was altered, or the chain was cut off after it")
        try:
            origins.add(check_note(number, note.decode(), chain, keys))
            held.append(number)
        except Bad as error:
            report.fault(f"checkpoint {number}: {error}")
        except UNREADABLE:
            report.fault(f"checkpoint {number}: it cannot be read")
    for number in sorted(chain.notes.keys() - notes.keys()):
        report.fault(f"checkpoint {number}: the chain names it, but it is not there")
    if len(origins) > 1:
        report.fault("the checkpoints are of more than one chain")
    trust = (
        "with a key that you gave" if signers else "with the keys in the export, which you should compare (--signer)"
    )
    report.say(f"{len(held) - 1} checkpoints hold, signed {trust}; the last covers entry {held[-1]}")
    return notes


def number_of(name: str) -> int:
    """Of the checkpoint in a file."""
    return int(name.removesuffix(".txt"))


def verifier(written: str) -> tuple[tuple[str, bytes], Ed25519PublicKey]:
    """Name and id of a key, and the key."""
    name, _, rest = written.partition("+")
    key = b64decode(rest.partition("+")[2], validate=True)
    if len(key) != 33 or key[0] != 1:  # noqa: PLR2004 - Ed25519, as C2SP has it
        raise Bad(f"{written}: this is no key; write it as `rempart key show` prints it")
    return (name, sha256(name.encode() + b"\n" + key).digest()[:4]), Ed25519PublicKey.from_public_bytes(key[1:])


def check_note(number: int, note: str, chain: Chain, keys: dict[tuple[str, bytes], Ed25519PublicKey]) -> str:
    """The origin of a note that a known key signed and whose seal is in the chain; Bad otherwise."""
    text, _, signatures = note.rpartition("\n\n")
    origin, size, root = text.split("\n")
    signed = 0
    for line in signatures.splitlines():
        _, name, value = line.split(" ")
        data = b64decode(value, validate=True)
        if key := keys.get((name, data[:4])):
            signed += 1
            try:
                key.verify(data[4:], f"{text}\n".encode())
            except InvalidSignature as error:
                raise Bad("its signature does not hold") from error
    if not signed:
        raise Bad("no key that is known signed it")
    if int(size) != number or chain.seals.get(number) != b64decode(root, validate=True).hex():
        raise Bad(f"entry {number} is not there, or has another seal: the chain was cut off or written anew")
    return origin
