"""Rules: what each asks and does, in a sentence; what is to be changed is tried on the past first, then confirmed."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any, Final, NamedTuple

import msgspec
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.backtest.memory import Memory, recall
from bot.backtest.ready import arming
from bot.config.change import AddRule, Change, Does, SetBudget, SetMode, SetPacks
from bot.config.packs import pack, pack_names
from bot.config.people import Person
from bot.errors import Refused
from bot.model.decision import Mode, stricter
from bot.model.delivery import Status
from bot.model.seat import Grant
from bot.model.work import Kind, Stage
from bot.people import ruling
from bot.phrases.listing import known, ruled
from bot.phrases.sentence import sentence
from bot.phrases.voice import Voice
from bot.rules.aim import digest
from bot.rules.policy import Rule
from bot.store import did, works
from bot.web.page import Page
from bot.web.pages import work
from bot.web.pages.today import WEEK
from bot.web.visit import Visit
from bot.working import asking
from bot.working.starting import start
from bot.working.trying import Tried

MOST: Final = 1_000
"""Of a budget that a page writes; who wants more writes it in the file."""
LONGEST: Final = 200
"""Characters of a word or phrase, and of a name."""
WORDS: Final = 100


class Said(NamedTuple):
    """One rule as it is shown."""

    name: str
    heading: str
    sentence: str
    done: int
    waiting: int
    withheld: bool
    """Whether it observes until somebody accepts whom it hits."""


class Group(NamedTuple):
    """Rules that stand together."""

    pack: str
    title: str
    rules: list[Said]


def look(visit: Visit) -> Response:
    """The page, without the words that rules look for."""
    return _page(visit, Voice(wording=visit.said))


def act(visit: Visit) -> Response:
    """Ask for a change to be tried; budgets, and going back, are done at once. Refused for what is not offered."""
    asked = visit.form.get("change")
    found = ACTS.get(asked)
    if found is None:
        raise Refused(f"there is no change called {asked[:20]!r}")
    return found(visit)


def confirm(visit: Visit) -> Response:
    """Do what was tried and shown. Raises Refused where it was not, or where the file is another now."""
    with visit.store.reading() as connection:
        one = works.work(connection, visit.form.get("of"))
    if (
        one is None
        or one.person != visit.protected.name
        or one.kind is not Kind.BACKTEST
        or one.stage is not Stage.DONE
    ):
        raise HTTPException(404)
    came = asking.came(one, visit.store.master)
    if sha256(came).hexdigest() != visit.form.get("seen"):
        raise Refused(visit.said.say("web.rules.unseen"))
    tried = msgspec.json.decode(came, type=Tried)
    drafted = ruling.draft(visit.house.file.path, visit.protected.name, tried.change)
    if drafted.base != tried.base:
        raise Refused(visit.said.say("web.rules.moved"))
    if visit.form.get("accept") == "yes":
        _accept(visit, drafted, tried)
    _settle(visit, drafted, tried.change)
    return visit.back("/rules", "ruled")


def _page(visit: Visit, voice: Voice) -> Response:
    written = ruled(visit.config, visit.protected)
    since = visit.now - WEEK
    with visit.store.reading() as connection:
        counts = did.counted(connection, visit.protected.name, since)
        memory = recall(connection, visit.store.master, visit.protected.name)
    groups = [
        Group(one.pack, _title(one, voice), [_said(rule, written.mode, voice, counts, memory) for rule in one.rules])
        for one in written.groups
    ]
    others = [(name, getattr(pack(name), known(visit.said.say("web.code")))) for name in pack_names()]
    return visit.page(
        "rules.html",
        groups=groups,
        others=[one for one in others if one[0] not in visit.protected.packs],
        mode=visit.protected.mode,
        modes=[mode for mode in Mode if mode is not visit.protected.mode],
        budget=visit.protected.budget,
        most=MOST,
        does=list(Does),
        revealed=voice.reveal,
        earlier=ruling.earlier(visit.house.file.path) if visit.seat.may(Grant.RULES) else [],
        works=work.lately(visit, Kind.BACKTEST),
    )


def _title(group: Any, voice: Voice) -> str:
    if group.pack:
        summary = getattr(pack(group.pack), known(voice.say("rule.language")))
        return voice.say("rule.pack", name=group.pack, summary=summary)
    return voice.say("rule.own", person=group.person) if group.person else voice.say("rule.everybody")


def _said(rule: Rule, mode: Mode, voice: Voice, counts: dict[str, dict[Status, int]], memory: Memory) -> Said:
    found = counts.get(rule.name, {})
    heading = voice.say(
        "rule.heading",
        name=rule.called(known(voice.say("rule.language"))),
        severity=voice.say("rule.severity", severity=voice.say(f"severity.{rule.severity.label}")),
        reason=voice.say(f"reason.{rule.reason}"),
        mode=voice.say(f"web.mode.{stricter(mode, rule.mode)}"),
    )
    return Said(
        name=rule.name,
        heading=heading,
        sentence=sentence(rule, voice),
        done=found.get(Status.DONE, 0) + found.get(Status.UNDONE, 0),
        waiting=found.get(Status.HELD, 0),
        withheld=bool(memory.harmful) and digest(rule) in memory.harmful,
    )


def _reveal(visit: Visit) -> Response:
    """The page with the words, for once: they are asked for by a form, and stand in no address."""
    return _page(visit, Voice(wording=visit.said, reveal=True))


def _mode(visit: Visit) -> Response:
    wanted = visit.form.get("mode")
    if wanted not in set(Mode):
        raise Refused(f"there is no mode called {wanted[:20]!r}")
    return _try(visit, SetMode(mode=Mode(wanted)))


def _pack(visit: Visit) -> Response:
    name, packs = visit.form.get("pack"), visit.protected.packs
    if name not in pack_names():
        raise Refused(f"there is no pack called {name[:40]!r}")
    return _try(visit, SetPacks(packs=tuple(one for one in packs if one != name) if name in packs else (*packs, name)))


def _words(visit: Visit) -> Response:
    name, does = visit.form.get("name").strip(), visit.form.get("does")
    words = tuple(dict.fromkeys(line.strip() for line in visit.form.get("words").splitlines() if line.strip()))
    plain = all(word.isprintable() and len(word) <= LONGEST for word in (name, *words))
    if not name or not words or not plain or len(words) > WORDS or does not in set(Does):
        raise Refused(visit.said.say("web.rules.incomplete"))
    return _try(visit, AddRule(name=name, words=words, does=Does(does)))


def _budget(visit: Visit) -> Response:
    hour, day = (visit.form.get(name) for name in ("hour", "day"))
    if not all(one.isascii() and one.isdecimal() and len(one) < 6 and int(one) <= MOST for one in (hour, day)):  # noqa: PLR2004
        raise Refused(visit.said.say("web.rules.budget.bounds", most=MOST))
    change = SetBudget(hour=int(hour), day=int(day))
    _settle(visit, ruling.draft(visit.house.file.path, visit.protected.name, change), change)
    return visit.back("/rules", "ruled")


def _back(visit: Visit) -> Response:
    file = visit.house.file.path
    ruling.back(visit.store, file, visit.protected.name, visit.form.get("version"), visit.seat.name, visit.now)
    visit.house.anew()
    return visit.back("/rules", "ruled")


ACTS: Final[dict[str, Callable[[Visit], Response]]] = {
    "reveal": _reveal,
    "mode": _mode,
    "pack": _pack,
    "words": _words,
    "budget": _budget,
    "back": _back,
}


def _try(visit: Visit, change: Change) -> Response:
    """Let it be tried, once it is sure that it could be written. Raises ConfigError with line and cure."""
    ruling.draft(visit.house.file.path, visit.protected.name, change)
    asked = msgspec.json.encode(change)
    one = asking.ask(visit.store, visit.protected.name, Kind.BACKTEST, asked, visit.seat.name, visit.now)
    start(visit.house.file.path, one.id)
    return visit.back(f"/long/{one.id}")


def _accept(visit: Visit, drafted: ruling.Draft, tried: Tried) -> None:
    """Arm the rules whose hits were shown."""
    person = next(one for one in drafted.config.shielded if one.name == visit.protected.name)
    policy = drafted.config.policy(person)
    arming(visit.store, drafted.config).accept(policy, tried.outcome, visit.seat.name, visit.now)


def _settle(visit: Visit, drafted: ruling.Draft, change: Change) -> None:
    ruling.settle(visit.store, visit.house.file.path, visit.protected.name, drafted, change, visit.seat.name, visit.now)
    visit.house.anew()


PAGES: Final = (
    Page("/rules", Grant.TRIAGE, look, act, acting=Grant.RULES, menu="rules", whose=Person),
    Page("/rules/confirm", Grant.TRIAGE, act=confirm, acting=Grant.RULES, whose=Person),
)
