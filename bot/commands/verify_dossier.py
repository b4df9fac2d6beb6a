"""`rempart verify DOSSIER`: whether a dossier is as it was made, with nothing but its files."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import typer

from bot.commands.output import BROKEN, complain, print_json, say
from bot.commands.verify_known import SEAL, known
from bot.errors import ConfigError


class Noted(NamedTuple):
    """What was noted or fetched elsewhere, as it was written on the command line."""

    heads: Sequence[str]
    signers: Sequence[str]
    certificates: Sequence[bytes]
    blocks: Sequence[str]
    digest: str


def verify_dossier(place: Path, language: str, noted: Noted, *, as_json: bool) -> None:
    """Say it, and leave with exit status 1 where it does not hold. Raises ConfigError where it is no dossier."""
    from bot.commands.words import words  # noqa: PLC0415 - takes long, and --help need not wait for it
    from bot.dossier.checking import Given, check, is_dossier  # noqa: PLC0415 - as above

    told, digest = words(language), noted.digest.lower()
    if not is_dossier(place):
        raise ConfigError(told.say("cmd_verify.no_dossier", file=str(place)))
    if digest and not SEAL.fullmatch(digest):
        raise ConfigError("--digest: write the 64 hexadecimal digits that were printed when the dossier was made")
    given = known(noted.heads, None, noted.signers, noted.certificates, noted.blocks)
    ends = tuple((one.number, one.seal) for one in given.heads.values())
    found = check(place, Given(noted.signers, ends, given.roots, tuple(given.headers.items()), digest))
    if as_json:
        print_json({"valid": found.holds, "faults": found.faults, "said": found.said})
    else:
        for sentence in found.said:
            say(f"· {sentence}")
        for sentence in found.faults:
            complain(f"✗ {sentence}")
        say(told.say("cmd_verify.dossier_holds" if found.holds else "cmd_verify.dossier_broken", file=str(place)))
        if found.holds:
            say(told.say("cmd_verify.dossier_limits"))
    if not found.holds:
        raise typer.Exit(BROKEN)
