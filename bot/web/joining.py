"""What the public pages of a list share: its words, the cookies by which a browser is known again, and forms."""

import hmac
from hashlib import sha256
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.alerts.wording import Wording
from bot.blocklists.blocklist import Blocklist
from bot.blocklists.deed import Deed
from bot.blocklists.follower import Choice, Consent
from bot.model.reason import LABELS, Reason, Severity
from bot.web.form import Form
from bot.web.house import House
from bot.web.spoken import spoken, wished

BACK: Final = "/joined"
"""Where all servers send back who said yes."""
TICKET: Final = "rempart-joining"
"""The cookie of who is at their server now."""
DEEDS: Final = (Deed.MUTE, Deed.BLOCK)
FLOORS: Final = (Severity.NONE, Severity.LOW, Severity.MEDIUM, Severity.HIGH)
SHOWN: Final = ("does", "never_follow", "never_hand", "undo", "token", "notes")
"""The sentences that say what somebody agrees to."""
MONTHS: Final = 180 * 86_400
"""Seconds that a browser keeps the way to a follower's page."""


def words(request: Request, house: House) -> Wording:
    """In the language that a browser asks for."""
    return spoken(wished(request.headers.get("accept-language", ""), house.config.language))


def list_of(house: House, request: Request) -> Blocklist:
    """The list that the path names. 404 where nobody can follow it, or these pages have no address."""
    found = house.joining.list_of(str(request.path_params["slug"])) if house.current().web.public_url else None
    if found is None:
        raise HTTPException(404)
    return found


def choice_of(form: Form) -> Choice:
    """What a form chooses. 400 for what it cannot."""
    try:
        deed, floor = Deed(form.get("deed", Deed.MUTE)), Severity(LABELS.index(form.get("floor", "none")))
        reasons = tuple(sorted({Reason(one) for one in form.all("reason")}))
    except ValueError:
        raise HTTPException(400) from None
    if deed not in DEEDS:
        raise HTTPException(400)
    return Choice(deed=deed, floor=floor, reasons=() if len(reasons) == len(Reason) else reasons)


def consent_to(house: House, said: Wording) -> Consent:
    """A yes to what is shown in this language, known again by its digest."""
    text = "\n".join(said.say(f"web.join.{name}") for name in SHOWN)
    return Consent(text=sha256(text.encode()).hexdigest()[:16], language=said.texts["web.code"], at=house.now())


def cookie(house: House, name: str) -> str:
    """The name of a cookie; over https one that no neighbouring site can set."""
    return f"__Host-{name}" if house.config.web.url.startswith("https:") else name


def page_cookie(house: House, slug: str) -> str:
    """The name of the cookie that opens a follower's page."""
    return cookie(house, f"rempart-follower-{slug}")


def remember(response: Response, name: str, value: str, seconds: int) -> None:
    """Have the browser keep it: for this site alone, and for no script."""
    over_https = name.startswith("__Host-")
    response.set_cookie(name, value, max_age=seconds, secure=over_https, httponly=True, samesite="lax", path="/")


def forget(response: Response, name: str) -> None:
    """Have the browser forget it."""
    response.delete_cookie(name, secure=name.startswith("__Host-"), httponly=True, samesite="lax", path="/")


def mark(word: str) -> str:
    """What a form of a follower's page carries."""
    return hmac.digest(word.encode(), b"rempart follower", "sha256").hex()


def require_mark(form: Form, word: str) -> None:
    """Take a form that this follower's page had. 403 for another."""
    if not hmac.compare_digest(form.get("csrf").encode(errors="replace"), mark(word).encode()):
        raise HTTPException(403, "form")
