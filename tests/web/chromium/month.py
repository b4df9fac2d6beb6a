"""The month of the demo, served: what a newcomer sees."""

import asyncio
from datetime import UTC, datetime

import msgspec

from bot.demo.pages import Demo
from bot.shield.heartbeat import NAME, Heartbeat, Pulse
from bot.store import write
from bot.web.house import House
from tests.web.chromium.conftest import Served
from tests.web.conftest import World


class Month(World):
    """An invented person's month and the raid after it, with a shield that is up."""

    def __init__(self, folder, language):
        self.demo = Demo(folder, language, 8470, datetime.now(UTC).replace(microsecond=0))
        asyncio.run(self.demo.play_month())
        asyncio.run(self.demo.play(self.demo.evening, 0.0))
        store = self.demo.place.open()
        super().__init__(self.demo, House(self.demo.file, store, self.demo.clock))
        self._beat()

    @property
    def now(self):
        return self.demo.clock.now

    def _beat(self):
        """A sign of life of a shield that hears everything."""
        pulse = Pulse(source="bluesky", people=("camille",), state="reading", event_at=self.now, handled_at=self.now)
        life = Heartbeat(at=self.now, began=self.now, process=1, sources=(pulse,))
        with self.store.writing() as connection:
            write.put(connection, self.store.master, NAME, msgspec.json.encode(life))

    def close(self):
        self.store.close()
        self.demo.process.close()


def served(month):
    """Its pages, answered in a thread until `stop`."""
    one = Served(month)
    one.thread.start()
    return one
