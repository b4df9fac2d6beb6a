"""The words in which it is said why: those of alerts and of rules, and those of texts/ beside this file."""

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from bot.alerts.wording import Wording, leaves
from bot.phrases.voice import phrases

ANY: Final = ".+"
NO_COLON: Final = "(?:(?!: ).)+"
"""What stands before a colon says where, and is no part of what is wrong there."""
Templates = Sequence[tuple[str, str]]
"""Sentences as they are written, with `{a}` where they differ, and as they are said."""


@cache
def explained(language: str) -> Wording:
    """The words of a language, those of alerts and of rules among them; ConfigError if there are none."""
    shared = phrases(language).texts
    text = (files("bot.explaining") / "texts" / f"{language}.toml").read_text(encoding="utf-8")
    return Wording({**shared, **dict(leaves("", tomllib.loads(text)))})


def note(said: Wording, written: str) -> str:
    """What a condition notes, which is English, in the language spoken; as it stands where it is not known."""
    for spoken, values in _found(said.texts["cmd_note.templates"], written, ANY):
        return spoken.format_map({name: _terms(said, value) for name, value in values.items()})
    return str(said.texts.get(f"region.{written}", written))


def trouble(said: Wording, written: str) -> str:
    """What did not work, which is kept in English, in the language spoken; as it stands where it is not known.

    What stands before a colon says where, and is no part of the sentence.
    """
    if (faulty := fault(said, written)) != written:
        return faulty
    for spoken, values in _found(said.texts["cmd_trouble.templates"], written, ANY):
        return spoken.format_map({name: trouble(said, value) for name, value in values.items()})
    return _parted(said, written, trouble) if ": " in written else str(said.texts.get(f"action.{written}", written))


def fault(said: Wording, written: str) -> str:
    """What is wrong in a configuration, each line of it, as `trouble`; what was written there is said as it stands."""
    if "\n" in written:
        return "\n".join(fault(said, line) for line in written.split("\n"))
    for spoken, values in _found(refusals(said.texts["cmd_fault.said_in"]), written, NO_COLON):
        return spoken.format_map({name: fault(said, value) for name, value in values.items()})
    return _parted(said, written, fault)


def _parted(said: Wording, written: str, told: Callable[[Wording, str], str]) -> str:
    head, colon, rest = written.partition(": ")
    parts = [told(said, part) for part in (head, rest)] if colon else []
    return written if parts in ([], [head, rest]) else str(said.texts["grammar.colon"]).join(parts)


@cache
def refusals(language: str) -> Templates:
    """What is said of what is wrong in a configuration, or asked wrongly, where it is not said as it is written."""
    if not language:
        return ()
    text = (files("bot.explaining") / "refusals" / f"{language}.toml").read_text(encoding="utf-8")
    return tuple((template, spoken) for template, spoken in tomllib.loads(text)["templates"])


def _found(templates: Templates, written: str, fits: str) -> Iterator[tuple[str, dict[str, str]]]:
    """What is said for each template that a sentence fits, and what fills it, which `fits`."""
    for template, spoken in templates:
        found = _fitting(template, fits).fullmatch(written)
        if found:
            yield spoken, found.groupdict()


@cache
def _fitting(template: str, fits: str) -> re.Pattern[str]:
    """What fits a template; there are more of them than `re` keeps by itself."""
    return re.compile(re.escape(template).replace(r"\{", "(?P<").replace(r"\}", f">{fits})"))


def _terms(said: Wording, value: str) -> str:
    number = re.sub(r"(?<=\d)\.(?=\d)", str(said.texts["joining.decimal"]), value)
    return re.sub(r"[a-z_]+", lambda word: str(said.texts.get(f"cmd_term.{word[0]}", word[0])), number)
