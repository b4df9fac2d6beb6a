"""The chronology of a dossier: its facts against its own counts and its table, the trail, and the originals."""

import csv
import io
import json
import re
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from bot.standalone.bag import CHRONOLOGY, TOLD, TRAIL, Bag
from bot.standalone.pieces import ORIGINALS, SEALS, pieces_of
from bot.standalone.tokens import Bad
from bot.standalone.trail import Chain, Report, Trail
from bot.standalone.unsigned import SET
from bot.standalone.words import compared

TABLE = "data/chronology.csv"
SAME = ("platform", "kind", "author", "handle", "name", "uri", "url", "text", "audience", "exhibit", "seal")
"""What stands in the table as it stands in the JSON."""
PLACES = re.compile(rf"{ORIGINALS}|{SEALS}|(?:{SET.pattern})\Z")
"""Where other files of a dossier stand."""
UNSAID = {"audience": "unknown"}
"""What the JSON leaves out where it is so; of the others that is nothing."""
AHEAD = timedelta(hours=1)
"""How far the clock of a server may be ahead of ours: what it dates later is not shown yet."""


def chronology_of(bag: Bag) -> dict[str, Any]:
    """What the dossier tells; Bad where it tells nothing."""
    told = json.loads(bag.read(CHRONOLOGY))
    if not isinstance(told, dict):
        raise Bad(f"{CHRONOLOGY} tells nothing")
    return told


def named_in(told: dict[str, Any]) -> set[int]:
    """The entries of the trail that it names."""
    return {one.get("entry", 0) for one in (*told.get("facts", ()), *pieces_of(told))} | {
        one["number"] for one in told.get("seals", ())
    }


def moment(written: str | None) -> datetime | None:
    """When it was."""
    return datetime.fromisoformat(written) if written else None


def check_told(bag: Bag, told: dict[str, Any], report: Report) -> None:
    """Whether it shows as many facts as it says, in the order of time, and the table shows the same."""
    facts = told.get("facts", [])
    if [one["number"] for one in facts] != list(range(1, told["selected"] + 1)):
        report.fault(f"{CHRONOLOGY} says that it shows {told['selected']} facts, but others stand in it")
    if told["which"] == "all" and told["known"] != told["selected"]:
        report.fault(f"{CHRONOLOGY} says that it shows all facts, and of {told['known']} shows {told['selected']}")
    times = [datetime.fromisoformat(one["at"]) for one in facts]
    if times != sorted(times):
        report.fault(f"{CHRONOLOGY}: a fact was moved: they do not stand in the order of time")
    pictures = {f"data/{medium.get('file')}" for one in facts for medium in one.get("media", ())}
    known, where = {CHRONOLOGY, TABLE, TRAIL, *pictures, *TOLD}, SET.fullmatch if told.get("masked") else PLACES.match
    for name in bag.names():
        if name not in known and not where(name):
            report.fault(f"{name}: nothing says what it is")
    for sentence in _table_faults(bag, told["language"], facts):
        report.fault(f"{TABLE}: {sentence}")
    if told.get("withheld"):
        report.say(f"it says that it is without: {', '.join(told['withheld'])}")


def _table_faults(bag: Bag, language: str, facts: list[dict[str, Any]]) -> Iterator[str]:
    if TABLE not in bag.names():
        yield "it is missing"
        return
    csv.field_size_limit(sys.maxsize)
    text = io.StringIO(bag.read(TABLE).decode("utf-8-sig"), newline="")
    heads, *rows = csv.reader(text, delimiter=";" if language == "fr" else ",")
    if len(rows) != len(facts):
        yield f"it has {len(rows)} facts, and {CHRONOLOGY} has {len(facts)}"
    for fact, row in zip(facts, rows, strict=False):
        cells = dict(zip(heads, row, strict=True))
        wanted = {name: fact.get(name, UNSAID.get(name, "")) for name in SAME}
        wanted |= {"number": str(fact["number"]), "entry": str(fact.get("entry") or "")}
        other = [name for name, value in wanted.items() if cells[name] not in {value, f"'{value}"}]
        at, shown = moment(fact["at"]), moment(cells["utc"])
        if at is None or shown is None or not timedelta(0) <= at - shown < timedelta(milliseconds=1):
            other.append("utc")
        if other:
            yield f"fact {fact['number']} is not as in {CHRONOLOGY}: {', '.join(other)}"


def check_facts(bag: Bag, chain: Chain, told: dict[str, Any], report: Report) -> None:
    """Every fact against the entry of the trail that it names, and its words against the originals."""
    if any(one["person"] != told["person"] for one in chain.entries.values()):
        report.fault("the trail is of somebody else than the chronology")
    facts, names, held, found = told.get("facts", []), dict[str, str](), 0, list[str]()
    for fact in facts:
        entry = chain.entries.get(fact.get("entry", 0), {"payload": {}, "seal": "", "at": None})
        faults = list(_fact_faults(fact, entry, names))
        held += not faults
        for what, how in _compared(bag, fact):
            faults += [SENTENCES[how].format(what=what)] if how in SENTENCES else []
            found.append(how)
        for sentence in faults:
            report.fault(f"fact {fact['number']}: {sentence}")
        if fact.get("erased") and fact["exhibit"] not in chain.erased:
            report.say(f"fact {fact['number']} is told as erased; the trail does not say so up to its end")
    report.say(f"{held} facts name an entry of the trail, with the seal, the moment and the author that it has")
    report.say(
        f"{found.count('same')} texts are those of the originals; {found.count('unread')} could not be compared here"
    )


SENTENCES = {
    "other": "{what} are not those of the original",
    "author": "the original says that somebody else wrote it",
}


def _fact_faults(fact: dict[str, Any], entry: dict[str, Any], names: dict[str, str]) -> Iterator[str]:
    """What an entry says otherwise; `names` are the authors that were met, by their names in the trail."""
    said = entry["payload"]
    if not fact.get("exhibit") or said.get("exhibit") != fact["exhibit"]:
        yield f"entry {fact.get('entry', 0)} of the trail does not name its exhibit"
        return
    if entry["seal"] != fact.get("seal"):
        yield f"entry {entry['number']} has another seal"
    if moment(entry["at"]) != moment(fact.get("taken_at")):
        yield f"entry {entry['number']} says another moment at which it was taken"
    author, wrote = said.get("author", ""), fact.get("author", "")
    if author and wrote and (names.setdefault(author, wrote) != wrote or names.setdefault(wrote, author) != author):
        yield f"entry {entry['number']} says that somebody else wrote it"


def _compared(bag: Bag, fact: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """How its words, and each text that it had later, stand to the originals."""
    if fact.get("erased"):
        return
    pieces, author = fact.get("pieces", []), fact.get("author", "")
    own = [one for one in pieces if one.get("exhibit") == fact.get("exhibit")]
    read = {one["what"]: bag.read(f"data/{one['file']}") for one in own if one["what"] in {"record", "beside", "noted"}}
    text = fact.get("text", "")
    if "noted" in read:
        yield "its words", "same" if read["noted"].decode("utf-8", "replace") == text else "other"
    else:
        yield "its words", compared(text, author, [read[one] for one in ("record", "beside") if one in read])
    later = {one["digest"]: one["file"] for one in pieces if one["what"] == "record" and one not in own}
    for turn in fact.get("turns", ()):
        if turn["what"] == "edited":
            file = later.get(turn.get("digest", ""))
            originals = [bag.read(f"data/{file}")] if file else []
            yield "the words to which it was edited", compared(turn.get("text", ""), author, originals)


def check_all_there(trail: Trail, chain: Chain, told: dict[str, Any], report: Report) -> None:
    """Whether what the trail opens is shown, and all that these authors wrote, where the dossier says that it is."""
    facts, made = told.get("facts", []), datetime.fromisoformat(told["made_at"])
    part = (
        told.get("since")
        or told.get("until")
        or told.get("narrowed")
        or told["which"] != "all"
        or told["about"] == "raid"
    )
    opened = {one["id"] for one in trail.lines("exhibits.jsonl") if one["file"]}
    for one in facts:
        if one.get("erased") and one["exhibit"] in opened:
            report.fault(f"fact {one['number']} is told as erased, but the trail opens its exhibit")
    shown = [chain.entries.get(one.get("entry", 0), {}).get("payload", {}) for one in facts]
    authors = {one["author"] for one in shown if "author" in one}
    messages = {one["mention"] for one in shown if "mention" in one}
    missing = 0
    for entry in trail.lines("entries.jsonl"):
        said = entry["payload"]
        if entry["event"] != "mention:judged" or said["mention"] in messages:
            continue
        late = said["exhibit"] in chain.erased or datetime.fromisoformat(entry["at"]) > made - AHEAD
        if said["exhibit"] in opened or not (part or late or said.get("author") not in authors):
            missing += 1
            report.fault(f"entry {entry['number']}: a message of these authors is not shown, and should be")
    if part:
        report.say("it says that it shows a part: what else these authors wrote was not compared")
    elif not missing:
        report.say(f"the trail names no message of these authors ({len(authors)}) that is not shown")
