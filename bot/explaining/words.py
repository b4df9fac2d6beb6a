"""The words in which it is said why: those of alerts and of rules, and those of texts/ beside this file."""

import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from typing import Final

from bot.alerts.wording import Wording, leaves
from bot.phrases.voice import phrases

ANY: Final = ".+"
NO_COLON: Final = "(?:(?!: ).)+"
"""What stands before a colon says where, and is no part of what is wrong there."""


@cache
def explained(language: str) -> Wording:
    """The words of a language, those of alerts and of rules among them; ConfigError if there are none."""
    shared = phrases(language).texts
    text = (files("bot.explaining") / "texts" / f"{language}.toml").read_text(encoding="utf-8")
    return Wording({**shared, **dict(leaves("", tomllib.loads(text)))})


def note(said: Wording, written: str) -> str:
    """What a condition notes, which is English, in the language spoken; as it stands where it is not known."""
    for spoken, values in _found(said, "cmd_note.templates", written, ANY):
        return spoken.format_map({name: _terms(said, value) for name, value in values.items()})
    return str(said.texts.get(f"region.{written}", written))


def trouble(said: Wording, written: str) -> str:
    """What did not work, which is kept in English, in the language spoken; as it stands where it is not known.

    What stands before a colon says where, and is no part of the sentence.
    """
    if (faulty := fault(said, written)) != written:
        return faulty
    for spoken, values in _found(said, "cmd_trouble.templates", written, ANY):
        return spoken.format_map({name: trouble(said, value) for name, value in values.items()})
    return _parted(said, written, trouble) if ": " in written else str(said.texts.get(f"action.{written}", written))


def fault(said: Wording, written: str) -> str:
    """What is wrong in a configuration, each line of it, as `trouble`; what was written there is said as it stands."""
    if "\n" in written:
        return "\n".join(fault(said, line) for line in written.split("\n"))
    for spoken, values in _found(said, "cmd_fault.templates", written, NO_COLON):
        return spoken.format_map({name: fault(said, value) for name, value in values.items()})
    return _parted(said, written, fault)


def _parted(said: Wording, written: str, told: Callable[[Wording, str], str]) -> str:
    head, colon, rest = written.partition(": ")
    parts = [told(said, part) for part in (head, rest)] if colon else []
    return written if parts in ([], [head, rest]) else str(said.texts["grammar.colon"]).join(parts)


def _found(said: Wording, templates: str, written: str, fits: str) -> Iterator[tuple[str, dict[str, str]]]:
    """What is said for each template that a sentence fits, and what fills it, which `fits`."""
    for template, spoken in said.texts[templates]:
        found = _fitting(template, fits).fullmatch(written)
        if found:
            yield str(spoken), found.groupdict()


@cache
def _fitting(template: str, fits: str) -> re.Pattern[str]:
    """What fits a template; there are more of them than `re` keeps by itself."""
    return re.compile(re.escape(template).replace(r"\{", "(?P<").replace(r"\}", f">{fits})"))


def _terms(said: Wording, value: str) -> str:
    number = re.sub(r"(?<=\d)\.(?=\d)", str(said.texts["joining.decimal"]), value)
    return re.sub(r"[a-z_]+", lambda word: str(said.texts.get(f"cmd_term.{word[0]}", word[0])), number)
