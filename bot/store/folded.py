"""Columns of JSON that take a third of the room, packed as exhibits are; what is written out is read as well."""

from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Callable
from typing import Any

import zstandard
from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator

from bot.evidence.packing import fold, unfold


class Folded(TypeDecorator[str]):
    """JSON of an object in Python, letters in the database: in base64 where that is shorter."""

    impl = Text
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any]:  # noqa: ARG002 - as SQLAlchemy has it
        """As it stands in the database."""
        return folded

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:  # noqa: ARG002 - as above
        """As it was."""
        return unfolded


def folded(value: str | None) -> str | None:
    """An object's JSON as it stands in the database."""
    if not value:
        return value
    packed = b64encode(fold(value.encode())).decode()
    return packed if len(packed) < len(value) else value


def unfolded(value: str | None) -> str | None:
    """The inverse of `folded`; whatever else somebody put there, as it is."""
    if not value or value[0] == "{":
        return value
    try:
        return unfold(b64decode(value, validate=True)).decode()
    except (ValueError, Error, zstandard.ZstdError):
        return value
