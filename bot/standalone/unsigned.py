"""What a dossier was before its PDFs were signed: signing appends, so that the digest of before can be reckoned."""

import re
from hashlib import sha256

from bot.standalone.bag import INFO, PAYLOAD, TAGS, Bag, is_payload, written
from bot.standalone.trail import Report

UNSIGNED = "Rempart-Unsigned"
"""What a signed bag calls the digest that it had before."""
END = re.compile(rb"startxref\s+\d+\s+%%EOF")
MAIN = re.compile(r"data/dossier(?:-\d+)?\.pdf")
SET = re.compile(rf"{MAIN.pattern}|data/sheets/[\w.-]+\.pdf")
"""The PDFs that were made for the dossier; others were brought, and are as they came, signed or not."""


def check_digest(bag: Bag, given: str, report: Report) -> None:
    """Whether it is the one whose digest was told by another way, and whether it was signed as it says."""
    said = _info(bag).get(UNSIGNED, "")
    ends = {name: _end(bag, name) for name in bag.names() if SET.fullmatch(name)}
    signed = {name: raw for name, raw in ends.items() if raw}
    for name in sorted(ends):
        if MAIN.fullmatch(name) and said and name not in signed:
            report.fault(f"{name}: the bag says that it was signed, but it is not: its signature was taken off")
        elif name in signed and not (said and MAIN.fullmatch(name)):
            report.fault(f"{name}: something was appended to it, and the bag does not say that it was signed")
    if said and _before(bag, signed) != said:
        report.fault(f"without what was appended to its PDFs it is not the dossier {said} that was signed")
    if said:
        report.say(f"without its signatures it is the dossier whose digest is {said}")
    if given and given.lower() not in {bag.digest(TAGS), said}:
        report.fault("it is not the dossier whose digest you gave: that is another, or this was forged")
    elif given:
        report.say("it is the dossier whose digest you gave")
    else:
        report.say(
            "whoever makes a dossier anew makes its digests too: compare this one with what you were told (--digest)"
        )


def _end(bag: Bag, name: str) -> bytes:
    """The PDF as it was, where something was appended to it; else nothing."""
    raw = bag.read(name)
    found = END.search(raw)
    return raw[: found.end()] if found and raw[found.end() :].strip() else b""


def _info(bag: Bag) -> dict[str, str]:
    lines = bag.read(INFO).decode().splitlines() if INFO in bag.names() else []
    return dict(line.split(": ", 1) for line in lines if ": " in line)


def _before(bag: Bag, signed: dict[str, bytes]) -> str:
    """The digest of the tag manifest that it had."""
    names = bag.names()
    payload = [name for name in names if is_payload(name)]
    own = {name: sha256(raw).hexdigest() for name, raw in signed.items()}
    size = sum(len(signed[name]) if name in signed else bag.size(name) for name in payload)
    told = {name: value for name, value in _info(bag).items() if name != UNSIGNED}
    told["Payload-Oxum"] = f"{size}.{len(payload)}"
    files = {
        INFO: "".join(f"{name}: {value}\n" for name, value in told.items()).encode(),
        PAYLOAD: "".join(f"{own.get(name) or bag.digest(name)}  {written(name)}\n" for name in payload).encode(),
    }
    tags = sorted(name for name in names if not is_payload(name) and name != TAGS)
    digests = {name: sha256(files[name]).hexdigest() if name in files else bag.digest(name) for name in tags}
    return sha256("".join(f"{digests[name]}  {written(name)}\n" for name in tags).encode()).hexdigest()
