"""`rempart verify DOSSIER`: whether a dossier is as it was made, with nothing but its files."""

from collections.abc import Sequence
from pathlib import Path

import typer

from bot.commands.output import BROKEN, complain, print_json, say
from bot.commands.verify_known import known
from bot.errors import ConfigError


def verify_dossier(
    place: Path,
    language: str,
    heads: Sequence[str] | None,
    signers: Sequence[str] | None,
    certificates: Sequence[bytes],
    blocks: Sequence[str] | None,
    *,
    as_json: bool,
) -> None:
    """Say it, and leave with exit status 1 where it does not hold. Raises ConfigError where it is no dossier."""
    from bot.commands.words import words  # noqa: PLC0415 - takes long, and --help need not wait for it
    from bot.dossier.checking import Given, check, is_dossier  # noqa: PLC0415 - as above

    told = words(language)
    if not is_dossier(place):
        raise ConfigError(told.say("cmd_verify.no_dossier", file=str(place)))
    noted = known(heads, None, signers, certificates, blocks)
    ends = tuple((one.number, one.seal) for one in noted.heads.values())
    found = check(place, Given(tuple(signers or ()), ends, noted.roots, tuple(noted.headers.items())))
    if as_json:
        print_json({"valid": found.holds, "faults": found.faults, "said": found.said})
    else:
        for sentence in found.said:
            say(f"· {sentence}")
        for sentence in found.faults:
            complain(f"✗ {sentence}")
        say(told.say("cmd_verify.dossier_holds" if found.holds else "cmd_verify.dossier_broken", file=str(place)))
    if not found.holds:
        raise typer.Exit(BROKEN)
