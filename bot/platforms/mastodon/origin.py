"""The post as its author's own server gives it out, where that server may see our address; a 401 is told, no more."""

from http import HTTPStatus
from typing import Final

import msgspec

from bot.errors import Refused, TryLater
from bot.evidence.activity import Comparison, compare
from bot.evidence.limits import Limit
from bot.model.noun import Noun
from bot.platforms.mastodon.options import Clock
from bot.platforms.media import exchange
from bot.platforms.outside import Answer, Outside
from bot.platforms.port import Captured

ACTIVITY: Final = "activity"
COMPARISON: Final = "comparison"
ACCEPT: Final = "application/activity+json"
LARGEST: Final = 2**20
OPEN: Final = frozenset({"public", "unlisted"})
"""Visibilities of posts that a server gives out to strangers."""


class _Shown(Noun, frozen=True, kw_only=True):
    uri: str | None = None
    visibility: str | None = None


class Compared(Noun, frozen=True, kw_only=True):
    """What was asked of the author's server, and how it agrees with the person's; kept as JSON."""

    uri: str
    limits: tuple[str, ...]
    status: int = 0
    agreement: Comparison | None = None
    """None where there is nothing to compare."""


async def origin(outside: Outside, status: bytes, clock: Clock) -> list[Captured]:
    """The original of a public post (the JSON of the REST API) and the comparison, or the note of why there is none."""
    shown = msgspec.json.decode(status, type=_Shown)
    if not shown.uri or shown.visibility not in OPEN:
        return []
    began = clock()
    try:
        answer = await outside.get(shown.uri, most=LARGEST, accept=ACCEPT)
    except Refused:
        return [_note(Compared(uri=shown.uri, limits=(Limit.NOT_ASKED,)), clock)]
    except TryLater:
        return [_note(Compared(uri=shown.uri, limits=(Limit.UNREACHED,)), clock)]
    limits = _limits(answer)
    agreement = compare(status, answer.raw) if answer.status == HTTPStatus.OK else None
    compared = Compared(uri=shown.uri, limits=limits, status=answer.status, agreement=agreement)
    came = Captured(
        what=ACTIVITY, url=shown.uri, raw=answer.raw, at=clock(), exchange=exchange(answer, began), limits=limits
    )
    return [came, _note(compared, clock)]


async def actor_of(outside: Outside, base_url: str, clock: Clock) -> list[Captured]:
    """The actor of the person's own server, with the key by which it signs to others; nothing where it shows none."""
    began, url = clock(), f"{base_url}/actor"
    try:
        answer = await outside.get(url, most=LARGEST, accept=ACCEPT)
    except (Refused, TryLater):
        return []
    if answer.status != HTTPStatus.OK:
        return []
    limits = (Limit.SERVERS_WORD if answer.certificate else Limit.PLAIN,)
    came = exchange(answer, began)
    return [Captured(what="instance_actor", url=url, raw=answer.raw, at=clock(), exchange=came, limits=limits)]


def _limits(answer: Answer) -> tuple[str, ...]:
    if answer.status == HTTPStatus.OK:
        return (Limit.AUTHORS_SERVER if answer.certificate else Limit.PLAIN, Limit.TIMES_CLAIMED)
    if answer.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return (Limit.REFUSED,)
    return (Limit.GONE if answer.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE} else Limit.UNREACHED,)


def _note(compared: Compared, clock: Clock) -> Captured:
    raw = msgspec.json.encode(compared, order="sorted")
    return Captured(what=COMPARISON, url=compared.uri, raw=raw, at=clock(), limits=compared.limits)
