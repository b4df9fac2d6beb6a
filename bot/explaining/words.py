"""The words in which it is said why: those of alerts and of rules, and those of texts/ beside this file."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from bot.alerts.wording import Wording, leaves
from bot.phrases.voice import phrases


@cache
def explained(language: str) -> Wording:
    """The words of a language, those of alerts and of rules among them; ConfigError if there are none."""
    shared = phrases(language).texts
    text = (files("bot.explaining") / "texts" / f"{language}.toml").read_text(encoding="utf-8")
    return Wording({**shared, **dict(leaves("", tomllib.loads(text)))})


def note(said: Wording, written: str) -> str:
    """What a condition notes, which is English, in the language spoken; as it stands where it is not known."""
    for spoken, values in _found(said, "cmd_note.templates", written):
        return spoken.format_map({name: _terms(said, value) for name, value in values.items()})
    return str(said.texts.get(f"region.{written}", written))


def trouble(said: Wording, written: str) -> str:
    """What did not work, which is kept in English, in the language spoken; as it stands where it is not known.

    What stands before a colon says where, and is no part of the sentence.
    """
    for spoken, values in _found(said, "cmd_trouble.templates", written):
        return spoken.format_map({name: trouble(said, value) for name, value in values.items()})
    head, colon, rest = written.partition(": ")
    if not colon:
        return str(said.texts.get(f"action.{written}", written))
    parts = [trouble(said, part) for part in (head, rest)]
    return written if parts == [head, rest] else str(said.texts["grammar.colon"]).join(parts)


def _found(said: Wording, templates: str, written: str) -> Iterator[tuple[str, dict[str, str]]]:
    """What is said for each template that a sentence fits, and what fills it."""
    for template, spoken in said.texts[templates]:
        found = re.fullmatch(re.escape(template).replace(r"\{", "(?P<").replace(r"\}", ">.+)"), written)
        if found:
            yield str(spoken), found.groupdict()


def _terms(said: Wording, value: str) -> str:
    number = re.sub(r"(?<=\d)\.(?=\d)", str(said.texts["joining.decimal"]), value)
    return re.sub(r"[a-z_]+", lambda word: str(said.texts.get(f"cmd_term.{word[0]}", word[0])), number)
