"""The steps on a text as it was written: links, handles with their server, capitals in hashtags, text turned round."""

import re
from typing import Final

from bot.signals.step import Step, same

TURN: Final = "\u202e"
"""From here a text is shown from right to left."""
LINK: Final = re.compile(r"[hH][tT][tT][pP][sS]?://\S+")
SITE: Final = re.compile(r"(?:www|WWW|Www)\.(?<!\w....)[a-zA-Z0-9]\S*")
NAME: Final = r"[\w-]{1,64}"
SERVER: Final = rf"@{NAME}(?:\.{NAME}){{1,8}}"
ADDRESS: Final = re.compile(rf"@(?<!\w@){NAME}(?:\.{NAME}){{0,8}}{SERVER}|{SERVER}")
"""Handles that name their server, and the server of an e-mail address. These three are names, not something said."""
ASCII_NAME: Final = "[a-zA-Z0-9_-]{1,64}"
HANDLES: Final = re.compile(
    rf"(?:@{ASCII_NAME}(?:\.{ASCII_NAME}){{0,8}}(?:@{ASCII_NAME}(?:\.{ASCII_NAME}){{1,8}})?\s+)+"
)
"""Handles, with a server or without, that a text begins with."""
HASHTAG: Final = re.compile(r"#\w+")
CAMEL: Final = re.compile(r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")
"""Between words of a hashtag that begin with capitals."""
TURNED: Final = re.compile(f"{TURN}([^\u202c\n]*)\u202c?")


def gap(_: re.Match[str]) -> str:
    """The space between words."""
    return " "


def _parted(tag: re.Match[str]) -> str:
    return CAMEL.sub(" ", tag[0])


def _turned(match: re.Match[str]) -> str:
    """What is seen: the letters in the order in which they are shown."""
    return match[1][::-1]


WRITTEN: Final = (
    Step(LINK, gap, gap, frozenset(b"/")),
    Step(SITE, gap, gap, frozenset(b".")),
    Step(ADDRESS, gap, gap, frozenset(b"@")),
    Step(HASHTAG, _parted, same, frozenset(b"#")),
)
TURNING: Final = Step(TURNED, same, _turned)
