"""What a scenario file may say: the person protected on its first line, then events in the order of time."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from bot.model.account import Account, Protected

RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1970, 9990
PlatformName = Literal["bluesky", "mastodon"]
T = TypeVar("T")


def _moment(value: Any) -> datetime:
    if not isinstance(value, str) or not RFC3339.fullmatch(value):
        raise ValueError('not a moment; write it as RFC 3339 in UTC, like "2026-01-05T18:30:00Z"')
    try:
        return datetime.fromisoformat(value.upper()).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(f'no such moment ({error}); write one like "2026-01-05T18:30:00Z"') from error


def _in_time(moment: datetime) -> datetime:
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError(f"lies outside the years {FIRST_YEAR} to {LAST_YEAR}, in which a scenario can play")
    return moment


Moment = Annotated[datetime, BeforeValidator(_moment)]
Played = Annotated[Moment, AfterValidator(_in_time)]
"""A moment up to which the clock of a scenario runs."""
Text = str
Name = Annotated[str, Field(min_length=1)]
Count = Annotated[int, Field(ge=0)]
PerceptualHash = Annotated[str, Field(pattern=r"^[0-9a-fA-F]{16}$")]
Many = Annotated[tuple[T, ...], Field(strict=False)]


class Written(BaseModel):
    """Something a person wrote: nothing unknown, nothing converted, nothing changed afterwards."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class OwnAccount(Written):
    """An account of the protected person."""

    platform: PlatformName
    id: Name
    handle: Name


class Vault(Written):
    """What must not be found in public; only looked for, never shown."""

    address: Many[Name] = ()
    phone: Many[Name] = ()
    email: Many[Name] = ()
    name: Many[Name] = ()
    plate: Many[Name] = ()
    place: Many[Name] = ()


class Shielded(Written):
    """The person the scenario is about."""

    name: Name
    language: Literal["fr", "en"] = "fr"
    accounts: Annotated[Many[OwnAccount], Field(min_length=1)]
    follows: Many[Name] = ()
    vault: Vault = Vault()

    def person(self) -> Protected:
        """The noun for them."""
        accounts = tuple(Account(platform=a.platform, id=a.id, handle=a.handle) for a in self.accounts)
        return Protected(name=self.name, language=self.language, accounts=accounts)


class Opening(Written):
    """The first line."""

    scenario: Name
    about: str = ""
    protected: Shielded


class Author(Written):
    """Who writes, as the platform shows them."""

    id: Name
    handle: Text
    display_name: Text | None = None
    bio: Text | None = None
    created_at: Moment | None = None
    followers: Count | None = None
    following: Count | None = None
    posts: Count | None = None
    avatar: PerceptualHash | None = None
    moved_to: Name | None = None
    also_known_as: Many[Name] = ()


class Attached(Written):
    """An image or the like."""

    kind: Name
    phash: PerceptualHash | None = None
    alt: Text | None = None


class Happening(Written):
    """An event; `at` is when the receiving server had it."""

    at: Played


class MentionEvent(Happening):
    """Somebody addresses the person."""

    event: Literal["mention"] = "mention"
    platform: PlatformName
    uri: Name
    kind: Literal["mention", "reply", "quote", "direct"]
    author: Author
    text: Text
    lang: str | None = None
    root: Name | None = None
    parent: Name | None = None
    quoted: Many[Name] = ()
    media: Many[Attached] = ()
    mentions: Many[Name] = ()
    created_at: Moment | None = None


class EditEvent(Happening):
    """An author changes the text."""

    event: Literal["edit"] = "edit"
    uri: Name
    text: Text


class DeleteEvent(Happening):
    """A post is no longer there."""

    event: Literal["delete"] = "delete"
    uri: Name


class IdentityEvent(Happening):
    """An account takes another handle, or is gone."""

    event: Literal["identity"] = "identity"
    platform: PlatformName
    id: Name
    handle: Name | None = None
    gone: Literal["deleted", "suspended"] | None = None

    @model_validator(mode="after")
    def _one(self) -> "IdentityEvent":
        return _exactly_one(self, "handle", "gone")


class FollowEvent(Happening):
    """The person follows this account from now on."""

    event: Literal["follow"] = "follow"
    platform: PlatformName
    id: Name


class ReviewEvent(Happening):
    """A person, or a delegate, decides something."""

    event: Literal["review"] = "review"
    by: Name
    confirm_link: Annotated[Many[Name], Field(min_length=2, max_length=2)] | None = None
    reject_link: Annotated[Many[Name], Field(min_length=2, max_length=2)] | None = None
    trust: Name | None = None
    undo: Name | None = None

    @model_validator(mode="after")
    def _one(self) -> "ReviewEvent":
        return _exactly_one(self, "confirm_link", "reject_link", "trust", "undo")


class _Lasting(Happening):
    until: Moment

    @model_validator(mode="after")
    def _forward(self) -> "_Lasting":
        if self.until < self.at:
            raise ValueError("`until` lies before `at`; write the later moment in `until`")
        return self


class RestrictionEvent(_Lasting):
    """A person who may not come back under a new account."""

    event: Literal["restriction"] = "restriction"
    person: Annotated[Many[Name], Field(min_length=1)]
    kind: Literal["court_ban", "platform_ban"]


class OutageEvent(_Lasting):
    """Nothing is delivered from this platform until `until`; what happened meanwhile is delivered then."""

    until: Played
    event: Literal["outage"] = "outage"
    platform: PlatformName


class RestartEvent(Happening):
    """The process is killed and started again."""

    event: Literal["restart"] = "restart"


ScenarioEvent = (
    MentionEvent
    | EditEvent
    | DeleteEvent
    | IdentityEvent
    | FollowEvent
    | ReviewEvent
    | RestrictionEvent
    | OutageEvent
    | RestartEvent
)

Exclusive = TypeVar("Exclusive", IdentityEvent, ReviewEvent)


def _exactly_one(event: Exclusive, *keys: str) -> Exclusive:
    if sum(getattr(event, key) is not None for key in keys) != 1:
        raise ValueError(f"exactly one of {', '.join(f'`{key}`' for key in keys)} must be there")
    return event
