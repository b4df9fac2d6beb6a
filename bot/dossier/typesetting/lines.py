"""Words as lines: which way each is read, and where it may break though there is no space."""

import re
import unicodedata
from typing import Any, Final

from bot.dossier.typesetting.drawing import Care, drawable, named

LONG: Final = 26
"""Signs in a row without a place to break, from which on places are made."""
ENDLESS: Final = 1000
"""The same where scripts break between signs, by rules of their own that can be outwitted."""
PIECE: Final = 16
EMPTY: Final = 3
"""Empty lines in a row that are drawn; more are counted."""
_BROAD: Final = "\u0e00-\u0e7f\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\U0001f000-\U0001faff\U00020000-\U0003ffff"
_RUN: Final = re.compile(rf"[^ /?\u2000-\u2006\u2008-\u200a{_BROAD}]{{{LONG},}}|[^ ]{{{ENDLESS},}}")
_AFTER: Final = re.compile(r"(?<=[/?&=#._:-])(?=[^/?&=#._:-])")
_GAPS: Final = re.compile(rf"\n{{{EMPTY + 2},}}")


def lines(text: str, care: Care = Care.DRAWN) -> list[str | dict[str, Any]]:
    """Each line: a string, or its pieces and its direction, where it is more than plain text from left to right."""
    drawn = _GAPS.sub(_counted, drawable(text, care))
    return [_line(one) for one in drawn.split("\n")]


def _counted(gap: re.Match[str]) -> str:
    return f"\n\n{named(chr(10))} × {len(gap[0]) - 1}\n\n"


def _line(line: str) -> str | dict[str, Any]:
    if line.isascii() and len(line) < LONG:
        return line
    rtl = _reads_right_to_left(line)
    if not _RUN.search(line):
        return {"pieces": [line], "rtl": True} if rtl else line
    return {"pieces": pieces(line), "rtl": rtl}


def _reads_right_to_left(line: str) -> bool:
    """As its first letter does, which is Unicode's rule for a line."""
    for sign in line:
        direction = unicodedata.bidirectional(sign)
        if direction in {"L", "R", "AL"}:
            return direction != "L"
    return False


def pieces(line: str) -> list[str]:
    """A line cut where it may break: each few signs of a run, sooner behind a stroke or a stop."""
    found: list[str] = []
    done = 0
    for run in _RUN.finditer(line):
        found += [line[done : run.start()], *_parts(run[0])]
        done = run.end()
    return [one for one in (*found, line[done:]) if one]


def _parts(run: str) -> list[str]:
    found = [""]
    for part in _AFTER.split(run):
        for one in _cut(part):
            if len(found[-1]) + len(one) <= PIECE:
                found[-1] += one
            else:
                found.append(one)
    return found


def _cut(part: str) -> list[str]:
    """Pieces that leave each sign with its marks; a name in ⟦ ⟧ may be cut as any other word."""
    if len(part) <= PIECE:
        return [part]
    if part.isascii() and part.isalnum():
        return [part[first : first + PIECE] for first in range(0, len(part), PIECE)]
    cuts, since = [0], 0
    for index, sign in enumerate(part):
        since += 1
        if since > PIECE and unicodedata.category(sign) not in {"Mn", "Mc", "Me", "Cf", "Sk"} and _free(part, index):
            cuts.append(index)
            since = 1
    return [part[first:last] for first, last in zip(cuts, [*cuts[1:], len(part)], strict=True)]


def _free(part: str, index: int) -> bool:
    """Whether nothing joins the sign at this place to the one before."""
    return part[index - 1] not in "\u200c\u200d"
