"""`rempart judge`: one text at a time, as a filter between programs."""

import sys
from codecs import BOM_UTF8
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, BinaryIO, Final

import typer

EXAMPLE: Final = """Example: echo '{"id": "1", "text": "…"}' | rempart judge"""
RulesOption = Annotated[Path | None, typer.Option("--config", "-c", help="Rules from here; the first person's.")]
JobsOption = Annotated[
    int | None,
    typer.Option("--jobs", "-j", min=1, help="Processes that judge side by side; one for each processor unless told."),
]
CHUNK: Final = 1 << 18
"""Bytes read at once at most; what was judged of them is written before the next are read."""


def register(app: typer.Typer) -> None:
    """Give the command to the app."""
    app.command(epilog=EXAMPLE)(judge)


def judge(*, config: RulesOption = None, jobs: JobsOption = None) -> None:
    """Judge each line of JSON on standard input: {"id": "…", "text": "…"}, if you like with lang, author, kind.

    Answers each with one line of JSON; a line that cannot be read is answered with an error, and the exit status is 1.
    """
    from bot.config.encoder import encoder  # noqa: PLC0415 - takes long, and --help need not wait for it
    from bot.config.lexicons import lexicon  # noqa: PLC0415 - as above
    from bot.config.load import load_lazily  # noqa: PLC0415 - as above
    from bot.config.weights import model  # noqa: PLC0415 - as above
    from bot.rules.compile import compile_policies  # noqa: PLC0415 - as above
    from bot.settling import settle  # noqa: PLC0415 - as above
    from bot.simulation.crew import Crew, processors  # noqa: PLC0415 - as above
    from bot.simulation.judging import NOBODY, Judge  # noqa: PLC0415 - as above
    from bot.simulation.setup import policy  # noqa: PLC0415 - as above

    rules = policy(load_lazily(config) if config else None)
    engine = compile_policies({NOBODY: rules}, lexicon=lexicon(), model=model(encoder()))
    crew = Crew(Judge(engine, datetime.now(UTC)), jobs or processors())
    settle()
    wrong = False
    for lines in _read(sys.stdin.buffer):
        for judged in crew.judged(lines):
            sys.stdout.buffer.write(judged.written)
            sys.stdout.buffer.flush()
            wrong = wrong or judged.wrong
    if wrong:
        raise typer.Exit(1)


def _read(stream: BinaryIO) -> Iterator[list[tuple[int, bytes]]]:
    """All lines that have come, with their numbers, as soon as they have; blank ones are left out."""
    number, begun = 1, list[bytes]()
    while chunk := stream.read1(CHUNK):  # type: ignore[attr-defined]
        *whole, rest = chunk.split(b"\n")
        if whole:
            whole[0] = b"".join((*begun, whole[0]))
            begun = []
            yield _numbered(whole, number)
            number += len(whole)
        begun.append(rest)
    yield _numbered([b"".join(begun)], number)


def _numbered(lines: list[bytes], number: int) -> list[tuple[int, bytes]]:
    if number == 1:
        lines[0] = lines[0].removeprefix(BOM_UTF8)
    return [(place, line) for place, line in enumerate(lines, number) if line.strip()]
