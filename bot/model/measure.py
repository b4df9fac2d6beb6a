"""What moderators do about an account or a server; data only, their desks perform it."""

from datetime import timedelta

from bot.model.noun import Noun


class Sensitive(Noun, frozen=True, kw_only=True, tag="sensitive", tag_field="kind"):
    """The account's media are covered until somebody asks for them (Mastodon)."""


class Limit(Noun, frozen=True, kw_only=True, tag="limit", tag_field="kind"):
    """Only who follows the account sees it (Mastodon calls it silencing)."""

    duration: timedelta | None = timedelta(days=30)


class Resolve(Noun, frozen=True, kw_only=True, tag="resolve", tag_field="kind"):
    """What was reported of the account is settled (Ozone calls it acknowledging)."""


class Tag(Noun, frozen=True, kw_only=True, tag="tag", tag_field="kind"):
    """Words by which moderators find it in their queue (Ozone)."""

    add: tuple[str, ...]


class Label(Noun, frozen=True, kw_only=True, tag="label", tag_field="kind"):
    """What a labeler says of it to all who take its labels (Ozone)."""

    values: tuple[str, ...]
    duration: timedelta | None = timedelta(days=30)


class Escalate(Noun, frozen=True, kw_only=True, tag="escalate", tag_field="kind"):
    """It goes to those who decide what is hard (Ozone)."""


class Suspend(Noun, frozen=True, kw_only=True, tag="suspend", tag_field="kind"):
    """The account and all it wrote are gone from the server, and for good after 30 days (Mastodon)."""


class LimitDomain(Noun, frozen=True, kw_only=True, tag="limit_domain", tag_field="kind"):
    """All accounts of another server are limited (Mastodon)."""

    domain: str


class SuspendDomain(Noun, frozen=True, kw_only=True, tag="suspend_domain", tag_field="kind"):
    """Another server is cut off, with all follows between the two; they do not come back (Mastodon)."""

    domain: str


class Takedown(Noun, frozen=True, kw_only=True, tag="takedown", tag_field="kind"):
    """The account or the post is shown by no AppView that listens to the labeler (Ozone)."""

    duration: timedelta | None = None


Light = Sensitive | Limit | Resolve | Tag | Label | Escalate
"""What a rule may do by itself."""
Grave = Suspend | LimitDomain | SuspendDomain | Takedown
"""What no rule does: people ask for it, and others agree."""
Measure = Light | Grave
FINAL: tuple[type[Measure], ...] = (Escalate, SuspendDomain)
"""What cannot be taken back."""
