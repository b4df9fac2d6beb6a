"""Telling people past the outbox: only while the database takes nothing, for then nothing can be put into it."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.alerts.blindness import Unkept
from bot.alerts.notice import notice
from bot.alerts.port import Channel
from bot.alerts.route import leaves
from bot.alerts.topic import topic
from bot.model.account import Protected
from bot.model.alert import Alert
from bot.model.reason import Severity
from bot.model.shield import Shield
from bot.recording.judged import Judged

log = structlog.get_logger(__name__)

AGAIN: Final = timedelta(hours=1)
"""That the database takes nothing is told so often."""
MOST: Final = 20
"""Alerts that leave so to one contact; beyond it they wait for the database."""


class Direct:
    """Sends what cannot wait, once; what it sent is forgotten with the process."""

    def __init__(
        self, shields: Mapping[str, Shield], channels: Mapping[str, Channel], now: Callable[[], datetime]
    ) -> None:
        self.shields = shields
        self.channels = channels
        self._now = now
        self._since: datetime | None = None
        self._told: datetime | None = None
        self._sent: dict[str, int] = {}

    async def unkept(self, judged: Sequence[Judged], since: datetime) -> None:
        """Tell everybody that nothing is kept since then, and of what is grave among what was judged."""
        if self._since != since:
            self._since, self._told, self._sent = since, None, {}
        if self._told is None or self._now() - self._told >= AGAIN:
            self._told = self._now()
            await asyncio.gather(*(self._tell(shield, since) for shield in self.shields.values()))
        for one in judged:
            if one.decision.severity >= Severity.HIGH:
                for delivery in one.alerts:
                    if isinstance(delivery.what, Alert) and delivery.due_at <= self._now():
                        await self._send(delivery.via, delivery.what)

    async def _tell(self, shield: Shield, since: datetime) -> None:
        trouble, at = Unkept(since=since), self._now()
        for contact in shield.contacts:
            person = Protected(name=shield.name, language=contact.language, zone=shield.protected.zone)
            alert = notice(f"{topic(trouble)}-{shield.name}-{int(at.timestamp())}", person, at, trouble)
            if leaves(contact, alert.severity, shield.protected.zone, at) == at:
                await self._send(contact.name, alert)

    async def _send(self, via: str, alert: Alert) -> None:
        channel = self.channels.get(via)
        if channel is None or self._sent.get(via, 0) >= MOST:
            return
        self._sent[via] = self._sent.get(via, 0) + 1
        try:
            await channel.send(alert)
        except Exception as error:  # noqa: BLE001 - whatever a channel raises, the others are told
            log.warning("not told", contact=via, error=type(error).__name__)
