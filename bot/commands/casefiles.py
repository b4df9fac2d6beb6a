"""Cases on the command line: found, told in lines, given to programs."""

from collections.abc import Iterator
from typing import Any

import msgspec

from bot.alerts.helplines import article
from bot.alerts.stage import elements, grounds
from bot.cases.shown import CaseShown, shown
from bot.commands.opened import Desk
from bot.config.shielded import Shielded
from bot.errors import ConfigError, KeyMissing
from bot.evidence.pseudonym import nickname
from bot.model.account import KEY
from bot.model.conduct import Stage
from bot.store import cases, read, survey, write


def found(desk: Desk, person: Shielded) -> list[CaseShown]:
    """The cases of a person, as they stand now."""
    from bot.shield.running import now  # noqa: PLC0415 - takes long

    with desk.store.reading() as connection:
        return shown(connection, person.name, person.zone, now())


def account_of(desk: Desk, person: str, written: str) -> str:
    """`Account.key` of whom is meant: by their key, or by a mention of theirs. Raises ConfigError."""
    if KEY.fullmatch(written):
        return written
    with desk.store.reading() as connection:
        authors = {kept.author for kept in survey.referred(connection, written) if kept.person == person}
    if len(authors) == 1:
        return authors.pop()
    raise ConfigError(
        f"{written}: names no account that wrote to {person}; write its key (bluesky:did:plc:…, mastodon:server/id), "
        "or the URI of a mention of theirs"
    )


def accounts_of(desk: Desk, id_: str) -> list[str]:
    """The accounts of the case of an id, or of the beginning of one. Raises ConfigError."""
    with desk.store.reading() as connection:
        known = cases.by_id(connection, id_)
        if len(known) != 1:
            raise ConfigError(f"{id_}: is the id of no case; `rempart harasser list` shows them")
        return cases.members(connection, known[0].person, [known[0].id]).get(known[0].id, [])


def case_lines(desk: Desk, one: CaseShown, *, reveal: bool) -> Iterator[str]:
    """A case in lines; accounts by a name of ours, and notes unread, unless they are to be revealed."""
    words, zone = desk.words, desk.whose(one.person).zone
    stage = words.say(f"stage.{one.conduct.stage.label}")
    yield words.say("cmd_case.opening", case=one.id, person=one.person, stage=stage, score=f"{one.conduct.score:g}")
    yield from (f"  {_named(desk, one, account, reveal=reveal)}" for account in one.accounts)
    if one.first and one.last:
        since, until = words.moment(one.first, zone), words.moment(one.last, zone)
        yield "  " + words.count("cmd_case.mentions", one.mentions, since=since, until=until)
    if one.conduct.days:
        yield from (f"  - {ground}" for ground in grounds(words, one.conduct))
    for ban in one.restrictions:
        kind, until = words.say(f"cmd_case.{ban.kind}"), words.moment(ban.until, zone)
        yield "  " + words.say("cmd_case.ban", kind=kind, since=words.moment(ban.since, zone), until=until, by=ban.by)
    for each in one.noted:
        means, at = words.say(f"cmd_case.{each.means}"), words.moment(each.happened_at, zone)
        yield "  " + words.say("cmd_case.note", means=means, at=at, by=each.by, exhibit=each.exhibit)
        yield from [f"    {_words_of(desk, each.exhibit)}"] if reveal else []
    if one.conduct.stage > Stage.NONE:
        law = article(zone, desk.whose(one.person).law)
        yield from (f"  {line}" for line in elements(words, law, one.conduct))
    yield ""


def case_data(desk: Desk, one: CaseShown, *, reveal: bool) -> dict[str, Any]:
    """The same for programs."""
    data: dict[str, Any] = msgspec.to_builtins(one)
    data["stage"], data["score"] = one.conduct.stage.label, one.conduct.score
    data["accounts"] = [_named(desk, one, account, reveal=reveal) for account in one.accounts]
    for ban in data["restrictions"]:
        ban["account"] = _named(desk, one, ban["account"], reveal=reveal)
    data["grounds"] = list(grounds(desk.words, one.conduct)) if one.conduct.days else []
    if reveal:
        for each in data["noted"]:
            each["words"] = _words_of(desk, each["exhibit"])
    return data


def _named(desk: Desk, one: CaseShown, account: str, *, reveal: bool) -> str:
    if reveal:
        return account
    with desk.store.writing() as connection:  # the salt is made at first need
        return nickname(write.salt(connection, desk.store.master, one.person), account)


def _words_of(desk: Desk, exhibit: str) -> str:
    """What was noted; nothing where it was erased."""
    with desk.store.reading() as connection:
        try:
            return read.content(connection, desk.store.master, exhibit).decode()
        except KeyMissing:
            return desk.words.say("cmd_case.erased")
