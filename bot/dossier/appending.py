"""Whether a PDF that was signed is the one from before and a signature: nothing else was drawn, added or exchanged."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader

UNSEEN: Final = {
    "/Catalog": {"/AcroForm", "/Extensions", "/Version"},
    "/Page": {"/Annots"},
    "/Metadata": {"/Length", "/Filter"},
    "": {"/ModDate", "/Producer"},
}
"""What signing changes, by the type of what it is in: nothing that is shown."""
FIELD: Final = {"/FT", "/T", "/Type", "/Subtype", "/F", "/Rect", "/P", "/V"}
"""What the field of a signature has that is seen nowhere: no appearance above all."""


def only_signed(reader: "PdfFileReader") -> bool:
    """Whether the second of two revisions brings one signature that is seen nowhere, and nothing more."""
    if reader.xrefs.total_revisions != 2 or reader.xrefs.refs_freed_in_revision(1):  # noqa: PLR2004 - before and after
        return False
    history = reader.get_historical_resolver(0)
    if _named(reader.trailer) != _named(history.trailer_view):
        return False
    at: Any = reader.get_object
    known = reader.xrefs.explicit_refs_in_revision(0)
    form = reader.root["/AcroForm"]
    fields = [str(form["/Fields"].raw_get(k)) for k in range(len(form["/Fields"]))]
    return (
        form.keys() <= {"/Fields", "/SigFlags"}
        and len(fields) == 1
        and _unseen(form["/Fields"][0])
        and all(
            _same(at(ref, revision=0), at(ref), fields)
            for ref in reader.xrefs.explicit_refs_in_revision(1)
            if ref in known
        )
    )


def _named(trailer: Any) -> list[str]:
    """What a trailer names: the objects from which all others are found."""
    return [str(trailer.raw_get(name)) if name in trailer else "" for name in ("/Root", "/Info", "/Encrypt")]


def _unseen(field: Any) -> bool:
    return bool(field["/FT"] == "/Sig" and field.keys() <= FIELD and not any(field["/Rect"]))


def _same(old: Any, new: Any, fields: Iterable[str]) -> bool:
    """Whether an object is as it was, but for what signing changes; `fields` may be appended where annotations are."""
    if isinstance(old, list) and isinstance(new, list):
        return _appended(old, new, fields)
    if not isinstance(old, dict) or not isinstance(new, dict):
        return False
    unseen = UNSEEN.get(str(old.get("/Type", "")), set())
    if any(_raw(old, key) != _raw(new, key) for key in {*old, *new} - unseen):
        return False
    return "/Annots" not in unseen or _appended(old.get("/Annots", []), new.get("/Annots", []), fields)


def _appended(old: Any, new: Any, fields: Iterable[str]) -> bool:
    before, after = ([_raw(some, k) for k in range(len(some))] for some in (old, new))
    return after[: len(before)] == before and {*after[len(before) :]} <= {*fields}


def _raw(value: Any, key: str | int) -> str:
    """What stands there, references as they are written."""
    return str(value.raw_get(key)) if isinstance(key, int) or key in value else ""
