"""Certificates, letters, captures that the person brings: taken into custody as they are, and opened by no page."""

from pathlib import PurePosixPath, PureWindowsPath
from typing import Final

import msgspec
from starlette.responses import Response

from bot.alerts.wording import one_line
from bot.custody import brought, instrument
from bot.dossier import drafting
from bot.dossier.draft import Draft
from bot.errors import Refused
from bot.model.seat import Grant
from bot.store import instruments
from bot.web import dates, drafts
from bot.web.drafts import HOME, drafted
from bot.web.form import Sent
from bot.web.page import Page
from bot.web.visit import Visit

LARGEST: Final = 24 * 2**20
"""Bytes of one file: a scanned letter of many pages; what is larger is brought on the command line."""
NAME: Final = 120


def look(visit: Visit) -> Response:
    """What was brought, and what of it goes along."""
    one = drafted(visit)
    found = [each for _, each in brought.listed(visit.store, [one.person])]
    today = dates.day(visit.now, visit.person.zone)
    return drafts.shown(visit, one, "outside", found=found, size=LARGEST // 2**20, today=today)


def act(visit: Visit) -> Response:
    """Say what goes along; in the order in which it was brought."""
    one, ticked = drafted(visit), set(visit.form.all("exhibit"))
    known = [each.exhibit for _, each in brought.listed(visit.store, [one.person]) if each.brought]
    return drafts.keep(visit, one, "outside", outside=tuple(each for each in known if each in ticked))


def bring(visit: Visit) -> Response:
    """Take a file into custody, and along. Raises Refused where there is none, or nothing is said of it."""
    one, about = drafted(visit), drafts.text(visit, "about")
    if not visit.form.files or not visit.form.files[0].raw:
        raise Refused(visit.said.say("web.dossier.refused.file"))
    if not about:
        raise Refused(visit.said.say("web.dossier.refused.about"))
    exhibit = _taken(visit, one, visit.form.files[0], about)
    fresh = drafting.draft(visit.store, one.id)  # a file may take minutes
    drafting.keep(visit.store, msgspec.structs.replace(fresh, outside=(*fresh.outside, exhibit)))
    return visit.back(f"{HOME}/{one.id}/outside", "dossier_brought")


def _taken(visit: Visit, one: Draft, file: Sent, about: str) -> str:
    written, accounts = visit.form.get("dated"), drafts.subject(visit, one).accounts
    with visit.store.reading() as connection:
        number, _ = instruments.latest(connection, one.person, instrument.EVENT) or (0, "")
    kept = brought.brought(
        plain(file.name) or visit.said.say("web.dossier.outside.unnamed"),
        file.raw,
        about,
        by=visit.seat.name,
        account=accounts[0] if accounts else "",
        dated=dates.moment(visit.said, written, visit.person.zone) if written else None,
        instrument=number,
    )
    return brought.take(visit.store, one.person, kept, visit.now)


def plain(name: str) -> str:
    """A file's name without folders, controls and direction marks, on one line."""
    bare = one_line(PureWindowsPath(PurePosixPath(name).name).name, 10 * NAME).strip(". ")
    if len(bare) <= NAME:
        return bare
    ending = PurePosixPath(bare).suffix[:10]
    return bare[: NAME - len(ending)] + ending


PAGES: Final = (
    Page(f"{HOME}/{{id}}/outside", Grant.EXPORT, look, act),
    Page(f"{HOME}/{{id}}/outside/bring", Grant.EXPORT, act=bring, takes=LARGEST),
)
