"""A post as its author's server gives it out (ActivityPub), beside what the person's server showed of it."""

from datetime import UTC, datetime
from enum import StrEnum
from html.parser import HTMLParser
from typing import Any

import msgspec

from bot.model.noun import Noun


class Agreement(StrEnum):
    """Whether the two say the same."""

    SAME = "same"
    DIFFERS = "differs"
    ABSENT = "absent"
    """One of the two does not say."""


class Comparison(Noun, frozen=True, kw_only=True):
    """Where a post and its original agree."""

    id: Agreement = Agreement.ABSENT
    attributed_to: Agreement = Agreement.ABSENT
    published: Agreement = Agreement.ABSENT
    updated: Agreement = Agreement.ABSENT
    content: Agreement = Agreement.ABSENT
    """Of the words, whatever the markup: servers rewrite that."""

    @property
    def same(self) -> bool:
        """Whether nothing differs, and who wrote what is said by both."""
        every = (self.id, self.attributed_to, self.published, self.updated, self.content)
        told = Agreement.ABSENT not in {self.id, self.attributed_to, self.content}
        return told and Agreement.DIFFERS not in every


def compare(status: bytes, activity: bytes) -> Comparison:
    """A status of the REST API beside an object of ActivityPub; what cannot be read says nothing."""
    shown, original = _object(status), _object(activity)
    account = shown.get("account")
    names = {account.get("uri"), account.get("url")} - {None} if isinstance(account, dict) else set()
    author = _reference(original.get("attributedTo"))
    return Comparison(
        id=_agree(shown.get("uri"), original.get("id")),
        attributed_to=Agreement.ABSENT if not author or not names else _of(author in names),
        published=_agree(_moment(shown.get("created_at")), _moment(original.get("published"))),
        updated=_agree(_moment(shown.get("edited_at")), _moment(original.get("updated"))),
        content=_agree(_words(shown.get("content")), _words(original.get("content"))),
    )


def _object(raw: bytes) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _reference(value: Any) -> str:
    """Whom a property names: by id, as an object, or as the first of several."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("id")
    return value if isinstance(value, str) else ""


def _agree(one: Any, other: Any) -> Agreement:
    return Agreement.ABSENT if one is None or other is None else _of(one == other)


def _of(same: bool) -> Agreement:  # noqa: FBT001 - the fact itself
    return Agreement.SAME if same else Agreement.DIFFERS


def _moment(value: Any) -> datetime | None:
    """To the second: some servers tell no less."""
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)


class _Text(HTMLParser):
    """Gathers what stands between the tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        """As the library calls it."""
        self.parts.append(data)


def _words(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    reader = _Text()
    reader.feed(value)
    reader.close()
    return "".join("".join(reader.parts).split())
