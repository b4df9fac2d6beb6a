"""`rempart status`: whether the shield is up, and what was seen and done, as a small picture."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from bot.commands.opened import opened
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, JsonOption, plain, print_json, say
from bot.errors import ConfigError

if TYPE_CHECKING:
    from bot.alerts.wording import Wording
    from bot.backtest.arming import Withheld
    from bot.shield.overview import Health, Overview, Standing

EXAMPLE: Final = "Example: rempart status --health --json"
HealthOption = Annotated[
    bool, typer.Option("--health", help="Only say whether the shield is up; exit status 1 where it is not.")
]
NOT_WELL: Final = 1
WAITING: Final = ("held", "failed", "uncertain")
"""The statuses that `rempart held` lists."""


def register(app: typer.Typer) -> None:
    """Give the command to the app."""
    app.command(epilog=EXAMPLE)(status)


def status(
    config: ConfigOption = DEFAULT_CONFIG, *, only_health: HealthOption = False, as_json: JsonOption = False
) -> None:
    """Say whether the shield runs and hears, and for each person what was seen, done, and waits.

    Works beside a running shield, and without one.
    """
    from bot.backtest.ready import arming, policies_of  # noqa: PLC0415 - takes long, and --help need not wait for it
    from bot.shield.overview import health, overview  # noqa: PLC0415 - as above

    now = datetime.now(UTC)
    with ExitStack() as stack:
        try:
            desk = stack.enter_context(opened(config))
        except ConfigError as faulty:
            _beside(config, faulty, now, only_health=only_health, as_json=as_json)
            return
        if only_health:
            up = health(desk.store, now)
            _print_health(up, desk.words, as_json=as_json)
            raise typer.Exit(0 if up.well else NOT_WELL)
        found = overview(desk.store, desk.config, now)
        _, withheld = arming(desk.store, desk.config).look(policies_of(desk.config))
        if as_json:
            print_json(as_data(found) | {"withheld": [{"person": one.person, "rule": one.rule} for one in withheld]})
        else:
            _show(found, withheld, desk.words, {one.name: one.zone for one in desk.config.shielded})


def _beside(config: Path, faulty: ConfigError, now: datetime, *, only_health: bool, as_json: bool) -> None:
    """How a shield is that goes on by the configuration before this one, which is faulty; raises that where none is."""
    from bot.commands.opened import existing  # noqa: PLC0415 - as above
    from bot.commands.words import words  # noqa: PLC0415 - as above
    from bot.config import Unusable  # noqa: PLC0415 - as above
    from bot.config.footing import footing  # noqa: PLC0415 - as above
    from bot.shield.overview import health  # noqa: PLC0415 - as above

    if not isinstance(faulty, Unusable):
        raise faulty
    ground = footing(config, faulty)
    try:
        store = existing(ground.database.reveal(), ground.master_key)
    except ConfigError:  # there is no shield yet
        raise faulty from None
    with closing(store):
        up = health(store, now)
    if not up.running:
        raise faulty
    _print_health(up, words(ground.language), as_json=as_json)
    if only_health:
        raise typer.Exit(0 if up.well else NOT_WELL)
    raise faulty


def as_data(found: "Overview") -> dict[str, Any]:
    """The overview, for programs."""
    import msgspec  # noqa: PLC0415 - as above

    data = msgspec.to_builtins(found)
    return {
        **{key: data[key] for key in ("at", "people", "set_aside")},
        **health_data(found.health),
        "heard": data["heard"],
    }


def health_data(up: "Health") -> dict[str, Any]:
    """Whether the shield is up, for programs."""
    import msgspec  # noqa: PLC0415 - as above

    from bot.shield.heartbeat import Taken  # noqa: PLC0415 - as above

    sources = up.beat.sources if up.beat and up.running else ()
    return {
        "running": up.running,
        "well": up.well,
        "troubles": [{"what": trouble.what, "about": trouble.about} for trouble in up.troubles],
        "sources": [
            msgspec.to_builtins(pulse) | {"lag": pulse.lag.total_seconds() if pulse.lag is not None else None}
            for pulse in sources
        ],
        "configuration": msgspec.to_builtins(up.beat.taken if up.beat and up.running else Taken()),
    }


def _print_health(up: "Health", words: "Wording", *, as_json: bool) -> None:
    if as_json:
        print_json(health_data(up))
        return
    for line in _troubles(up, words):
        say(line)
    if up.well:
        say(words.say("cmd_status.well"))


def _troubles(up: "Health", words: "Wording") -> Iterator[str]:
    from bot.explaining.words import trouble  # noqa: PLC0415 - as above

    for one in up.troubles:
        yield words.say(f"cmd_status.{one.what}", about=trouble(words, one.about))
    if up.running and up.beat:
        yield from (words.say("cmd_status.not_taken", about=trouble(words, one)) for one in up.beat.taken.problems)
        yield from (words.say("cmd_status.restart", about=one) for one in up.beat.taken.waiting)


def _show(found: "Overview", withheld: "Sequence[Withheld]", words: "Wording", zones: dict[str, str]) -> None:
    from rich.console import Console  # noqa: PLC0415 - as above
    from rich.text import Text  # noqa: PLC0415 - as above

    from bot.commands.picture import person_grid  # noqa: PLC0415 - as above

    console = Console(highlight=False)
    zone = next(iter(zones.values()))
    up = found.health
    if up.running and up.beat:
        since = words.moment(up.beat.began, zone)
        console.print(Text(words.say("cmd_status.running", since=since, process=up.beat.process)))
    for line in _troubles(up, words):
        console.print(Text(plain(line), style="bold red"))
    for one in withheld:
        said = words.say("cmd_status.withheld", rule=one.rule, person=one.person)
        console.print(Text(plain(said), style="bold red"))
    for person in found.people:
        if person.urgent:
            said = words.count("cmd_status.urgent", person.urgent, person=person.name)
            console.print(Text(plain(said), style="bold red"))
    for person in found.people:
        console.print()
        console.print(Text(plain(_title(person, words, zones[person.name])), style="bold"))
        console.print(person_grid(person, found, words, zones[person.name]))
    if found.set_aside:
        console.print(Text(words.say("cmd_status.nobody", n=found.set_aside)))
    waiting = sum(person.actions.get(status, 0) for person in found.people for status in WAITING)
    if waiting:
        console.print(Text("\n" + words.count("cmd_status.waiting", waiting)))


def _title(person: "Standing", words: "Wording", zone: str) -> str:
    from bot.people.review import UNTIL_RESUMED  # noqa: PLC0415 - as above

    parts = [person.name, words.say(f"cmd_mode.{person.mode}"), *person.accounts]
    if person.paused_until == UNTIL_RESUMED:
        parts.append(words.say("cmd_status.paused"))
    elif person.paused_until is not None:
        parts.append(words.say("cmd_status.paused_until", at=words.moment(person.paused_until, zone)))
    return " · ".join(parts)
