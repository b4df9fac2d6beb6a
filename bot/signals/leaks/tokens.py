"""A text as a row of small words and numbers, as the values of the vault are compared to it."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from bot.signals.leaks.numbers import in_digits
from bot.signals.leaks.plain import Plain
from bot.signals.leaks.signs import Sign
from bot.signals.leaks.view import Token, View

CAMEL: Final = re.compile(r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")
MIXED: Final = re.compile("[a-zß-öø-ÿ][A-ZÀ-ÖØ-Þ]")
"""Between words that nothing but capitals parts, as in hashtags."""
SPELLED: Final = re.compile(rb"(?<![a-z0-9])[a-z](?:[ .\-_*]{1,3}[a-z](?![a-z0-9])){2,40}")
"""Letters that stand alone in a row: a word spelled out."""
THREE_ALONE: Final = r"(?:^|[^a-z0-9])[a-z](?:[ .\-_*]{1,3}[a-z]){2}(?:[^a-z0-9]|$)"
"""How such a row begins."""
ALONE: Final = 3
"""Letters alone of a word that is spelled out."""
_DROPPED = "de des du d la le les l aux au a the of in at sur sous en et and lez chez"
DROPPED: Final = frozenset(_DROPPED.split())
"""Words that an address or a name has, or has not."""
_SHORT = (
    "gal general|gen general|mal marechal|st saint|ste sainte|sts saints|pdt president|pres president|dr docteur|"
    "doc docteur|cdt commandant|cne capitaine|cap capitaine|col colonel|lt lieutenant|sgt sergent|adj adjudant|"
    "pr professeur|prof professeur|mgr monseigneur|nd notre dame|ft fort|mt mount|"
    "fbg faubourg|fg faubourg|gd grand|gde grande|vx vieux"
)
SHORT: Final = {short: whole for short, _, whole in (each.partition(" ") for each in _SHORT.split("|"))}
"""Words of names to what they are shortened from."""

BESIDE: Final = frozenset({"bis", "ter", "quater", "a", "b", "c", "d"})
"""What may follow the number of a house."""


class Tokens(NamedTuple):
    """A text's tokens, those left out that a name may or may not have."""

    view: View
    row: tuple[Token, ...]

    def all_of(self, start: int, end: int) -> str:
        """What some of them say, without spaces."""
        return "".join(token.said for token in self.row[start:end])


def tokens(text: str) -> Tokens:
    """The tokens of a text; numbers in words become digits, words spelled out become words."""
    return tokens_of(in_digits(Plain(text)))


def tokens_of(view: View) -> Tokens:
    """The tokens of a text that was read."""
    parts = view.parts
    if Sign.SPELLED in view.seen and sum(token.end - token.start == 1 for token in parts) >= ALONE:
        parts = list(_spelled(view, parts))
    if MIXED.search(view.plain.original):
        parts = [word for token in parts for word in _camel(view, token)]
    row = [token for token in parts if token[0] not in DROPPED]
    if view.digits and not BESIDE.isdisjoint([token[0] for token in row]):
        after = zip(row, (None, *row), strict=False)
        row = [one for one, before in after if one.said not in BESIDE or not _beside(one, before)]
    return Tokens(view, tuple(row))


def canonical(said: str) -> str:
    """A word of a name in full."""
    return SHORT.get(said, said)


def _beside(one: Token, before: Token | None) -> bool:
    """Whether it only belongs to the number before it: 12 bis, 221B."""
    return before is not None and before.number and one.start - before.end <= (len(one.said) > 1)


def _spelled(view: View, parts: Sequence[Token]) -> Iterator[Token]:
    """The same with the letters of spelled words as one token each."""
    runs = list(SPELLED.finditer(view.text))
    for token in parts:
        while runs and runs[0].end() <= token.start:
            runs.pop(0)
        if not runs or token.end <= runs[0].start():
            yield token
        elif token.start == runs[0].start():
            said = bytes(letter for letter in runs[0][0] if chr(letter).isalpha())
            yield Token(said.decode(), *runs[0].span())


def _camel(view: View, token: Token) -> Iterator[Token]:
    """One for each word of a hashtag that begins with a capital."""
    written = view.written(token.start, token.end)
    if len(written) != len(token.said) or written.islower() or written.isupper() or written.istitle():
        yield token
        return
    start = token.start
    for word in CAMEL.split(written):
        said = token.said[start - token.start : start - token.start + len(word)]
        yield Token(said, start, start + len(word))
        start += len(word)
