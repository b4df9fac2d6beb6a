"""Handing a dossier over: asked for, agreed on by two people or waited for, made beside, and fetched."""

from typing import Final, NamedTuple

import msgspec
from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response

from bot.dossier import drafting, passphrases
from bot.dossier.draft import Draft
from bot.dossier.handing import Meant as About
from bot.dossier.handing import Wanted, has_directs, meaning, prepare, unchanged
from bot.dossier.knowing import is_known
from bot.dossier.rendering import Rendering
from bot.errors import ConfigError, Refused
from bot.law.data import of
from bot.model.proposal import Kind, Proposal, Standing
from bot.model.seat import Grant
from bot.model.work import Kind as WorkKind
from bot.people.agreeing import EACH, TooMany
from bot.store.dossiers import Handover
from bot.web import drafts
from bot.web.drafts import HOME, drafted
from bot.web.page import Page
from bot.web.pages import work
from bot.web.visit import Visit
from bot.working import handing

MADE: Final = "made"
KEYS: Final = "keys"
OPEN: Final = ("waits", "alone", "ready")
"""States of what is on its way: nobody need ask for another."""
IDENTITY: Final = 64_000
"""Bytes of what somebody signs with."""
SHIELD: Final = "shield"
BROUGHT: Final = "own"
"""Who signs: the shield, or somebody with a certificate of theirs; else nobody."""


class Line(NamedTuple):
    """One export, as the page shows it."""

    asked: Handover
    proposal: Proposal | None
    state: str
    """`waits`, `alone`, `ready`, `changed`, `made`, `gone`"""
    fetched: bool
    """Whether it lies there to be fetched."""


def look(visit: Visit) -> Response:
    """What was asked for, and what became of it."""
    one = drafted(visit)
    subject, lines = drafts.subject(visit, one), _lines(visit, one)
    return drafts.shown(
        visit,
        one,
        "export",
        lines=lines,
        waits=any(each.state in OPEN for each in lines),
        terms=_terms(visit, one),
        alone=visit.house.agreeing.alone(visit.seat, Kind.DOSSIER, visit.now),
        asked={each.id for each in visit.house.agreeing.asked_of(visit.seat)},
        works=work.lately(visit, WorkKind.DOSSIER),
        case=subject.case,
        known=is_known(visit.store, one),
    )


def act(visit: Visit) -> Response:
    """Ask for one as it is now; what was asked for of it as it was before is let go of. Raises Refused."""
    one, wanted, agreeing = drafted(visit), _wanted(visit), visit.house.agreeing
    drafts.subject(visit, one)
    if has_directs(visit.store, one, visit.now):
        _require_directs(visit)
    one = _known(visit, one, wanted.rendering)
    if handing.waiting(visit.store, agreeing, one, wanted):
        return visit.back(f"{HOME}/{one.id}/export")
    handing.let_go(visit.store, agreeing, one, visit.seat, visit.now)
    asked = prepare(visit.store, one, wanted, visit.seat.name, visit.now)
    try:
        agreeing.propose(visit.seat, Kind.DOSSIER, meaning(asked), visit.now)
    except TooMany as refused:
        raise Refused(visit.said.say("web.agreeing.many", n=EACH)) from refused
    return visit.back(f"{HOME}/{one.id}/export", "dossier_asked")


def _known(visit: Visit, one: Draft, how: Rendering) -> Draft:
    """The draft, with the word that there is nothing to hide where it was given. Raises Refused where nobody knows."""
    if how is Rendering.SEALED or is_known(visit.store, one):
        return one
    if not visit.form.get("nothing_to_hide"):
        raise Refused(visit.said.say("web.dossier.refused.vault"))
    said = msgspec.structs.replace(one, nothing_to_hide=True)
    drafting.keep(visit.store, said)
    return said


def make(visit: Visit) -> Response:
    """Make what is due. A passphrase that we choose is shown now, and never again."""
    one = drafted(visit)
    line = next((each for each in _lines(visit, one) if each.state == "ready" and _is(each, visit)), None)
    if line is None or line.proposal is None:
        raise Refused(visit.said.say("web.agreeing.settled"))
    if line.asked.directs:
        _require_directs(visit)
    chosen = handing.Meant(proposal=line.proposal.id)
    if line.asked.rendering == Rendering.SEALED.value and not line.asked.keys:
        chosen = msgspec.structs.replace(chosen, passphrase=_passphrase(visit))
    chosen = _signed(visit, chosen)
    where = drafts.begun(visit, WorkKind.DOSSIER, msgspec.json.encode(chosen))
    if chosen.passphrase and visit.form.get("close") == MADE:
        return drafts.shown(visit, one, "passphrase", passphrase=chosen.passphrase, where=where)
    return visit.back(where)


def fetch(visit: Visit) -> Response:
    """Give it out; the trail says to whom."""
    one = drafted(visit)
    line = next((each for each in _lines(visit, one) if each.fetched and _is(each, visit)), None)
    found = handing.file(visit.house.exports.folder, line.proposal.id) if line and line.proposal else None
    if found is None or line is None or line.proposal is None:
        raise HTTPException(404)
    if line.asked.directs:
        _require_directs(visit)
    visit.house.agreeing.take(line.proposal.id, visit.seat, visit.now)
    name = f"dossier-{one.id}-{line.asked.rendering}{found.suffix}"
    return FileResponse(found, media_type="application/octet-stream", filename=name)


def _signed(visit: Visit, chosen: handing.Meant) -> handing.Meant:
    """With who signs it, where somebody does. Raises Refused for what is no identity, or does not open."""
    if visit.form.get("sign") != BROUGHT:
        return msgspec.structs.replace(chosen, shield=visit.form.get("sign") == SHIELD)
    if not visit.form.files:
        raise Refused(visit.said.say("web.dossier.refused.identity"))
    raw, opens = visit.form.files[0].raw, visit.form.get("opens")
    try:
        key, certificate, _ = load_key_and_certificates(raw, opens.encode() or None)
    except (ValueError, TypeError):
        key, certificate = None, None
    if key is None or certificate is None:
        raise Refused(visit.said.say("web.dossier.refused.identity"))
    return msgspec.structs.replace(chosen, identity=raw, opens=opens)


def _wanted(visit: Visit) -> Wanted:
    """What is asked for. Raises Refused where nobody is named for whom it is, or nobody could open it."""
    rendering, recipient = visit.form.get("rendering"), drafts.text(visit, "recipient")
    if rendering not in tuple(Rendering) or not recipient:
        raise Refused(visit.said.say("web.dossier.refused.recipient"))
    keys: tuple[str, ...] = ()
    if rendering == Rendering.SEALED.value and visit.form.get("close") == KEYS:
        keys = drafts.lines(visit, "keys")
        _require_closed(visit, "keys", keys=keys)
    return Wanted(Rendering(rendering), recipient, keys)


def _passphrase(visit: Visit) -> str:
    """What opens it, made for the person or their own. Raises Refused where anybody could guess it."""
    if visit.form.get("close") == MADE:
        return passphrases.made()
    own = visit.form.get("passphrase").strip()
    _require_closed(visit, "passphrase", passphrase=own)
    return own


def _require_closed(visit: Visit, faulty: str, keys: tuple[str, ...] = (), passphrase: str = "") -> None:
    try:
        handing.require_closed(keys, passphrase)
    except (Refused, ConfigError):
        raise Refused(visit.said.say(f"web.dossier.refused.{faulty}", n=passphrases.SHORTEST)) from None


def _require_directs(visit: Visit) -> None:
    """Nobody takes out what they are not shown. Raises Refused."""
    if not visit.seat.may(Grant.DIRECTS):
        raise Refused(visit.said.say("web.dossier.refused.directs"))


def _lines(visit: Visit, one: Draft) -> list[Line]:
    """What was asked for of a draft, the latest first."""
    given = drafting.handovers(visit.store, one.person)
    every = [each for each in visit.house.agreeing.every(one.person) if each.kind is Kind.DOSSIER]
    about = {msgspec.json.decode(each.detail, type=About).handover: each for each in every}
    due = {each.id for each in visit.house.agreeing.due([one.person], visit.now)}
    return [_line(visit, one, each, about.get(each.id), due) for each in given if each.dossier == one.id]


def _terms(visit: Visit, one: Draft) -> list[tuple[str, str]]:
    """What whoever agrees to a dossier of this draft agrees to, besides for whom it is and what opens it."""
    say, home, hidden = visit.said.say, one.statement.domicile, len(one.witnesses)
    days = [visit.moment(at) for at in (one.since, one.until) if at]
    nobody = say("web.dossier.export.none_hidden")
    told = {
        "facts": " · ".join([say(f"web.dossier.facts.which.{one.which.value}"), *days]),
        "directs": say(f"web.dossier.export.directs.{'in' if one.directs else 'out'}"),
        "language": say(f"web.dossier.facts.{one.language}"),
        "law": say(f"web.dossier.address.laws.{of(one.zone, one.law).country or 'none'}"),
        "address": say(f"web.dossier.address.kind.{home.kind}") if home else say("web.dossier.export.no_address"),
        "witnesses": visit.said.count("web.dossier.far.witnesses", hidden) if hidden else nobody,
    }
    return [(say(f"web.dossier.export.term.{name}"), each) for name, each in told.items()]


def _line(visit: Visit, one: Draft, asked: Handover, proposal: Proposal | None, due: set[str]) -> Line:
    done = proposal is not None and proposal.standing is Standing.DONE
    if asked.made_at is not None and (done or proposal is None):
        lies = proposal is not None and handing.file(visit.house.exports.folder, proposal.id) is not None
        return Line(asked, proposal, "made", lies)
    if proposal is None or done:
        return Line(asked, proposal, "gone", fetched=False)
    if not unchanged(visit.store, asked, one):
        return Line(asked, proposal, "changed", fetched=False)
    if proposal.id in due:
        return Line(asked, proposal, "ready", fetched=False)
    return Line(asked, proposal, "alone" if proposal.due_at else "waits", fetched=False)


def _is(line: Line, visit: Visit) -> bool:
    return line.proposal is not None and line.proposal.id == visit.form.get("proposal")


PAGES: Final = (
    Page(f"{HOME}/{{id}}/export", Grant.EXPORT, look, act),
    Page(f"{HOME}/{{id}}/export/make", Grant.EXPORT, act=make, takes=IDENTITY),
    Page(f"{HOME}/{{id}}/export/fetch", Grant.EXPORT, act=fetch),
)
