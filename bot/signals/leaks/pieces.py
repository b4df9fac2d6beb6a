"""Into which pieces a value falls by which it is recognised, however it is written."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from bot.model.leak import LeakKind
from bot.model.vault import Kept
from bot.signals.leaks.dwelling import LETTERS, SQUEEZED, Said, address
from bot.signals.leaks.keyed import Keyed
from bot.signals.leaks.numbers import in_digits
from bot.signals.leaks.phones import COUNTRIES, national
from bot.signals.leaks.plain import Plain
from bot.signals.leaks.tokens import tokens

WORD: Final = "word"
"""What is looked up for each word of a text: the first of a name, or all of it glued together."""
NUMBER: Final = "number"
"""All of a phone, a plate, a paper."""
HALF: Final = "half"
TOGETHER: Final = {
    **dict.fromkeys(("begin", "unit", "given", "glued", "town"), WORD),
    **dict.fromkeys(("before", "behind"), HALF),
    "whole": NUMBER,
}
POSED: Final = bytes.maketrans(b"oil", b"011")
LEAST: Final = {LeakKind.PHONE: 7, LeakKind.PLATE: 4, LeakKind.DOCUMENT: 6}
"""Characters of the shortest numbers; shorter ones would be found everywhere."""
SPLIT: Final = 2
"""Characters of the shortest part of a number that is looked for."""
_HEADS = (
    "ecole college lycee creche maternelle cafe bar restaurant hotel salle gymnase club cabinet bureau bureaux studio "
    "theatre cinema hopital clinique eglise parc jardin piscine universite faculte librairie boulangerie magasin "
    "supermarche gare station school cafe pub gym office church hospital park university library shop store nursery "
    "sport sports fitness municipal municipale"
)
HEADS: Final = frozenset(_HEADS.split())
"""What places are; those that are named well enough are known without it."""


def kept(id_: str, kind: LeakKind, value: str, keyed: Keyed) -> Kept:
    """What is kept of a value; ValueError, which does not repeat it, where it says too little to be recognised."""
    found: dict[str, dict[bytes, None]] = {}
    for piece, said in _pieces(kind, value):
        found.setdefault(piece, {})[keyed.digest(label(kind, piece), said)] = None
    return Kept(id=id_, kind=kind, pieces={piece: tuple(digests) for piece, digests in found.items()})


def label(kind: LeakKind, piece: str) -> str:
    """Under what name a piece is digested: one for all that is looked up by the same pieces of a text."""
    bare = piece.partition(":")[0]
    return TOGETHER.get(bare) or f"{kind}/{bare}"


def code(written: str) -> str:
    """A number of a plate or a paper: letters and digits, those that look alike as one."""
    return SQUEEZED.sub(b"", Plain(written).text).translate(POSED).decode()


def digits_of(written: str) -> str:
    """The digits of a phone number without what may stand before them: +33, 0033, 0."""
    view = in_digits(Plain(re.sub(r"\(0\)", "", written)))
    digits = re.sub(r"\D", "", view.text.translate(POSED).decode())
    if "+" in written or digits.startswith("00"):
        digits = digits.removeprefix("00")
        country = next((one for one in (digits[:1], digits[:2], digits[:3]) if one in COUNTRIES), digits[:2])
        return digits[len(country) :].removeprefix("0")
    return national(digits)


def figures_of(written: str) -> str:
    """The digits of a text, and those of its numbers in words, in a row."""
    return in_digits(Plain(written)).figures.decode()


def box_of(local: str) -> str:
    """The name of a mailbox: what stands behind a plus, dots and hyphens say nothing."""
    return SQUEEZED.sub(b"", Plain(local.partition("+")[0]).text).decode()


def _pieces(kind: LeakKind, value: str) -> Iterator[Said]:
    match kind:
        case LeakKind.PHONE:
            yield from _number(kind, digits_of(value))
        case LeakKind.PLATE | LeakKind.DOCUMENT:
            yield from _number(kind, code(value))
        case LeakKind.EMAIL:
            yield from _mailbox(value)
        case LeakKind.NAME:
            yield from _name(value)
        case LeakKind.ADDRESS:
            yield from _home(value)
        case LeakKind.PLACE:
            yield from _place(value)


def _number(kind: LeakKind, said: str) -> Iterator[Said]:
    if len(said) < LEAST[kind]:
        raise ValueError(f"a {kind} needs {LEAST[kind]} letters and digits at least; write all of it")
    yield f"whole:{len(said)}", said
    for length in range(SPLIT, len(said) - SPLIT + 1):
        yield f"before:{length}", said[:length]
        yield f"behind:{length}", said[length:]


def _mailbox(value: str) -> Iterator[Said]:
    local, at, host = value.strip().rpartition("@")
    box, place = box_of(local), box_of(host)
    if not (at and box and place and "." in host):
        raise ValueError("an e-mail address looks like name@example.org; write all of it")
    yield "box", box
    yield "host", place
    yield "mail", f"{box}@{place}"


def _name(value: str) -> Iterator[Said]:
    units = list(_units(value))
    glued = ["".join(unit.parts) for unit in units]
    if not glued or max(map(len, glued)) < LETTERS:
        raise ValueError("a name needs three letters at least; write the first name and the family name")
    for unit, whole in zip(units, glued, strict=True):
        yield "begin", unit.parts[0]
        yield "unit", whole
    yield "given", glued[0]
    if len(glued) == 1:
        return
    for first, others in ((glued[0], units[1:]), (glued[-1], units[:-1])):
        for said in {said for other in others for said in other.forms()}:
            yield "begin", said
            yield "unit", said
            yield "pair", " ".join(sorted((first, said)))
    whole = "".join(unit.small + "".join(unit.parts) for unit in units)
    for said in dict.fromkeys(("".join(glued), whole, "".join((*glued[1:], glued[0])))):
        yield "glued", said


class _Unit(NamedTuple):
    """One name: the parts of `Jean-Pierre` belong together, and the small words before it go with it or not."""

    small: str
    parts: tuple[str, ...]

    def forms(self) -> set[str]:
        """How it is said alone."""
        whole = "".join(self.parts)
        return {whole, self.small + whole, *(part for part in self.parts if len(part) >= LETTERS)}


def _units(value: str) -> Iterator[_Unit]:
    small = ""
    for written in value.split():
        parts = tuple(token.said for token in tokens(written).row if not token.number)
        if parts:
            yield _Unit(small, parts)
        small = "" if parts else small + box_of(written)


def _home(value: str) -> Iterator[Said]:
    """An address; one without a street or a number, as there are in the country, is known by its words."""
    try:
        found = list(address(value))
    except ValueError:
        found = list(_place(value))
    yield from found


def _place(value: str) -> Iterator[Said]:
    first, *rest = re.split(r"[,;(\n]", value)
    words = [token.said for token in tokens(first).row]
    if sum(map(len, words)) < LETTERS:
        raise ValueError("a place needs a name, as in École des Exemples, Lyon")
    yield from _phrase(words)
    bare = [word for word in words if word not in HEADS]
    if len(bare) > 1:
        yield from _phrase(bare)
    if bare and words[0] in HEADS and len(words) > len(bare) + 1:
        yield from _phrase([words[0], *bare])
    try:
        yield from address(", ".join(rest) if rest else value)
    except ValueError:
        return  # a place has a name, and may have no address


def _phrase(words: Sequence[str]) -> Iterator[Said]:
    yield "begin", words[0]
    yield f"place:{len(words)}", " ".join(words)
    if len(words) > 1:
        yield "glued", "".join(words)
