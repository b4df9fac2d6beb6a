"""What an arrival from a Mastodon-like server turns out to be: pure, the same for stream, catch-up and poll."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from bot.errors import Malformed
from bot.model.account import Account, Protected
from bot.model.arrival import Arrival, Deleted, Event, Gesture, Identity
from bot.model.mention import Kind, Media, Mention
from bot.model.noun import Noun, utc
from bot.platforms.mastodon.decode import clean, decode
from bot.platforms.mastodon.entities import AccountEntity, AddressedEntity, Head, Notification, StatusEntity
from bot.platforms.mastodon.plain import Plain, plain

ADDRESSING = frozenset({"mention", "quote"})
"""Notification types that bring a mention."""
GESTURES = {"follow": "follow", "follow_request": "follow", "favourite": "like", "reblog": "share"}
"""Types that bring no word, and what somebody did then."""
CHANGING = frozenset({"update", "quoted_update"})
"""Types that bring a later version of a post, which may or may not address the person."""

NO_PICTURE = re.compile(r"^$|/(missing|avi|susie|default)\.\w+$|/default_avatars/|/identicon/|/person-\d+\.\w+$")
"""What servers show for no picture: Mastodon, Akkoma, snac, Pixelfed; GoToSocial; Iceshrimp; Friendica."""


class Beside(Noun, frozen=True, kw_only=True):
    """What a source lays beside the raw bytes: the event's name where the bytes don't tell it, and what a group of
    notifications refers to."""

    event: str = ""
    uri: str = ""
    status: StatusEntity | None = None
    account: AccountEntity | None = None


def normalise(arrival: Arrival, protected: Mapping[str, Protected]) -> tuple[Event, ...]:
    """A mention, a deletion, or nothing that concerns the person. Raises Malformed."""
    person = protected.get(arrival.account)
    if person is None or not arrival.raw:
        return ()
    beside = decode(arrival.beside, Beside) if arrival.beside else Beside()
    if beside.event in {"delete", "gone"}:
        return tuple(_ended(arrival, beside))
    to = next(account for account in person.accounts if account.key == arrival.account)
    head = _head(arrival.raw)
    if not head.type:  # from a stream, or from the watch
        return _status_update(arrival, person, to)
    if head.type in ADDRESSING:
        return (mention_of(arrival, person, to, head, _status(head, beside)),)
    if head.type in CHANGING:
        status = _status(head, beside)
        return (mention_of(arrival, person, to, head, status),) if addresses(status, to) else ()
    return tuple(_gesture(arrival, person, head.type))


def _gesture(arrival: Arrival, person: Protected, type_: str) -> Iterator[Gesture]:
    """Somebody followed the person, or liked or shared what they wrote; nothing where it is not said who."""
    if type_ in GESTURES:
        try:
            who = decode(arrival.raw, _Gestured).account
        except Malformed:  # nothing is lost that was said
            return
        if who is not None and who.id:
            key = f"{arrival.account.partition('/')[0]}/{clean(who.id)}"
            what = GESTURES[type_]
            yield Gesture(platform="mastodon", person=person.name, account=key, what=what, at=arrival.at)


class _Gestured(Noun, frozen=True, kw_only=True):
    """Who is behind a notification."""

    account: AccountEntity | None = None


def _ended(arrival: Arrival, beside: Beside) -> Iterator[Event]:
    """A post is no longer there, or its author with all they wrote."""
    if beside.account is not None:
        home = arrival.account.partition("/")[0]
        account = f"{home}/{clean(beside.account.id)}"
        yield Identity(platform="mastodon", account=account, at=arrival.at, gone="suspended")
    elif beside.uri:
        yield Deleted(platform="mastodon", uri=clean(beside.uri), at=arrival.at)


def _head(raw: bytes) -> Notification:
    """The notification; of one that can bring no mention, its type is enough, whatever else is in it."""
    try:
        return decode(raw, Notification)
    except Malformed:
        head = decode(raw, Head)
        if head.type in {"", *ADDRESSING, *CHANGING}:
            raise
        return Notification(type=head.type)


def _status_update(arrival: Arrival, person: Protected, to: Account) -> tuple[Event, ...]:
    """A bare status, as `status.update` brings it."""
    status = decode(arrival.raw, StatusEntity)
    if status.content is None:
        raise Malformed("neither a notification (it has no type) nor a status (it has no content)")
    if not addresses(status, to) or (status.account is not None and status.account.id == to.id):
        return ()
    return (mention_of(arrival, person, to, Head(), status),)


def _status(head: Notification, beside: Beside) -> StatusEntity:
    status = beside.status if head.group_key and beside.status else head.status
    if status is None:
        raise Malformed(f"a notification of type {head.type} without a status")
    return status


def mention_of(arrival: Arrival, person: Protected, to: Account, head: Head, status: StatusEntity) -> Mention:
    """What a status says to an account of the person. Raises Malformed."""
    if status.account is None or not status.account.id:
        raise Malformed("a status without an author")
    uri = clean(status.uri or status.url)
    if not uri:
        raise Malformed("a status without an address (uri)")
    words, links = _words(status)
    claimed, edited = moment(status.created_at), moment(status.edited_at)
    version = edited or claimed
    return Mention(
        person=person.name,
        to=to.key,
        uri=uri,
        revision=utc(version) if version else clean(status.edited_at or status.created_at),
        kind=_kind(head, status, to),
        author=account_of(status.account, to.home),
        text=words,
        received_at=moment(head.at) or arrival.at,
        claimed_at=claimed,
        lang=clean(status.language) or None,
        parent=f"mastodon:{to.home}/{status.in_reply_to_id}" if status.in_reply_to_id else None,
        answers=_answers(status, to),
        quoted=_quoted(status),
        media=_media(status),
        others=_others(status.mentions or (), to),
        links=links,
        via=arrival.via,
        native=clean(status.id),
        notification=head.notification,
        url=clean(status.url),
        edited=status.edited_at is not None,
    )


def _words(status: StatusEntity) -> tuple[str, tuple[str, ...]]:
    """Content warning, content and the answers of a poll, a line each; and the links in the content."""
    content = plain(status.content) if status.content else Plain(text="")
    answers = [option.title or "" for option in status.poll.options] if status.poll else []
    parts = [status.spoiler_text or "", content.text, *answers]
    return clean("\n".join(part for part in parts if part)), tuple(clean(link) for link in content.links)


def _media(status: StatusEntity) -> tuple[Media, ...]:
    return tuple(
        Media(kind=clean(one.type) or "unknown", alt=clean(one.description), url=clean(one.url or one.remote_url))
        for one in status.media_attachments or ()
    )


def _kind(head: Head, status: StatusEntity, to: Account) -> Kind:
    """How the person is addressed, most personal first. snac calls direct messages `private`, so they count as
    mentions there: the same word means followers-only everywhere else."""
    if status.visibility == "direct":
        return Kind.DIRECT
    if status.in_reply_to_account_id == to.id:
        return Kind.REPLY
    return Kind.QUOTE if head.type == "quote" or _quotes(status, to) else Kind.MENTION


def _quotes(status: StatusEntity, to: Account) -> bool:
    quoted = (status.quote.quoted_status or status.quote) if status.quote else None
    return quoted is not None and quoted.account is not None and quoted.account.id == to.id


def _answers(status: StatusEntity, to: Account) -> str:
    """Whom it replies to, where that is somebody else than the person and its author."""
    answered = clean(status.in_reply_to_account_id)
    return "" if answered == to.id or (status.account and status.account.id == answered) else answered


def _quoted(status: StatusEntity) -> tuple[str, ...]:
    quoted = (status.quote.quoted_status or status.quote) if status.quote else None
    return (clean(quoted.uri),) if quoted is not None and quoted.uri else ()


def addresses(status: StatusEntity, to: Account) -> bool:
    """Whether a status mentions the account, replies to it or quotes it."""
    if status.in_reply_to_account_id == to.id or _quotes(status, to):
        return True
    return any(one.id == to.id or handle_of(one.acct, to.home) == to.handle for one in status.mentions or ())


def _others(mentions: tuple[AddressedEntity, ...], to: Account) -> tuple[str, ...]:
    """Ids of others addressed; their handles where the server only numbers them, as snac does from 0."""
    numbered = bool(mentions) and mentions[0].id == "0"
    return tuple(
        clean(handle_of(one.acct, to.home) if numbered else one.id)
        for one in mentions
        if one.id != to.id and handle_of(one.acct, to.home) != to.handle
    )


def account_of(entity: AccountEntity, home: str) -> Account:
    """An account as the server `home` shows it; a local handle gets its host, as it is known elsewhere."""
    return Account(
        platform="mastodon",
        id=entity.id,
        home=home,
        handle=handle_of(entity.acct, home),
        display_name=clean(entity.display_name),
        bio=clean(plain(entity.note).text) if entity.note else "",
        created_at=moment(entity.created_at),
        followers=entity.followers_count,
        following=entity.following_count,
        posts=entity.statuses_count,
        pictured=not NO_PICTURE.search(entity.avatar) if isinstance(entity.avatar, str) else None,
        moved_to=handle_of(entity.moved.acct, home) if entity.moved else None,
    )


def handle_of(acct: str, home: str) -> str:
    """A handle with its host: one of the server `home` is told without."""
    acct = clean(acct)
    return acct if "@" in acct or not acct else f"{acct}@{home}"


def moment(text: str | None) -> datetime | None:
    """An ISO 8601 moment, in UTC where it names no zone; None where it is none."""
    if not text:
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)
