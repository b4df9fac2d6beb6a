"""A first run: what each step takes and makes; kept after every one, so that it can be left at any."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from msgspec.structs import replace
from pydantic import TypeAdapter, ValidationError

from bot.alerts.wording import Wording
from bot.config import Config, Unusable
from bot.config.packs import PackName, pack
from bot.config.schema import actions_of
from bot.config.surroundings import Surroundings
from bot.config.values import AccountName, Language, Name, Server, Zone, bluesky_handle, mastodon_handle
from bot.errors import ConfigError
from bot.firstrun.channels import Trial, send_test
from bot.firstrun.draft import AccountDraft, ChannelDraft, DelegateDraft, Step, draft_of, keep, taken_up
from bot.firstrun.safekeeping import keep_secret
from bot.firstrun.wording import words
from bot.firstrun.written import config_text, put_there
from bot.platforms.bluesky.entering import Entered, enter
from bot.platforms.mastodon.oauth import Entrance, knock
from bot.platforms.mastodon.options import Options

BSKY = "https://bsky.social"
"""Where Bluesky's own accounts log in."""


class FirstRun:
    """The steps, in whatever order they are taken. Raises ConfigError, in the person's language, for what cannot be."""

    def __init__(self, file: Path, clock: Callable[[], datetime], *, loopback: bool = False) -> None:
        """Take up what was begun for this configuration; `loopback`: servers on this machine may be named (tests)."""
        self.file = file
        self.clock = clock
        self.draft = taken_up(file)
        if loopback:
            self.draft = replace(self.draft, loopback=True)

    @property
    def words(self) -> Wording:
        """Those of the language that was chosen, else French."""
        return words(self.draft.language or "fr")

    @property
    def needed(self) -> frozenset[str]:
        """The actions that the chosen packs may ask of a platform."""
        return actions_of(rule for name in self.draft.packs for rule in pack(name).rules)

    def speak(self, language: str) -> None:
        """Speak this language."""
        self._keep(Step.LANGUAGE, language=self._fit(Language, language, "language"))

    def name(self, name: str, zone: str) -> None:
        """Who is protected, and by what clock they live."""
        self._keep(Step.PERSON, name=self._fit(Name, name, "name"), zone=self._fit(Zone, zone, "zone"))

    def pick(self, names: tuple[str, ...]) -> None:
        """The rule packs."""
        if not names:
            raise ConfigError(self.words.say("wrong.packs"))
        self._keep(Step.PACKS, packs=tuple(self._fit(PackName, name, "packs") for name in names))

    async def knock(self, server: str, redirect: str) -> Entrance:
        """Ask a Mastodon server, named as it or as a handle on it, to let the shield in. Raises Refused, TryLater."""
        options = Options(server=self._server(server), allow_loopback=self.draft.loopback)
        return await knock(options, redirect, self.needed, self.clock)

    def code_of(self, entrance: Entrance, pasted: str) -> str:
        """The code in what was pasted: the code alone, or the whole address, which must answer this request."""
        if "://" not in pasted:
            return pasted.strip()
        asked = parse_qs(urlsplit(pasted.strip()).query)
        if not entrance.opened_by("".join(asked.get("state", []))) or "code" not in asked:
            raise ConfigError(self.words.say("wrong.forged"))
        return asked["code"][0]

    async def let_in(self, entrance: Entrance, code: str) -> str:
        """Keep the token that a code is good for; the handle of the account. Raises Refused, TryLater."""
        grant = await entrance.enter(code)
        self._account("mastodon", _written(grant.account.handle), entrance.server, grant.token)
        return grant.account.handle

    async def enter_bluesky(self, handle: str, password: str, server: str = BSKY) -> Entered:
        """Log in with an app password and keep it. Raises MainPassword, Unauthorized, TryLater."""
        try:
            known = bluesky_handle(handle)
        except ValueError:
            raise ConfigError(self.words.say("wrong.handle")) from None
        address = self._server(server)
        entered = await enter(known, password.strip(), address, self.clock)
        self._account("bluesky", entered.account.handle, address, password.strip())
        return entered

    def delegate(self, name: str, accounts: tuple[str, ...]) -> None:
        """Name somebody who looks so that the person need not."""
        known = tuple(self._fit(AccountName, one, "account") for one in accounts)
        fresh = DelegateDraft(name=self._fit(Name, name, "name"), accounts=known)
        others = tuple(one for one in self.draft.delegates if one.name != fresh.name)
        self._keep(None, delegates=(*others, fresh))

    async def test(self, name: str, url: str) -> Trial:
        """Send a test with a code to an Apprise URL. Raises TryLater, Refused."""
        fitting = self._fit(Name, name, "name")
        return await send_test(self.draft.name, fitting, url.strip(), self.words, self.clock())

    def confirm(self, trial: Trial, written: str, above: str = "high") -> bool:
        """Take the channel if this is the code that went out on it; whether it was."""
        if not trial.confirmed_by(written):
            return False
        file = keep_secret(self.file.parent, f"{self.draft.name}-{trial.name}", trial.url)
        fresh = ChannelDraft(name=trial.name, file=file, above=above)
        others = tuple(one for one in self.draft.channels if one.name != trial.name)
        self._keep(None, channels=(*others, fresh))
        return True

    def finish(self, step: Step) -> None:
        """Say that nothing is to be added in a step that may be repeated."""
        if step is Step.ACCOUNTS and not self.draft.accounts:
            raise ConfigError(self.words.say("wrong.no_account"))
        self._keep(step)

    def write(self) -> Config:
        """Write the configuration; what was kept of the first run goes."""
        try:
            config = put_there(self.file, config_text(self.draft, self.words, self.clock().date()))
        except Unusable as error:
            said = self.words.say("wrong.written", what=str(error), file=str(draft_of(self.file)))
            raise ConfigError(said) from error
        draft_of(self.file).unlink(missing_ok=True)
        return config

    def _account(self, platform: str, handle: str, server: str, secret: str) -> None:
        file = keep_secret(self.file.parent, f"{self.draft.name}-{platform}", secret)
        fresh = AccountDraft(platform=platform, handle=handle, server=server, file=file)
        others = tuple(one for one in self.draft.accounts if (one.platform, one.handle) != (platform, handle))
        self._keep(None, accounts=(*others, fresh))

    def _keep(self, done: Step | None, **answers: Any) -> None:
        steps = tuple(dict.fromkeys((*self.draft.done, done))) if done else self.draft.done
        self.draft = replace(self.draft, done=steps, **answers)
        keep(self.file, self.draft)

    def _server(self, written: str) -> str:
        """The address of a server that is named by it, by its host, or by a handle on it."""
        host = written.strip().rstrip("/").rpartition("@")[2]
        return self._fit(Server, host if "://" in host else f"https://{host}", "server")

    def _fit(self, kind: Any, written: str, what: str) -> str:
        """A value as the configuration takes it; what is wrong with it in the person's words."""
        around = Surroundings(
            folder=self.file.absolute().parent,
            environment={},
            loopback=self.draft.loopback,
            on_file=lambda _: None,
            check_alert_url=lambda _: None,
        )
        try:
            return str(TypeAdapter(kind).validate_python(written.strip(), context=around))
        except ValidationError:
            raise ConfigError(self.words.say(f"wrong.{what}")) from None


def _written(handle: str) -> str:
    """A handle as the configuration takes it: the name alone, where the server has none that is public."""
    try:
        return mastodon_handle(handle)
    except ValueError:
        return handle.partition("@")[0]
