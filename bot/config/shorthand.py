"""Many texts written as one: `sale{,s} {con,conne}{,s}`, with parts that many entries share."""

import re
from collections.abc import Mapping
from itertools import product
from typing import Final

PART: Final = re.compile(r"<(\w+)>")
DEEPEST: Final = 5
"""How deep parts may stand in parts, and braces in braces."""
MOST: Final = 4_000
"""Texts that one line may stand for."""


def written_out(text: str, parts: Mapping[str, str]) -> tuple[str, ...]:
    """All texts that one stands for, in order: `{a,b}` is either, `<name>` a part. ValueError with a cure."""
    for _ in range(DEEPEST):
        missing = [name for name in PART.findall(text) if name not in parts]
        if missing:
            raise ValueError(f'has no part <{missing[0]}>; add {missing[0]} = "…" under [parts]')
        text = PART.sub(lambda match: parts[match[1]], text)
    if PART.search(text):
        raise ValueError("has a part that stands in itself; write it out")
    return tuple(dict.fromkeys(_either(text, DEEPEST)))


def _either(text: str, depth: int) -> list[str]:
    """The choices of the outermost braces, each with those inside them."""
    groups = _groups(text)
    if all(isinstance(group, str) for group in groups):
        return [text]
    if not depth:
        raise ValueError("has braces in braces in braces; write it as several forms")
    choices = [
        [group] if isinstance(group, str) else [one for choice in group for one in _either(choice, depth - 1)]
        for group in groups
    ]
    many = 1
    for choice in choices:
        many *= len(choice)
    if many > MOST:
        raise ValueError(f"stands for {many} texts; write at most {MOST}, as several forms")
    return ["".join(chosen) for chosen in product(*choices)]


def _groups(text: str) -> list[str | list[str]]:
    """Plain stretches, and the choices of each outermost pair of braces."""
    groups: list[str | list[str]] = []
    depth, begun, choices = 0, 0, list[str]()
    for place, sign in enumerate(text):
        if sign == "{":
            depth += 1
            if depth == 1:
                groups.append(text[begun:place])
                begun, choices = place + 1, []
        elif sign == "," and depth == 1:
            choices.append(text[begun:place])
            begun = place + 1
        elif sign == "}":
            depth -= 1
            if depth < 0:
                break
            if depth == 0:
                groups.append([*choices, text[begun:place]])
                begun = place + 1
    if depth:
        raise ValueError("has a brace that is not closed, or closed twice; write {one,other}")
    return [*groups, text[begun:]]
