"""One visit to a page: who came, to whose shield, and what they sent; and how they are answered."""

import hmac
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Final, Literal

from markupsafe import Markup
from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.alerts.wording import Wording
from bot.config import Community, Config, Person
from bot.config.shielded import Shielded
from bot.explaining.words import trouble
from bot.model.seat import Grant, Seat
from bot.people.admission import Seated
from bot.store.database import Store
from bot.web.dates import day
from bot.web.form import EMPTY, Form
from bot.web.house import House
from bot.web.spoken import span, spoken

AT_ONCE: Final = timedelta(seconds=10)


class Visit:
    """What a page may look at."""

    def __init__(self, house: House, request: Request, seated: Seated, person: Person | Community, token: str) -> None:
        self.house = house
        self.request = request
        self.seated = seated
        self.person = person
        self.form: Form = EMPTY
        self.csrf = csrf(token)
        self.now: datetime = house.now()
        self.said: Wording = spoken(seated.seat.language or person.language)

    @property
    def seat(self) -> Seat:
        """Who came."""
        return self.seated.seat

    @property
    def store(self) -> Store:
        """The database."""
        return self.house.store

    @property
    def config(self) -> Config:
        """The configuration as it is now."""
        return self.house.current()

    @property
    def protected(self) -> Person:
        """The person whose pages these are. 404 for a community."""
        if not isinstance(self.person, Person):
            raise HTTPException(404)
        return self.person

    @property
    def community(self) -> Community:
        """The community whose pages these are. 404 for a person."""
        if not isinstance(self.person, Community):
            raise HTTPException(404)
        return self.person

    @property
    def at_desk(self) -> bool:
        """Whether these pages are a community's, where measures are taken, and nothing that a person's account does."""
        return isinstance(self.person, Community)

    @property
    def asked(self) -> QueryParams:
        """What stands behind the `?`."""
        return self.request.query_params

    @property
    def path(self) -> Mapping[str, Any]:
        """What stands in the path."""
        return self.request.path_params

    def has(self, needs: Grant, whose: type[Shielded]) -> bool:
        """Whether whoever came may go to such a page."""
        return self.seat.may(needs) and isinstance(self.person, whose)

    @property
    def partial(self) -> bool:
        """Whether a script asks for a part of the page only, to put it in its place."""
        return self.request.headers.get("hx-request") == "true"

    def moment(self, at: datetime) -> str:
        """A moment by the person's clock."""
        return self.said.moment(at, self.person.zone)

    def day(self, at: datetime) -> str:
        """The day of a moment by the person's clock."""
        return self.said.day(day(at, self.person.zone))

    def ago(self, at: datetime) -> str:
        """How long ago."""
        how_long = self.now - at
        if how_long < AT_ONCE:
            return self.said.say("web.just_now")
        return self.said.say("web.ago", span=span(self.said, how_long))

    def rules(self, names: Iterable[str]) -> str:
        """What rules are called in the language of whoever looks; by their names where they are gone."""
        return ", ".join(self._titles.get(name, name) for name in names)

    def trouble(self, written: str) -> str:
        """What did not work, as whoever looks says it."""
        return trouble(self.said, written)

    @cached_property
    def _titles(self) -> dict[str, str]:
        language: Literal["fr", "en"] = "en" if self.said.texts["web.code"] == "en" else "fr"
        return {one.name: one.called(language) for one in self.config.policy(self.person).rules}

    def span(self, how_long: timedelta) -> str:
        """How long."""
        return span(self.said, how_long)

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """A page, or a part of one, filled in."""
        shared = {
            "visit": self,
            "say": self.said.say,
            "count": self.said.count,
            "language": self.said.texts["web.code"],
            "seat": self.seat,
            "may": lambda name: self.seat.may(Grant(name)),
            "field": Markup('<input type="hidden" name="csrf" value="{}">').format(self.csrf),
            "notice": self._notice(),
        }
        text = self.house.templates.get_template(template).render(**shared, **values)
        return HTMLResponse(text, status_code=status)

    def back(self, path: str, said: str = "") -> Response:
        """To another page after something was done; `said` names the sentence that tells it, `web.said.*`."""
        return RedirectResponse(f"{path}{'&' if '?' in path else '?'}said={said}" if said else path, status_code=303)

    def _notice(self) -> str:
        """What was just done, by the name of a sentence: nothing else that stands in an address is ever shown."""
        return str(self.said.texts.get(f"web.said.{self.asked.get('said', '')}", ""))


def csrf(token: str) -> str:
    """What a form of this session carries, so that no other site can send one in its name."""
    return hmac.digest(token.encode(), b"rempart form", "sha256").hex()
