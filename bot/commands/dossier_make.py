"""`rempart dossier make`: asked for, agreed on by a second person or waited for, and then made."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, NamedTuple

import typer

from bot.commands.opened import Desk, opened
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, progress, say
from bot.errors import ConfigError, Refused

if TYPE_CHECKING:
    from bot.dossier.draft import Draft
    from bot.dossier.making import Made, Steps
    from bot.dossier.signing import Signer
    from bot.dossier.staging import Where
    from bot.dossier.steps import Way
    from bot.model.proposal import Proposal

MAKE: Final = "Example: rempart dossier make 5b1d --out complaint --recipient 'Me Durand'"
AT_ONCE: Final = (
    "Example: rempart dossier at-once 3f9a --out complaint; or shorter: rempart dossier 3f9a --out complaint"
)
OutOption = Annotated[
    Path, typer.Option("--out", help="The folder to write, or the file where it is encrypted.", metavar="DIR")
]
RedactedOption = Annotated[
    bool, typer.Option("--redacted", help="For the file that the other side reads; so it is unless it is encrypted.")
]
KeyOption = Annotated[
    list[str] | None,
    typer.Option("--key", help="Complete, encrypted to this age recipient; repeatable.", metavar="KEY"),
]
ToOption = Annotated[
    list[str] | None,
    typer.Option("--to", "--key", help="Complete, encrypted to this age recipient; repeatable.", metavar="KEY"),
]
PassphraseOption = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file", help="Complete, in a ZIP that the first line of this file opens.", metavar="FILE"
    ),
]
SHIELD: Final = Path("shield")
"""In the place of a file: the shield signs with its own key."""
SignOption = Annotated[
    Path | None,
    typer.Option("--sign", help="Sign it: with a PKCS#12 file, or the shield's own key.", metavar="FILE|shield"),
]
SignPassphraseOption = Annotated[
    Path | None, typer.Option("--sign-passphrase-file", help="What opens that file, on a first line.", metavar="FILE")
]
AuthorityOption = Annotated[
    str, typer.Option("--timestamp", help="An RFC 3161 authority that attests when it was signed.", metavar="URL")
]
NothingOption = Annotated[
    bool, typer.Option("--nothing-to-hide", help="The vault is empty on purpose; it is noted in the trail.")
]
RecipientOption = Annotated[str, typer.Option("--recipient", help="For whom it is, for the record.", metavar="NAME")]
IdArgument = Annotated[str, typer.Argument(help="The draft's id, or its beginning.", metavar="ID")]


class Closing(NamedTuple):
    """How it leaves."""

    way: "Way | None"
    """None: redacted, and in clear."""
    signer: "Signer | None" = None


def make(  # noqa: PLR0913 - one an option
    id_: IdArgument,
    out: OutOption,
    config: ConfigOption = DEFAULT_CONFIG,
    *,
    redacted: RedactedOption = False,
    to: ToOption = None,
    passphrase_file: PassphraseOption = None,
    recipient: RecipientOption = "",
    sign: SignOption = None,
    sign_passphrase_file: SignPassphraseOption = None,
    timestamp: AuthorityOption = "",
    nothing_to_hide: NothingOption = False,
) -> None:
    """Make a dossier. It takes two people, or a day: the first time it is asked for, and afterwards it is made."""
    from bot.commands.dossier_data import draft_of  # noqa: PLC0415 - takes long, and --help need not wait for it
    from bot.dossier.staging import Where, ours  # noqa: PLC0415 - as above

    with opened(config) as desk, refused():
        how = closing(to or [], passphrase_file, redacted=redacted)
        one = unhidden(desk, draft_of(desk, id_)) if nothing_to_hide else draft_of(desk, id_)
        how = how._replace(signer=signing(desk, one.person, sign, sign_passphrase_file, timestamp))
        made(desk, one, Where(out, ours(config)), how, recipient)


def unhidden(desk: Desk, one: "Draft") -> "Draft":
    """The draft, with the word that there is nothing to hide."""
    import msgspec  # noqa: PLC0415 - as above

    from bot.dossier import drafting  # noqa: PLC0415 - as above

    said = msgspec.structs.replace(one, nothing_to_hide=True)
    drafting.keep(desk.store, said)
    return said


def made(desk: Desk, one: "Draft", where: "Where", how: Closing, recipient: str) -> None:
    """Ask for it, say for what it waits, or make it."""
    from bot.dossier.handing import Wanted, meaning, prepare  # noqa: PLC0415 - as above
    from bot.dossier.staging import require_free, sweep  # noqa: PLC0415 - as above
    from bot.model.proposal import Kind  # noqa: PLC0415 - as above
    from bot.people.admission import Admission  # noqa: PLC0415 - as above
    from bot.people.agreeing import Agreeing  # noqa: PLC0415 - as above
    from bot.working import handing  # noqa: PLC0415 - as above

    now, steps = datetime.now(UTC), _steps(desk, one, how)
    sweep(where.ours)
    require_free(where.place.with_name(where.place.name + steps.ending))
    done: list[Made] = []

    def perform(proposal: "Proposal", at: datetime) -> None:
        done.append(_handed(desk, proposal, where, steps, at))

    agreeing = Agreeing(desk.store, {Kind.DOSSIER: perform})
    wanted = Wanted(steps.rendering, recipient, steps.keys)
    known = handing.waiting(desk.store, agreeing, one, wanted)
    if not known:
        seat = Admission(desk.store).holder(one.person, one.person, now)
        handing.let_go(desk.store, agreeing, one, seat, now)
        asked = prepare(desk.store, one, wanted, seat.name, now)
        _tell(desk, one, agreeing.propose(seat, Kind.DOSSIER, meaning(asked), now), "asked")
    elif any(each.id == known[0][0].id for each in agreeing.due([one.person], now)):
        agreeing.do(known[0][0], now)
    else:
        _tell(desk, one, known[0][0], "waits")
    for each in done:
        say(desk.words.count("cmd_dossier.made", each.facts, place=str(each.place), digest=each.digest))
        if each.before:
            say(
                desk.words.say(
                    f"cmd_dossier.again_{'same' if each.before == each.digest else 'new'}", digest=each.before
                )
            )


def _steps(desk: Desk, one: "Draft", how: Closing) -> "Steps":
    from bot.dossier import steps  # noqa: PLC0415 - as above
    from bot.dossier.signing import sign  # noqa: PLC0415 - as above

    public = desk.person(one.person).in_the_open
    found = steps.redacted(desk.store, one, public) if how.way is None else steps.sealed(how.way)
    return found._replace(sign=partial(sign, signer=how.signer)) if how.signer else found


def _handed(desk: Desk, proposal: "Proposal", where: "Where", steps: "Steps", now: datetime) -> "Made":
    from bot.dossier.handing import asked_for, hand_over  # noqa: PLC0415 - as above

    with progress(desk.words.say("cmd_dossier.progress"), total(desk, proposal.person)) as advance:
        return hand_over(desk.store, asked_for(desk.store, proposal), where, steps, now, advance)


def _tell(desk: Desk, one: "Draft", proposal: "Proposal", how: str) -> None:
    """For what it waits, and what to do then."""
    if proposal.due_at is None:
        say(desk.words.say(f"cmd_dossier.{how}_two"))
    else:
        say(desk.words.say(f"cmd_dossier.{how}_alone", at=desk.words.moment(proposal.due_at, one.zone)))


def closing(keys: list[str], passphrase_file: Path | None, *, redacted: bool) -> Closing:
    """How it leaves, as the options say. Raises ConfigError."""
    from bot.dossier.steps import Way  # noqa: PLC0415 - as above

    if redacted and (keys or passphrase_file):
        raise ConfigError(
            "--redacted: is in clear, for the other side; what is encrypted is complete: write one of both"
        )
    if keys and passphrase_file:
        raise ConfigError("--passphrase-file: write it or keys to encrypt to, not both")
    if passphrase_file is not None:
        return Closing(Way(passphrase=_passphrase(passphrase_file)))
    return Closing(Way(to=tuple(keys)) if keys else None)


def _passphrase(file: Path) -> str:
    from bot.dossier.passphrases import check  # noqa: PLC0415 - as above

    first = _first_line(file)
    try:
        check(first)
    except ConfigError as error:
        raise ConfigError(f"{file}: {error}") from None
    return first


def signing(
    desk: Desk, person: str, identity: Path | None, passphrase_file: Path | None, authority: str
) -> "Signer | None":
    """Who signs, as the options say. Raises ConfigError."""
    from bot.config.secret import Secret  # noqa: PLC0415 - as above
    from bot.dossier import identity as own  # noqa: PLC0415 - as above
    from bot.dossier.signing import Signer  # noqa: PLC0415 - as above

    if identity is None:
        if passphrase_file or authority:
            raise ConfigError("--sign: is missing; name the PKCS#12 file that signs")
        return None
    if identity == SHIELD:
        return own.of(desk.store, person, datetime.now(UTC), authority)
    if not identity.is_file():
        raise ConfigError(f"{identity}: is no file that can be read; write the path of a PKCS#12 file")
    return Signer(identity.read_bytes(), Secret(_first_line(passphrase_file) if passphrase_file else ""), authority)


def _first_line(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError):
        raise ConfigError(f"{file}: cannot be read; write the passphrase on the first line of a file") from None


def total(desk: Desk, person: str) -> int:
    """Of what progress is told: the entries of the chain, and the facts, which are fewer."""
    from bot.store import read  # noqa: PLC0415 - as above

    with desk.store.reading() as connection:
        return read.count(connection, "entry", {"person": person})


@contextmanager
def refused() -> Iterator[None]:
    """What cannot be done is told as the operator's fault, and so is what would give something away."""
    from bot.dossier.making import GivesAway  # noqa: PLC0415 - as above

    try:
        yield
    except (Refused, GivesAway) as error:
        raise ConfigError(str(error)) from error
