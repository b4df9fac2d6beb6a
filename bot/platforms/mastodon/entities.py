"""What a Mastodon-like server sends, as far as we read it; everything may be missing, unknown keys are ignored.

Facts from the Mastodon 4.6 API documentation and recordings of Mastodon 4.6.4, GoToSocial 0.20 and snac 2.75.
"""

from bot.model.noun import Noun


class MediaEntity(Noun, frozen=True, kw_only=True):
    """Something attached to a status."""

    type: str | None = None
    description: str | None = None
    url: str | None = None
    remote_url: str | None = None


class AddressedEntity(Noun, frozen=True, kw_only=True):
    """Somebody whom a status mentions. snac numbers them 0, 1, 2 instead of telling ids."""

    id: str = ""
    acct: str = ""


class AccountEntity(Noun, frozen=True, kw_only=True):
    """An account as the person's own server shows it. `created_at` is rounded to midnight by Mastodon."""

    id: str = ""
    acct: str = ""
    display_name: str | None = None
    note: str | None = None
    created_at: str | None = None
    followers_count: int | None = None
    following_count: int | None = None
    statuses_count: int | None = None
    url: str | None = None
    avatar: object = None
    """The address of a picture; looked at loosely, since nothing may fail because of it."""
    moved: "AccountEntity | None" = None
    mute_expires_at: str | None = None


class QuotedEntity(Noun, frozen=True, kw_only=True):
    """The status that another quotes."""

    id: str = ""
    uri: str = ""
    account: AccountEntity | None = None


class QuoteEntity(Noun, frozen=True, kw_only=True):
    """A quote (Mastodon: with state and `quoted_status`) or, on Akkoma, the quoted status itself."""

    state: str | None = None
    quoted_status: QuotedEntity | None = None
    id: str = ""
    uri: str = ""
    account: AccountEntity | None = None


class OptionEntity(Noun, frozen=True, kw_only=True):
    """One answer of a poll."""

    title: str | None = None


class PollEntity(Noun, frozen=True, kw_only=True):
    """A poll; its answers are words too."""

    options: tuple[OptionEntity, ...] = ()


class StatusEntity(Noun, frozen=True, kw_only=True):
    """A post. `edited_at` is null, or absent, if it was never edited."""

    id: str = ""
    uri: str | None = None
    url: str | None = None
    created_at: str | None = None
    edited_at: str | None = None
    in_reply_to_id: str | None = None
    in_reply_to_account_id: str | None = None
    spoiler_text: str | None = None
    visibility: str | None = None
    language: str | None = None
    content: str | None = None
    account: AccountEntity | None = None
    media_attachments: tuple[MediaEntity, ...] | None = None
    mentions: tuple[AddressedEntity, ...] | None = None
    quote: QuoteEntity | None = None
    poll: PollEntity | None = None


class Head(Noun, frozen=True, kw_only=True):
    """The few keys that tell what an element is; cheap, since the rest is skipped."""

    id: str | int = ""
    type: str = ""
    created_at: str | None = None
    uri: str | None = None
    group_key: str = ""
    most_recent_notification_id: str | int = ""
    latest_page_notification_at: str | None = None
    status_id: str | None = None

    @property
    def notification(self) -> str:
        """The notification's id, of a single one or of the newest of a group (which Mastodon sends as a number)."""
        return str(self.most_recent_notification_id or self.id)

    @property
    def at(self) -> str | None:
        """When the server made it."""
        return self.created_at or self.latest_page_notification_at


class Notification(Head, frozen=True, kw_only=True):
    """A notification with what it is about; of a group, that is found beside it."""

    status: StatusEntity | None = None


class Relationship(Noun, frozen=True, kw_only=True):
    """How the person stands to an account; None where the server does not tell."""

    id: str = ""
    following: bool | None = None
    requested: bool | None = None
    """They asked to follow, and wait to be let in."""
    followed_by: bool | None = None
    blocking: bool | None = None
    blocked_by: bool | None = None
    muting: bool | None = None
    muting_notifications: bool | None = None
    muting_expires_at: str | None = None
