"""The lexicons that come with Rempart, one file a language, as parsed from TOML."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from operator import attrgetter
from typing import Annotated, Any, Final, Literal

import msgspec
import zstandard
from pydantic import Field, ValidationError

from bot.config.explain import explain
from bot.config.locate import Path, lines_of
from bot.config.problem import Problem, Unusable, Written
from bot.config.shorthand import written_out
from bot.config.values import Table
from bot.model.noun import Noun
from bot.signals.lexicon import Category, Entry, Lexicon, Tongue
from bot.signals.text import fold

SUFFIX: Final = ".toml"
WRITTEN_OUT: Final = "written-out.msgpack.zst"
SINGLE: Final = re.compile(r"(?<!\S)\S(?!\S)")
"""A letter that stands alone, which folding reads with what stands beside it."""
SHORTEST: Final = 2
"""Letters of a form."""
Said = Annotated[str, Field(min_length=1, max_length=4_000)]


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


class WrittenOut(Noun, frozen=True, kw_only=True):
    """All entries with their forms, made by scripts/write-out-lexicons of the files, which take a second to read."""

    of: str
    """Hex SHA-256 of the files that it was made of."""
    entries: tuple[Entry, ...]


@cache
def lexicon() -> Lexicon:
    """All languages that come with Rempart, read once a process. Raises Unusable where a file is broken."""
    folder = files("bot") / "lexicons"
    texts = {
        one.name: one.read_text(encoding="utf-8")
        for one in sorted(folder.iterdir(), key=attrgetter("name"))
        if one.name.endswith(SUFFIX)
    }
    made = folder / WRITTEN_OUT
    if made.is_file():
        ready = msgspec.msgpack.decode(zstandard.decompress(made.read_bytes()), type=WrittenOut)
        if ready.of == digest(texts):
            return Lexicon(ready.entries)
    return Lexicon(write_out(texts).entries)


def write_out(texts: Mapping[str, str]) -> WrittenOut:
    """The entries of files, by name. Raises Unusable where one is broken."""
    entries = (entry for name, text in texts.items() for entry in parse_lexicon(text, name))
    return WrittenOut(of=digest(texts), entries=tuple(entries))


def digest(texts: Mapping[str, str]) -> str:
    """What tells files from those that were changed since."""
    return sha256("\0".join((*texts, *texts.values())).encode()).hexdigest()


def parse_lexicon(text: str, filename: str) -> tuple[Entry, ...]:
    """The entries in a file's text. Raises Unusable with everything wrong: the line, the key, what to write."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        cure = "texts stand in quotes, each list and table is closed"
        raise Unusable([Problem(file=filename, problem=f"is not TOML: {error}; {cure}")]) from None
    try:
        reading = _Reading(LexiconTable.model_validate(data))
    except ValidationError as error:
        raise Unusable(list(explain(_written(text, filename, data), error, LexiconTable))) from None
    entries = tuple(reading.entries())
    if reading.problems:
        written = _written(text, filename, data)
        raise Unusable([written.problem(path, sentence) for path, sentence in reading.problems])
    return entries


def _written(text: str, filename: str, data: Mapping[str, Any]) -> Written:
    """With the line of each key, which is looked for only where something is wrong: it takes as long as the rest."""
    return Written(file=filename, data=data, lines=lines_of(text))


class _Reading:
    """One pass over the entries, with everything wrong in them."""

    def __init__(self, table: LexiconTable) -> None:
        self.problems: list[tuple[Path, str]] = []
        self._table = table
        self._places: dict[tuple[Category, str], int] = {}

    def entries(self) -> Iterator[Entry]:
        """All, in the order of the file; once they are read, `problems` is complete."""
        for category, tables in self._table.words.items():
            for number, table in enumerate(tables):
                yield self._entry(category, table, ("words", category, number))

    def _entry(self, category: Category, table: EntryTable, path: Path) -> Entry:
        terms = self._folded(table.term, (*path, "term"))
        if len(terms) > 1:
            self._wrong((*path, "term"), "stands for several texts; write one, and the others under forms")
        forms = [form for text in table.forms for form in self._folded(text, (*path, "forms"))]
        every = dict.fromkeys((*terms, *forms))
        innocent = tuple(phrase for text in table.innocent for phrase in self._innocent(text, every, (*path, "not")))
        excepted = frozenset(innocent)
        if not excepted.isdisjoint(terms):
            self._wrong((*path, "not"), f'has "{terms[0]}", the term itself; write a longer phrase, or another term')
        said = [form for form in every if form not in excepted]
        self._check_twice(category, terms, path)
        return Entry(
            term=terms[0] if terms else "",
            category=category,
            strength=table.strength,
            language=self._table.language,
            forms="\n".join(form for form in said if form not in terms),
            innocent="\n".join(dict.fromkeys(innocent)),
            confined=table.confined,
        )

    def _folded(self, text: str, path: Path) -> list[str]:
        """What a text stands for, each as folding leaves it."""
        try:
            every = written_out(text, self._table.parts)
        except ValueError as error:
            self._wrong(path, str(error))
            return []
        folded = [_read(one) for one in every]
        if min(map(len, folded)) < SHORTEST:
            self._wrong(path, f'has "{text}", in which too little can be read; write {SHORTEST} letters or more')
        return folded

    def _innocent(self, text: str, forms: Mapping[str, None], path: Path) -> list[str]:
        """Those of the phrases that hold a form of the entry, or are one, which then is none."""
        phrases = self._folded(text, path)
        holding = [phrase for phrase in phrases if not forms.keys().isdisjoint(_parts(phrase))]
        if phrases and not holding:
            self._wrong(path, f'has "{text}", which holds no form of the entry; mend it or leave it out')
        return holding

    def _check_twice(self, category: Category, terms: Iterable[str], path: Path) -> None:
        number = int(path[-1])
        for term in terms:
            other = self._places.setdefault((category, term), number)
            if other != number:
                self._wrong(path, f'has "{term}", which is the term of {category} {other + 1} too; make one of both')

    def _wrong(self, path: Path, sentence: str) -> None:
        self.problems.append((path, sentence))


def _read(text: str) -> str:
    """What folding leaves of a text; most are left as they are, and are not folded to find that out."""
    words = text.split()
    if SINGLE.search(text) is None:
        return " ".join(words) if all(map(_stays, words)) else fold(text).text
    beside = (" ".join(words[max(0, at - 1) : at + 2]) if len(word) == 1 else word for at, word in enumerate(words))
    return " ".join(words) if all(map(_stays, beside)) else fold(text).text


@cache
def _stays(stretch: str) -> bool:
    return fold(stretch).text == stretch


def _parts(phrase: str) -> Iterator[str]:
    """Each stretch of whole words."""
    words = phrase.split(" ")
    for first in range(len(words)):
        for last in range(first + 1, len(words) + 1):
            yield " ".join(words[first:last])
