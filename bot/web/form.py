"""What a form sends: texts by name, and a file where a page takes one; bounded."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from bot.store.rows import storable

FIELDS: Final = 2_000
"""Fields at most: ten for each of two hundred mentions in hand."""
LETTER: Final = 100_000
"""Bytes of a stranger's form."""
WITH_FILES: Final = "multipart/form-data"
FORMS: Final = ("application/x-www-form-urlencoded", WITH_FILES)


class Sent(NamedTuple):
    """A file, by the name that the sender gives it: anything at all."""

    name: str
    raw: bytes


class Form(NamedTuple):
    """Fields in their order; a name may come twice."""

    fields: Sequence[tuple[str, str]] = ()
    files: Sequence[Sent] = ()

    def get(self, name: str, otherwise: str = "") -> str:
        """The first field of this name."""
        return next((value for key, value in self.fields if key == name), otherwise)

    def all(self, name: str) -> list[str]:
        """All fields of this name."""
        return [value for key, value in self.fields if key == name]


EMPTY: Final = Form()


async def letter(request: Request) -> Form:
    """The form of a stranger, which is short: to read a long one would keep everybody waiting. 413 for that."""
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length[:16]) > LETTER:
        raise HTTPException(413)
    return await read(request)


class _InMemory(MultiPartParser):
    """Keeps a file off the disk: what is brought lies nowhere in clear."""

    spool_max_size = 2**31


async def read(request: Request, takes: int = 0) -> Form:
    """The form of a request, as every database takes it, with one file of so many bytes at most.

    400 where it is none, or holds files where none may come, or too much; 413 where the file is larger.
    """
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind not in FORMS:
        raise HTTPException(400)
    if takes and kind == WITH_FILES:
        return await _with_file(request, takes)
    async with request.form(max_files=0, max_fields=FIELDS) as sent:
        return Form(_texts(sent))


async def _with_file(request: Request, takes: int) -> Form:
    try:
        sent = await _InMemory(request.headers, request.stream(), max_files=1, max_fields=FIELDS).parse()
    except MultiPartException:
        raise HTTPException(400) from None
    files = [one for _, one in sent.multi_items() if isinstance(one, UploadFile) and one.filename]
    try:
        if any((one.size or 0) > takes for one in files):
            raise HTTPException(413)
        return Form(_texts(sent), [Sent(storable(one.filename or ""), await one.read()) for one in files])
    finally:
        await sent.close()


def _texts(sent: FormData) -> list[tuple[str, str]]:
    return [(name, storable(value)) for name, value in sent.multi_items() if isinstance(value, str)]
