"""`rempart demo`: three bundled scenarios, played live."""

import asyncio
import os
from typing import Annotated, Final

import typer

from bot.errors import ConfigError

EXAMPLE: Final = "Example: rempart demo --lang fr"
FastOption = Annotated[bool, typer.Option("--fast", help="Do not wait between events.")]
LangOption = Annotated[str | None, typer.Option("--lang", help="fr or en; that of your terminal if left out.")]


def register(app: typer.Typer) -> None:
    """Give the command to the app."""
    app.command(epilog=EXAMPLE)(demo)


def demo(*, fast: FastOption = False, lang: LangOption = None) -> None:
    """See the shield at work: three invented courses of events, on a simulated platform, in half a minute.

    What was written is never shown, only why it was noticed and what was done about it.
    """
    from rich.console import Console  # noqa: PLC0415 - takes long, and --help need not wait for it

    from bot.demo.show import show  # noqa: PLC0415 - as above
    from bot.log import start_log  # noqa: PLC0415 - as above

    start_log("error")
    console = Console(highlight=False)
    paced = not fast and console.is_terminal
    asyncio.run(show(console, _language(lang), PACE if paced else 0.0))


PACE: Final = 0.28
"""Seconds for each event: some ninety events in about 25 seconds."""


def _language(asked: str | None) -> str:
    if asked in {"fr", "en"}:
        return asked
    if asked is not None:
        raise ConfigError("--lang: only fr and en are spoken here; write --lang fr or --lang en")
    local = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "fr" if local.lower().startswith("fr") else "en"
