"""Camille's shield after a week, and a list of hers."""

import asyncio
import shutil
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import msgspec
import pytest

from bot.blocklists.change import Policy
from bot.config.load import load
from bot.model.proposal import Kind
from bot.model.reason import Reason, Severity
from bot.people.admission import Admission
from bot.people.agreeing import Agreeing
from bot.publishing import closing, making, publishing, rewording
from bot.publishing.choosing import Choosing, Saying
from bot.publishing.ruled import by_rules
from bot.publishing.terms import Terms
from bot.shield.live import shields
from bot.store import candidates, lists, read
from bot.store.candidates import Standing
from bot.store.database import Store
from bot.trail.checkpoints import round_of_checkpoints
from tests.commands.scene import Scene

SAID = Saying(Policy.REJECT, Severity.HIGH, (Reason.HARASSMENT_TARGETED,))
KNOWN = timedelta(days=2)


class Publisher:
    """Who makes a list, and what becomes of it."""

    def __init__(self, scene):
        self.scene = scene
        self.store = scene.place.open()
        self.shield = shields(load(scene.config, {"NOWHERE_SET": "x"}), {})["camille"]
        self.choosing = Choosing(self.store, self.shield)
        self.now = datetime.now(UTC)
        self.agreeing = Agreeing(
            self.store,
            {
                Kind.PUBLISH: lambda one, now: publishing.publish(self.store, self.shield, one, now),
                Kind.CLOSE: lambda one, now: closing.close(self.store, one, now),
                Kind.REWORD: lambda one, now: rewording.reword(self.store, one, now),
            },
        )

    def make(self, **terms):
        terms = {"rules": ("menace",), "floor": 0} | terms
        return making.make(self.store, "camille", "protegee", "Protégée", Terms(**terms), "camille", self.now)

    def by_rules(self):
        return by_rules(self.store, self.shield, "protegee", self.now)

    def choose(self, *names, **rest):
        return [self.choosing.by_hand("protegee", name, SAID._replace(**rest), "camille", self.now) for name in names]

    def confirm(self, *some):
        for one in some:
            self.choosing.confirm("protegee", one.id, "camille", self.now)

    def of(self, how):
        with self.store.reading() as connection:
            one = lists.named(connection, "protegee")
            return candidates.standing(connection, one.id, how)

    @property
    def held(self):
        return {one.entity.key: set(one.grounds) for one in self.of(Standing.HELD)}

    @property
    def chosen(self):
        return {one.entity.key for one in self.of(Standing.CHOSEN)}

    def propose(self):
        """The proposal, and who made it."""
        seat = Admission(self.store).holder("camille", "test", self.now)
        seen = publishing.draft(self.store, "camille", "protegee").stamp
        meant = publishing.prepare(self.store, "camille", "protegee", seen, self.agreeing.open("camille"))
        return self.agreeing.propose(seat, Kind.PUBLISH, msgspec.json.encode(meant).decode(), self.now)

    def publish(self):
        """What is chosen, a day later."""
        one = self.propose()
        self.now += timedelta(days=1)
        assert self.agreeing.do(one, self.now)

    @property
    def whose(self):
        with self.store.reading() as connection:
            return lists.named(connection, "protegee")

    @property
    def entries(self):
        """Who stands in it."""
        with self.store.reading() as connection:
            return {one.entity.key: one for one in lists.page(connection, self.whose.id, "", 10_000)}

    @property
    def log(self):
        with self.store.reading() as connection:
            return lists.since(connection, self.whose.id, "", 10_000)

    def events(self):
        with self.store.reading() as connection:
            return [entry.event for entry in read.chain(connection, "camille")]

    def sign(self):
        """What a shield at work makes: a key."""
        round_of_checkpoints(self.store, ["camille"], {}, self.now)


@pytest.fixture(scope="session")
def played(tmp_path_factory):
    """The week, once."""
    folder = tmp_path_factory.mktemp("week")
    scene = Scene(folder, f"sqlite:///{folder / 'rempart.db'}", "fr")
    asyncio.run(scene.play())
    scene.process.close()
    return scene


@pytest.fixture
def publisher(played, tmp_path):
    folder = tmp_path / "shield"
    shutil.copytree(played.folder, folder)
    text = (folder / "config.toml").read_text().replace(str(played.folder), str(folder))
    (folder / "config.toml").write_text(text)

    place = SimpleNamespace(open=lambda: Store(f"sqlite:///{folder / 'rempart.db'}", played.master))
    one = Publisher(SimpleNamespace(config=folder / "config.toml", place=place))
    yield one
    one.store.close()
