"""Small steps of an export: each real, and such that a test sees it."""

import os
import signal
import zipfile
from hashlib import sha256

import msgspec

from bot.dossier.making import Steps
from bot.dossier.rendering import Rendering

HIDDEN = "10 allée des Tests"


class Place(msgspec.Struct, frozen=True):
    file: str
    place: str


def covered(contents):
    """Without a certain address."""
    return msgspec.json.decode(
        msgspec.json.encode(contents).replace(HIDDEN.encode(), "████".encode()), type=type(contents)
    )


def set_(contents, folder, progress):
    (folder / "sheets").mkdir()
    for name in ("dossier.pdf", "sheets/lettre.pdf"):
        (folder / name).write_text("\n".join(one.text for one in contents.facts), encoding="utf-8")
        progress(1)
    return folder / "dossier.pdf", folder / "sheets" / "lettre.pdf"


def tabulated(contents, folder):
    (folder / "chronology.json").write_bytes(msgspec.json.encode(contents))


def signed(file):
    file.write_bytes(file.read_bytes() + b"\nsigned")


def bagged(folder, about):
    names = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    told = "".join(f"{sha256(one.read_bytes()).hexdigest()}  {one.relative_to(folder)}\n" for one in names)
    (folder / "manifest-sha256.txt").write_text(told + str(sorted(about.items())), encoding="utf-8")
    return sha256(told.encode()).hexdigest()


def scanned(folder):
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return [Place(str(one.relative_to(folder)), "text") for one in files if HIDDEN.encode() in one.read_bytes()]


def sealed(folder, file):
    with zipfile.ZipFile(file, "w") as out:
        out.write(folder / "manifest-sha256.txt", "inner")


def steps(rendering=Rendering.REDACTED, **other):
    """All of them, some of them otherwise."""
    given = {
        "rendering": rendering,
        "law": lambda contents: contents,
        "redact": covered,
        "picture": lambda contents, originals, folder: contents,
        "typeset": set_,
        "tabulate": tabulated,
        "sign": signed,
        "bag": bagged,
        "scan": scanned,
        "seal": sealed,
        "ending": "" if rendering is Rendering.REDACTED else ".zip",
    }
    return Steps(**given | other)


def killed(*_):
    """What no `finally` outlives."""
    os.kill(os.getpid(), signal.SIGKILL)
