"""`rempart rules`: each rule as a sentence, made from what it asks and does."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.commands.output import DEFAULT_CONFIG, JsonOption, print_json, say
from bot.errors import ConfigError

if TYPE_CHECKING:
    from bot.phrases.listing import Listing

EXAMPLE: Final = "Example: rempart rules --pack essentials --lang en"
RulesOption = Annotated[
    Path | None, typer.Option("--config", "-c", help="Whose rules; config.toml, or the default packs.", metavar="FILE")
]
LangOption = Annotated[str | None, typer.Option("--lang", help="fr or en; the configuration's if left out.")]
PackOption = Annotated[str | None, typer.Option("--pack", help="Only this rule pack.", metavar="NAME")]
RevealOption = Annotated[bool, typer.Option("--reveal", help="Name the words that rules look for.")]


def register(app: typer.Typer) -> None:
    """Give the command to the app."""
    app.command(epilog=EXAMPLE)(rules)


def rules(
    *,
    config: RulesOption = None,
    lang: LangOption = None,
    pack: PackOption = None,
    reveal: RevealOption = False,
    as_json: JsonOption = False,
) -> None:
    """Say what each rule asks, spares and does, in a sentence made from the rule itself.

    Words and patterns are counted, and named only with --reveal: what hurts should not be shown by the way.
    """
    from bot.commands.rules_lines import as_data, lines  # noqa: PLC0415 - takes long, and --help need not wait for it
    from bot.commands.words import words  # noqa: PLC0415 - as above
    from bot.phrases.voice import Voice  # noqa: PLC0415 - as above

    asked = _language(lang)
    listing = _listing(config, pack)
    voice = Voice(wording=words(asked or listing.language), reveal=reveal)
    if as_json:
        print_json(as_data(listing, voice))
        return
    for line in lines(listing, voice):
        say(line)


def _listing(config: Path | None, pack: str | None) -> "Listing":
    from bot.config.load import load_lazily  # noqa: PLC0415 - as above
    from bot.config.packs import COMMUNAL, DEFAULTS, pack_names  # noqa: PLC0415 - as above
    from bot.phrases.listing import of_config, of_packs  # noqa: PLC0415 - as above
    from bot.rules.faults import no_such  # noqa: PLC0415 - as above

    if pack is not None:
        there = (*pack_names(), *COMMUNAL)
        if pack not in there:
            raise ConfigError(f"--pack: {no_such(pack, there, 'pack')}")
        return of_packs([pack])
    file = config or DEFAULT_CONFIG
    if config is None and not file.exists():
        return of_packs([name for name in DEFAULTS if name in pack_names()])
    return of_config(load_lazily(file))


def _language(lang: str | None) -> str:
    if lang not in {None, "fr", "en"}:
        raise ConfigError("--lang: only fr and en are spoken here; write --lang fr or --lang en")
    return lang or ""
