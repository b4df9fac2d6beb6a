"""The words in which it is said why: those of alerts and of rules, and those of texts/ beside this file."""

import re
import tomllib
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
    for template, spoken in said.texts["cmd_note.templates"]:
        found = re.fullmatch(re.escape(template).replace(r"\{", "(?P<").replace(r"\}", ">.+)"), written)
        if found:
            terms = {name: _terms(said, value) for name, value in found.groupdict().items()}
            return str(spoken).format_map(terms)
    return str(said.texts.get(f"region.{written}", written))


def _terms(said: Wording, value: str) -> str:
    number = re.sub(r"(?<=\d)\.(?=\d)", str(said.texts["joining.decimal"]), value)
    return re.sub(r"[a-z_]+", lambda word: str(said.texts.get(f"cmd_term.{word[0]}", word[0])), number)
