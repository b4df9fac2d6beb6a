"""Questions on the terminal, one line each; what is secret is not shown while it is written."""

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import typer

from bot.commands.output import plain, say

if TYPE_CHECKING:
    from bot.alerts.wording import Wording


def asked(question: str, otherwise: str = "") -> str:
    """What is written on one line, or `otherwise` where nothing is."""
    shown = plain(question)
    return str(
        typer.prompt(shown, default=otherwise, show_default=bool(otherwise), prompt_suffix=_suffix(shown))
    ).strip()


def asked_unseen(question: str) -> str:
    """What is written unseen on a terminal, or stands on the one line that a program gives."""
    if sys.stdin.isatty():
        shown = plain(question)
        return str(
            typer.prompt(shown, default="", show_default=False, hide_input=True, prompt_suffix=_suffix(shown))
        ).strip()
    say(question)
    return sys.stdin.readline().strip()


def agreed(words: "Wording", question: str) -> bool:
    """Whether the answer begins as a yes does; anything else is a no."""
    answer = asked(f"{question} {words.say('asking.yes_or_no')}", words.say("asking.no"))
    return answer[:1].lower() in {words.say("asking.yes"), "y"}


def chosen(words: "Wording", question: str, offered: Mapping[str, str], otherwise: Sequence[str]) -> tuple[str, ...]:
    """Those that are written, by number or by name; asked again until all are known. `offered`: names, explained."""
    names = list(offered)
    for number, (name, said) in enumerate(offered.items(), 1):
        say(f"  {number}. {name} · {said}")
    while True:
        numbers = " ".join(str(names.index(name) + 1) for name in otherwise)
        written = asked(question, numbers).replace(",", " ").split()
        found = [_one(one, names) for one in written]
        if found and all(found):
            return tuple(dict.fromkeys(found))
        say(words.say("asking.which", most=len(names)))


def _suffix(question: str) -> str:
    """What stands between a question and its answer: no second sign after one."""
    return " " if question.endswith(("?", ":")) else ": "


def _one(written: str, names: Sequence[str]) -> str:
    """The name that is meant; empty where none is."""
    if written.isdecimal() and 0 < int(written) <= len(names):
        return names[int(written) - 1]
    return written if written in names else ""
