"""`rempart dossier`: what is handed to police, prosecutor, lawyer: chosen, looked at, and made."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from typer.core import TyperGroup

from bot.commands import dossier_make
from bot.commands.opened import ByOption, Desk, opened, operator
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, JsonOption, print_json, progress, say
from bot.errors import ConfigError, Refused

if TYPE_CHECKING:
    from bot.dossier.draft import Draft

NEW: Final = "Example: rempart dossier new 3f9a --lang fr --from 2026-01-01"
SHOW: Final = "Example: rempart dossier show 5b1d --form > dossier.toml"
EDIT: Final = "Example: rempart dossier edit 5b1d dossier.toml"
LIST: Final = "Example: rempart dossier list --person camille"
PREVIEW: Final = "Example: rempart dossier preview 5b1d"
DROP: Final = "Example: rempart dossier drop 5b1d --yes"
SubjectArgument = Annotated[
    str,
    typer.Argument(
        help="The id of a case, an account (its key, or the URI of a mention of theirs), or the number of a raid.",
        metavar="CASE|ACCOUNT|RAID",
    ),
]
IdArgument = Annotated[str, typer.Argument(help="The draft's id, or its beginning.", metavar="ID")]
FileArgument = Annotated[Path, typer.Argument(help="The form: TOML, or JSON.", metavar="FILE")]
PersonOption = Annotated[str | None, typer.Option("--person", help="Whom it concerns; not needed where there is one.")]
LanguageOption = Annotated[str | None, typer.Option("--lang", help="fr or en; the person's if left out.")]
FromOption = Annotated[str | None, typer.Option("--from", help="From when on: 2026-03-01.", metavar="DATE")]
UntilOption = Annotated[str | None, typer.Option("--to", help="Until when.", metavar="DATE")]
WhichOption = Annotated[
    str, typer.Option("--which", help="all, or first_and_last: the first, the last three, the three most worrying.")
]
FormOption = Annotated[bool, typer.Option("--form", help="As a form that `edit` takes, with all that was said.")]
YesOption = Annotated[bool, typer.Option("--yes", help="Do it.")]


class OrSubject(TyperGroup):
    """Takes what is no command for a subject: `rempart dossier CASE --out DIR`."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is meant."""
        known = not args or args[0] in self.commands or args[0].startswith("-")
        return super().resolve_command(ctx, args if known else ["at-once", *args])


def register(app: typer.Typer) -> None:
    """Give the group to the app."""
    about = "Make a dossier for police, prosecutor or lawyer: `rempart dossier CASE --out DIR`, or step by step."
    group = typer.Typer(name="dossier", help=about, no_args_is_help=True, cls=OrSubject)
    group.command("new", epilog=NEW)(new)
    group.command("show", epilog=SHOW)(show)
    group.command("edit", epilog=EDIT)(edit)
    group.command("list", epilog=LIST)(listed)
    group.command("preview", epilog=PREVIEW)(preview)
    group.command("make", epilog=dossier_make.MAKE)(dossier_make.make)
    group.command("drop", epilog=DROP)(drop)
    group.command("at-once", hidden=True, epilog=dossier_make.AT_ONCE)(at_once)
    app.add_typer(group)


def new(
    written: SubjectArgument,
    config: ConfigOption = DEFAULT_CONFIG,
    person: PersonOption = None,
    by: ByOption = None,
    lang: LanguageOption = None,
    since: FromOption = None,
    until: UntilOption = None,
    which: WhichOption = "all",
) -> None:
    """Begin a draft: everything is in it that is known of a case, an account or a raid, until you choose otherwise."""
    with opened(config) as desk:
        one = begun(desk, _chosen(desk, written, person, by, lang, (since, until), which))
        say(desk.words.say("cmd_dossier.begun", id=one.id))


def show(id_: IdArgument, config: ConfigOption = DEFAULT_CONFIG, *, form: FormOption = False) -> None:
    """Show a draft: what it is about and what was exported of it; with --form all of it, to be edited."""
    from bot.commands.dossier_data import draft_lines, draft_of  # noqa: PLC0415 - takes long
    from bot.dossier.drafting import handovers  # noqa: PLC0415 - as above
    from bot.dossier.form import written  # noqa: PLC0415 - as above

    with opened(config) as desk:
        one = draft_of(desk, id_)
        if not form:
            for line in draft_lines(desk, one, handovers(desk.store, one.person)):
                say(line)
            return
        for key, lines in written(one):
            for comment in desk.words.say(f"cmd_dossier.form.{key}").splitlines():
                say(f"# {comment}")
            say(f"{lines}\n")


def edit(id_: IdArgument, file: FileArgument, config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Take up a form that you filled in. What is wrong in it is told by its key, and then nothing is changed."""
    from bot.commands.dossier_data import draft_of  # noqa: PLC0415 - as above
    from bot.dossier import drafting  # noqa: PLC0415 - as above
    from bot.dossier.form import read  # noqa: PLC0415 - as above

    with opened(config) as desk:
        one = read(file, draft_of(desk, id_))
        drafting.keep(desk.store, one)
        say(desk.words.say("cmd_dossier.kept", id=one.id))


def listed(config: ConfigOption = DEFAULT_CONFIG, person: PersonOption = None, *, json: JsonOption = False) -> None:
    """List the drafts, and what was exported of each: when, for whom, and the digest that tells whether it is whole."""
    from bot.commands.dossier_data import draft_data, draft_lines  # noqa: PLC0415 - as above
    from bot.dossier import drafting  # noqa: PLC0415 - as above

    with opened(config) as desk:
        people = [desk.person(person).name] if person else [one.name for one in desk.config.people]
        found = [
            (one, drafting.handovers(desk.store, name)) for name in people for one in drafting.drafts(desk.store, name)
        ]
        if json:
            print_json([draft_data(desk, one, given) for one, given in found])
            return
        for one, given in found:
            for line in draft_lines(desk, one, given):
                say(line)
        if not found:
            say(desk.words.say("cmd_dossier.none"))


def preview(id_: IdArgument, config: ConfigOption = DEFAULT_CONFIG, *, json: JsonOption = False) -> None:
    """Say what would be handed over, and what would not: left out, masked, erased, not seen. Nothing is made."""
    import msgspec  # noqa: PLC0415 - as above

    from bot.commands.dossier_data import draft_of, preview_lines  # noqa: PLC0415 - as above
    from bot.dossier import previewing, steps  # noqa: PLC0415 - as above
    from bot.dossier.gathering import weigh  # noqa: PLC0415 - as above

    with opened(config) as desk, dossier_make.refused():
        one = draft_of(desk, id_)
        with progress(desk.words.say("cmd_dossier.progress"), dossier_make.total(desk, one.person)) as advance:
            contents = weigh(desk.store, one, datetime.now(UTC), advance)
        found = previewing.preview(
            contents, steps.redacted(desk.store, one, desk.person(one.person).in_the_open).redact(contents)
        )
        if json:
            print_json(msgspec.to_builtins(found))
            return
        for line in preview_lines(desk, found):
            say(line)


def drop(id_: IdArgument, config: ConfigOption = DEFAULT_CONFIG, *, yes: YesOption = False) -> None:
    """Let go of a draft. What was exported of it stays told in the trail."""
    from bot.commands.dossier_data import draft_of  # noqa: PLC0415 - as above
    from bot.people.admission import Admission  # noqa: PLC0415 - takes long
    from bot.people.agreeing import Agreeing  # noqa: PLC0415 - as above
    from bot.working import handing  # noqa: PLC0415 - as above

    with opened(config) as desk:
        one = draft_of(desk, id_)
        if not yes:
            raise ConfigError(f"{one.id}: would be gone, with all that was said in it; write --yes if you mean it")
        now, store = datetime.now(UTC), desk.store
        handing.drop(store, Agreeing(store, {}), one, Admission(store).holder(one.person, one.person, now), now)
        say(desk.words.say("cmd_dossier.dropped", id=one.id))


def at_once(  # noqa: PLR0913, PLR0917 - one an option
    written: SubjectArgument,
    out: dossier_make.OutOption,
    config: ConfigOption = DEFAULT_CONFIG,
    person: PersonOption = None,
    by: ByOption = None,
    lang: LanguageOption = None,
    since: FromOption = None,
    until: UntilOption = None,
    which: WhichOption = "all",
    *,
    redacted: dossier_make.RedactedOption = False,
    key: dossier_make.KeyOption = None,
    passphrase_file: dossier_make.PassphraseOption = None,
    recipient: dossier_make.RecipientOption = "",
    sign: dossier_make.SignOption = None,
    sign_passphrase_file: dossier_make.SignPassphraseOption = None,
    timestamp: dossier_make.AuthorityOption = "",
    nothing_to_hide: dossier_make.NothingOption = False,
) -> None:
    """Begin a draft, or take up the one that chooses the same, and make it."""
    from bot.dossier import drafting  # noqa: PLC0415 - as above
    from bot.dossier.staging import Where, ours  # noqa: PLC0415 - as above

    with opened(config) as desk, dossier_make.refused():
        wanted = _chosen(desk, written, person, by, lang, (since, until), which)
        alike = drafting.alike(wanted, drafting.drafts(desk.store, wanted.person))
        one = alike[0] if alike else begun(desk, wanted)
        one = dossier_make.unhidden(desk, one) if nothing_to_hide else one
        how = dossier_make.closing(key or [], passphrase_file, redacted=redacted)
        how = how._replace(signer=dossier_make.signing(desk, one.person, sign, sign_passphrase_file, timestamp))
        dossier_make.made(desk, one, Where(out, ours(config)), how, recipient)


def begun(desk: Desk, wanted: "Draft") -> "Draft":
    """A new draft. Raises ConfigError."""
    from bot.dossier import drafting  # noqa: PLC0415 - as above

    try:
        return drafting.begin(desk.store, wanted, datetime.now(UTC))
    except Refused as error:
        raise ConfigError(str(error)) from error


def _chosen(
    desk: Desk,
    written: str,
    person: str | None,
    by: str | None,
    lang: str | None,
    when: tuple[str | None, str | None],
    which: str,
) -> "Draft":
    """What the options say. Raises ConfigError."""
    from bot.alerts.wording import LANGUAGES  # noqa: PLC0415 - as above
    from bot.commands.dossier_data import between, meant  # noqa: PLC0415 - as above
    from bot.dossier.draft import Draft, Which  # noqa: PLC0415 - as above

    one = desk.person(person)
    if lang not in {None, *LANGUAGES}:
        raise ConfigError(f"--lang: write one of {', '.join(LANGUAGES)}")
    if which not in {Which.ALL, Which.FIRST_AND_LAST}:
        raise ConfigError("--which: write all or first_and_last; to choose one by one, edit the draft")
    since, until = between(*when)
    about, subject = meant(desk, one, written)
    return Draft(
        id="",
        person=one.name,
        about=about,
        subject=subject,
        language=lang or one.language,
        made_at=datetime.now(UTC),
        by=operator(by),
        zone=one.zone,
        law=one.law,
        since=since,
        until=until,
        which=Which(which),
    )
