"""`rempart demo`: three bundled scenarios, played live, or a community's desk."""

import asyncio
from typing import Annotated, Final

import typer

from bot.commands.output import say
from bot.errors import ConfigError

EXAMPLE: Final = "Example: rempart demo --lang fr"
FastOption = Annotated[bool, typer.Option("--fast", help="Do not wait between events.")]
PagesOption = Annotated[bool, typer.Option("--pages", help="Open the pages of an invented person, and go on.")]
CommunityOption = Annotated[
    bool, typer.Option("--community", help="Open the pages of an invented server's moderators instead.")
]
PortOption = Annotated[int, typer.Option("--port", min=0, max=65535, help="Where the pages are served; 0 takes any.")]
LangOption = Annotated[
    str,
    typer.Option(
        "--lang", envvar=["LC_ALL", "LC_MESSAGES", "LANG"], show_envvar=False, help="fr or en; your own if left out."
    ),
]


def register(app: typer.Typer) -> None:
    """Give the command to the app."""
    app.command(epilog=EXAMPLE)(demo)


def demo(
    context: typer.Context,
    *,
    pages: PagesOption = False,
    community: CommunityOption = False,
    port: PortOption = 8470,
    fast: FastOption = False,
    lang: LangOption = "en",
) -> None:
    """See the shield at work: three invented courses of events, on a simulated platform, in half a minute.

    What was written is never shown, only why it was noticed and what was done about it. With --pages, the pages of an
    invented person are served after that, until you press Ctrl-C. With --community, those of moderators are, at once: a
    desk with reports, a wave of sign-ups, a member who is attacked, a measure that is contested.
    """
    from rich.console import Console  # noqa: PLC0415 - takes long, and --help need not wait for it

    from bot.demo.show import show  # noqa: PLC0415 - as above
    from bot.log import start_log  # noqa: PLC0415 - as above

    source = context.get_parameter_source("lang")
    asked = source is not None and source.name == "COMMANDLINE"
    start_log("error")
    language = _language(lang, asked=asked)
    if community:
        from bot.demo.community import show_community  # noqa: PLC0415 - as above

        asyncio.run(show_community(language, 0.0 if fast else EVENING, port, say))
        return
    console = Console(highlight=False)
    paced = not fast and console.is_terminal
    asyncio.run(show(console, language, PACE if paced else 0.0))
    if pages:
        from bot.demo.pages import show_pages  # noqa: PLC0415 - as above

        asyncio.run(show_pages(language, 0.0 if fast else EVENING, port, say))


EVENING: Final = 3.0
"""Seconds for each event of the evening that goes on under one's eyes."""
PACE: Final = 0.28
"""Seconds for each event: some ninety events in about 25 seconds."""


def _language(lang: str, *, asked: bool) -> str:
    """`fr` or `en`, of what somebody asked for or of the name of their locale."""
    if asked and lang not in {"fr", "en"}:
        raise ConfigError("--lang: only fr and en are spoken here; write --lang fr or --lang en")
    return "fr" if lang.lower().startswith("fr") else "en"
