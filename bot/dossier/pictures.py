"""Pictures as they may be seen by the other side: drawn anew from their pixels, blurred, or left out.

What is written within a picture is read by nobody here. So a picture is left out until a human has looked at it.
"""

import subprocess
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Final

import msgspec

from bot.dossier import redrawing
from bot.dossier.content import Contents
from bot.dossier.fact import Attached, Showing
from bot.errors import Refused
from bot.evidence.magic import kind

PATIENCE: Final = 60
"""Seconds for one picture; its own process allows itself fewer of work."""
LARGEST: Final = 64 << 20
"""Bytes of a picture."""
KINDS: Final = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp", "image/avif"})
FOLDER: Final = "pictures"


def shown(raw: bytes, showing: Showing) -> bytes:
    """A JPEG of it as it may be seen. Refused for what is to be left out, and what cannot be decoded safely."""
    if showing is Showing.LEFT_OUT:
        raise Refused("a picture that no human has looked at is not shown")
    if kind(raw) not in KINDS or len(raw) > LARGEST:
        raise Refused("this is no picture that can be shown")
    command = [sys.executable, "-I", redrawing.__file__, showing.value]
    try:
        drawn = subprocess.run(command, input=raw, capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise Refused("this picture takes too long to decode") from None
    if drawn.returncode or kind(drawn.stdout) != "image/jpeg":
        raise Refused("this picture cannot be decoded")
    return drawn.stdout


def prepared(contents: Contents, medium: Callable[[str], bytes], folder: Path) -> Contents:
    """The same with the pictures that may be seen drawn into a folder, under numbers; and the others left out.

    `medium` gives the bytes of one by its digest.
    """
    number = count(1)

    def place(one: Attached) -> Attached:
        seen = one.file and one.showing is not Showing.LEFT_OUT
        try:
            drawn = shown(medium(one.digest), one.showing) if seen else b""
        except Refused:
            drawn = b""
        if not drawn:
            return msgspec.structs.replace(one, file="", showing=Showing.LEFT_OUT)
        file = f"{FOLDER}/{next(number):04}.jpg"
        (folder / FOLDER).mkdir(exist_ok=True)
        (folder / file).write_bytes(drawn)
        return msgspec.structs.replace(one, file=file)

    facts = [msgspec.structs.replace(fact, media=tuple(map(place, fact.media))) for fact in contents.facts]
    return msgspec.structs.replace(contents, facts=tuple(facts))


def only_named(contents: Contents, folder: Path) -> Contents:
    """The same with the pictures that it still names, under numbers without a gap; the others are gone."""
    files = [one.file for fact in contents.facts for one in fact.media if one.file.startswith(f"{FOLDER}/")]
    numbers = {file: f"{FOLDER}/{number:04}.jpg" for number, file in enumerate(files, 1)}
    for one in (folder / FOLDER).glob("*"):
        if f"{FOLDER}/{one.name}" not in numbers:
            one.unlink()
    for file, numbered in numbers.items():
        (folder / file).rename(folder / numbered)
    if not numbers and (folder / FOLDER).exists():
        (folder / FOLDER).rmdir()

    def named(one: Attached) -> Attached:
        return msgspec.structs.replace(one, file=numbers.get(one.file, one.file))

    facts = [msgspec.structs.replace(fact, media=tuple(map(named, fact.media))) for fact in contents.facts]
    return msgspec.structs.replace(contents, facts=tuple(facts))
