"""Lists that are shared, for everybody: what each is, for people and for programs, and its files. No cookie is set, and
nothing is shown of a list that is not published."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.blocklists.identifier import GENESIS
from bot.errors import Gone
from bot.publishing import documents
from bot.publishing.appealing import published
from bot.publishing.documents import FILES, SIGNED, Shown
from bot.publishing.terms import SLUG, terms
from bot.publishing.upkeep import expire
from bot.store import editions, signers
from bot.web.house import House
from bot.web.pages.enter import address, plain
from bot.web.shelf import mark_of, marked

LD: Final = "application/ld+json"
MACHINES: Final = (LD, "application/json", "application/activity+json")
MOST: Final = 500
"""Lists that are named at once."""
SHORT: Final = {"csv": "blocks.csv", "json": SIGNED}
"""What an address that ends so leads to."""
LATER: Final = 3_600
"""Seconds after which it is worth asking again for a list that waits for somebody's word."""
Making = Callable[[Connection, Shown], Iterable[bytes]]


class Counter:
    """Where lists are handed out."""

    def __init__(self, house: House) -> None:
        self.house = house

    async def every(self, request: Request) -> Response:
        """All lists that are published here."""
        return await self._answer(request, self._every)

    async def one(self, request: Request) -> Response:
        """One list: a page for people, FIRES' dataset for programs."""
        slug, dot, suffix = str(request.path_params["slug"]).partition(".")
        if dot and SLUG.fullmatch(slug) and suffix in SHORT:
            return RedirectResponse(f"/shared/{slug}/{SHORT[suffix]}", status_code=302)
        return await self._answer(request, self._one)

    async def snapshot(self, request: Request) -> Response:
        """FIRES' snapshot."""
        return await self._answer(request, self._snapshot)

    async def changes(self, request: Request) -> Response:
        """FIRES' changes, a page at a time."""
        return await self._answer(request, self._changes)

    async def file(self, request: Request) -> Response:
        """A file."""
        return await self._answer(request, self._file)

    async def _answer(self, request: Request, call: Callable[[Request], Response]) -> Response:
        where = address(request)
        if self.house.readers.must_wait(where):
            raise HTTPException(429, headers={"Retry-After": "60"})
        self.house.readers.failed(where)
        try:
            return await run_in_threadpool(self._fresh, request, call)
        except Gone:
            raise HTTPException(404) from None

    def _fresh(self, request: Request, call: Callable[[Request], Response]) -> Response:
        """Nothing is handed out beyond its time, whether a shield is at work or not, nor before somebody has looked at
        what a backup put back.
        """
        if "slug" in request.path_params:
            with self.house.store.reading() as connection:
                one = self._found(request, connection)
            if one.list.restored_at:
                raise HTTPException(503, headers={"Retry-After": str(LATER)})
            expire(self.house.store, one.list.id, self.house.now())
        return call(request)

    def _every(self, request: Request) -> Response:
        with self.house.store.reading() as connection:
            found = [self._shown(connection, slug) for slug in editions.published(connection, MOST)]
        if not _for_machines(request):
            return _public(plain(self.house, request, "shared_every.html", every=found), request)
        base = self.house.config.web.url
        items = [documents.dataset(one) for one in found]
        members = {"id": f"{base}/shared", "type": "Collection", "totalItems": len(items), "items": items}
        return _document(request, documents.document(members))

    def _one(self, request: Request) -> Response:
        with self.house.store.reading() as connection:
            one = self._found(request, connection)
            keys = [str(key.verifier) for key in signers.keys(connection)]
        if _for_machines(request):
            return _document(request, documents.document(documents.dataset(one)))
        _require_open(one)
        values = {"terms": terms(one.list), "files": [*FILES, SIGNED], "keys": keys, "join": _joins(request)}
        return _public(plain(self.house, request, "shared.html", 200, one=one, **values), request)

    def _snapshot(self, request: Request) -> Response:
        return self._whole(request, "snapshot", LD, documents.snapshot)

    def _file(self, request: Request) -> Response:
        name = str(request.path_params["file"])
        with self.house.store.reading() as connection:
            _require_open(self._found(request, connection))
        if name == SIGNED:
            return self._whole(request, name, "application/json", documents.signed)
        if name not in FILES:
            raise HTTPException(404)
        named = {"content-disposition": f'attachment; filename="{name}"'}
        return self._whole(request, name, documents.media_type(name), partial(documents.file, name=name), **named)

    def _whole(self, request: Request, form: str, media_type: str, make: Making, **headers: str) -> Response:
        """All of a version: found by its digest alone, so that who has it costs two rows."""
        with self.house.store.reading() as connection:
            one = self._found(request, connection)
        mark = f"{one.edition.digest[:32]}-{one.list.id}-{one.edition.version}-{form.replace('.', '-')}"

        def made() -> bytes:
            with self.house.store.reading() as connection:  # a connection is held by who makes, and by nobody who waits
                if self._found(request, connection).edition.version != one.edition.version:
                    raise HTTPException(503, headers={"Retry-After": "1"})
                return b"".join(make(connection, one))

        return marked(request, mark, media_type, lambda: self.house.shelf.body(mark, made), **headers)

    def _changes(self, request: Request) -> Response:
        since = request.query_params.get("since", "")
        if since and (len(since) != len(GENESIS) or not since.replace("-", "").isalnum()):
            raise HTTPException(400)
        with self.house.store.reading() as connection:
            one = self._found(request, connection)
            if not since:
                return _document(request, documents.document(documents.changes(connection, one)))
            return _document(request, documents.page(connection, one, since.lower()))

    def _found(self, request: Request, connection: Connection) -> Shown:
        return self._shown(connection, str(request.path_params["slug"])[:60])

    def _shown(self, connection: Connection, slug: str) -> Shown:
        one = published(connection, slug)
        edition = editions.edition(connection, one.id, one.version)
        if edition is None:
            raise Gone("there is no such version")
        return Shown(one, edition, self.house.config.web.url)


def _require_open(one: Shown) -> None:
    """Raise a 410 for a list that is closed: whoever keeps a file of it should not."""
    if one.list.closed_at is not None:
        raise HTTPException(410)


def _joins(request: Request) -> bool:
    """Whether somebody can subscribe here with an account of theirs."""
    return any(getattr(one, "path", "") == "/join/{slug}" for one in request.app.routes)


def _for_machines(request: Request) -> bool:
    """Whether a program asks: it names what it takes, and browsers name HTML before."""
    accept = request.headers.get("accept", "").lower()
    return "text/html" not in accept and any(one in accept for one in MACHINES)


def _document(request: Request, body: bytes) -> Response:
    return marked(request, mark_of(body), LD, lambda: body)


def _public(page: Response, request: Request) -> Response:
    body = bytes(page.body)
    return marked(request, mark_of(body), "text/html", lambda: body)
