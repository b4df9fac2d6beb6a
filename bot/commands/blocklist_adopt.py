"""`rempart blocklist adopt` and `abandon`: mute or block by a Bluesky list where it stands, and give back what was."""

from typing import Annotated

import typer
from msgspec.structs import replace

from bot.blocklists.adoption import Adoption, Step
from bot.commands.blocklist_look import PersonOption
from bot.commands.opened import opened
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, JsonOption, print_json, say
from bot.errors import ConfigError

AddressArgument = Annotated[
    str, typer.Argument(help="The list: its at:// URI, or the address of its page on bsky.app.", metavar="ADDRESS")
]
BlockOption = Annotated[bool, typer.Option("--block", help="Block, which everybody can see; without, mute.")]


def register(group: typer.Typer) -> None:
    """Give the commands to the group."""
    address = "https://bsky.app/profile/ami.test/lists/3labc"
    group.command("adopt", epilog=f"Example: rempart blocklist adopt {address}")(adopt)
    group.command("abandon", epilog=f"Example: rempart blocklist abandon {address}")(abandon)
    group.command("adopted", epilog="Example: rempart blocklist adopted")(adopted)


def adopt(
    address: AddressArgument,
    config: ConfigOption = DEFAULT_CONFIG,
    person: PersonOption = None,
    *,
    block: BlockOption = False,
) -> None:
    """Mute, or block, all who stand in a Bluesky list, now and later, in all your Bluesky accounts."""
    from bot.store import adoptions  # noqa: PLC0415 - takes long, and --help need not wait for it

    with opened(config) as desk:
        who = desk.person(person)
        if not any(one.platform == "bluesky" for one in who.accounts):
            raise ConfigError(f"{who.name} has no account on Bluesky in the configuration")
        deed = "block" if block else "mute"
        with desk.store.writing() as connection:
            kept = {(one.address, one.deed): one for one in adoptions.every(connection, who.name)}
            fresh = Adoption(person=who.name, address=address.strip(), deed=deed)
            adoptions.put(connection, replace(kept.get((fresh.address, deed), fresh), step=Step.COMING, there=()))
        say(desk.words.say(f"cmd_blocklist.adopt.{deed}", address=address))


def abandon(address: AddressArgument, config: ConfigOption = DEFAULT_CONFIG, person: PersonOption = None) -> None:
    """Leave a list that was adopted: what you had muted or blocked before stays so."""
    from bot.store import adoptions  # noqa: PLC0415 - as above

    with opened(config) as desk:
        name = desk.person(person).name
        with desk.store.writing() as connection:
            found = [one for one in adoptions.every(connection, name) if one.address == address.strip()]
            for one in found:
                adoptions.put(connection, replace(one, step=Step.GOING, trouble=""))
        if not found:
            raise ConfigError("this list was not adopted; `rempart blocklist adopted` shows those that were")
        say(desk.words.say("cmd_blocklist.adopt.leaves", address=address))


def adopted(config: ConfigOption = DEFAULT_CONFIG, person: PersonOption = None, *, as_json: JsonOption = False) -> None:
    """Show the Bluesky lists that you mute or block by."""
    from bot.explaining.words import trouble  # noqa: PLC0415 - as above
    from bot.store import adoptions  # noqa: PLC0415 - as above

    with opened(config) as desk:
        with desk.store.reading() as connection:
            found = adoptions.every(connection, desk.person(person).name)
        if as_json:
            print_json(
                [{"address": one.address, "deed": one.deed, "step": one.step, "trouble": one.trouble} for one in found]
            )
            return
        for one in found:
            say(desk.words.say(f"cmd_blocklist.adopt.step.{one.step}", address=one.address))
            if one.trouble:
                say(desk.words.say("cmd_blocklist.instep.trouble", trouble=trouble(desk.words, one.trouble)))
        if not found:
            say(desk.words.say("cmd_blocklist.adopt.none"))
