"""Whether a text is the URL of a channel: at a glance, or as Apprise sees it."""

from typing import Final

from bot.errors import ConfigError
from bot.model.reason import Severity

CURE: Final = 'write a whole one, as "ntfy://ntfy.example/camille" or "mailtos://…" (https://appriseit.com lists all)'


def well_formed(url: str) -> None:
    """Look at the form alone, which costs nothing. Raises ValueError, without the URL."""
    scheme, found, rest = url.partition("://")
    if not found or not scheme.isalnum() or not rest or len(url.split()) != 1:
        raise ValueError(f"the secret holds no Apprise URL; {CURE}")


def understood(url: str) -> None:
    """Let Apprise parse it, which takes half a second the first time and touches no network. As above."""
    from bot.alerts.apprise import AppriseChannel  # noqa: PLC0415 - Apprise and its channels take that half second

    well_formed(url)
    try:
        AppriseChannel("", url, Severity.HIGH)
    except ConfigError:
        raise ValueError(f"the secret holds a URL that Apprise does not understand; {CURE}") from None
