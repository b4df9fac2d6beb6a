"""Pages on a shield with a week behind it, looked at as browsers do."""

import asyncio
import re
from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from bot.config import ConfigFile
from bot.evidence.chain import verify
from bot.model.seat import Role, Seat
from bot.store import read
from bot.web.house import House
from bot.web.site import site
from tests.commands.scene import Scene

PORT = 8470
KNOWN = timedelta(days=2)  # how long those whom Camille invites have been there
BASE = f"http://localhost:{PORT}"
CSRF = re.compile(r'name="csrf" value="([0-9a-f]{64})"')


class Browser:
    """Somebody's browser: it keeps cookies, and follows nothing by itself."""

    def __init__(self, app, language="fr", address="192.0.2.1"):
        self.client = TestClient(app, base_url=BASE, follow_redirects=False, client=(address, 50_000))
        self.client.headers["accept-language"] = language

    def get(self, path, **headers):
        return self.client.get(path, headers=headers)

    def post(self, path, page="/", **fields):
        """Send a form as the page has it."""
        token = CSRF.search(self.get(page).text)
        return self.raw(path, {"csrf": token[1] if token else "", **fields})

    def raw(self, path, fields, **headers):
        return self.client.post(path, data=fields, headers=headers)

    def enter(self, token):
        answer = self.raw(f"/enter/{token}", {})
        assert answer.status_code == 303, answer.text
        return self


class World:
    """A shield, its pages, and whoever looks at them."""

    def __init__(self, scene, house):
        self.scene = scene
        self.house = house
        self.app = site(house, PORT)

    @property
    def now(self):
        return datetime.now(UTC)

    @property
    def store(self):
        return self.house.store

    def chain(self):
        """Camille's chain."""
        with self.store.reading() as connection:
            return list(read.chain(connection, "camille"))

    def entries(self):
        return len(self.chain())

    def verified(self):
        """Whether the chain holds."""
        return not list(verify(self.chain()))

    def entitle(self, rule, title):
        """Give a rule of the configuration another title than its name."""
        text = self.scene.config.read_text()
        self.scene.config.write_text(
            text.replace(f'name = "{rule}"', f'name = "{rule}"\ntitle = {{ fr = "{title}", en = "{title}" }}')
        )
        self.house.anew()

    def browser(self, language="fr", address="192.0.2.1"):
        return Browser(self.app, language, address)

    def holder(self):
        """Camille, who came in."""
        seat = self.house.admission.holder("camille", "test", self.now)
        return self.browser().enter(self.house.admission.link(seat, self.now))

    def seat(self, name, role=Role.DELEGATE, **rest):
        one = Seat(id="", person="camille", name=name, role=role, **rest)
        return self.house.admission.invite(one, "camille", self.now - KNOWN)

    def guest(self, name, role=Role.DELEGATE, **rest):
        """Somebody whom Camille invited, who came in."""
        return self.browser().enter(self.house.admission.link(self.seat(name, role, **rest), self.now))


@pytest.fixture
def scene(tmp_path):
    scene = Scene(tmp_path, f"sqlite:///{tmp_path / 'rempart.db'}", "fr")
    asyncio.run(scene.play())
    yield scene
    scene.process.close()


@pytest.fixture
def world(scene):
    house = House(ConfigFile(scene.config, {"NOWHERE_SET": "x"}), scene.place.open())
    yield World(scene, house)
    house.store.close()
