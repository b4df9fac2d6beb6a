"""Which members of a community a post is written to."""

from collections.abc import Iterator

from bot.model.account import Account
from bot.model.noun import Noun
from bot.platforms.desk import Roll
from bot.platforms.mastodon.decode import clean
from bot.platforms.mastodon.entities import AddressedEntity, QuoteEntity, StatusEntity
from bot.platforms.mastodon.normalise import handle_of


class Author(Noun, frozen=True, kw_only=True):
    """Who wrote it."""

    id: str = ""


class Sifted(Noun, frozen=True, kw_only=True):
    """The little of a post that says to whom it is written; the rest of it is not even read."""

    id: str = ""
    created_at: str | None = None
    visibility: str | None = None
    in_reply_to_account_id: str | None = None
    mentions: tuple[AddressedEntity, ...] | None = None
    quote: QuoteEntity | None = None
    account: Author | None = None


def members(status: Sifted | StatusEntity, home: str, roll: Roll) -> Iterator[Account]:
    """The members it replies to, quotes and mentions, in this order; never its own author."""
    answered, mentioned = status.in_reply_to_account_id or "", status.mentions or ()
    first = [one for one in mentioned if one.id == answered] or [AddressedEntity(id=answered)]
    seen = {status.account.id if status.account else "", ""}
    for one in (*first, *_quoted(status.quote), *mentioned):
        if one.id in seen:
            continue
        seen.add(one.id)
        account = Account(platform="mastodon", id=clean(one.id), home=home, handle=handle_of(one.acct, home))
        if roll.member(account):
            yield account


def _quoted(quote: QuoteEntity | None) -> Iterator[AddressedEntity]:
    quoted = (quote.quoted_status or quote) if quote else None
    if quoted is not None and quoted.account is not None:
        yield AddressedEntity(id=quoted.account.id, acct=quoted.account.acct)
