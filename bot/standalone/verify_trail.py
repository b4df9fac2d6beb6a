"""Verify a dossier or a trail of evidence that Rempart made, without Rempart: Python 3.11, `cryptography`, no network.

    python verify_trail.py camille.zip --signer 'rempart/…+…+…' --certificate authority.pem

A dossier is a bag (BagIt 1.0, RFC 8493), in a folder or a zip file: manifest-sha256.txt names the SHA-256 of each file
in data/, tagmanifest-sha256.txt that of each other file, and the SHA-256 of tagmanifest-sha256.txt is the digest of the
dossier: --digest, as you were told it by another way. Where its PDFs are signed, bag-info.txt names the digest that it
had before as Rempart-Unsigned: signing only appends. data/chronology.json says of each piece what its digest is, in
what exhibit of data/trail.zip it stands, and what entry names that; each is compared, and so are the words of each fact
with the originals, and data/chronology.csv. What is in the PDFs, and who signed them, is not verified here. A masked
dossier has no originals and no trail: that it was not altered can be verified, but not that it is true.

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

from cryptography import x509
from cryptography.exceptions import InvalidSignature

from bot.standalone.bag import DECLARATION, TRAIL, Bag, check_bag, trail_of
from bot.standalone.facts import check_all_there, check_facts, check_told, chronology_of, named_in
from bot.standalone.notes import check_checkpoints, number_of
from bot.standalone.pieces import ORIGINALS, check_pieces, check_seals
from bot.standalone.tokens import Bad, check_proof, check_time_stamp
from bot.standalone.trail import UNREADABLE, Chain, Report, Trail, check_exhibits
from bot.standalone.unsigned import check_digest

MASKED = (
    "it is masked: it has no trail and no originals, so nothing here proves that these words were written, or when; "
    "its digest tells whether it is the one that was handed over, and the complete dossier proves the rest"
)
ALONE = (
    "not verified by this script: the words in the PDFs, and who signed them (any reader that knows PAdES tells, and "
    "so does `rempart verify`); what was judged of the facts, done about them and said beside them, pictures that "
    "were drawn anew, and the statement"
)


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


def check(place: Path, given: argparse.Namespace, report: Report) -> dict[str, int]:
    """All of a dossier, or of a trail; the certificates that the trail names, and in what entry."""
    bag = Bag(place)
    if DECLARATION not in bag.names():
        return check_trail(Trail(place), given, report, set()).certificates
    check_bag(bag, report)
    check_digest(bag, given.digest, report)
    told = chronology_of(bag)
    check_told(bag, told, report)
    if told.get("masked") and not any(name.startswith((ORIGINALS, TRAIL)) for name in bag.names()):
        report.say(MASKED)
        return {}
    if told.get("masked"):
        report.fault("it says that it is masked, but holds what no masked dossier has: a trail, or originals")
    if TRAIL not in bag.names():
        report.fault(f"{TRAIL} is missing, and it is not masked: nothing of it can be compared")
        return {}
    with trail_of(bag) as trail:
        chain = check_trail(trail, given, report, named_in(told))
        check_pieces(bag, trail, chain, told, report)
        check_seals(bag, chain, told, report)
        check_facts(bag, chain, told, report)
        check_all_there(trail, chain, told, report)
    return chain.certificates


def check_trail(trail: Trail, given: argparse.Namespace, report: Report, wanted: set[int]) -> Chain:
    """All of a trail; its chain, with the entries of these numbers."""
    heads = dict(given.head)
    wanted = wanted | {number_of(name) for name in trail.names("checkpoints")} | heads.keys()
    chain = Chain(trail, report, wanted)
    for number, seal in heads.items():
        if chain.seals.get(number) != seal:
            report.fault(f"entry {number} is not there with the seal that you noted: cut off, or written anew")
    check_exhibits(trail, chain, report)
    notes = check_checkpoints(trail, chain, given.signer, report)
    check_deposits(trail, chain, notes, given, report)
    return chain


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
    parser.add_argument("--digest", default="", help="of a dossier, as you were told by another way: HEX")
    parser.add_argument("--certificate", action="append", default=[], type=root, help="root of an authority, PEM")
    parser.add_argument("--block-header", action="append", default=[], type=block, help="of Bitcoin: HEIGHT=HEX")
    given, report, whole = parser.parse_args(), Report(), "ALL OF IT"
    try:
        check(given.trail, given, report)
        if DECLARATION in Bag(given.trail).names():
            report.say(ALONE)
            whole = "WHAT WAS VERIFIED"
    except (Bad, OSError, zipfile.BadZipFile, *UNREADABLE) as error:
        sys.stdout.write(f"the export cannot be read: {type(error).__name__}: {error}\n")
        return 2
    sys.stdout.write("".join(f"· {sentence}\n" for sentence in report.said))
    sys.stdout.write(f"{whole} HOLDS\n" if not report.faults else f"IT DOES NOT HOLD: {report.faults} faults\n")
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
