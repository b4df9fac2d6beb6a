"""The questions of `rempart init`, each until it is answered."""

import asyncio
from collections.abc import Callable
from typing import Final

from bot.alerts.wording import LANGUAGES, Wording
from bot.commands.asking import agreed, asked, asked_unseen, chosen
from bot.commands.output import say
from bot.commands.words import words
from bot.config.packs import DEFAULTS, pack_names
from bot.errors import ConfigError, PlatformError, TryLater, Unauthorized
from bot.firstrun.beginning import BSKY, FirstRun
from bot.firstrun.callback import Callback
from bot.firstrun.draft import Step
from bot.platforms.bluesky.entering import MainPassword
from bot.platforms.mastodon.oauth import PASTED, Entrance

PLATFORMS: Final = ("mastodon", "bluesky")
PATIENCE: Final = 600.0
"""Seconds that a browser may take to come back."""
CHANNEL: Final = "ntfys://ntfy.sh/hard-to-guess-8d2f6c"
TRIES: Final = 3
"""How often a code may be mistyped."""


class Steps:
    """All that is asked before the configuration is written.

    Nothing is asked within an event loop: there, Ctrl-C would wait for the answer.
    """

    def __init__(self, run: FirstRun, zone: str, greeting: str) -> None:
        """`greeting`: the key of what is said first, once the language is known."""
        self.run = run
        self.greeting = greeting
        self.zone = zone
        self._steps: dict[Step, Callable[[], None]] = {
            Step.LANGUAGE: self._language,
            Step.PERSON: self._person,
            Step.PACKS: self._packs,
            Step.ACCOUNTS: self._accounts,
            Step.DELEGATES: self._delegates,
            Step.CHANNELS: self._channels,
        }

    @property
    def words(self) -> Wording:
        """As the person speaks; those of questions among them."""
        return words(self.run.draft.language or "fr")

    def take(self) -> None:
        """Take every step that is left; what cannot be is told, and asked again."""
        if self.run.draft.language:
            say(self.words.say(self.greeting))
        while (step := self.run.draft.next) is not None:
            try:
                self._steps[step]()
            except (ConfigError, PlatformError) as error:
                say(told(error, self.words))

    def _language(self) -> None:
        self.run.speak(asked("Langue / Language (fr, en)", LANGUAGES[-1]).lower())
        say(self.words.say(self.greeting))

    def _person(self) -> None:
        name = asked(self.words.say("init.name"))
        self.run.name(name, asked(self.words.say("init.zone"), self.zone))

    def _packs(self) -> None:
        say(self.words.say("init.packs"))
        offered = {name: self.words.say(f"pack.{name}") for name in pack_names()}
        self.run.pick(chosen(self.words, self.words.say("init.packs_ask"), offered, DEFAULTS))

    def _accounts(self) -> None:
        while not self.run.draft.accounts or agreed(self.words, self.words.say("init.another_account")):
            offered = {name: self.words.say(f"init.on.{name}") for name in PLATFORMS}
            [platform, *_] = chosen(self.words, self.words.say("init.platform"), offered, PLATFORMS[:1])
            handle = self._mastodon() if platform == "mastodon" else self._bluesky()
            say(self.words.say("init.let_in", handle=handle))
        self.run.finish(Step.ACCOUNTS)

    def _mastodon(self) -> str:
        server = asked(self.words.say("init.server"))
        if agreed(self.words, self.words.say("init.browser")):
            return asyncio.run(self._browser(server))
        entrance = asyncio.run(self.run.knock(server, PASTED))
        self._show(entrance, "init.open_elsewhere")
        code = asked_unseen(self.words.say("init.code"))
        return asyncio.run(self.run.let_in(entrance, self.run.code_of(entrance, code)))

    async def _browser(self, server: str) -> str:
        """Wait for the browser on this machine to come back."""
        async with Callback(self.words) as callback:
            entrance = await self.run.knock(server, callback.address)
            self._show(entrance, "init.open")
            return await self.run.let_in(entrance, await callback.code(entrance, PATIENCE))

    def _show(self, entrance: Entrance, key: str) -> None:
        """Which rights are asked for and why, and where to say yes."""
        say(self.words.say("init.scopes"))
        for scope in entrance.scopes:
            say(f"  {scope} · {self.words.say(f'scope.{scope}')}")
        say(self.words.say(key))
        say(entrance.url)

    def _bluesky(self) -> str:
        say(self.words.say("init.app_password"))
        handle = asked(self.words.say("init.handle"))
        server = asked(self.words.say("init.pds"), BSKY)
        password = asked_unseen(self.words.say("init.password"))
        entered = asyncio.run(self.run.enter_bluesky(handle, password, server))
        if entered.beyond:
            say(self.words.say("init.beyond"))
        return entered.account.handle

    def _delegates(self) -> None:
        say(self.words.say("init.delegates"))
        while name := asked(self.words.say("init.delegate")):
            accounts = asked(self.words.say("init.delegate_accounts", name=name)).replace(",", " ").split()
            self.run.delegate(name, tuple(accounts))
        self.run.finish(Step.DELEGATES)

    def _channels(self) -> None:
        say(self.words.say("init.channels", example=CHANNEL))
        while url := asked_unseen(self.words.say("init.channel")):
            self._channel(url, asked(self.words.say("init.channel_name"), f"{len(self.run.draft.channels) + 1}"))
        if not self.run.draft.channels:
            say(self.words.say("init.nobody_told"))
        self.run.finish(Step.CHANNELS)

    def _channel(self, url: str, name: str) -> None:
        """Send a test, and take the channel once its code is typed back."""
        trial = asyncio.run(self.run.test(name, url))
        for _ in range(TRIES):
            if self.run.confirm(trial, asked(self.words.say("init.channel_code"))):
                say(self.words.say("init.channel_taken", name=name))
                return
        say(self.words.say("init.channel_left"))


def told(error: ConfigError | PlatformError, said: Wording) -> str:
    """What went wrong, in the person's words; what a server said comes after them."""
    match error:
        case ConfigError():
            return str(error)
        case MainPassword():
            return said.say("trouble.main_password")
        case Unauthorized():
            return said.say("trouble.unauthorized")
        case TryLater():
            return said.say("trouble.later", what=str(error))
    return said.say("trouble.refused", what=str(error))
