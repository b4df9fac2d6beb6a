"""The lexicons that come with Rempart, one file a language, as parsed from TOML."""

import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Annotated, Final, Literal

from pydantic import Field, ValidationError

from bot.config.explain import explain
from bot.config.locate import Path, lines_of
from bot.config.problem import Problem, Unusable, Written
from bot.config.shorthand import written_out
from bot.config.values import Table
from bot.signals.lexicon import Category, Entry, Lexicon, Tongue
from bot.signals.text import fold

SUFFIX: Final = ".toml"
Said = Annotated[str, Field(min_length=1, max_length=400)]


class Source(Table):
    """Where words come from besides our own knowledge of the language."""

    name: str
    licence: str
    by: str
    used: str
    """What was taken from it."""


class EntryTable(Table):
    """A word or phrase as its file has it; `bot/lexicons/README.md` says how each key is meant."""

    term: Said
    strength: Literal[1, 2, 3]
    forms: tuple[Said, ...] = ()
    innocent: tuple[Said, ...] = Field(default=(), alias="not")
    confined: bool = False


class LexiconTable(Table):
    """A file of one language."""

    language: Tongue
    source: tuple[Source, ...] = ()
    parts: dict[str, str] = Field(default_factory=dict)
    """Shared by many forms, written `<name>` where they are used."""
    words: dict[Category, tuple[EntryTable, ...]]


@cache
def lexicon() -> Lexicon:
    """All languages that come with Rempart, read once a process. Raises Unusable where a file is broken."""
    folder = files("bot") / "lexicons"
    names = sorted(one.name for one in folder.iterdir() if one.name.endswith(SUFFIX))
    return Lexicon(
        entry for name in names for entry in parse_lexicon((folder / name).read_text(encoding="utf-8"), name)
    )


def parse_lexicon(text: str, filename: str) -> tuple[Entry, ...]:
    """The entries in a file's text. Raises Unusable with everything wrong: the line, the key, what to write."""
    try:
        written = Written(file=filename, data=tomllib.loads(text), lines=lines_of(text))
    except tomllib.TOMLDecodeError as error:
        cure = "texts stand in quotes, each list and table is closed"
        raise Unusable([Problem(file=filename, problem=f"is not TOML: {error}; {cure}")]) from None
    try:
        table = LexiconTable.model_validate(written.data)
    except ValidationError as error:
        raise Unusable(list(explain(written, error, LexiconTable))) from None
    reading = _Reading(written, table)
    entries = tuple(reading.entries())
    if reading.problems:
        raise Unusable(reading.problems)
    return entries


class _Reading:
    """One pass over the entries, with everything wrong in them."""

    def __init__(self, written: Written, table: LexiconTable) -> None:
        self.problems: list[Problem] = []
        self._written = written
        self._table = table
        self._places: dict[tuple[Category, str], str] = {}

    def entries(self) -> Iterator[Entry]:
        for category, tables in self._table.words.items():
            for number, table in enumerate(tables):
                yield self._entry(category, table, ("words", category, number))

    def _entry(self, category: Category, table: EntryTable, path: Path) -> Entry:
        terms = self._folded([table.term], (*path, "term"), one=True)
        forms = self._folded(table.forms, (*path, "forms"))
        innocent = self._folded(table.innocent, (*path, "not"))
        every = tuple(dict.fromkeys((*terms, *forms)))
        self._check_twice(category, every, path)
        for phrase in innocent:
            if not any(f" {form} " in f" {phrase} " and form != phrase for form in every):
                self._wrong((*path, "not"), f'has "{phrase}", which holds no form of the entry; leave it out')
        return Entry(
            term=every[0] if every else "",
            category=category,
            strength=table.strength,
            language=self._table.language,
            forms=every[1:],
            innocent=innocent,
            confined=table.confined,
        )

    def _folded(self, texts: Iterable[str], path: Path, *, one: bool = False) -> tuple[str, ...]:
        folded: dict[str, None] = {}
        for text in texts:
            try:
                every = written_out(text, self._table.parts)
            except ValueError as error:
                self._wrong(path, str(error))
                continue
            if one and len(every) > 1:
                self._wrong(path, "stands for several texts; write one, and the others under forms")
            for single in every:
                said = fold(single).text
                if len(said) > 1:
                    folded[said] = None
                else:
                    self._wrong(
                        path, f'has "{single}", in which nothing can be read; write a word of two letters or more'
                    )
        return tuple(folded)

    def _check_twice(self, category: Category, every: Iterable[str], path: Path) -> None:
        for form in every:
            other = self._places.setdefault((category, form), str(path[-1]))
            if other != str(path[-1]):
                where = f"{category} {int(other) + 1}"
                self._wrong(path, f'has "{form}", which stands in {where} too; leave one of them out')

    def _wrong(self, path: Path, sentence: str) -> None:
        self.problems.append(self._written.problem(path, sentence))
