"""Verify a dossier or a trail of evidence that Rempart made, without Rempart: Python 3.11, `cryptography`, no network.

    python verify_trail.py camille.zip --signer 'rempart/…+…+…' --certificate authority.pem

A dossier is a bag (BagIt 1.0, RFC 8493), in a folder or a zip file: manifest-sha256.txt names the SHA-256 of each file
in data/, tagmanifest-sha256.txt that of each other file; data/chronology.json says of each piece what its digest is,
and in what exhibit of data/trail.zip it stands. A masked dossier has no originals and no trail: their digests alone.

An export (a zip file, or a folder with the same files) holds, of one person:
- entries.jsonl: the chain. Each line has person, number, at, event, payload, previous and seal. The seal is the SHA-256
  of the RFC 8785 JSON of [person, number, at, event, payload, previous]; `previous` is the seal of the line before.
- exhibits.jsonl: what was taken into custody. The digest, which an entry names, is the SHA-256 of salt and content; the
  content stands in exhibits/ID. What was erased has neither salt nor content, and keeps its digest.
- checkpoints/NUMBER.txt: C2SP signed notes (c2sp.org/signed-note): origin, number of an entry, base64 of its seal,
  signed with Ed25519. An entry `checkpoint` names the SHA-256 of each.
- deposits.jsonl and deposits/: what others gave for checkpoints: RFC 3161 time-stamps, OpenTimestamps proofs. An entry
  `deposit` names the SHA-256 of each.
- keys.txt: the keys that sign checkpoints. Compare them with those that you were given by another way: --signer.
Exit status: 0 if all holds, 1 if anything does not, 2 if the export cannot be read.
"""

import argparse
import sys
import zipfile
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography import x509
from cryptography.exceptions import InvalidSignature

from bot.standalone.bag import DECLARATION, TRAIL, Bag, check_bag, check_pieces
from bot.standalone.notes import check_checkpoints, number_of
from bot.standalone.tokens import Bad, check_proof, check_time_stamp
from bot.standalone.trail import UNREADABLE, Chain, Report, Trail, check_exhibits


def check_deposits(
    trail: Trail, chain: Chain, notes: dict[int, bytes], given: argparse.Namespace, report: Report
) -> None:
    """Every token that somebody gave for a checkpoint."""
    unseen = dict(chain.tokens)
    for one in trail.lines("deposits.jsonl"):
        number, place = one["number"], one["place"]
        what = f"deposit of checkpoint {number}, {place}"
        named = unseen.pop((number, place), None)
        if number not in notes:
            report.fault(f"{what}: the checkpoint is gone, and there was one: the chain reached entry {number}")
            continue
        try:
            token = trail.read(one["file"])
            at, by = check_token(one["kind"], token, notes[number], given)
            when = f"existed on {at:%Y-%m-%d %H:%M:%S} UTC" if at else "was left with others"
            report.say(f"entry {number} and all before it {when}: {by}")
            if named != sha256(token).hexdigest():
                report.fault(f"{what}: no entry names it: it was altered, or the chain was cut off before it")
        except Bad as error:
            report.fault(f"{what}: {error}")
        except (InvalidSignature, x509.ExtensionNotFound, *UNREADABLE):
            report.fault(f"{what}: it cannot be read, or its signature does not hold")
    for number, place in unseen:
        report.fault(f"deposit of checkpoint {number}, {place}: the chain names it, but it is not there")


def check_token(kind: str, token: bytes, note: bytes, given: argparse.Namespace) -> tuple[datetime | None, str]:
    """When a token says that a checkpoint existed, if it can be told, and who says so."""
    if kind == "rfc3161":
        return check_time_stamp(token, note, given.certificate)
    return check_proof(token, note, dict(given.block_header))


def check(place: Path, given: argparse.Namespace, report: Report) -> None:
    """All of a dossier, or of a trail."""
    bag = Bag(place)
    if DECLARATION not in bag.names():
        check_trail(Trail(place), given, report)
        return
    check_bag(bag, report)
    if TRAIL not in bag.names():
        check_pieces(bag, None, report)
        return
    with TemporaryDirectory() as folder:
        inner = Path(folder) / "trail.zip"
        inner.write_bytes(bag.read(TRAIL))
        trail = Trail(inner)
        check_trail(trail, given, report)
        check_pieces(bag, trail, report)


def check_trail(trail: Trail, given: argparse.Namespace, report: Report) -> None:
    """All of a trail."""
    heads = dict(given.head)
    wanted = {number_of(name) for name in trail.names("checkpoints")} | heads.keys()
    chain = Chain(trail, report, wanted)
    for number, seal in heads.items():
        if chain.seals.get(number) != seal:
            report.fault(f"entry {number} is not there with the seal that you noted: cut off, or written anew")
    check_exhibits(trail, chain, report)
    notes = check_checkpoints(trail, chain, given.signer, report)
    check_deposits(trail, chain, notes, given, report)


def head(written: str) -> tuple[int, str]:
    """NUMBER:SEAL."""
    number, _, seal = written.rpartition("=")[2].partition(":")
    return int(number), seal


def block(written: str) -> tuple[int, bytes]:
    """HEIGHT=HEX."""
    height, _, header = written.partition("=")
    return int(height), bytes.fromhex(header)


def root(written: str) -> x509.Certificate:
    """A file with a certificate, PEM."""
    return x509.load_pem_x509_certificate(Path(written).read_bytes())


def main() -> int:
    """Verify what the command line names; the exit status."""
    parser = argparse.ArgumentParser(description="Verify a dossier or a trail of evidence that Rempart made.")
    parser.add_argument("trail", type=Path, help="the zip file, or the folder")
    parser.add_argument("--signer", action="append", default=[], help="key that must have signed: NAME+ID+KEY")
    parser.add_argument("--head", action="append", default=[], type=head, help="noted elsewhere: NUMBER:SEAL")
    parser.add_argument("--certificate", action="append", default=[], type=root, help="root of an authority, PEM")
    parser.add_argument("--block-header", action="append", default=[], type=block, help="of Bitcoin: HEIGHT=HEX")
    given, report = parser.parse_args(), Report()
    try:
        check(given.trail, given, report)
    except (Bad, OSError, zipfile.BadZipFile, *UNREADABLE) as error:
        sys.stdout.write(f"the export cannot be read: {type(error).__name__}: {error}\n")
        return 2
    sys.stdout.write("".join(f"· {sentence}\n" for sentence in report.said))
    sys.stdout.write("ALL OF IT HOLDS\n" if not report.faults else f"IT DOES NOT HOLD: {report.faults} faults\n")
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
