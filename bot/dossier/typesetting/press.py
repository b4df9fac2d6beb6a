"""A process of its own that sets PDFs: it reads jobs from its standard input, so that nothing of them is in the list of
processes, and sets each in a copy of itself, which ends after it: that is how typst gives back what it took.
"""

import os
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

import typst

HERE: Final = Path(__file__).parent
MEMORY: Final = 3 << 30
"""Address space of a press, most of which it never touches."""
TAGGED: Final = 120_000
"""Bytes of a document that is short enough to be tagged for readers of screens: tags are four times the rest."""
SECONDS: Final = 120
"""Of computing."""


class Job(NamedTuple):
    """One PDF to be set."""

    pdf: str
    """Where it goes."""
    pictures: str
    """The folder that images are read from; nothing outside of it is."""
    at: int
    """The moment that the PDF says it was made, in seconds since 1970."""
    data: str
    """The document as JSON."""


def jobs(stream: IO[bytes]) -> Iterator[Job]:
    """What is asked for: four lines each."""
    while first := stream.readline():
        pdf, pictures, at, data = (line.decode().rstrip("\n") for line in (first, *(stream.readline() for _ in "123")))
        yield Job(pdf, pictures, int(at), data)


def set_one(job: Job, fonts: typst.Fonts) -> bool:
    """Write a PDF; whether typst could."""
    compiled: Any = typst.compile  # its types do not know that it takes several files
    templates = {path.name: path.read_bytes() for path in (HERE / "templates").glob("*.typ")}
    try:
        made: bytes = compiled(
            {"main.typ": templates.pop("main.typ"), **templates},
            root=job.pictures,
            font_paths=fonts,
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=["a-2u"],
            pdf_tags=len(job.data) < TAGGED,
            sys_inputs={"data": job.data},
            timestamp=job.at,
        )
    except typst.TypstError:
        return False
    Path(job.pdf).write_bytes(made)
    return True


def in_a_copy(job: Job, fonts: typst.Fonts) -> bool:
    """The same, within limits, in a process that ends with it."""
    copy = os.fork()  # there is but one thread: typst begins others when it sets
    if copy:
        return os.waitstatus_to_exitcode(os.waitpid(copy, 0)[1]) == 0
    try:
        for limit, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_CORE, 0)):
            resource.setrlimit(limit, (most, most))
        os._exit(not set_one(job, fonts))
    except BaseException:  # noqa: BLE001 - a copy never goes on with what the original does
        os._exit(1)


def main() -> None:
    """Set what is asked for, and answer a line for each job: `done`, or `refused`."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[HERE.parent / "fonts"])
    for job in jobs(sys.stdin.buffer):
        sys.stdout.write("done\n" if in_a_copy(job, fonts) else "refused\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
