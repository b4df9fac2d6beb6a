"""Requests to the server through Mastodon.py, with the raw answer kept and the library's traps cured.

The cures (reproduced with Mastodon.py 2.3.3): a pinned version, or one failing call becomes a thousand; `throw` on 429;
a timeout; the token set as an attribute, or it is taken for a file name first; and answers judged from what came over
the wire, since typed results rewrite dates and an odd rate limit header turns a success into an error.
"""

import asyncio
import io
import time
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from typing import Any
from urllib.parse import urlsplit

import msgspec
import requests
from urllib3.exceptions import NewConnectionError

from bot.errors import PlatformError, Refused, TooLarge, TryLater, Unanswered
from bot.platforms.hour import Hour
from bot.platforms.mastodon.answer import Answer, judge, wait
from bot.platforms.mastodon.guard import GuardedAdapter, bounded
from bot.platforms.mastodon.options import Clock, Options, user_agent
from bot.platforms.mastodon.throttle import Cost, Throttle
from bot.platforms.mastodon.wired import certified, status_line

MAX_BODY = 32 * 1024 * 1024
"""Bytes of an answer, unpacked; the largest honest one, 80 statuses, stays far below."""
MAX_SECONDS = 120.0
"""For one answer to be read; `request_timeout` bounds only the wait for each byte."""
WAITS = 4
"""How many of such waits all that is asked at once may take: 120 s, where it is 30."""

Form = Mapping[str, str]
Client = Any
"""mastodon.Mastodon, which has no types worth the name."""

_HEARD: ContextVar[list[Answer]] = ContextVar("answers heard by the running call")


class Rest:
    """The REST side of one account; answers come as `Answer`, failures as the errors of bot/errors.py."""

    def __init__(self, options: Options, token: str, throttle: Throttle, clock: Clock) -> None:
        self._options = options
        self._token = token
        self._throttle = throttle
        self._clock = clock
        self._session = session_for(options)
        self.hour = Hour(clock)
        self._client: Client = None

    async def call(self, what: str, cost: Cost, ask: Callable[[Client], Any]) -> Answer:
        """Ask through a method of Mastodon.py: `call("mute", Cost.ACT, lambda client: client.account_mute(…))`."""
        began = self._clock()
        self._throttle.take(cost, began)
        answer = await asyncio.to_thread(self._hear, ask)
        return self._judge(what, msgspec.structs.replace(answer, began=began, ended=self._clock()))

    async def get(self, what: str, cost: Cost, path: str, params: Mapping[str, Any] | None = None) -> Answer:
        """Ask for a list, or for what Mastodon.py has no method for, through the same session: its typed results cost
        10 ms of CPU a notification (measured), which neither an idle poll nor a mute in a raid can spare.
        """
        return await self._get(what, cost, path, params, {"Authorization": f"Bearer {self._token}"})

    async def send(self, what: str, method: str, path: str, form: Form | None = None, said: object = None) -> Answer:
        """Do what Mastodon.py has no method for, or says otherwise than it is meant: it leaves out what is false, and a
        server that is not told to send no mail sends one. `form` as a form, or `said` as JSON."""
        url, timeout = self._options.base_url + path, self._options.request_timeout
        headers = {"Authorization": f"Bearer {self._token}", "User-Agent": user_agent()}
        return await self.call(
            what,
            Cost.ACT,
            lambda _: self._session.request(method, url, data=form, json=said, headers=headers, timeout=timeout),
        )

    async def neutral(self, what: str, cost: Cost, path: str, params: Mapping[str, Any] | None = None) -> Answer:
        """As `get`, in nobody's name: what anybody is shown who has not logged in."""
        return await self._get(what, cost, path, params, {})

    async def submit(self, what: str, path: str, form: Mapping[str, str]) -> Answer:
        """Send a form in nobody's name: what somebody does who has no token yet."""
        url, timeout = self._options.base_url + path, self._options.request_timeout
        headers, data = {"User-Agent": user_agent()}, dict(form)
        return await self.call(
            what, Cost.ACT, lambda _: self._session.post(url, data=data, headers=headers, timeout=timeout)
        )

    async def _get(
        self, what: str, cost: Cost, path: str, params: Mapping[str, Any] | None, headers: dict[str, str]
    ) -> Answer:
        headers = headers | {"User-Agent": user_agent()}
        url = self._options.base_url + path
        timeout = self._options.request_timeout
        return await self.call(
            what, cost, lambda _: self._session.get(url, params=params, headers=headers, timeout=timeout)
        )

    async def close(self) -> None:
        """Give the connections back."""
        await asyncio.to_thread(self._session.close)

    def _hear(self, ask: Callable[[Client], Any]) -> Answer:
        """Run one call in this thread, and take what the hook heard rather than what the library made of it."""
        heard: list[Answer] = []
        _HEARD.set(heard)
        trouble: Exception | None = None
        try:
            with bounded(WAITS * self._options.request_timeout):
                ask(self._library())
        except PlatformError:
            raise
        except Exception as error:  # noqa: BLE001  # whatever the library raises, the answer heard decides
            trouble = error
        ours = _ours(trouble)
        if ours is not None:
            raise ours
        if not heard:
            raise _unheard(trouble)
        return heard[-1]

    def _judge(self, what: str, answer: Answer) -> Answer:
        now = self._clock()
        self.hour.heard(answer.headers.get("date", ""))
        limit, left = answer.headers.get("x-ratelimit-limit", ""), answer.headers.get("x-ratelimit-remaining", "")
        if limit.isdecimal() and left.isdecimal():
            until = {name: value for name, value in answer.headers.items() if name != "retry-after"}
            self._throttle.heard(int(limit), int(left), wait(until, now) or 0.0, now)
        return judge(what, answer, now)

    def _library(self) -> Client:
        if self._client is None:
            from mastodon import Mastodon  # noqa: PLC0415  # a quarter of a second that only a running shield needs

            client = Mastodon(
                api_base_url=self._options.base_url,
                session=self._session,
                mastodon_version="4.6.0",
                version_check_mode="created",
                ratelimit_method="throw",
                request_timeout=self._options.request_timeout,
                user_agent=user_agent(),
            )
            client.access_token = self._token
            self._client = client
        return self._client


def session_for(options: Options) -> requests.Session:
    """A session that reaches the configured server only, keeps what it hears, and reads no more than MAX_BODY."""
    session = _Staying()
    session.trust_env = False  # a .netrc would replace our token, a proxy variable would send it elsewhere
    session.hooks["response"].append(_hear)
    if not options.allow_loopback:
        session.mount("https://", GuardedAdapter())
    return session


class _Staying(requests.Session):
    """A session that follows no redirect to another host or to a lesser scheme: the token would go with it."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """Where to go on, None where there is nothing. Raises Refused where that is another host or scheme."""
        target = super().get_redirect_target(resp)
        if target is None:
            return None
        here, there = urlsplit(resp.url), urlsplit(target)
        if there.netloc and (there.scheme or here.scheme, there.netloc) != (here.scheme, here.netloc):
            raise Refused("the server sends us to another host; if it moved, change `server` in the configuration")
        return target


def _hear(response: requests.Response, *_: Any, **__: Any) -> None:
    """Read the body, bounded in size and time, keep it, and hand it on as if unread."""
    began = time.monotonic()
    line, certificates = status_line(response), certified(response.raw)  # while the connection is still ours
    pieces: list[bytes] = []
    size = 0
    for piece in response.raw.stream(65536, decode_content=True):
        pieces.append(piece)
        size += len(piece)
        if size > MAX_BODY:
            response.close()
            raise TooLarge("the server's answer is larger than any honest one")
        if time.monotonic() - began > MAX_SECONDS:
            response.close()
            raise TryLater("the server's answer is slower than any honest one")
    body = b"".join(pieces)
    response.raw = io.BytesIO(body)
    headers = {name.lower(): value for name, value in response.headers.items()}
    heard = _HEARD.get(None)
    if heard is not None:
        code = response.status_code
        heard.append(Answer(status=code, body=body, headers=headers, line=line, certificates=certificates))


def _unheard(trouble: BaseException | None) -> TryLater:
    """Why nothing was heard: never sent, or sent and perhaps done."""
    chain = list(_causes(trouble))
    name = type(chain[-1]).__name__ if chain else "no answer"
    if any(isinstance(one, NewConnectionError | requests.ConnectTimeout) for one in chain):
        return TryLater(f"the server cannot be reached ({name})")
    return Unanswered(f"the server did not answer ({name})")


def _causes(trouble: BaseException | None) -> Iterator[BaseException]:
    """An error and what led to it."""
    while trouble is not None:
        yield trouble
        trouble = trouble.__cause__ or trouble.__context__


def _ours(trouble: BaseException | None) -> PlatformError | None:
    """The error of ours that the library wrapped in its own, if it did."""
    return next((one for one in _causes(trouble) if isinstance(one, PlatformError)), None)
