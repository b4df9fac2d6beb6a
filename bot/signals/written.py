"""The steps on a text as it was written: links, handles with their server, capitals in hashtags, text turned round."""

import re
from typing import Final, NamedTuple

from bot.signals.step import Step, same

TURN: Final = "\u202e"
"""From here a text is shown from right to left."""
LINK: Final = re.compile(
    r"[hH][tT][tT][pP][sS]?://\S+|(?<!\w)(?:www|WWW|Www)\.[a-zA-Z0-9]\S*|@[\w-]{1,64}(?:[.@][\w-]{1,64}){1,8}"
)
"""Links, and handles that name their server: names, not something said."""
HASHTAG: Final = re.compile(r"#\w+")
CAMEL: Final = re.compile(r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")
"""Between words of a hashtag that begin with capitals."""
TURNED: Final = re.compile(f"{TURN}([^\u202c\n]*)\u202c?")


class Written(NamedTuple):
    """A step, and what stands in the text wherever it has something to do."""

    step: Step[str]
    signs: tuple[str, ...]


def _gap(_: re.Match[str]) -> str:
    return " "


def _parted(tag: re.Match[str]) -> str:
    return CAMEL.sub(" ", tag[0])


def _turned(match: re.Match[str]) -> str:
    """What is seen: the letters in the order in which they are shown."""
    return match[1][::-1]


WRITTEN: Final = (
    Written(Step(LINK, _gap, _gap), ("://", "www.", "WWW.", "Www.", "@")),
    Written(Step(HASHTAG, _parted, same), ("#",)),
    Written(Step(TURNED, same, _turned), (TURN,)),
)
