"""The page of somebody who follows a list: how far it is, what was left alone, another choice, and the way out."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from msgspec.structs import replace
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.blocklists.blocklist import Blocklist
from bot.blocklists.follower import WAITING, Choice, Follower, Phase, State
from bot.following import enlisting
from bot.model.reason import Reason
from bot.store import effects, followers
from bot.store.followers import ABOARD
from bot.web import form, joining
from bot.web.form import Form
from bot.web.guard import require_same_site
from bot.web.house import House
from bot.web.pages.enter import plain
from bot.web.throttle import Throttle

HOUR: Final = 3_600.0
CHANGES: Final = 5
"""Times in an hour that somebody may choose otherwise."""
ALL_CHANGES: Final = 1_000


class Progress(NamedTuple):
    """How far a list is carried out at somebody."""

    done: int
    waiting: int
    undone: int
    alone: Mapping[str, int]
    """What was left alone, by why."""

    @property
    def all(self) -> int:
        """All that it was looked at for."""
        return self.done + self.waiting + self.undone + sum(self.alone.values())


class Joined:
    """The pages that the word in a follower's cookie opens."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.changes = Throttle(tries=CHANGES, all_=ALL_CHANGES, within=HOUR)

    async def look(self, request: Request) -> Response:
        """How far it is."""
        return await self.house.porch.serve(request, self._look, request)

    async def act(self, request: Request) -> Response:
        """Choose otherwise, or leave."""
        require_same_site(request, self.house.config.web.url)
        return await self.house.porch.serve(request, self._act, request, await form.letter(request))

    def _look(self, request: Request) -> Response:
        list_, one, word = self._who(request)
        with self.house.store.reading() as connection:
            progress = progress_of(effects.counts(connection, one.id))
        shown = {"one": one, "progress": progress, "phase": Phase, "csrf": joining.mark(word)}
        choices = {"floors": joining.FLOORS, "reasons": list(Reason)}
        return plain(self.house, request, "joined.html", 200, list=list_, **shown, **choices)

    def _act(self, request: Request, sent: Form) -> Response:
        list_, one, word = self._who(request)
        joining.require_mark(sent, word)
        if sent.get("do") == "leave":
            self._leave(list_, one)
        elif sent.get("do") == "choose" and one.phase in ABOARD:
            choice = replace(joining.choice_of(sent), deed=one.choice.deed)  # the token is for no other
            if choice != one.choice:
                self._choose(list_, one, choice)
        else:
            raise HTTPException(400)
        return RedirectResponse(f"/join/{list_.slug}/me", status_code=303)

    def _leave(self, list_: Blocklist, one: Follower) -> None:
        now = self.house.now()
        with self.house.store.writing() as connection:
            fresh = followers.by_id(connection, one.id)
            if fresh is not None and fresh.phase not in {Phase.LEAVING, Phase.LEFT}:
                left = enlisting.leave(connection, fresh, now)
                enlisting.note(connection, self.house.store.master, enlisting.LEAVING, left, list_, now)

    def _choose(self, list_: Blocklist, one: Follower, choice: Choice) -> None:
        """Each time all of the list is gone through, and an entry stands in somebody's chain: 429 for too often.

        Nothing is chosen where the list was closed, or they left, while this waited to be written.
        """
        if self.changes.must_wait(one.id):
            raise HTTPException(429, headers={"Retry-After": "3600"})
        self.changes.failed(one.id)
        now = self.house.now()
        with self.house.store.writing() as connection:
            fresh = followers.by_id(connection, one.id)
            if fresh is not None and fresh.phase in ABOARD:
                chosen = enlisting.choose(connection, fresh, choice, now)
                enlisting.note(connection, self.house.store.master, enlisting.CHANGED, chosen, list_, now)

    def _who(self, request: Request) -> tuple[Blocklist, Follower, str]:
        """Whose page it is. 404 for who has none here."""
        list_ = self.house.joining.named(str(request.path_params["slug"]))
        word = request.cookies.get(joining.page_cookie(self.house, list_.slug), "") if list_ else ""
        one = self.house.joining.at(word)
        if list_ is None or one is None or one.list != list_.id:
            raise HTTPException(404)
        return list_, one, word


def progress_of(counts: Mapping[tuple[State, str], int]) -> Progress:
    """How far it is, of how many entries stand how."""
    alone = {why: number for (state, why), number in counts.items() if state is State.CANCELLED}
    return Progress(
        done=sum(number for (state, _), number in counts.items() if state is State.DONE),
        waiting=sum(number for (state, _), number in counts.items() if state in WAITING),
        undone=sum(number for (state, _), number in counts.items() if state is State.UNDONE),
        alone=alone,
    )
