"""What the pages of a dossier share: which draft is meant, how it is kept, and what it is called."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.dossier import annexes, drafting, selecting
from bot.dossier.content import About
from bot.dossier.draft import Draft
from bot.dossier.selecting import Subject, Written
from bot.dossier.statement import Judged
from bot.errors import Refused
from bot.evidence.pseudonym import nickname
from bot.model.work import Kind
from bot.store import write
from bot.vault.opening import opened
from bot.web.visit import Visit
from bot.working import asking, handing
from bot.working.starting import start

HOME: Final = "/dossiers"
STEPS: Final = ("facts", "words", "judged", "address", "outside", "witnesses", "pictures", "preview", "export")
"""In the order in which they are offered; any other will do."""
LONGEST: Final = 60_000
"""Signs of what somebody writes in one field."""
LINE: Final = 500
LINES: Final = 100


def drafted(visit: Visit) -> Draft:
    """The draft that the path names. 404 where it is not this person's."""
    id_ = str(visit.path["id"])
    try:
        one = drafting.draft(visit.store, id_)
    except Refused:
        raise HTTPException(404) from None
    if one.id != id_ or one.person != visit.person.name:
        raise HTTPException(404)
    return one


def shown(visit: Visit, one: Draft, step: str, **values: Any) -> Response:
    """The page of one step."""
    shared: dict[str, Any] = {
        "one": one,
        "step": step,
        "steps": STEPS,
        "path": f"{HOME}/{one.id}",
        "about": called(visit, one),
        "going": bool(handing.going(visit.store, visit.house.agreeing, one)),
    }
    return visit.page(f"dossier_{step}.html", **shared, **values)


def keep(visit: Visit, one: Draft, step: str, **changes: Any) -> Response:
    """Keep what was said, and go on to the next step, or stay."""
    drafting.keep(visit.store, msgspec.structs.replace(one, **changes))
    on = STEPS[min(STEPS.index(step) + 1, len(STEPS) - 1)] if visit.form.get("then") == "next" else step
    return visit.back(f"{HOME}/{one.id}/{on}", "dossier_kept")


def begun(visit: Visit, kind: Kind, asked: bytes) -> str:
    """Begin with long work, beside; the address where it is told. Raises Refused while some of its kind goes on."""
    try:
        one = asking.ask(visit.store, visit.person.name, kind, asked, visit.seat.name, visit.now)
    except Refused:
        raise Refused(visit.said.say("web.work.busy")) from None
    start(visit.house.file.path, one.id)
    return f"/long/{one.id}"


def text(visit: Visit, name: str, longest: int = LINE) -> str:
    """What was written in a field. Raises Refused where it is too much."""
    said = visit.form.get(name).replace("\r\n", "\n").strip()
    if len(said) > longest:
        raise Refused(visit.said.say("web.case.refused.words"))
    return said


def lines(visit: Visit, name: str) -> tuple[str, ...]:
    """What was written in a field, a line each. Raises Refused where it is too much."""
    found = [line.strip() for line in text(visit, name, LONGEST).split("\n")]
    kept = tuple(dict.fromkeys(line for line in found if line))
    if len(kept) > LINES or any(len(line) > LINE for line in kept):
        raise Refused(visit.said.say("web.case.refused.words"))
    return kept


def subject(visit: Visit, one: Draft) -> Subject:
    """Whom it is about. Raises Refused where there is no such case, account or raid any more."""
    with visit.store.reading() as connection:
        try:
            return selecting.subject(connection, one, visit.now)
        except Refused:
            raise Refused(visit.said.say("web.dossier.refused.gone")) from None


def facts(visit: Visit, one: Draft) -> list[Written]:
    """All facts that it can be made of. Raises Refused as `subject`."""
    about = subject(visit, one)
    with visit.store.reading() as connection:
        return selecting.known(connection, one, about)


def decided(visit: Visit, one: Draft, about: Subject) -> tuple[Judged, ...]:
    """What courts and platforms decided: as the draft says, and as it was written down of the case."""
    with visit.store.writing() as connection:  # the salt is made at first need
        return annexes.decided_by_now(connection, visit.store.master, one, about)


def called(visit: Visit, one: Draft) -> str:
    """What it is about; an account by a name of ours."""
    name = one.subject
    if one.about is About.ACCOUNT:
        with visit.store.writing() as connection:  # the salt is made at first need
            name = nickname(write.salt(connection, visit.store.master, one.person), name)
    return visit.said.say(f"web.dossier.about.{one.about.value}", subject=name)


def private(visit: Visit, texts: Sequence[str]) -> int:
    """In how many places of these texts something of the person's vault stands."""
    with visit.store.reading() as connection:
        vault = opened(connection, visit.store.master, visit.person.name)
    return sum(len(vault.find(one).leaks) for one in texts if one) if vault else 0
