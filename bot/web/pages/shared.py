"""Lists that are shared, for everybody: what each is, for people and for programs, and its files. No cookie is set, and
nothing is shown of a list that is not published."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

from sqlalchemy import Connection
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
from bot.web.pages.enter import language, plain
from bot.web.shelf import Wanted, handed, has, mark_of, unchanged
from bot.web.throttle import count

LD: Final = "application/ld+json"
MACHINES: Final = (LD, "application/json", "application/activity+json")
MOST: Final = 500
"""Lists that are named at once."""
SHORT: Final = {"csv": "blocks.csv", "json": SIGNED}
"""What an address that ends so leads to."""
LATER: Final = 3_600
"""Seconds after which it is worth asking again for a list that waits for somebody's word."""
Writing = Callable[[Connection, Shown], Iterable[bytes]]


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

    async def _answer(self, request: Request, call: Callable[[Request], Wanted]) -> Response:
        """What is asked for; who has it, or whom it need not be made for, is not counted."""
        try:
            wanted = await self.house.porch.serve(request, self._fresh, request, call)
            if has(request, wanted):
                return unchanged(wanted)
            body = wanted.shelf.at_hand(wanted.mark)
            if body is None:
                count(self.house.readers, request)
                body = await self.house.workshop.serve(request, wanted.shelf.body, wanted.mark, wanted.make)
        except Gone:
            raise HTTPException(404) from None
        return handed(wanted, body)

    def _fresh(self, request: Request, call: Callable[[Request], Wanted]) -> Wanted:
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

    def _every(self, request: Request) -> Wanted:
        with self.house.store.reading() as connection:
            found = [self._shown(connection, slug) for slug in editions.published(connection, MOST)]
        if not _for_machines(request):
            return self._page(request, "shared_every.html", every=found)
        base = self.house.config.web.url
        items = [documents.dataset(one) for one in found]
        members = {"id": f"{base}/shared", "type": "Collection", "totalItems": len(items), "items": items}
        return self._document("every", members, lambda: documents.document(members))

    def _one(self, request: Request) -> Wanted:
        with self.house.store.reading() as connection:
            one = self._found(request, connection)
            keys = [str(key.verifier) for key in signers.keys(connection)]
        if _for_machines(request):
            return self._document("dataset", one, lambda: documents.document(documents.dataset(one)))
        _require_open(one)
        values = {"terms": terms(one.list), "files": [*FILES, SIGNED], "keys": keys, "join": _joins(request)}
        return self._page(request, "shared.html", one=one, **values)

    def _snapshot(self, request: Request) -> Wanted:
        return self._whole(request, "snapshot", LD, documents.snapshot)

    def _file(self, request: Request) -> Wanted:
        name = str(request.path_params["file"])
        with self.house.store.reading() as connection:
            _require_open(self._found(request, connection))
        if name == SIGNED:
            return self._whole(request, name, "application/json", documents.signed)
        if name not in FILES:
            raise HTTPException(404)
        named = {"content-disposition": f'attachment; filename="{name}"'}
        return self._whole(request, name, documents.media_type(name), partial(documents.file, name=name), **named)

    def _whole(self, request: Request, form: str, media_type: str, write: Writing, **headers: str) -> Wanted:
        """All of a version: found by two rows alone."""
        with self.house.store.reading() as connection:
            one = self._found(request, connection)
        made = self._making(request, one, lambda connection: b"".join(write(connection, one)))
        return Wanted(mark_of(form, one), self.house.shelf, media_type, made, headers)

    def _changes(self, request: Request) -> Wanted:
        since = request.query_params.get("since", "").lower()
        if since and (len(since) != len(GENESIS) or not since.replace("-", "").isalnum()):
            raise HTTPException(400)
        with self.house.store.reading() as connection:
            one = self._found(request, connection)

        def write(connection: Connection) -> bytes:
            if since:
                return documents.page(connection, one, since)
            return documents.document(documents.changes(connection, one))

        return self._document("changes", (one, since), self._making(request, one, write))

    def _making(self, request: Request, one: Shown, write: Callable[[Connection], bytes]) -> Callable[[], bytes]:
        """Make it of the version that was found, and of no later one."""

        def made() -> bytes:
            with self.house.store.reading() as connection:  # a connection is held by who makes, and by nobody who waits
                if self._found(request, connection) != one:
                    raise HTTPException(503, headers={"Retry-After": "1"})
                return write(connection)

        return made

    def _document(self, form: str, of: object, make: Callable[[], bytes]) -> Wanted:
        return Wanted(mark_of(form, of), self.house.leaves, LD, make)

    def _page(self, request: Request, template: str, **values: object) -> Wanted:
        of = mark_of(template, language(self.house, request), self.house.templates.globals["assets"], values)
        return Wanted(
            of,
            self.house.leaves,
            "text/html",
            lambda: bytes(plain(self.house, request, template, 200, **values).body),
        )

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
