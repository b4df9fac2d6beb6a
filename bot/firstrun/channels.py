"""Whether a channel reaches its person: a test with a code goes out, and counts once the code comes back."""

import secrets
from datetime import datetime
from hmac import compare_digest
from typing import Final

from bot.alerts.apprise import AppriseChannel
from bot.alerts.wording import Wording
from bot.config import understood
from bot.errors import ConfigError
from bot.model.alert import Alert, AlertKind
from bot.model.reason import Severity

DIGITS: Final = 6


class Trial:
    """A test that was sent. Its repr shows neither the address nor the code."""

    __slots__ = ("_code", "name", "url")

    def __init__(self, name: str, url: str, code: str) -> None:
        self.name = name
        self.url = url
        self._code = code

    def confirmed_by(self, written: str) -> bool:
        """Whether this is the code that was sent."""
        return compare_digest("".join(written.split()).encode(), self._code.encode())


async def send_test(person: str, name: str, url: str, words: Wording, now: datetime) -> Trial:
    """Send a test with a code to an Apprise URL. Raises ConfigError where it is none, TryLater or Refused.

    What is sent says nothing of any mention.
    """
    try:
        understood(url)
    except ValueError:
        raise ConfigError(words.say("wrong.alert_url")) from None
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    alert = Alert(
        id=f"test-{secrets.token_hex(4)}",
        person=person,
        kind=AlertKind.NOTICE,
        severity=Severity.HIGH,
        at=now,
        title=words.say("channel.title"),
        body=words.say("channel.body", code=code),
    )
    await AppriseChannel(f"{person}/{name}", url, Severity.HIGH).send(alert)
    return Trial(name, url, code)
