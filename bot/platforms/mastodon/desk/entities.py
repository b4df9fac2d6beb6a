"""What a server tells moderators, as far as it may be kept: whatever is not named here is never written down.

Facts from Mastodon's serializers (`rest/admin`), and recordings of Mastodon 4.6.4 and GoToSocial 0.20.
"""

from bot.model.noun import Noun
from bot.platforms.mastodon.entities import AccountEntity, StatusEntity


class Newcomer(Noun, frozen=True, kw_only=True):
    """An account as moderators are shown it, without e-mail and addresses."""

    id: str = ""
    username: str = ""
    domain: str | None = None
    """None: of this server."""
    created_at: str | None = None
    approved: bool | None = None
    invite_request: str | None = None
    """The reasons they gave for asking; kept of who signs up, and of nobody else."""
    account: AccountEntity | None = None


class Complaint(Noun, frozen=True, kw_only=True):
    """What a report says, but for whom it concerns and the posts that came with it."""

    id: str = ""
    category: str | None = None
    comment: str | None = None
    action_taken: bool = False
    forwarded: bool | None = None
    created_at: str | None = None
    updated_at: str | None = None


class Report(Complaint, frozen=True, kw_only=True):
    """A report with those of its posts that anybody may read."""

    account: Newcomer | None = None
    """Who reported; of a report from elsewhere, that server's own account."""
    target_account: Newcomer | None = None
    assigned_account: Newcomer | None = None
    posts: tuple[StatusEntity, ...] = ()
    withheld: int = 0
    """How many posts came with it that not everybody may read."""


class Admitted(Noun, frozen=True, kw_only=True):
    """What came to the desk, in whatever way: one of these."""

    report: Report | None = None
    newcomer: Newcomer | None = None
    post: StatusEntity | None = None


class Beside(Noun, frozen=True, kw_only=True):
    """What lies beside it."""

    home: str = ""
    """The desk's server, on which all ids mean something."""
    whole: str = ""
    """Hex SHA-256 of all that came, of which a part is kept."""
