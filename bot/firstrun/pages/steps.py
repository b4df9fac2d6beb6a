"""Who is protected, by what rules, who looks in their place, and who is told."""

from collections.abc import Mapping
from typing import Any, Final
from zoneinfo import available_timezones

from bot.config.packs import DEFAULTS, pack_names
from bot.errors import ConfigError
from bot.firstrun.draft import Step
from bot.firstrun.pages.leaf import Leaf, path
from bot.firstrun.pages.sitting import Sitting
from bot.web.form import Form

ZONE: Final = "Europe/Paris"
EXAMPLE: Final = "ntfys://ntfy.sh/hard-to-guess-8d2f6c"
TRIES: Final = 3
"""How often a code may be mistyped."""
GO_ON: Final = "on"


async def _language(sitting: Sitting, form: Form) -> str:
    sitting.run.speak(form.get("language"))
    return path(Step.PERSON)


def _person(sitting: Sitting) -> Mapping[str, Any]:
    chosen = sitting.typed.get("zone") or sitting.run.draft.zone or ZONE
    return {"zones": sorted({one for one in available_timezones() if "/" in one} | {"UTC"}), "zone": chosen}


async def _name(sitting: Sitting, form: Form) -> str:
    sitting.run.name(form.get("name"), form.get("zone"))
    return path(Step.PACKS)


def _packs(sitting: Sitting) -> Mapping[str, Any]:
    return {"packs": pack_names(), "chosen": sitting.run.draft.packs or DEFAULTS}


async def _pick(sitting: Sitting, form: Form) -> str:
    sitting.run.pick(tuple(dict.fromkeys(form.all("pack"))))
    return path(Step.ACCOUNTS)


async def _delegate(sitting: Sitting, form: Form) -> str:
    """Somebody who was named is taken along, whichever button was pressed."""
    if form.get("out"):
        sitting.run.leave_out(form.get("out"))
    elif form.get("name").strip():
        sitting.run.delegate(form.get("name"), tuple(form.get("accounts").replace(",", " ").split()))
    if form.get("then") != GO_ON:
        return path(Step.DELEGATES)
    sitting.run.finish(Step.DELEGATES)
    return path(Step.CHANNELS)


def _channels(sitting: Sitting) -> Mapping[str, Any]:
    return {"trial": sitting.trial, "example": EXAMPLE, "ordinal": len(sitting.run.draft.channels) + 1}


async def _channel(sitting: Sitting, form: Form) -> str:
    """A channel that was written is tried, whichever button was pressed; the code of a test comes back here."""
    if form.get("out"):
        sitting.run.leave_out(form.get("out"))
    elif form.get("then") == "drop":
        sitting.trial = None
    elif sitting.trial and form.get("code"):
        _confirm(sitting, form.get("code"))
    elif form.get("url").strip():
        sitting.trial = await sitting.run.test(form.get("name"), form.get("url"))
        sitting.tries = TRIES
    elif form.get("then") == GO_ON:
        sitting.run.finish(Step.CHANNELS)
        return path("vault")
    return path(Step.CHANNELS)


def _confirm(sitting: Sitting, code: str) -> None:
    """Take the channel if this is its code. Raises ConfigError where it is not, and gives the test up in the end."""
    trial, said = sitting.trial, sitting.run.words
    if trial is None:
        return
    if sitting.run.confirm(trial, code):
        sitting.trial, sitting.notice = None, said.say("init.channel_taken", name=trial.name)
        return
    sitting.tries -= 1
    if sitting.tries <= 0:
        sitting.trial = None
    raise ConfigError(said.say("init.channel_left"))


LEAVES: Final = (
    Leaf("language", Step.LANGUAGE, act=_language),
    Leaf("person", Step.PERSON, _person, _name),
    Leaf("packs", Step.PACKS, _packs, _pick),
    Leaf("delegates", Step.DELEGATES, act=_delegate),
    Leaf("channels", Step.CHANNELS, _channels, _channel),
    Leaf("vault", "vault"),
)
