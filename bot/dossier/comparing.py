"""The facts of a dossier against the records in its trail, read as they were when they were judged: every field."""

from collections.abc import Iterator

import msgspec

from bot.dossier import chronology
from bot.dossier.content import Contents
from bot.dossier.fact import Fact
from bot.errors import ChainBroken
from bot.model.mention import Mention
from bot.recording import records
from bot.standalone.bag import Bag
from bot.standalone.facts import TABLE
from bot.standalone.trail import Report, Trail


def check_table(bag: Bag, contents: Contents, report: Report) -> None:
    """Whether the table is, byte for byte, what the chronology gives."""
    if bag.read(TABLE) != chronology.BOM + b"".join(chronology.rows(contents)):
        report.fault(f"{TABLE} is not what {chronology.JSON} gives")


def check_records(trail: Trail, contents: Contents, report: Report) -> None:
    """Whether each fact says what its record does."""
    files = {one["id"]: one["file"] for one in trail.lines("exhibits.jsonl") if one["file"]}
    same = 0
    for fact in contents.facts:
        if fact.erased or not fact.platform or fact.exhibit not in files:
            continue
        try:
            mention = records.read(trail.read(files[fact.exhibit])).facts.mention
        except (ChainBroken, msgspec.MsgspecError):
            continue  # read by a release that knew another normaliser
        other = sorted(_others(fact, mention))
        same += not other
        if other:
            report.fault(f"fact {fact.number} is not as its record in the trail has it: {', '.join(other)}")
    report.say(f"{same} facts are as their records in the trail have them: words, author, handle, name, address, times")


def _others(fact: Fact, mention: Mention) -> Iterator[str]:
    """What is told otherwise."""
    author = mention.author
    wanted = {
        "at": mention.received_at,
        "claimed_at": mention.claimed_at,
        "platform": author.platform,
        "kind": mention.kind.value,
        "author": author.key,
        "handle": author.handle,
        "name": author.display_name,
        "uri": mention.uri,
        "url": mention.url,
        "text": mention.text,
        "lang": mention.lang or "",
    }
    if not any(turn.what == "edited" for turn in fact.turns) and not {one.alt for one in fact.media} <= {
        one.alt for one in mention.media
    }:
        yield "media"
    yield from (name for name, value in wanted.items() if getattr(fact, name) != value)
