"""The pages as a real browser shows them: Chromium, looking at a site that is served on a free port."""

import socket
import threading

import pytest
import uvicorn

from bot.web.site import site


@pytest.fixture
def page(served, contexts):
    """A page of a browser that knows nobody yet."""
    return contexts(base_url=served.url).new_page()


class Served:
    """A site on a free port of this machine, answered in a thread."""

    def __init__(self, world):
        self.world = world
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        settings = uvicorn.Config(site(world.house, self.port), lifespan="off", log_config=None, access_log=False)
        self.server = uvicorn.Server(settings)
        self.thread = threading.Thread(target=self.server.run, args=([self.listening],))

    def link(self, seat=None):
        """A one-time link to a seat, the holder's if none is named."""
        admission, now = self.world.house.admission, self.world.now
        seat = seat or admission.holder("camille", "test", now)
        return f"{self.url}/enter/{admission.link(seat, now)}"

    def come_in(self, page, seat=None):
        """Use a link as people do."""
        page.goto(self.link(seat))
        page.locator("form button.main").click()
        page.wait_for_url(f"{self.url}/")
        return page


@pytest.fixture
def served(world):
    """The pages of Camille's shield, for browsers."""
    one = Served(world)
    one.thread.start()
    yield one
    one.server.should_exit = one.server.force_exit = True
    one.thread.join()
    one.listening.close()
