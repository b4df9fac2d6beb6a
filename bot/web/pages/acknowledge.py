"""Saying that one saw an urgent alert, by the link that came with it: it asks once more before it acts."""

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from bot.errors import Gone
from bot.people import acknowledging
from bot.people.acknowledging import Acknowledged
from bot.web.guard import require_same_site
from bot.web.house import House
from bot.web.pages.enter import knock, missed, plain


class Bell:
    """The public page of an alert's link; what it shows, the alert said already."""

    def __init__(self, house: House) -> None:
        self.house = house

    async def look(self, request: Request) -> Response:
        """What it is about: what previews links follows them, and changes nothing."""
        return await self._answer(request, self._followed)

    async def see(self, request: Request) -> Response:
        """Somebody saw it, and it rings no more."""
        require_same_site(request, self.house.config.web.url)
        return await self._answer(request, self._seen)

    async def _answer(self, request: Request, call: Callable[[str], Acknowledged]) -> Response:
        token = knock(request)
        try:
            one = await run_in_threadpool(call, token)
        except Gone:
            missed(self.house, request)
            return plain(self.house, request, "acknowledge.html", 404, one=None, zone="UTC", token="")
        person = self.house.person(one.person)
        zone = person.zone if person else "UTC"
        return plain(self.house, request, "acknowledge.html", one=one, zone=zone, token=token)

    def _followed(self, token: str) -> Acknowledged:
        return acknowledging.followed(self.house.store, token)

    def _seen(self, token: str) -> Acknowledged:
        self._followed(token)
        return acknowledging.acknowledge(self.house.store, token, "", self.house.now())
