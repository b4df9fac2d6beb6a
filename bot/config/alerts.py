"""Who is told, on what channel, of what, and when, as people write it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from bot.config.secret import Secret
from bot.config.surroundings import surroundings
from bot.config.values import Language, Name, SeverityName, Table
from bot.model.reason import Reason, Severity
from bot.model.shield import DAY, Contact, Quiet, Rhythm
from bot.rules.conditions.schedule import minutes
from bot.rules.duration import Duration

WRITE: Final = 'write quiet = "22:00-07:30"'
SHORTEST: Final = timedelta(minutes=1)
LONGEST: Final = timedelta(days=1)


def _quiet(written: object) -> Quiet:
    """`"22:00-07:30"`, over midnight or not."""
    since, dash, to = written.replace("\N{EN DASH}", "-").partition("-") if isinstance(written, str) else ("", "", "")
    if not dash:
        raise ValueError(f"must be from when to when nothing but danger rings; {WRITE}")
    try:
        hours = Quiet(since=minutes(since.strip()) % DAY, to=minutes(to.strip()) % DAY)
    except ValueError:
        raise ValueError(f"must be two times of day, with a hyphen between them; {WRITE}") from None
    if hours.since == hours.to:
        raise ValueError(f"ends when it begins; {WRITE}, or leave it out")
    return hours


class AlertTable(Table):
    """A channel on which the person or a delegate is told."""

    url: Secret
    """An Apprise URL; most hold a token, so it is a secret."""
    above: SeverityName | None = None
    """Alerts of at least this severity go out at once; the rest in the digest. None: high; urgent where `after` is."""
    name: Name | None = None
    language: Language | None = None
    """None: the delegate's, or the person's."""
    reasons: Annotated[tuple[Reason, ...], Field(min_length=1)] | None = None
    """Only what is noticed for these goes out at once; None: for any."""
    quiet: Annotated[Quiet, BeforeValidator(_quiet)] | None = None
    """When only danger rings, by the person's clock."""
    delegate: Name | None = None
    """Whose channel it is, by the name of a delegate; None: the person's own."""
    digest: Literal["daily", "weekly", "none"] = "daily"
    support: Annotated[bool, Field(strict=True)] = True
    """Whether the digest of what was written in support comes here."""
    after: Name | None = None
    """The channel on which nobody acknowledged an urgent alert before it comes here; None: it comes here at once."""

    @field_validator("url")
    @classmethod
    def _understood(cls, url: Secret, info: ValidationInfo) -> Secret:
        if not url.missing:
            surroundings(info).check_alert_url(url.reveal())
        return url

    @field_validator("after")
    @classmethod
    def _urgent_alone(cls, after: str | None, info: ValidationInfo) -> str | None:
        if after is not None and info.data.get("above") not in {None, "urgent"}:
            raise ValueError('only what is urgent comes here after another; write above = "urgent", or leave that out')
        return after


class UrgentTable(Table):
    """What becomes of urgent alerts that nobody acknowledges."""

    wait: Duration = timedelta(minutes=15)
    """How long one waits before it goes on to the next channel."""

    @field_validator("wait")
    @classmethod
    def _bounded(cls, span: timedelta) -> timedelta:
        if not SHORTEST <= span <= LONGEST:
            raise ValueError('must be between a minute and a day; write wait = "15 minutes"')
        return span


def steps(tables: Sequence[AlertTable]) -> dict[str, int]:
    """The names of channels, in order, each with how many come before it for what is urgent."""
    found: dict[str, int] = {}
    for number, table in enumerate(tables, start=1):
        before = found.get(table.after, 0) + 1 if table.after else 0
        found[table.name or str(number)] = before
    return found


def contact(name: str, table: AlertTable, language: str, step: int) -> Contact:
    """The noun; `language` is that of whoever reads it, unless the channel has one of its own."""
    above = table.above or ("urgent" if table.after else "high")
    return Contact(
        name=name,
        above=Severity[above.upper()],
        language=table.language or language,
        reasons=frozenset(table.reasons or ()),
        quiet=table.quiet,
        delegate=table.delegate or "",
        digest=Rhythm(table.digest),
        support=table.support,
        step=step,
    )
