"""What a form sends: texts by name, bounded."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.store.rows import storable

FIELDS: Final = 2_000
"""Fields at most: ten for each of two hundred mentions in hand."""
LETTER: Final = 100_000
"""Bytes of a stranger's form."""
FORMS: Final = ("application/x-www-form-urlencoded", "multipart/form-data")


class Form(NamedTuple):
    """Fields in their order; a name may come twice."""

    fields: Sequence[tuple[str, str]] = ()

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


async def read(request: Request) -> Form:
    """The form of a request, as every database takes it; 400 where it is none, or holds files, or too much."""
    if request.headers.get("content-type", "").split(";")[0].strip().lower() not in FORMS:
        raise HTTPException(400)
    async with request.form(max_files=0, max_fields=FIELDS) as sent:
        return Form([(name, storable(value)) for name, value in sent.multi_items() if isinstance(value, str)])
