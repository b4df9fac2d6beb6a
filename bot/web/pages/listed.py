"""For who may be listed: whether they are, why and until when; an appeal, and its answer. It takes no session."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.blocklists.change import Change
from bot.blocklists.entity import Kind, meant
from bot.blocklists.snapshot import HERE
from bot.errors import Gone, Malformed
from bot.publishing import appealing
from bot.publishing.appealing import LONGEST, Heard
from bot.publishing.refusing import Cannot
from bot.publishing.terms import terms
from bot.store import lists
from bot.web import form
from bot.web.form import Form
from bot.web.guard import require_same_site
from bot.web.house import House
from bot.web.pages.enter import plain
from bot.web.throttle import address, count

NAME: Final = 500
"""Characters of an account's name."""


class Told(NamedTuple):
    """What somebody is told."""

    account: str = ""
    """As they wrote it."""
    listed: Change | None = None
    since: datetime | None = None
    asked: bool = False
    handle: bool = False
    """Whether it may be a name of Bluesky's, which a list does not know."""
    server: str = ""
    """The server they are on, where it is that which is listed, and not they alone."""
    word: str = ""
    heard: Heard | None = None
    trouble: str = ""
    """The name of a sentence."""


class Window:
    """Where those who may be listed ask."""

    def __init__(self, house: House) -> None:
        self.house = house

    async def look(self, request: Request) -> Response:
        """What can be asked here."""
        return await self.house.porch.serve(request, self._page, request, Told())

    async def ask(self, request: Request) -> Response:
        """Answer a question, or take an appeal."""
        require_same_site(request, self.house.config.web.url)
        sent = await form.letter(request)
        asked = {"look": self._listed, "appeal": self._appeal, "answer": self._answer}.get(sent.get("do"))
        if asked is None:
            raise HTTPException(400)
        return await self.house.porch.serve(request, self._asked, request, asked, sent)

    def _asked(self, request: Request, asked: Callable[[Request, Form], Told], sent: Form) -> Response:
        try:
            told = asked(request, sent)
        except Malformed:
            told = Told(account=_account(sent), trouble="name")
        except Cannot as cannot:
            told = Told(account=_account(sent), trouble=cannot.what)
        except Gone:
            told = Told(trouble="no_word")
        return self._page(request, told)

    def _listed(self, request: Request, sent: Form) -> Told:
        entity = meant(_account(sent))
        count(self.house.readers, request)
        with self.house.store.reading() as connection:
            one = appealing.published(connection, _slug(request))
            said = appealing.listed(connection, one, entity, self.house.now())
            log = lists.about(connection, one.id, said.entity) if said else []
        server = said.entity.key if said and said.entity.kind is Kind.DOMAIN and said.entity != entity else ""
        handle = entity.kind is Kind.DOMAIN
        return Told(account=_account(sent), listed=said, since=_since(log), asked=True, handle=handle, server=server)

    def _appeal(self, request: Request, sent: Form) -> Told:
        """What can be kept is counted, and nothing else."""
        entity, words = meant(_account(sent)), appealing.sayable(sent.get("words"))
        with self.house.store.reading() as connection:
            one = appealing.published(connection, _slug(request))
            if appealing.listed(connection, one, entity, self.house.now()) is None:
                return Told(account=_account(sent), trouble="not_listed")
        count(self.house.objections, request)
        who, store = address(request), self.house.store
        word = appealing.appeal(store, _slug(request), entity, words, who, self.house.now())
        return Told(account=_account(sent), word=word)

    def _answer(self, request: Request, sent: Form) -> Told:
        word = appealing.bare(sent.get("word"))
        count(self.house.objections, request)
        return Told(heard=appealing.answered(self.house.store, _slug(request), word))

    def _page(self, request: Request, told: Told) -> Response:
        try:
            with self.house.store.reading() as connection:
                one = appealing.published(connection, _slug(request))
        except Gone:
            raise HTTPException(404) from None
        values: dict[str, Any] = {
            "one": one,
            "terms": terms(one),
            "told": told,
            "longest": LONGEST,
            "zone": self._zone(one.person),
        }
        return plain(self.house, request, "listed.html", **values)

    def _zone(self, name: str) -> str:
        person = self.house.person(name)
        return person.zone if person else "UTC"


def _slug(request: Request) -> str:
    return str(request.path_params["slug"])[:60]


def _account(sent: Form) -> str:
    return sent.get("account").strip()[:NAME]


def _since(log: list[Change]) -> datetime | None:
    """Since when they have stood there without a break."""
    since: datetime | None = None
    for change in log:
        since = (since or change.at) if change.type in HERE else None
    return since
