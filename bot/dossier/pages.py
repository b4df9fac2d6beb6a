"""The PDFs of a dossier against its chronology: set anew they are the same to the byte, or words are compared."""

import unicodedata
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bot.dossier import lawful
from bot.dossier.content import Contents
from bot.dossier.pictures import FOLDER
from bot.dossier.typesetting.drawing import Care, drawable
from bot.dossier.typesetting.typeset import typeset
from bot.standalone.bag import Bag
from bot.standalone.trail import Report
from bot.standalone.unsigned import MAIN, SET

DATA: Final = "data/"
LIGATURES: Final = "\ufb00", "\ufb06"
OTHERWISE: Final = (
    "not what this software sets here: {others}; of each fact the seal was looked for in the PDF, and the words where "
    "each letter stands by itself from left to right, and nothing else: another version may have set it, or somebody "
    "have added to it"
)
HEAD, FOOT = 60, 62
"""Points that the head and the foot of a page take."""


def check_pages(bag: Bag, contents: Contents, report: Report) -> None:
    """Whether the PDFs say what the chronology does; told is what was compared, and what was not."""
    given = [name for name in bag.names() if SET.fullmatch(name)]
    made = _set_anew(bag, contents)
    if not any(MAIN.fullmatch(name) for name in given):
        report.fault("it has no PDF of its facts")
    same = [name for name in given if name in made and bag.read(name).startswith(made[name])]
    report.say(f"{len(same)} of {len(given)} PDFs are, but for signatures, what the chronology gives, byte for byte")
    if set(same) == made.keys() == set(given):
        return
    _compare(given, bag, contents, report)
    others = ", ".join(sorted({*given, *made} - set(same)))
    report.say(OTHERWISE.format(others=others))


def _set_anew(bag: Bag, contents: Contents) -> dict[str, bytes]:
    """The PDFs that the chronology gives, by their names in the bag."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        (folder / FOLDER).mkdir()
        for name in bag.names():
            if name.startswith(f"{DATA}{FOLDER}/"):
                (folder / FOLDER / name.rpartition("/")[2]).write_bytes(bag.read(name))
        files = typeset(contents, folder, lambda _: None, lawful.words(contents.language))
        return {f"{DATA}{one.relative_to(folder).as_posix()}": one.read_bytes() for one in files}


def _compare(given: Sequence[str], bag: Bag, contents: Contents, report: Report) -> None:
    """Look for the words and the seal of each fact in the PDF, in their order."""
    text = "".join(_packed(_text(bag.read(name))) for name in given if MAIN.fullmatch(name))
    at = 0
    for fact in contents.facts:
        for words in (fact.text, fact.seal):
            found = _place(words, text, at)
            if found < 0:
                report.fault(f"fact {fact.number}: its words or its seal do not stand in the PDF as in the chronology")
            at = max(at, found)


def _place(words: str, text: str, at: int) -> int:
    """Where words stand, from a place on, however much of them had to be replaced by numbers to be drawn; or -1."""
    found = max(text.find(_packed(drawable(words, care)), at) for care in Care)
    return at if found < 0 and any(map(_is_drawn_together, words)) else found


def _is_drawn_together(sign: str) -> bool:
    """Whether readers of PDFs give it as it is drawn: from right to left, or upon another (maybe twice)."""
    return unicodedata.bidirectional(sign) in {"R", "AL"} or unicodedata.category(sign).startswith("M")


def _text(raw: bytes) -> str:
    """What stands on the pages between head and foot, in their order."""
    from pypdfium2 import PdfDocument  # noqa: PLC0415 - for a PDF alone

    pages = []
    with PdfDocument(raw) as pdf:
        for page in pdf:
            width, height = page.get_size()
            pages.append(page.get_textpage().get_text_bounded(0, FOOT, width, height - HEAD))
    return "".join(pages)


def _packed(text: str) -> str:
    """A text without the places where lines may end, and with ligatures as readers of PDFs spell them out."""
    first, last = LIGATURES
    plain = "".join(unicodedata.normalize("NFKC", sign) if first <= sign <= last else sign for sign in text)
    return "".join(plain.replace("\u200b", "").replace("\x02", "-").split())
