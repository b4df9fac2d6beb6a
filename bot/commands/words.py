"""What the commands say, in the language of the configuration; the names of things are those that alerts use."""

import re
from datetime import timedelta
from functools import cache

from bot.alerts.wording import Wording, texts_of
from bot.firstrun.wording import words as shared


@cache
def words(language: str) -> Wording:
    """The words of a language, those of alerts, rules and first runs among them; ConfigError if there are none."""
    return Wording({**shared(language).texts, **texts_of("bot.commands", language)})


def span(said: Wording, how_long: timedelta) -> str:
    """How long, in its largest unit: `12 s`, `3 min`, `2 h`, `4 d`."""
    seconds = max(0, int(how_long.total_seconds()))
    for unit, size in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= size:
            return said.say(f"cmd_span.{unit}", n=seconds // size)
    return said.say("cmd_span.second", n=seconds)


def note(said: Wording, written: str) -> str:
    """What a condition notes, which is English, in the language spoken; as it stands where it is not known."""
    for template, spoken in said.texts["cmd_note.templates"]:
        found = re.fullmatch(re.escape(template).replace(r"\{", "(?P<").replace(r"\}", ">.+)"), written)
        if found:
            terms = {name: _terms(said, value) for name, value in found.groupdict().items()}
            return str(spoken).format_map(terms)
    return written


def _terms(said: Wording, value: str) -> str:
    number = re.sub(r"(?<=\d)\.(?=\d)", str(said.texts["joining.decimal"]), value)
    return re.sub(r"[a-z_]+", lambda word: str(said.texts.get(f"cmd_term.{word[0]}", word[0])), number)
