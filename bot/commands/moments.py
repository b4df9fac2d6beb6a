"""Spans and moments as people write them on the command line."""

from datetime import UTC, datetime, timedelta

from bot.errors import ConfigError
from bot.rules.duration import parse_duration


def lasting(option: str, written: str) -> timedelta:
    """`2h`, `3 days`. Raises ConfigError."""
    try:
        return parse_duration(written)
    except ValueError as error:
        raise ConfigError(f"{option}: {error}") from None


def moment(option: str, written: str) -> datetime:
    """A date or moment by this machine's clock (`2026-03-01`, `2026-03-01T14:00`), in UTC. Raises ConfigError."""
    try:
        return datetime.fromisoformat(written).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ConfigError(f"{option}: is no date; write 2026-03-01 or 2026-03-01T14:00") from None


def since(option: str, written: str, now: datetime) -> datetime:
    """`2h` before now, or from a date or moment (`2026-03-01`, `2026-03-01T14:00`), by this machine's clock.

    Raises ConfigError.
    """
    try:
        return now - parse_duration(written)
    except ValueError:
        pass
    try:
        found = datetime.fromisoformat(written).astimezone()
    except (ValueError, OverflowError):
        raise ConfigError(f"{option}: is neither a span nor a date; write 2h, 3 days or 2026-03-01") from None
    if found > now:
        raise ConfigError(f"{option}: lies in the future; write a moment that has passed")
    return found


def until(option: str, written: str, now: datetime) -> datetime:
    """`30 days` from now, or until a date or moment (`2026-03-01`, `2026-03-01T14:00`), by this machine's clock.

    Raises ConfigError.
    """
    try:
        found = now + parse_duration(written)
    except OverflowError:
        raise ConfigError(f"{option}: lies too far ahead; write a date") from None
    except ValueError:
        found = moment(option, written)
    if found <= now:
        raise ConfigError(f"{option}: lies in the past; write a moment to come")
    return found
