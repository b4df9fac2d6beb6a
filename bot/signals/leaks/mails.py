"""E-mail addresses, those dressed up for people alone included: `camille (at) example point test`."""

import re
from collections.abc import Iterator
from typing import Final

import re2

from bot.model.leak import LeakKind
from bot.signals.leaks.found import Found
from bot.signals.leaks.signs import Sign
from bot.signals.leaks.view import View

DOT: Final = r"(?:\.| ?[\[({<_] ?(?:\.|dot|point|pt) ?[\])}>_] ?| (?:dot|point) )"
AT: Final = r"(?:@| @ | ?[\[({<_] ?(?:@|at|arobase?|a|chez) ?[\])}>_] ?| ?\barobase?\b ?)"
LOCAL: Final = rf"[a-z0-9][a-z0-9_+%\-]{{0,40}}(?:(?:{DOT}|')[a-z0-9_+%\-]{{1,40}}){{0,5}}"
LABEL: Final = r"[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?"
DOMAIN: Final = rf"{LABEL}(?:{DOT}{LABEL}){{0,4}}{DOT}[a-z]{{2,24}}"
PROVIDERS: Final = (
    "gmail|googlemail|yahoo|ymail|hotmail|outlook|live|msn|icloud|me|mac|aol|gmx|proton|protonmail|pm|tutanota|tuta|zoho|"
    "yandex|mail|orange|wanadoo|free|sfr|neuf|laposte|bbox|bouygtel|numericable|club-internet|aliceadsl|voila|noos|"
    "skynet|telenet|proximus|bluewin|videotron|comcast|verizon|att|btinternet|sky|virginmedia|talktalk|posteo|riseup"
)
"""Where people have their mailboxes: with these, a bare `at` says enough."""
TOP: Final = "(?:co (?:dot|point) )?(?:com|fr|org|net|eu|be|ch|ca|uk|io|info|lu|de|test|example)"
BARE_AT: Final = rf" at (?:(?:{PROVIDERS}){DOT}[a-z]{{2,12}}(?:{DOT}[a-z]{{2}})?|{LABEL} (?:dot|point) {TOP})"
MAILED: Final = rf"[a-z0-9_]{AT}[a-z0-9]|{BARE_AT}"
"""Without it there is none."""
MAIL: Final = re2.compile(rf"\b({LOCAL})(?:{AT}({DOMAIN})|({BARE_AT}))\b")
ROLE: Final = re.compile(
    r"(?:contact|presse?|press-?office|media|info|infos|accueil|secretariat|standard|support|service|services|sav|"
    r"webmaster|redaction|no-?reply|ne-pas-repondre|mairie|hello|bonjour|jobs|recrutement|rh|hr|admin|privacy|dpo|rgpd|"
    r"abuse|security|postmaster|help|aide|sales|office|bureau|communication|com|newsletter|permanence|association|asso|"
    r"billing|team|equipe|customer|enquiries|enquiry|feedback|legal)(?:[._\-][a-z0-9_.\-]*)?"
)
"""Mailboxes of a task, not of a person."""
PUBLIC_BODY: Final = re.compile(
    r"(?:.*\.)?(?:gouv\.fr|elysee\.fr|senat\.fr|assemblee-nationale\.fr|europa\.eu|gov|gov\.[a-z]{2}|parliament\.uk|"
    r"admin\.ch|gc\.ca|belgium\.be|paris\.fr)"
)
"""Where mail is part of an office."""
NO_BOX: Final = frozenset(
    b"me us you him her them it meet look found works work worked is was mail email write".split()
)
"""What stands before `at gmail.com` and is no mailbox."""
DOTS: Final = re.compile(DOT.encode())


def mails(view: View) -> Iterator[Found]:
    """Addresses of people; those of a task or an office are left out, and so are handles."""
    for match in MAIL.finditer(view.text) if Sign.MAILED in view.seen else ():
        start, end = match.span()
        name, domain, bare = match.groups()
        if view.text[max(0, start - 1) : start] == b"@" or (bare and name in NO_BOX):
            continue
        if not (ROLE.fullmatch(plainly(name)) or PUBLIC_BODY.fullmatch(plainly(domain or bare[len(b" at ") :]))):
            yield Found(LeakKind.EMAIL, start, end)


def plainly(part: bytes) -> str:
    """One side of an address with dots for whatever stands for them, and without spaces."""
    return DOTS.sub(b".", part).decode().replace(" ", "")
