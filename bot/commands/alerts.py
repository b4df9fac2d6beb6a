"""`rempart alerts`: who is told on what channel, whether it works, and whether somebody reads it."""

import asyncio
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Final, NamedTuple

import typer

from bot.commands.opened import ByOption, Desk, opened, operator
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, JsonOption, print_json, say
from bot.errors import ConfigError, Gone, PlatformError

if TYPE_CHECKING:
    from bot.config import Config, Somebody
    from bot.config.alerts import AlertTable
    from bot.model.shield import Contact
    from bot.people.confirming import Reached
    from bot.store.database import Store

TEST: Final = "Example: rempart alerts test --channel phone"
CONFIRM: Final = "Example: rempart alerts confirm K7MQ-2FXD --by lea"
LIST: Final = "Example: rempart alerts list"
NOT_TAKEN: Final = 1
PersonOption = Annotated[str | None, typer.Option("--person", help="Whose channels; everybody's if left out.")]
ChannelOption = Annotated[str | None, typer.Option("--channel", help="One of them, by its name or its number.")]
CodeArgument = Annotated[str, typer.Argument(help="The code that came on the channel.", metavar="CODE")]


class Line(NamedTuple):
    """One channel."""

    person: "Somebody"
    contact: "Contact"
    table: "AlertTable"

    @property
    def short(self) -> str:
        """Its name, without its person's."""
        return self.contact.name.partition("/")[2]


def register(app: typer.Typer) -> None:
    """Give the group to the app."""
    group = typer.Typer(name="alerts", help="Who is told, and whether it reaches them.", no_args_is_help=True)
    group.command("test", epilog=TEST)(trial)
    group.command("confirm", epilog=CONFIRM)(confirm)
    group.command("list", epilog=LIST)(listed)
    app.add_typer(group)


def trial(config: ConfigOption = DEFAULT_CONFIG, person: PersonOption = None, channel: ChannelOption = None) -> None:
    """Send a short code over each channel; who reads it gives it back: rempart alerts confirm CODE.

    Nothing else is in the message. Exit status: 1 if a channel did not take it.
    """
    from bot.app import open_store  # noqa: PLC0415 - takes long, and --help need not wait for it
    from bot.commands.words import words  # noqa: PLC0415 - as above
    from bot.config.load import load_lazily  # noqa: PLC0415 - as above
    from bot.log import start_log  # noqa: PLC0415 - as above

    start_log("error")
    loaded = load_lazily(config)
    lines = _chosen(loaded, person, channel)
    with closing(open_store(loaded)) as store:
        troubles = asyncio.run(_send(store, lines))
    said = words(loaded.language)
    for line, trouble in zip(lines, troubles, strict=True):
        key = "not_taken" if trouble else "sent"
        say(said.say(f"cmd_alerts.{key}", person=line.person.name, channel=line.short))
    if not all(troubles):
        say(said.say("cmd_alerts.next"))
    if any(troubles):
        raise typer.Exit(NOT_TAKEN)


def confirm(code: CodeArgument, config: ConfigOption = DEFAULT_CONFIG, by: ByOption = None) -> None:
    """Say that a code came, and so that somebody reads its channel."""
    from bot.people import confirming  # noqa: PLC0415 - as above

    with opened(config) as desk:
        people = [person.name for person in desk.config.shielded]
        try:
            name = confirming.confirm(desk.store, people, code, operator(by), datetime.now(UTC))
        except Gone as error:
            raise ConfigError(str(error)) from None
        person, _, channel = name.partition("/")
        say(desk.words.say("cmd_alerts.confirmed", person=person, channel=channel))


def listed(config: ConfigOption = DEFAULT_CONFIG, person: PersonOption = None, *, as_json: JsonOption = False) -> None:
    """List the channels: of what each is told, when, whether it works, and whether somebody ever confirmed it."""
    from bot.commands.alerts_lines import data, described, waiting  # noqa: PLC0415 - as above

    with opened(config) as desk:
        lines = _chosen(desk.config, person, None)
        stands = {one.name: one for one in _stands(desk, lines)}
        urgent = waiting(desk, [line.person.name for line in lines])
        if as_json:
            channels = [data(line.contact, stands[line.contact.name]) for line in lines]
            print_json({"channels": channels, "urgent": [one.alert for one in urgent]})
            return
        for line in lines:
            say(described(desk.words, line.person, line.contact, stands[line.contact.name]))
        if urgent:
            say(desk.words.count("cmd_alerts.urgent", len(urgent), ref=urgent[-1].alert))


def _stands(desk: Desk, lines: Sequence[Line]) -> "list[Reached]":
    from bot.people.confirming import reached  # noqa: PLC0415 - as above

    with desk.store.reading() as connection:
        return [
            one
            for person in dict.fromkeys(line.person.name for line in lines)
            for one in reached(connection, desk.store.master, person, desk.whose(person).urls())
        ]


def _chosen(config: "Config", person: str | None, channel: str | None) -> list[Line]:
    """The channels that are meant. Raises ConfigError where there are none."""
    every = [
        Line(one, contact, table)
        for one in config.shielded
        for contact, table in zip(one.contacts(), one.alerts, strict=True)
    ]
    found = [one for one in every if person in {None, one.person.name} and channel in {None, one.short}]
    if not found:
        known = ", ".join(one.contact.name for one in every) or "none: add [[person.alert]] or [[community.alert]]"
        raise ConfigError(f"there is no such channel; there are: {known}")
    return found


async def _send(store: "Store", lines: Sequence[Line]) -> list[str]:
    """What went wrong with each; empty where nothing did."""
    return await asyncio.gather(*(_try(store, line) for line in lines))


async def _try(store: "Store", line: Line) -> str:
    from bot.alerts.apprise import AppriseChannel  # noqa: PLC0415 - as above
    from bot.model.account import Protected  # noqa: PLC0415 - as above
    from bot.people.confirming import send_trial  # noqa: PLC0415 - as above

    url, contact = line.table.url.reveal(), line.contact
    person = Protected(name=line.person.name, language=line.person.language, zone=line.person.zone)
    channel = AppriseChannel(contact.name, url, contact.above)
    try:
        await send_trial(store, person, contact, channel, url, datetime.now(UTC))
    except PlatformError as error:
        return str(error)
    return ""
