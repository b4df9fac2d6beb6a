"""What moderators do about an account or a server; data only, their desks perform it."""

from datetime import timedelta
from typing import Final

from bot.model.noun import Noun


class Sensitive(Noun, frozen=True, kw_only=True, tag="sensitive", tag_field="kind"):
    """The account's media are covered until somebody asks for them (Mastodon)."""

    text: str = ""
    """What the server tells them of it, as a human wrote it; empty: it tells nothing."""


class Limit(Noun, frozen=True, kw_only=True, tag="limit", tag_field="kind"):
    """Only who follows the account sees it (Mastodon calls it silencing)."""

    duration: timedelta | None = timedelta(days=30)
    text: str = ""
    """As of Sensitive."""


class Resolve(Noun, frozen=True, kw_only=True, tag="resolve", tag_field="kind"):
    """What was reported of the account is settled (Ozone calls it acknowledging)."""

    flags: tuple[str, ...] = ()
    """Reports, as the platform numbers them; none: all that are open."""


class Tag(Noun, frozen=True, kw_only=True, tag="tag", tag_field="kind"):
    """Words by which moderators find it in their queue (Ozone)."""

    add: tuple[str, ...]


VALUES: Final = 5
"""Labels that are given at once at most: as many as Bluesky takes of one labeler in a second."""


class Label(Noun, frozen=True, kw_only=True, tag="label", tag_field="kind"):
    """What a labeler says of it to all who take its labels (Ozone)."""

    values: tuple[str, ...]
    duration: timedelta | None = timedelta(days=30)


class Escalate(Noun, frozen=True, kw_only=True, tag="escalate", tag_field="kind"):
    """It goes to those who decide what is hard (Ozone)."""


class Suspend(Noun, frozen=True, kw_only=True, tag="suspend", tag_field="kind"):
    """The account and all it wrote are gone from the server, and for good after 30 days (Mastodon)."""

    text: str = ""
    """As of Sensitive."""


class LimitDomain(Noun, frozen=True, kw_only=True, tag="limit_domain", tag_field="kind"):
    """All accounts of another server are limited (Mastodon)."""

    domain: str


class SuspendDomain(Noun, frozen=True, kw_only=True, tag="suspend_domain", tag_field="kind"):
    """Another server is cut off, with all follows between the two; they do not come back (Mastodon)."""

    domain: str


class Takedown(Noun, frozen=True, kw_only=True, tag="takedown", tag_field="kind"):
    """The account or the post is shown by no AppView that listens to the labeler (Ozone)."""

    duration: timedelta | None = None


class Warn(Noun, frozen=True, kw_only=True, tag="warn", tag_field="kind"):
    """The author is told by the server that this is not allowed, and nothing else is done (Mastodon)."""

    text: str


class Assign(Noun, frozen=True, kw_only=True, tag="assign", tag_field="kind"):
    """The desk's account takes the reports upon itself, where others of its team see it (Mastodon)."""

    flags: tuple[str, ...] = ()
    """As of Resolve."""


class Reopen(Noun, frozen=True, kw_only=True, tag="reopen", tag_field="kind"):
    """Reports that were settled wait again (Mastodon)."""

    flags: tuple[str, ...]


class Remark(Noun, frozen=True, kw_only=True, tag="remark", tag_field="kind"):
    """A note that only the team reads; of the rules that matched, never an author's words (Ozone)."""

    text: str


class Inform(Noun, frozen=True, kw_only=True, tag="inform", tag_field="kind"):
    """The author is told why a measure was taken, after it and apart from it (Ozone); no measure itself."""

    title: str
    """What the letter is called."""


Light = Sensitive | Limit | Resolve | Tag | Label | Escalate
"""What a rule may do by itself."""
Grave = Suspend | LimitDomain | SuspendDomain | Takedown
"""What no rule does: people ask for it, and others agree."""
Manual = Warn | Assign | Reopen | Remark
"""What only a human orders, alone."""
Measure = Light | Grave | Manual
FINAL: tuple[type[Measure], ...] = (Warn, Remark, Escalate, SuspendDomain)
"""What cannot be taken back."""
ONCE: tuple[type[Measure], ...] = (Warn,)
"""What would be said twice where it was tried again."""
SEVERAL: tuple[type[Measure], ...] = (Assign, Resolve, Reopen)
"""Done to one report after the other: where some of it was taken back, the rest still is."""
SAYING: tuple[type[Measure], ...] = (Warn, Sensitive, Limit, Suspend)
"""What tells the account why in the same breath, where the server writes to it (Mastodon)."""
EXPLAINED: tuple[type[Measure], ...] = (Label, Takedown)
"""After which the account is told why with a letter apart (Ozone)."""
ERASING: tuple[type[Measure], ...] = (Suspend, SuspendDomain, Takedown)
"""What they hide is sealed first, or they are not done."""
