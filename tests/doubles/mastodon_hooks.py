"""The webhooks of a Mastodon server, as its sources have them (`WebhookService`, `Webhooks::DeliveryWorker`): signed, of
every local post whatever its visibility, tried 16 times again after some answers and never after others. The clock is
false: nothing waits.

Not verified on a running server: in what order letters come that are tried again.
"""

import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from tests.doubles import mastodon_shapes as shapes
from tests.doubles.mastodon_admin_shapes import admin_account, admin_report
from tests.doubles.mastodon_world import World

RETRIES = 16
AGAIN = frozenset({401, 408, 429})
"""Of the answers from 400 to 499, those after which it is tried again; of the others, all but 501."""
Send = Callable[[bytes, dict[str, str]], int]
"""Posts a body with its headers; the answer's status, 0 where nobody answers."""


@dataclass
class Sent:
    """One letter on its way."""

    event: str
    body: bytes
    headers: dict[str, str]
    due: datetime
    tries: int = 0


class Hooks:
    """One webhook of a server; `events` are those that its administrator chose."""

    def __init__(self, world: World, secret: str, send: Send, *events: str) -> None:
        self.world = world
        self.secret = secret
        self.send = send
        self.events = events
        self.now = world.now()
        self.waiting: list[Sent] = []
        self.answers: list[int] = []
        self.given_up: list[Sent] = []
        self._before = world.admin.tell
        world.admin.tell = self._tell

    def _tell(self, event: str, about: str) -> None:
        self._before(event, about)
        if (not self.events or event in self.events) and self._local(event, about):
            self.queue(event, self._object(event, about))

    def _local(self, event: str, about: str) -> bool:
        kind, world = event.partition(".")[0], self.world
        if kind == "report":
            return True
        who = world.statuses[about].by if kind == "status" else about
        return world.people[who].domain is None

    def _object(self, event: str, about: str) -> dict[str, Any]:
        world = self.world
        match event.partition(".")[0]:
            case "status":
                return shapes.status(world, world.statuses[about])
            case "account":
                return admin_account(world, world.people[about])
            case _:
                return admin_report(world, next(one for one in world.reports if one["id"] == about))

    def queue(self, event: str, about: dict[str, Any]) -> Sent:
        """Write a letter, signed with the secret of now."""
        body = letter(event, about, self.now)
        one = Sent(event, body, {"X-Hub-Signature": sign(self.secret, body)}, self.now)
        self.waiting.append(one)
        return one

    def deliver(self) -> list[int]:
        """Send all that is due; what was answered."""
        due = [one for one in self.waiting if one.due <= self.now]
        answered = [self._try(one) for one in due]
        self.answers += answered
        return answered

    def advance(self, by: timedelta) -> None:
        """Let time pass, with all that is tried again in it."""
        until = self.now + by
        while (due := min((one.due for one in self.waiting), default=until)) < until:
            self.now = max(self.now, due)
            self.deliver()
        self.now = until

    def _try(self, one: Sent) -> int:
        status = self.send(one.body, one.headers)
        one.tries += 1
        final = 200 <= status < 300 or status == 501 or (400 <= status < 500 and status not in AGAIN)
        if final or one.tries > RETRIES:
            self.waiting.remove(one)
            if not 200 <= status < 300:
                self.given_up.append(one)
        else:
            one.headers["X-Hub-Signature"] = sign(self.secret, one.body)
            one.due = self.now + timedelta(seconds=(one.tries - 1) ** 4 + 15)
        return status


def letter(event: str, about: dict[str, Any], at: datetime) -> bytes:
    """A body."""
    told = {"event": event, "created_at": at.strftime("%Y-%m-%dT%H:%M:%S.000Z"), "object": about}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def sign(secret: str, body: bytes) -> str:
    """What the server says of it."""
    return "sha256=" + hmac.new(secret.encode(), body, sha256).hexdigest()
