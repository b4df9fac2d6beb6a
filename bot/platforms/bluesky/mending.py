"""Reading JSON that a strict reader refuses: characters that are none, and nesting without end."""

import re
from typing import Any

import msgspec

from bot.errors import Malformed

DEEPEST = 200
"""Nesting that is still read; what is deeper becomes null. Real posts stay below ten."""
_ESCAPE = re.compile(
    r"\\(?:u[dD][89aAbB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?P<lone>u[dD][89a-fA-F][0-9a-fA-F]{2})|[\s\S])"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NESTING = re.compile(r'"(?:[^"\\]|\\[\s\S])*"|[\[{]|[\]}]')
_ANY = msgspec.json.Decoder()


def loose(raw: bytes) -> Any:
    """Any JSON at all, mended where need be. Raises Malformed."""
    try:
        return _ANY.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        pass
    try:
        return _ANY.decode(mend(raw))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as trouble:
        raise Malformed(f"It is not JSON, even when mended ({type(trouble).__name__}).") from trouble


def mend(raw: bytes) -> bytes:
    """The same JSON with U+FFFD, one for one, for what is no character, and without what is nested too deep."""
    text = raw.decode("utf-8", "replace")
    text = _ESCAPE.sub(lambda found: "\\ufffd" if found["lone"] else found[0], text)
    return _shallow(_CONTROL.sub("\ufffd", text)).encode()


def _shallow(text: str) -> str:
    kept: list[str] = []
    depth, start = 0, 0
    for found in _NESTING.finditer(text):
        if found[0] in "[{":
            depth += 1
            if depth == DEEPEST:
                kept.append(text[start : found.start()] + "null")
        elif found[0] in "]}":
            if depth == DEEPEST:
                start = found.end()
            depth -= 1
    return "".join(kept) + text[start:] if depth < DEEPEST else "".join(kept)
