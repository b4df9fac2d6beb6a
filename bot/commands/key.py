"""`rempart key`: the key that signs checkpoints of the evidence, shown, or replaced by another."""

from datetime import UTC, datetime
from typing import Annotated, Final

import typer

from bot.commands import master
from bot.commands.opened import ByOption, YesOption, opened, operator
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, JsonOption, print_json, say

SHOW_EXAMPLE: Final = "Example: rempart key show"
ROTATE_EXAMPLE: Final = "Example: rempart key rotate --yes"

MasterOption = Annotated[bool, typer.Option("--master", help="The key of all content, not the one of signatures.")]


def register(app: typer.Typer) -> None:
    """Give the group to the app."""
    group = typer.Typer(
        name="key", help="The keys: of the signature under checkpoints, and of the content.", no_args_is_help=True
    )
    group.command(epilog=SHOW_EXAMPLE)(show)
    group.command(epilog=ROTATE_EXAMPLE)(rotate)
    group.command(epilog=master.BACKUP)(master.backup)
    app.add_typer(group)


def show(config: ConfigOption = DEFAULT_CONFIG, *, as_json: JsonOption = False) -> None:
    """Print the public key that checkpoints are signed with, as C2SP writes it: whoever has it can verify them.

    Note it elsewhere: it tells your checkpoints from those of anybody who writes the database anew.
    """
    import msgspec  # noqa: PLC0415 - takes long, and --help need not wait for it

    from bot.store import signers  # noqa: PLC0415 - as above

    with opened(config) as desk:
        with desk.store.reading() as connection:
            signers.signing(connection)
            keys = signers.keys(connection)
        if as_json:
            rows = [{"verifier": str(key.verifier), "made": key.made_at, "retired": key.retired_at} for key in keys]
            print_json(msgspec.to_builtins(rows))
            return
        zone = desk.config.shielded[0].zone
        for key in keys:
            made = desk.words.moment(key.made_at, zone)
            retired = desk.words.moment(key.retired_at, zone) if key.retired_at else ""
            say(desk.words.say("cmd_key.retired" if retired else "cmd_key.signs", made=made, retired=retired))
            say(f"  {key.verifier}")


def rotate(
    config: ConfigOption = DEFAULT_CONFIG, by: ByOption = None, *, content: MasterOption = False, yes: YesOption = False
) -> None:
    """Make another key that signs from now on; every chain says so, and the next checkpoints are signed by both.

    With --master, replace the key of all content instead: no shield may be at work meanwhile, and what was written down
    of the old one is of no use any more.
    """
    if content:
        master.rotate(config, by, yes=yes)
        return
    from bot.store import signers  # noqa: PLC0415 - as above
    from bot.trail.checkpoints import rotate as replace_key  # noqa: PLC0415 - as above

    with opened(config) as desk:
        with desk.store.reading() as connection:
            before = signers.signing(connection)
        if not yes:
            say(desk.words.say("cmd_key.would", old=before.verifier.id))
            say(desk.words.say("cmd_key.confirm"))
            return
        people = [person.name for person in desk.config.shielded]
        made = replace_key(desk.store, people, datetime.now(UTC), operator(by))
        say(desk.words.say("cmd_key.done", old=before.verifier.id, new=made.id))
        say(f"  {made}")
