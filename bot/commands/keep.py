"""`rempart keep` and `rempart kept`: evidence from outside is taken into custody, and listed."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from bot.commands.opened import ByOption, Desk, opened, operator
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, JsonOption, print_json, say
from bot.errors import ConfigError

if TYPE_CHECKING:
    from bot.custody.brought import Listed

KEEP: Final = "Example: rempart keep letter.jpg --about 'letter in the letterbox, no stamp' --date 2026-03-01 --by lea"
KEPT: Final = "Example: rempart kept --person camille"
FilesArgument = Annotated[list[Path], typer.Argument(help="The files, of any kind, up to 64 MB each.", metavar="FILE…")]
AboutOption = Annotated[str, typer.Option("--about", help="What it is and how it came, in your words.", metavar="TEXT")]
AccountOption = Annotated[
    str, typer.Option("--account", help="Whom it comes from, if you know: bluesky:did:plc:…, mastodon:server/id.")
]
DateOption = Annotated[
    str | None, typer.Option("--date", help="When it came: 2026-03-01, 2026-03-01T14:00.", metavar="DATE")
]
PicturesOption = Annotated[
    bool, typer.Option("--pictures", help="Instead, the pictures that were captured, as `image_known` takes them.")
]
PersonOption = Annotated[str | None, typer.Option("--person", help="Whom it concerns; not needed where there is one.")]


def register(app: typer.Typer) -> None:
    """Give the commands to the app."""
    app.command(epilog=KEEP)(keep)
    app.command(epilog=KEPT)(kept)


def keep(
    files: FilesArgument,
    about: AboutOption,
    config: ConfigOption = DEFAULT_CONFIG,
    account: AccountOption = "",
    date: DateOption = None,
    person: PersonOption = None,
    by: ByOption = None,
    *,
    json: JsonOption = False,
) -> None:
    """Take files into custody, sealed and in the chain, with what you say of them. They are not opened or changed."""
    from bot.commands.moments import since  # noqa: PLC0415 - takes long, and --help need not wait for it
    from bot.custody import brought, instrument  # noqa: PLC0415 - as above

    now = datetime.now(UTC)
    if not about.strip():
        raise ConfigError("--about: is empty; say what it is and how it came")
    dated = since("--date", date, now) if date else None
    contents = [(path, _read(path, brought.MOST)) for path in files]
    with opened(config) as desk:
        name, who = desk.whose(person).name, operator(by)
        asyncio.run(instrument.again(desk.store, [name], desk.config.network))
        number = desk.store.instruments[name]
        for path, raw in contents:
            one = brought.brought(
                path.name, raw, about.strip(), by=who, account=account, dated=dated, instrument=number
            )
            exhibit = brought.take(desk.store, name, one, now)
            if json:
                print_json({"file": str(path), "exhibit": exhibit, "sha256": one.digest, "type": one.type})
            else:
                say(desk.words.say("cmd_keep.kept", file=path.name, exhibit=exhibit, digest=one.digest))


def kept(
    config: ConfigOption = DEFAULT_CONFIG,
    person: PersonOption = None,
    *,
    pictures: PicturesOption = False,
    json: JsonOption = False,
) -> None:
    """List what was taken into custody from outside, with what was said of it."""
    from bot.custody.brought import listed  # noqa: PLC0415 - as above

    with opened(config) as desk:
        people = [one.name for one in desk.config.shielded] if person is None else [desk.whose(person).name]
        if pictures:
            _pictures(desk, people, json=json)
            return
        found = list(listed(desk.store, people))
        if json:
            for name, one in found:
                print_json({"person": name} | _as_data(one))
            return
        if not found:
            say(desk.words.say("cmd_keep.nothing"))
        zones = {one.name: one.zone for one in desk.config.shielded}
        for name, one in found:
            for line in _lines(desk, name, one, zones[name]):
                say(line)


def _pictures(desk: Desk, people: list[str], *, json: bool) -> None:
    """The likeness of each picture that was captured, as the condition `image_known` takes it."""
    from bot.store import media  # noqa: PLC0415 - as above

    with desk.store.reading() as connection:
        found = [(name, one) for name in people for one in media.pictures(connection, name)]
    for name, one in found:
        likeness = one.dhash[:8].hex()
        if json:
            print_json({"person": name, "dhash": likeness, "exhibit": one.exhibit, "type": one.type, "size": one.size})
        else:
            say(f"{name} · {likeness} · {one.type} · {one.exhibit}")
    if not found and not json:
        say(desk.words.say("cmd_keep.no_pictures"))


def _read(path: Path, most: int) -> bytes:
    if not path.is_file():
        raise ConfigError(f"{path}: is no file that can be read; write the path of one")
    if path.stat().st_size > most:
        raise ConfigError(f"{path}: is larger than {most // 10**6} MB; bring it in parts")
    return path.read_bytes()


def _as_data(one: "Listed") -> dict[str, Any]:
    found: dict[str, Any] = {"exhibit": one.exhibit, "at": one.at.isoformat(), "size": one.size}
    if one.brought is None:
        return found | {"unreadable": one.unreadable}
    said = one.brought
    return found | {
        "file": said.name,
        "about": said.about,
        "account": said.account,
        "date": said.dated.isoformat() if said.dated else None,
        "by": said.by,
        "sha256": said.digest,
        "type": said.type,
        "dhash": said.dhash[:8].hex(),
    }


def _lines(desk: Desk, person: str, one: "Listed", zone: str) -> list[str]:
    at = desk.words.moment(one.at, zone)
    if one.brought is None:
        return [desk.words.say("cmd_keep.unreadable", exhibit=one.exhibit, at=at, why=one.unreadable)]
    said = one.brought
    first = desk.words.say("cmd_keep.line", person=person, file=said.name, at=at, by=said.by, n=one.size)
    return [first, f"  {said.about}", f"  {one.exhibit} · SHA-256 {said.digest}"]
