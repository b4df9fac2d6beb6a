"""Dossiers on the command line: which one is meant, told in lines, given to programs."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

from bot.commands.casefiles import account_of
from bot.commands.moments import moment
from bot.commands.opened import Desk
from bot.config import Person
from bot.dossier import drafting
from bot.dossier.content import About
from bot.dossier.draft import Draft
from bot.dossier.numbered import rows
from bot.dossier.previewing import Preview
from bot.errors import ConfigError, Refused
from bot.evidence.pseudonym import nickname
from bot.store import cases, write
from bot.store.dossiers import Handover

RAIDS = 6
"""Digits up to which a number is a raid's."""


def meant(desk: Desk, person: Person, written: str) -> tuple[About, str]:
    """Of what a dossier is to be: a case by its id, an account by its key or a mention of theirs, a raid by its number.

    Raises ConfigError.
    """
    if written.isdecimal() and len(written) <= RAIDS:
        return About.RAID, str(int(written))
    with desk.store.reading() as connection:
        found = [one for one in cases.by_id(connection, written) if one.person == person.name] if written else []
    if len(found) == 1:
        return About.CASE, found[0].id
    if ":" in written or "@" in written:
        return About.ACCOUNT, account_of(desk, person.name, written)
    raise ConfigError(
        f"{written}: is no case, account or raid; write the id of a case (`rempart harasser list`), an account "
        "(bluesky:did:plc:…, mastodon:server/id, the URI of a mention of theirs), or the number of a raid"
    )


def between(begin: str | None, end: str | None) -> tuple[datetime | None, datetime | None]:
    """From when until when, as --from and --to say. Raises ConfigError."""
    since, until = moment("--from", begin) if begin else None, moment("--to", end) if end else None
    if since and until and until <= since:
        raise ConfigError("--to: lies before --from; write the later date there")
    return since, until


def draft_of(desk: Desk, id_: str) -> Draft:
    """The draft of an id, or of the beginning of one. Raises ConfigError."""
    try:
        return drafting.draft(desk.store, id_)
    except Refused as error:
        raise ConfigError(str(error)) from error


def draft_lines(desk: Desk, one: Draft, given: list[Handover]) -> Iterator[str]:
    """A draft in lines, and what was exported of it; accounts by a name of ours."""
    words = desk.words
    about = words.say(f"cmd_dossier.about.{one.about}", subject=subject(desk, one))
    which = words.say(f"cmd_dossier.which.{one.which.value}")
    at = words.moment(one.made_at, one.zone)
    yield words.say("cmd_dossier.line", id=one.id, about=about, which=which, at=at, by=one.by, language=one.language)
    for each in given:
        if each.dossier == one.id:
            yield f"  {_given(desk, one, each)}"


def _given(desk: Desk, one: Draft, each: Handover) -> str:
    words = desk.words
    rendering = words.say(f"cmd_dossier.rendering.{each.rendering}")
    to = each.recipient or words.say("cmd_dossier.nobody")
    if each.made_at is None:
        return words.say(
            "cmd_dossier.asked", rendering=rendering, to=to, at=words.moment(each.at, one.zone), by=each.by
        )
    at = words.moment(each.made_at, one.zone)
    return words.say("cmd_dossier.given", rendering=rendering, to=to, at=at, n=each.facts, digest=each.digest)


def draft_data(desk: Desk, one: Draft, given: list[Handover]) -> dict[str, Any]:
    """The same for programs."""
    made = [msgspec.to_builtins(each) for each in given if each.dossier == one.id]
    return {
        "id": one.id,
        "person": one.person,
        "about": one.about.value,
        "subject": subject(desk, one),
        "which": one.which.value,
        "language": one.language,
        "at": one.made_at.isoformat(),
        "by": one.by,
        "exports": made,
    }


def subject(desk: Desk, one: Draft) -> str:
    """What a draft is about; an account by a name of ours."""
    if one.about is not About.ACCOUNT:
        return one.subject
    with desk.store.writing() as connection:  # the salt is made at first need
        return nickname(write.salt(connection, desk.store.master, one.person), one.subject)


def preview_lines(desk: Desk, one: Preview) -> Iterator[str]:
    """What would be handed over, in lines; what is nothing is not told."""
    words = desk.words
    yield words.count("cmd_dossier.preview.shown", one.shown, known=one.known)
    yield words.count("cmd_dossier.preview.accounts", one.accounts)
    yield words.count("cmd_dossier.preview.originals", one.originals, size=f"{one.size / 10**6:.1f}")
    counts = ("outside", "pictures", "missing", "unseen", "masked", "erased", "unproven")
    for name in counts:
        if number := getattr(one, name):
            yield words.count(f"cmd_dossier.preview.{name}", number)
    if one.withheld:
        yield words.count("cmd_dossier.preview.withheld", len(one.withheld), numbers=", ".join(rows(one.withheld)))
        yield words.say("cmd_dossier.preview.withheld_why")
    if one.gaps:
        hours = f"{one.blind.total_seconds() / 3600:.1f}"
        yield words.count("cmd_dossier.preview.gaps", one.gaps, hours=hours)
