"""Everything a decision may look at, gathered before deciding; stored with it, so that it can be replayed."""

from bisect import insort
from datetime import datetime

import msgspec

from bot.model.community import Kin
from bot.model.conduct import Conduct
from bot.model.flag import Flagged
from bot.model.leak import Leak
from bot.model.link import Likely
from bot.model.mention import Mention
from bot.model.noun import Noun, micros
from bot.model.raid import Ongoing
from bot.model.reason import Severity
from bot.model.support import Support


class History(Noun, frozen=True, kw_only=True):
    """What this author wrote to this person before this mention, in event time."""

    mentions: int = 0
    matches: int = 0
    """How many of them a rule of severity low or more matched."""
    first_at: datetime | None = None
    last_at: datetime | None = None
    recent: tuple[int, ...] = ()
    """Event times of the latest mentions in microseconds since 1970 UTC, oldest first, at most RECENT. Numbers, since
    they are read and written with every mention."""

    def after(self, at: datetime, *, hit: bool) -> "History":
        """With a mention of that moment in it, which a rule matched or not."""
        recent = list(self.recent)
        insort(recent, micros(at))
        return History(
            mentions=self.mentions + 1,
            matches=self.matches + hit,
            first_at=min(self.first_at or at, at),
            last_at=max(self.last_at or at, at),
            recent=tuple(recent[-RECENT:]),
        )


RECENT = 64
"""How many event times a history keeps; a rule cannot ask for more repetitions than that."""


class Relation(Noun, frozen=True, kw_only=True):
    """How the person stands to the author; None is unknown."""

    following: bool | None = None
    followed_by: bool | None = None
    trusted: bool = False
    delegate: bool = False
    muted: bool = False
    """Muted or blocked now, by whomever."""
    lifted: bool = False
    """The person undid an action on this author by hand."""

    @property
    def close(self) -> bool:
        """Whether the person knows them: they follow them, trust them, or share the work with them."""
        return bool(self.following) or self.trusted or self.delegate


Copy = tuple[int | None, int | None]
"""When another author wrote a near copy of the mention's text to the same person, in microseconds since 1970 UTC: the
last time up to the mention, and the first time after it. Never both None."""
ALIKE = 20
"""Of how many other authors copies are told on either side of the mention; a rule cannot ask for more."""


class Facts(Noun, frozen=True, kw_only=True):
    """The whole basis of a decision."""

    mention: Mention
    version: int = 1
    history: History = History()
    relation: Relation = Relation()
    copies: tuple[Copy, ...] | None = None
    """One for each other author of a near copy, those nearest in time; None where copies were not looked for."""
    offset: int | None = None
    """By how many seconds the clock on the person's wall was ahead of UTC when it happened; None: unknown."""
    conduct: Conduct | None = None
    """Of the author's case with this mention in it; None where nothing they did counts, and in older records."""
    leaks: tuple[Leak, ...] = ()
    """What is private in it: the person's own, as far as it is in the vault, and what looks like anybody's."""
    raid: Ongoing | None = None
    """The raid in the middle of which it came, as far as it was known; None where there was none."""
    support: Support | None = None
    """What it says in support of the person; None where it says nothing such, or hurts as well."""
    likely: Likely | None = None
    """Whom the author is likely to be, of those against whom a measure was taken; None where nobody resembles them."""
    flagged: Flagged | None = None
    """What is reported of the author to the community; None where nothing is, and for a person."""
    kin: Kin | None = None
    """What the author shares with accounts that were suspended there; None where nothing, and for a person."""
    name_told: bool = False
    """Whether a rule found something in the author's display name before, which is told once."""
    listed: dict[str, Severity] = msgspec.field(default_factory=dict)
    """How severe each list that the person follows finds the author, or their server, by the name of the list; `none`
    where it does not name them. What a list says that is missing here is unknown."""
