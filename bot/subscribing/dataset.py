"""What a FIRES dataset says of itself, and where its pages lead."""

from typing import Final
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit, urlunsplit

import msgspec

from bot.model.noun import Noun

LARGEST: Final = 1 << 20
"""Bytes of a document that describes a dataset."""


class _Endpoints(Noun, frozen=True, kw_only=True):
    changes: str = ""
    snapshot: str = ""


class Dataset(Noun, frozen=True, kw_only=True):
    """Where its entries are."""

    type: str = ""
    endpoints: _Endpoints = _Endpoints()

    @property
    def complete(self) -> bool:
        """Whether it tells all that reading it takes."""
        return self.type == "Dataset" and bool(self.endpoints.changes and self.endpoints.snapshot)


class _Page(Noun, frozen=True, kw_only=True):
    next: str = ""
    changes: str = ""


def dataset(body: bytes) -> Dataset:
    """What a document says of a dataset; one that is not complete where it is none."""
    if len(body) > LARGEST:
        return Dataset()
    try:
        return msgspec.json.decode(body, type=Dataset)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return Dataset()


def next_of(body: bytes) -> str:
    """The address of the page after this one; empty after the last."""
    return _page(body).next


def cursor_of(body: bytes) -> str:
    """Up to which change a snapshot comes; empty where it does not tell."""
    try:
        return parse_qs(urlsplit(_page(body).changes).query).get("since", [""])[0]
    except ValueError:
        return ""


def since(changes: str, cursor: str) -> str:
    """The address of what changed after a change."""
    to = urlsplit(changes)
    asked = [(name, value) for name, value in parse_qsl(to.query) if name != "since"]
    return urlunsplit(to._replace(query=urlencode([*asked, ("since", cursor)])))


def _page(body: bytes) -> _Page:
    try:
        return msgspec.json.decode(body, type=_Page)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return _Page()
