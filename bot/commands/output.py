"""What all commands share: their common options, and how they speak to people and to programs."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Final

import typer

CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

ConfigOption = Annotated[Path, typer.Option("--config", "-c", help="The configuration.", metavar="FILE")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
DEFAULT_CONFIG: Final = Path("config.toml")
BROKEN: Final = 1
"""The exit status where something does not hold."""


def say(sentence: str = "") -> None:
    """Print a sentence to standard output."""
    typer.echo(plain(sentence))


def complain(sentence: str) -> None:
    """Print a sentence to standard error."""
    typer.echo(plain(sentence), err=True)


def print_json(value: Any) -> None:
    """Print one line of JSON; readable where it can be, escaped where a text holds what is no character."""
    line = json.dumps(value, ensure_ascii=False)
    try:
        line.encode()
    except UnicodeEncodeError:
        line = json.dumps(value)
    typer.echo(line)


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table; cells are shown as they are, without markup or control characters."""
    from rich.console import Console  # noqa: PLC0415 - a tenth of a second, which --help need not wait for
    from rich.table import Table  # noqa: PLC0415 - as above
    from rich.text import Text  # noqa: PLC0415 - as above

    table = Table(*columns, title=Text(plain(title)), title_justify="left")
    for row in rows:
        table.add_row(*(Text(plain(cell)) for cell in row))
    Console().print(table)


@contextmanager
def progress(said: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar on standard error, where that is a terminal; told of how many are done since it was told last."""
    from rich.console import Console  # noqa: PLC0415 - as above
    from rich.progress import Progress  # noqa: PLC0415 - as above

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as shown:
        task = shown.add_task(said, total=total)
        yield lambda n: shown.advance(task, n)


def plain(text: str) -> str:
    """The text without what could steer a terminal, as U+FFFD."""
    return CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
