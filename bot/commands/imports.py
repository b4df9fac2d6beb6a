"""`rempart import`: the mentions of the past are judged and kept; nothing is done about them, and nobody is alerted."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.commands.opened import Desk, YesOption, opened
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, JsonOption, complain, print_json, progress, say

if TYPE_CHECKING:
    from bot.errors import PlatformError
    from bot.importing import Tally
    from bot.shield.opening import Opened

EXAMPLE: Final = "Example: rempart import --since 2025-09-01 --yes"
NOT_ALL: Final = 2
"""The exit status where an account could not be asked: its past is not in."""
SinceOption = Annotated[
    str, typer.Option("--since", help="How far back: 90 days, 2025-09-01.", metavar="DATE", show_default=False)
]
PersonOption = Annotated[str | None, typer.Option("--person", help="Whose; everybody's if left out.")]


def register(app: typer.Typer) -> None:
    """Give the command to the app."""
    app.command("import", epilog=EXAMPLE)(import_)


def import_(
    since: SinceOption,
    config: ConfigOption = DEFAULT_CONFIG,
    person: PersonOption = None,
    *,
    yes: YesOption = False,
    json: JsonOption = False,
) -> None:
    """Bring in what addressed the person before the shield was there. It is judged and kept; nothing is done about it.

    Without --yes it only counts. Interrupted, it goes on where it was when it is called again with the same day. The
    shield may run meanwhile.
    """
    from bot.commands.moments import since as moment  # noqa: PLC0415 - takes long, and --help need not wait for it

    now = datetime.now(UTC)
    at = moment("--since", since, now).astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    with opened(config) as desk:
        chosen = None if person is None else desk.whose(person).name
        brought, troubles = asyncio.run(_all(desk, chosen, at, now, yes))
        for one, tally in brought:
            _show(desk, one, tally, yes=yes, json=json)
        if yes and not json:
            _show_cases(desk, sorted({one.person for one, _ in brought}), now)
    if troubles:
        raise typer.Exit(NOT_ALL)


async def _all(
    desk: Desk,
    person: str | None,
    since: datetime,
    now: datetime,
    yes: bool,  # noqa: FBT001 - what the operator said
) -> tuple[list[tuple["Opened", "Tally"]], list["PlatformError"]]:
    """What was brought from each account, and why some could not be asked, which is told at once."""
    from bot.explaining.words import trouble  # noqa: PLC0415 - as above
    from bot.importing import Importing, Noting  # noqa: PLC0415 - as above
    from bot.shield.live import compose  # noqa: PLC0415 - as above
    from bot.shield.opening import identify_all, normalisers, open_all, shared  # noqa: PLC0415 - as above
    from bot.shield.running import now as present  # noqa: PLC0415 - as above
    from bot.shield.running import reached  # noqa: PLC0415 - as above
    from bot.store.safe import StoredSafe  # noqa: PLC0415 - as above

    safe = StoredSafe(desk.store)
    found, troubles = await identify_all(desk.config, safe, present)
    for each in troubles:
        complain(trouble(desk.words, str(each)))
    accounts = open_all(found, shared(found), safe, desk.config, present)
    live = compose(desk.config, reached(accounts), desk.store, now)
    pipeline = Noting(desk.store, live.shields, normalisers(), live.ready.engine, present)
    done = []
    for one in accounts:
        try:
            if person in {None, one.person}:
                importing = Importing(pipeline, one.person, one.platform, since)
                with progress(one.account.handle, int((now - since).total_seconds())) as advance:
                    way = _Way(now, advance)
                    done.append((one, await (importing.bring if yes else importing.preview)(way.back_to)))
        finally:
            await one.platform.close()
    return done, troubles


class _Way:
    """How far back it is, for the bar."""

    def __init__(self, now: datetime, advance: Callable[[int], None]) -> None:
        self._at = now
        self._advance = advance

    def back_to(self, at: datetime) -> None:
        """It is at this moment now."""
        if at < self._at:
            self._advance(int((self._at - at).total_seconds()))
            self._at = at


def _show_cases(desk: Desk, people: list[str], now: datetime) -> None:
    """How far each case of these people has gone with the past in it, a line each; what alerts did not say."""
    from bot.cases.shown import shown  # noqa: PLC0415 - as above
    from bot.model.conduct import Stage  # noqa: PLC0415 - as above

    for person in people:
        with desk.store.reading() as connection:
            found = shown(connection, person, desk.whose(person).zone, now)
        for one in found:
            if one.conduct.stage > Stage.NONE:
                stage = desk.words.say(f"stage.{one.conduct.stage.label}")
                say(desk.words.say("cmd_case.conduct", case=one.id, stage=stage, score=f"{one.conduct.score:g}"))


def _show(desk: Desk, one: "Opened", tally: "Tally", *, yes: bool, json: bool) -> None:
    if json:
        said = {"person": one.person, "account": one.account.key, "kept": yes, "already": tally.already}
        print_json(said | {"mentions": tally.mentions, "severities": tally.severities})
        return
    key = "already" if tally.already else "brought" if yes else "would"
    say(desk.words.say(f"cmd_import.{key}", person=one.person, account=one.account.handle, n=tally.mentions))
    for name, count in tally.severities.items():
        say(f"  {desk.words.say(f'severity.{name}')} · {count}")
