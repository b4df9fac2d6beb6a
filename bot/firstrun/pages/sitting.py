"""A first run on pages: what was answered, what is under way, and what is to be told next."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from typing import Any, Final

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.alerts.wording import Wording
from bot.config import Config
from bot.firstrun.beginning import FirstRun
from bot.firstrun.channels import Trial
from bot.firstrun.draft import Step
from bot.firstrun.wording import words
from bot.platforms.mastodon.oauth import Entrance
from bot.web.form import Form
from bot.web.house import templates
from bot.web.spoken import spoken, wished
from bot.web.visit import csrf

HOST: Final = "127.0.0.1"
END: Final = "end"
STEPS: Final = (*Step, "vault", END)
"""In the order in which they are asked; the last two only tell."""
UNSEEN: Final = frozenset({"csrf", "password", "url", "code"})
"""Fields that are never shown again."""
Start = Callable[[Config], Awaitable[None]]


class Sitting:
    """One person's first run, from the link to the end. Its repr shows nothing."""

    def __init__(self, run: FirstRun, port: int, by: str, start: Start | None) -> None:
        """`start` raises the shield, and returns once its pages answer; None: that is left to the person."""
        self.run = run
        self.by = by
        self.start = start
        self.url = f"http://{HOST}:{port}"
        self.session = ""
        self.entrance: Entrance | None = None
        """What a Mastodon server was asked, until it is answered."""
        self.trial: Trial | None = None
        """The test whose code is waited for."""
        self.tries = 0
        self.trouble = ""
        self.notice = ""
        self.typed: Mapping[str, str] = {}
        self.wrote = False
        """Whether the configuration that is there was written here."""
        self.link = ""
        """Where the holder comes in, once the shield is up."""
        self.over = asyncio.Event()
        """Set when there is nothing left to ask."""
        self.turn = asyncio.Lock()
        """One answer is taken at a time."""
        self.templates = templates()

    @property
    def written(self) -> bool:
        """Whether there is a configuration by now."""
        return self.run.file.exists()

    @property
    def ahead(self) -> str:
        """The step that is to be taken next."""
        return self.run.draft.next or "vault"

    def open_to(self, step: str) -> bool:
        """Whether all before this step was answered."""
        return self.ahead == "vault" or STEPS.index(step) <= STEPS.index(self.ahead)

    def tell(self, form: Form, trouble: str) -> None:
        """What is wrong, shown once beside what was typed; never what is secret."""
        self.trouble = trouble
        self.typed = {name: value for name, value in form.fields if name not in UNSEEN}

    def said(self, request: Request) -> Wording:
        """The language that was chosen, or that the browser asks for."""
        wish = wished(request.headers.get("accept-language", ""), "fr")
        return told_in(self.run.draft.language or wish)

    def public(self, request: Request, template: str, status: int = 200, **values: object) -> Response:
        """A page that anybody may see: it holds nothing of what was answered."""
        said = self.said(request)
        shared = {"visit": None, "say": said.say, "count": said.count, "language": said.texts["web.code"]}
        text = self.templates.get_template(template).render(**(shared | values))
        return HTMLResponse(text, status_code=status)

    def page(self, request: Request, template: str, **values: object) -> Response:
        """A page for who came in; what is to be told is told once."""
        own: dict[str, Any] = {
            "draft": self.run.draft,
            "steps": STEPS,
            "field": Markup('<input type="hidden" name="csrf" value="{}">').format(csrf(self.session)),
            "trouble": self.trouble,
            "told": self.notice,
            "typed": self.typed,
        }
        self.trouble, self.notice, self.typed = "", "", {}
        return self.public(request, template, **(own | values))

    def begin(self) -> str:
        """Let one browser in, and no other any more; the token of its session."""
        self.session = secrets.token_urlsafe(32)
        return self.session


@cache
def told_in(language: str) -> Wording:
    """What pages say, and what a first run does."""
    return Wording({**spoken(language).texts, **words(language).texts})
