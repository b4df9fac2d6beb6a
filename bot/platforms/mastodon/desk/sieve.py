"""What of that which moderators are shown may be kept: no direct, nothing for followers only, no address. Pure.

Webhooks bring every local post, and reports bring the posts that were reported: directs too.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

import msgspec

from bot.errors import Malformed
from bot.model.noun import Noun
from bot.platforms.mastodon.decode import decode
from bot.platforms.mastodon.desk.entities import Complaint, Newcomer, Report
from bot.platforms.mastodon.entities import StatusEntity

OPEN: Final = frozenset({"public", "unlisted"})
"""Visibilities of what anybody may read; a word that is not among them counts as private."""
Kin = tuple[tuple[str, str], ...]


class Reported(NamedTuple):
    """What may be kept of a report, and by what came who is reported."""

    kept: Report
    about: str
    kin: Kin


class Arrived(NamedTuple):
    """What may be kept of who signs up, and by what they came."""

    kept: Newcomer
    kin: Kin


class _Shown(Noun, frozen=True, kw_only=True):
    visibility: str | None = None


class _Address(Noun, frozen=True, kw_only=True):
    ip: str | None = None


class _Known(Newcomer, frozen=True, kw_only=True):
    """An account with what is never kept of it."""

    email: str | None = None
    ip: str | _Address | None = None
    ips: tuple[_Address, ...] | None = None

    def __repr__(self) -> str:
        """Never the e-mail."""
        return f"_Known(id={self.id!r})"


class _Reported(Complaint, frozen=True, kw_only=True):
    """A report as it comes. Its posts are read one by one, after it is known which anybody may read."""

    account: _Known | None = None
    target_account: _Known | None = None
    assigned_account: _Known | None = None
    statuses: tuple[msgspec.Raw, ...] | None = None

    def __repr__(self) -> str:
        """Never what the posts say."""
        return f"_Reported(id={self.id!r})"


def post(raw: bytes) -> StatusEntity | None:
    """A post that anybody may read; None for any other, which is read no further. Raises Malformed."""
    return decode(raw, StatusEntity) if decode(raw, _Shown).visibility in OPEN else None


def newcomer(raw: bytes) -> Arrived:
    """Who signs up, with the reasons they give. Raises Malformed."""
    one = decode(raw, _Known)
    if not one.id:
        raise Malformed("an account without an id")
    return Arrived(_bare(one, one.invite_request), tuple(_kin(one)))


def report(raw: bytes) -> Reported:
    """A report; by what came who is reported, and nobody else. Raises Malformed."""
    one = decode(raw, _Reported)
    if not one.id or one.target_account is None or not one.target_account.id:
        raise Malformed("a report without an id, or of nobody")
    found = [_readable(bytes(status)) for status in one.statuses or ()]
    posts = tuple(status for status in found if status is not None)
    kept = Report(
        **{name: getattr(one, name) for name in Complaint.__struct_fields__},
        account=_bare(one.account) if one.account else None,
        target_account=_bare(one.target_account),
        assigned_account=_bare(one.assigned_account) if one.assigned_account else None,
        posts=posts,
        withheld=len(found) - len(posts),
    )
    return Reported(kept, one.target_account.id, tuple(_kin(one.target_account)))


def _readable(raw: bytes) -> StatusEntity | None:
    """As `post`; one that cannot be read is withheld, and the report is not lost for it."""
    try:
        return post(raw)
    except Malformed:
        return None


def _bare(one: _Known, reasons: str | None = None) -> Newcomer:
    return Newcomer(
        id=one.id,
        username=one.username,
        domain=one.domain,
        created_at=one.created_at,
        approved=one.approved,
        invite_request=reasons,
        account=one.account,
    )


def _kin(one: _Known) -> Iterator[tuple[str, str]]:
    if one.email:
        yield "email", one.email
    latest = one.ip.ip if isinstance(one.ip, _Address) else one.ip
    for address in dict.fromkeys((latest, *(each.ip for each in one.ips or ()))):
        if address:
            yield "ip", address
