"""What is made once for all tests, since it keeps nothing of what it is used for: compiled words and patterns, which take
half a second, and the frame of all commands, which takes 25 ms.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from typer.main import get_command

from bot import __main__ as command_line
from bot.__main__ import frame
from bot.signals.lexicon import Lexicon
from bot.signals.reading import Reader


def remembered(terms: Iterable[str], patterns: Iterable[str], lexicon: Lexicon, excepting: Iterable[str]) -> Reader:
    """Stands for `Reader` in `bot.rules.compile`, except where something is measured."""
    return _compiled(tuple(terms), tuple(patterns), lexicon, tuple(excepting))


@lru_cache(maxsize=8)
def _compiled(
    terms: tuple[str, ...], patterns: tuple[str, ...], lexicon: Lexicon, excepting: tuple[str, ...]
) -> Reader:
    return Reader(terms, patterns, lexicon, excepting)


def framed(*_asked: str) -> Callable[[], Any]:
    """Stands for `frame` in `bot.__main__`; has all commands, whichever is asked for."""
    return _framed(tuple(command_line.GIVEN_BY.items()))


@lru_cache(maxsize=1)
def _framed(_given_by: tuple[tuple[str, str], ...]) -> Callable[[], Any]:
    return get_command(frame())
