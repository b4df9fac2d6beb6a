"""Any channel that Apprise knows: e-mail, ntfy, Signal, Matrix, Telegram, text messages and many more."""

import asyncio
import logging
from typing import TYPE_CHECKING, Final

from bot.errors import ConfigError, TryLater, Unanswered
from bot.model.alert import Alert
from bot.model.reason import Severity

if TYPE_CHECKING:
    import apprise

PATIENCE: Final = 30.0
"""Seconds that one sending may take."""

_TALKATIVE: Final = ("apprise", "urllib3", "slixmpp")
"""Loggers that would write an address with its secrets."""


class AppriseChannel:
    """One Apprise URL. The URL holds secrets: no log, repr or error shows any of it."""

    def __init__(self, name: str, url: str, above: Severity, patience: float = PATIENCE) -> None:
        """ConfigError, with the channel's name only, where Apprise cannot use the URL. Touches no network."""
        self.name = name
        self.above = above
        self._patience = patience
        self._apprise = _opened(name, url)

    async def send(self, alert: Alert) -> None:
        """Send title and body as plain text; TryLater where the service did not take it, Unanswered where it may have.

        After a timeout a worker thread may still succeed, so that a retry can bring the alert twice.
        """
        try:
            async with asyncio.timeout(self._patience):
                taken = await self._apprise.async_notify(
                    body=alert.body, title=alert.title, notify_type=_type(alert.severity), body_format="text"
                )
        except TimeoutError:
            raise Unanswered(f"channel {self.name}: no answer within {self._patience:g} seconds") from None
        if not taken:
            raise TryLater(
                f"channel {self.name}: the service did not take the alert; check its address and that it is up"
            )

    def __repr__(self) -> str:
        """The name; never the URL."""
        return f"AppriseChannel(name={self.name!r})"


def _opened(name: str, url: str) -> "apprise.Apprise":
    """Apprise for one URL, silenced; imported here because it takes 0.2 s, which most commands need not pay."""
    import apprise  # noqa: PLC0415 - see above

    from bot.alerts.services import instantiate  # noqa: PLC0415 - see above

    for talkative in _TALKATIVE:
        logging.getLogger(talkative).setLevel(logging.CRITICAL + 1)
    asset = apprise.AppriseAsset(
        app_id="Rempart", app_desc="Rempart", app_url="", image_url_mask=None, image_url_logo=None
    )
    plugin = instantiate(url, asset)
    if plugin is None:
        raise ConfigError(
            f"channel {name}: Apprise cannot use its URL (not shown, it may hold a password); write one as the "
            "documentation of Apprise says, for example ntfys://ntfy.example/your-topic"
        )
    opened = apprise.Apprise(asset=asset)
    opened.add(plugin)
    return opened


def _type(severity: Severity) -> str:
    """How services that know kinds of message show it."""
    return {Severity.URGENT: "failure", Severity.HIGH: "warning"}.get(severity, "info")
