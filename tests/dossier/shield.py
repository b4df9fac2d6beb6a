"""A shield with eleven months behind it: a man who comes back under four names, played through the real pipeline."""

import asyncio
import json
import shutil
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

from bot.config.master import load_or_make_master_key
from bot.demo.show import bundled
from bot.dossier import chronology
from bot.dossier.content import About, Contents
from bot.dossier.draft import Draft
from bot.dossier.gathering import gather
from bot.evidence.master import MasterKey
from bot.platforms.simulated.parse import parse
from bot.simulation.performance import key_beside, perform
from bot.store import cases, read
from bot.store.database import Store

NOW = datetime(2027, 1, 15, 9, tzinfo=UTC)
HE, SHADOW, BACK = "bluesky:did:plc:veilleur", "bluesky:did:plc:ombre", "mastodon:590"


@cache
def played(name: str) -> Path:
    """The database that a bundled scenario leaves, played once."""
    return kept(bundled(name))


@cache
def played_lines(lines: str) -> Path:
    """The same of a scenario written here."""
    return kept(parse("written.jsonl", lines.encode()))


def kept(scenario):
    file = Path(mkdtemp(prefix="rempart-dossier-")) / "kept.db"
    asyncio.run(perform(scenario, None, file))
    return file


def opened(file: Path, folder: Path) -> Store:
    """A copy of it, to be changed at will."""
    for one in (file, key_beside(file)):
        shutil.copy(one, folder / one.name)
    return Store(f"sqlite:///{folder / file.name}", MasterKey(load_or_make_master_key(folder / key_beside(file).name)))


def lines(*events, follows=()):
    """A scenario of Camille's."""
    first = {
        "scenario": "written here",
        "protected": {
            "name": "camille",
            "accounts": [{"platform": "bluesky", "id": "did:plc:camille", "handle": "camille.test"}],
            "follows": list(follows),
        },
    }
    return "\n".join(json.dumps(one, ensure_ascii=False) for one in (first, *events))


def wrote(text, at, number=1, who="rancunier", **more):
    return {
        "event": "mention",
        "at": at,
        "platform": "bluesky",
        "uri": f"at://did:plc:{who}/app.bsky.feed.post/{number}",
        "kind": "mention",
        "author": {"id": f"did:plc:{who}", "handle": f"{who}.test", "display_name": who.title()},
        "text": text,
    } | more


def case_of(store, account):
    with store.reading() as connection:
        return cases.of_accounts(connection, [("camille", account)])["camille", account].id


def draft(about=About.CASE, subject="", **more):
    return Draft(
        id="d1", person="camille", about=about, subject=subject, language="fr", made_at=NOW, by="camille", **more
    )


def gathered(store, one, folder, now=NOW):
    return gather(store, one, folder, now, lambda _: None)


def chain(store):
    with store.reading() as connection:
        return list(read.chain(connection, "camille"))


def files(folder):
    """Every file in a folder, with its digest."""
    found = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest() for path in found}


def told_in(folder: Path) -> Contents:
    """What the chronology in a folder says."""
    return chronology.decoded((folder / chronology.JSON).read_bytes())
