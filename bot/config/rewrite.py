"""One change in the text of a configuration: only what is concerned is written anew, every other byte stays.

Where a key stands is told by a reader that knows lines; whether what was written is what was meant, by TOML itself.
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any, Final

from bot.config.change import AddRule, Change, Does, SetBudget, SetMode, SetPacks
from bot.config.locate import TOKEN, lines_of
from bot.config.switch import NAMED, Place, place_of, switched
from bot.errors import ConfigError

Keys = tuple[str, ...]
SCALAR: Final = re.compile(r"[^\s,#\]}]+")
BEGIN: Final = "# Written by the pages: a rule of one's own."
END: Final = "# Until here."
EFFECTS: Final[Mapping[Does, tuple[list[Any], str]]] = {
    Does.HOLD: (["hold", "alert"], '["hold", "alert"]'),
    Does.ALERT: (["alert"], '["alert"]'),
    Does.MUTE: ([{"mute": "30 days"}, "alert"], '[{ mute = "30 days" }, "alert"]'),
}


def rewritten(text: str, person: str, change: Change) -> str:
    """The text with the change in it. Raises ConfigError where its place cannot be told for sure."""
    place = place_of(tomllib.loads(text), person)
    match change:
        case SetMode(mode=mode):
            return switched(text, person, mode)
        case SetPacks(packs=packs):
            return _set(text, place, ("packs",), list(packs), _array(packs))
        case SetBudget(hour=hour, day=day):
            text = _set(text, place, ("budget", "hour"), hour, str(hour))
            return _set(text, place, ("budget", "day"), day, str(day))
        case AddRule():
            return _added(text, place, change)


def _set(text: str, place: Place, keys: Keys, value: object, literal: str) -> str:
    wanted = tomllib.loads(text)
    table = wanted[place[0]][place[1]]
    for key in keys[:-1]:
        table = table.setdefault(key, {})
    if table.get(keys[-1]) == value:
        return text
    table[keys[-1]] = value
    return _first(_candidates(text, place, keys, literal), wanted, ".".join(keys))


def _added(text: str, place: Place, rule: AddRule) -> str:
    """With the rule at the end of their part."""
    wanted = deepcopy(tomllib.loads(text))
    values, literal = EFFECTS[rule.does]
    made = {"name": rule.name, "reason": "harassment_targeted", "severity": "medium"}
    whole = {**made, "all": [{"words": list(rule.words)}], "then": values}
    wanted[place[0]][place[1]].setdefault("rule", []).append(whole)
    lines = [*(f"{key} = {_text(value)}" for key, value in made.items())]
    lines += [f"all = [{{ words = {_array(rule.words)} }}]", f"then = {literal}"]
    block = "\n".join([BEGIN, f"[[{place[0]}.rule]]", *lines, END, ""])
    return _first(_placed(text, place, block), wanted, "rule")


def _placed(text: str, place: Place, block: str) -> Iterator[str]:
    """Before the next of its kind, or else at the end."""
    lines, known = text.split("\n"), lines_of(text)
    following = known.get((place[0], place[1] + 1))
    if following is None:
        yield f"{text}{'' if text.endswith(chr(10)) else chr(10)}\n{block}"
        return
    at = following - 1
    while at and lines[at - 1].lstrip().startswith("#") and lines[at - 1].strip() != END:
        at -= 1
    yield "\n".join([*lines[:at], block, *lines[at:]])


def _candidates(text: str, place: Place, keys: Keys, literal: str) -> Iterator[str]:
    """What may be meant by writing the literal there; the reader says which of them is right."""
    lines, known = text.split("\n"), lines_of(text)
    at = known.get((*place, *keys))
    if at is not None:
        yield from _exchanged(text, sum(len(line) + 1 for line in lines[: at - 1]), keys[-1], literal)
        return
    within = known.get((*place, *keys[:-1])) if len(keys) > 1 else None
    if within is not None:
        yield _below(lines, within - 1, f"{keys[-1]} = {literal}")
    named = known.get((*place, "name"))
    if named is not None and NAMED.fullmatch(lines[named - 1]):
        yield _below(lines, named - 1, f"{'.'.join(keys)} = {literal}")


def _below(lines: Sequence[str], above: int, line: str) -> str:
    """With a line below another, indented as that is."""
    indent = lines[above][: len(lines[above]) - len(lines[above].lstrip())]
    end = "\r" if lines[above].endswith("\r") else ""
    return "\n".join([*lines[: above + 1], f"{indent}{line}{end}", *lines[above + 1 :]])


def _exchanged(text: str, start: int, key: str, literal: str) -> Iterator[str]:
    end = text.find("\n", start) % (len(text) + 1)
    for found in re.finditer(rf"""\b{re.escape(key)}["']?[ \t]*=[ \t]*""", text[start:end]):
        first = start + found.end()
        yield text[:first] + literal + text[_end_of_value(text, first) :]


def _end_of_value(text: str, first: int) -> int:
    """Where a value ends that begins there."""
    depth, at = 0, first
    while found := TOKEN.match(text, at):
        depth += (found[0] in "[{") - (found[0] in "]}")
        at = found.end()
        if depth <= 0 and found.lastgroup != "blank":
            break
    plain = SCALAR.match(text, first)
    return at if text[first : first + 1] in {"[", "{", '"', "'"} or plain is None else plain.end()


def _first(candidates: Iterator[str], wanted: Mapping[str, Any], what: str) -> str:
    for text in candidates:
        try:
            if tomllib.loads(text) == wanted:
                return text
        except tomllib.TOMLDecodeError:
            continue
    raise ConfigError(f"{what}: cannot be changed for you, since it stands in an unusual place; write it in the file")


def _array(values: Sequence[str]) -> str:
    return f"[{', '.join(map(_text, values))}]"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
