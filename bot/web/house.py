"""What all pages share: the configuration as it lies on disk, the database, the door, the words."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from importlib.resources import files
from typing import Any, Final

import structlog
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from bot.config import Community, Config, ConfigFile, Person, Unusable
from bot.dossier.staging import ours
from bot.errors import Refused
from bot.following.joining import Joining
from bot.model.proposal import Kind, Proposal
from bot.model.shield import Shield
from bot.people.admission import Admission
from bot.people.agreeing import Agreeing, Perform
from bot.platforms.mastodon.options import Options
from bot.publishing.closing import close
from bot.publishing.publishing import publish
from bot.publishing.rewording import reword
from bot.shield.live import shields
from bot.store.database import Store
from bot.web.blocking import block
from bot.web.calling import Calling
from bot.web.exports import Errands, Exports
from bot.web.month import Months
from bot.web.passkeys import Passkeys
from bot.web.porch import Porch
from bot.web.shelf import Shelf
from bot.web.throttle import Throttle

log = structlog.get_logger(__name__)

LOOK: Final = 1.0
"""Seconds between two looks at whether the configuration changed."""
PATIENCE: Final = 5.0
"""Seconds that the server of somebody whom we do not know has for an answer."""
READERS: Final = 60
"""Answers about lists that are made for one address in a minute: a server that follows one asks a few times an hour."""
ALL_READERS: Final = 1_200
OBJECTIONS: Final = 10
"""Appeals, and words that somebody says they were given, of one address in a minute."""
ALL_OBJECTIONS: Final = 60
LEAVES: Final = 8 << 20
"""Bytes of small answers that are kept at hand, apart from whole lists: who asks for many pushes none of those out."""
STATIC: Final = ("rempart.css", "rempart.js", "rempart.svg", "review.js", "passkey.js", "htmx.min.js")


def present() -> datetime:
    """The present moment, UTC."""
    return datetime.now(UTC)


class House:
    """Everything that pages are made of."""

    def __init__(self, file: ConfigFile, store: Store, now: Callable[[], datetime] = present) -> None:
        """Read the configuration. Raises Unusable where it cannot be used."""
        self.file = file
        self.config = file.read()
        self.store = store
        self.now = now
        self.admission = Admission(store)
        self.throttle = Throttle()
        self.readers = Throttle(tries=READERS, all_=ALL_READERS)
        self.objections = Throttle(tries=OBJECTIONS, all_=ALL_OBJECTIONS)
        self.shelf, self.leaves = Shelf(), Shelf(LEAVES)
        self.porch = Porch(at_once=8, waiting=40, each=20)
        self.workshop = Porch(at_once=2, waiting=80, each=10)
        self.outward = Porch(at_once=8, waiting=20, each=2)
        self.months = Months()
        self.passkeys = Passkeys(self.admission)
        self.exports = Exports(store, ours(file.path), self._language)
        performing: dict[Kind, Perform] = {
            Kind.EXPORT: self.exports.write,
            Kind.BLOCK: partial(block, store),
            Kind.PUBLISH: self._publish,
            Kind.REWORD: partial(reword, store),
            Kind.CLOSE: partial(close, store),
            Kind.MEASURE: self._measure,
        }
        self.agreeing = Agreeing(store, performing)
        self.errands = Errands(self.agreeing, self.exports, lambda: [one.name for one in self.current().shielded])
        self.calling = Calling(store, self.current, now)
        self.joining = Joining(store, self._reached, now)
        self.templates = templates()
        self._lock = threading.Lock()
        self._looked = now()

    def current(self) -> Config:
        """The configuration as it is now; while it is faulty, as it was before, by which the shield goes too."""
        with self._lock:
            now = self.now()
            if (now - self._looked).total_seconds() >= LOOK:
                self._looked = now
                if self.file.changed():
                    self._read()
            return self.config

    def anew(self) -> None:
        """Read it now: a page has just written it."""
        with self._lock:
            self._read()

    def _read(self) -> None:
        try:
            self.config = self.file.read()
        except Unusable as error:
            log.warning("configuration not taken up by the pages", problems=len(error.problems))

    def person(self, name: str) -> Person | Community | None:
        """A protected person of the configuration, or a community."""
        return next((person for person in self.current().shielded if person.name == name), None)

    def _reached(self, server: str) -> Options:
        """How the servers of people are reached who follow a list."""
        return Options(server=server, allow_loopback=self.current().network.allow_loopback, request_timeout=PATIENCE)

    def shield(self, name: str) -> Shield:
        """All that is known of how a person is protected. Raises Refused where nobody is called so any more."""
        found = shields(self.current(), {}).get(name)
        if found is None:
            raise Refused(f"nobody is called {name} in the configuration")
        return found

    def _publish(self, one: Proposal, now: datetime) -> None:
        publish(self.store, self.shield(one.person), one, now)

    def _measure(self, one: Proposal, now: datetime) -> None:
        from bot.moderating.agreeing_to import perform  # noqa: PLC0415 - only communities have measures

        perform(self.store, one, now)

    def _language(self, name: str) -> str:
        person = self.person(name)
        return person.language if person else self.config.language


def templates() -> Environment:
    """The templates of all pages."""
    made = Environment(
        loader=PackageLoader("bot.web"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["assets"] = {name: _address(name) for name in STATIC}
    return made


def _address(name: str) -> str:
    """Where a file is fetched; another address when it changes, so that browsers may keep it."""
    content: Any = (files("bot.web") / "static" / name).read_bytes()
    return f"/static/{name}?v={sha256(content).hexdigest()[:12]}"
