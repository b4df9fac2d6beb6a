"""What is handed to somebody who has no Rempart: a verifier of trails and dossiers, in one file that they can read."""

import re
from importlib.resources import files
from typing import Final

PARTS: Final = ("tokens", "trail", "notes", "packs", "words", "bag", "pieces", "unsigned", "facts")
"""Modules that go into the one file, each before those that use it."""
_OPENING: Final = re.compile(r'"""(.*?)"""\n', re.DOTALL)
_OWN: Final = re.compile(r"^from bot\.standalone\.[a-z]+ import [^(\n]+\n", re.MULTILINE)


def whole() -> str:
    """The verifier as one Python file, which needs the standard library and `cryptography` alone."""
    opening, *parts = (_text(name) for name in ("verify_trail", *PARTS))
    about = _OPENING.match(opening)
    if about is None:
        raise ValueError("the verifier has lost its opening sentence")
    bodies = [_OPENING.sub(lambda found: f"# ── {found[1]}\n", part, count=1) for part in parts]
    return _OWN.sub("", "\n\n".join([about[0], *bodies, opening[about.end() :].lstrip()]))


def _text(name: str) -> str:
    return (files("bot.standalone") / f"{name}.py").read_text(encoding="utf-8")
