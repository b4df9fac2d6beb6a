"""The questions of `rempart init`, each until it is answered."""

from collections.abc import Awaitable, Callable
from typing import Final

from bot.alerts.wording import LANGUAGES, Wording
from bot.commands.asking import agreed, asked, asked_unseen, chosen
from bot.commands.output import say
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
    """All that is asked before the configuration is written."""

    def __init__(self, run: FirstRun, zone: str) -> None:
        self.run = run
        self.zone = zone
        self._steps: dict[Step, Callable[[], Awaitable[None]]] = {
            Step.LANGUAGE: self._language,
            Step.PERSON: self._person,
            Step.PACKS: self._packs,
            Step.ACCOUNTS: self._accounts,
            Step.DELEGATES: self._delegates,
            Step.CHANNELS: self._channels,
        }

    @property
    def words(self) -> Wording:
        """As the person speaks."""
        return self.run.words

    async def take(self) -> None:
        """Take every step that is left; what cannot be is told, and asked again."""
        if self.run.draft.done:
            say(self.words.say("init.taken_up"))
        while (step := self.run.draft.next) is not None:
            try:
                await self._steps[step]()
            except (ConfigError, PlatformError) as error:
                say(told(error, self.words))

    async def _language(self) -> None:
        self.run.speak(asked("Langue / Language (fr, en)", LANGUAGES[-1]).lower())
        say(self.words.say("init.opening"))

    async def _person(self) -> None:
        name = asked(self.words.say("init.name"))
        self.run.name(name, asked(self.words.say("init.zone"), self.zone))

    async def _packs(self) -> None:
        say(self.words.say("init.packs"))
        for name in pack_names():
            say(f"  {name} · {self.words.say(f'pack.{name}')}")
        self.run.pick(chosen(self.words, self.words.say("init.packs_ask"), pack_names(), DEFAULTS))

    async def _accounts(self) -> None:
        while not self.run.draft.accounts or agreed(self.words, self.words.say("init.another_account")):
            [platform, *_] = chosen(self.words, self.words.say("init.platform"), PLATFORMS, ("mastodon",))
            handle = await (self._mastodon() if platform == "mastodon" else self._bluesky())
            say(self.words.say("init.let_in", handle=handle))
        self.run.finish(Step.ACCOUNTS)

    async def _mastodon(self) -> str:
        server = asked(self.words.say("init.server"))
        if agreed(self.words, self.words.say("init.browser")):
            async with Callback(self.words) as callback:
                entrance = await self.run.knock(server, callback.address)
                self._show(entrance, "init.open")
                return await self.run.let_in(entrance, await callback.code(entrance, PATIENCE))
        entrance = await self.run.knock(server, PASTED)
        self._show(entrance, "init.open_elsewhere")
        code = asked_unseen(self.words.say("init.code"))
        return await self.run.let_in(entrance, self.run.code_of(entrance, code))

    def _show(self, entrance: Entrance, key: str) -> None:
        """Which rights are asked for and why, and where to say yes."""
        say(self.words.say("init.scopes"))
        for scope in entrance.scopes:
            say(f"  {scope} · {self.words.say(f'scope.{scope}')}")
        say(self.words.say(key))
        say(entrance.url)

    async def _bluesky(self) -> str:
        say(self.words.say("init.app_password"))
        handle = asked(self.words.say("init.handle"))
        server = asked(self.words.say("init.pds"), BSKY)
        entered = await self.run.enter_bluesky(handle, asked_unseen(self.words.say("init.password")), server)
        if entered.beyond:
            say(self.words.say("init.beyond"))
        return entered.account.handle

    async def _delegates(self) -> None:
        say(self.words.say("init.delegates"))
        while name := asked(self.words.say("init.delegate")):
            accounts = asked(self.words.say("init.delegate_accounts", name=name)).replace(",", " ").split()
            self.run.delegate(name, tuple(accounts))
        self.run.finish(Step.DELEGATES)

    async def _channels(self) -> None:
        say(self.words.say("init.channels", example=CHANNEL))
        while url := asked_unseen(self.words.say("init.channel")):
            await self._channel(url, asked(self.words.say("init.channel_name"), f"{len(self.run.draft.channels) + 1}"))
        if not self.run.draft.channels:
            say(self.words.say("init.nobody_told"))
        self.run.finish(Step.CHANNELS)

    async def _channel(self, url: str, name: str) -> None:
        """Send a test, and take the channel once its code is typed back."""
        trial = await self.run.test(name, url)
        for _ in range(TRIES):
            if self.run.confirm(trial, asked(self.words.say("init.channel_code"))):
                say(self.words.say("init.channel_taken", name=name))
                return
        say(self.words.say("init.channel_left"))


def told(error: ConfigError | PlatformError, words: Wording) -> str:
    """What went wrong, in the person's words; what a server said comes after them."""
    match error:
        case ConfigError():
            return str(error)
        case MainPassword():
            return words.say("trouble.main_password")
        case Unauthorized():
            return words.say("trouble.unauthorized")
        case TryLater():
            return words.say("trouble.later", what=str(error))
    return words.say("trouble.refused", what=str(error))
