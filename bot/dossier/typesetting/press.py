"""A process of its own that sets PDFs: it reads jobs from its standard input, so that nothing of them is in the list of
processes, and ends after them, which is how typst gives back what it took.
"""

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


def set_one(job: Job, fonts: typst.Fonts) -> str:
    """Write a PDF; what typst could not do with it, or nothing."""
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
        return "refused"
    Path(job.pdf).write_bytes(made)
    return "done"


def main() -> None:
    """Set what is asked for, and answer a line for each job: `done`, or `refused`."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[HERE.parent / "fonts"])
    for job in jobs(sys.stdin.buffer):
        sys.stdout.write(f"{set_one(job, fonts)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
