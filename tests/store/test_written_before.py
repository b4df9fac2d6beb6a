"""A database of the first release, as that release wrote it: after the upgrade all of it is there, and proves itself."""

import json
from base64 import urlsafe_b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import MetaData, insert, select, text

from bot.audit import audit
from bot.evidence.chain import GENESIS
from bot.evidence.master import MasterKey
from bot.recording import records
from bot.store import raids, read, reviewing, schema, telling, upgrade, write
from bot.store.brief import brief
from bot.store.database import Store
from bot.store.migrate import migrate, require_current

MASTER = MasterKey(bytes(range(32)))
WRITTEN = json.loads((Path(__file__).parent / "written_by_0001.json").read_text("utf-8"))


def value(written):
    return bytes.fromhex(written["hex"]) if isinstance(written, dict) else written


@pytest.fixture
def before(empty_url):
    """As the first release left it."""
    store = Store(empty_url, MASTER)
    bring(store, "0001")
    tables = MetaData()
    tables.reflect(store.engine)
    with store.writing() as connection:
        for name, rows in WRITTEN.items():
            connection.execute(
                insert(tables.tables[name]),
                [{key: typed(tables.tables[name].c[key], value(one)) for key, one in row.items()} for row in rows],
            )
    yield store
    store.close()


def bring(store, release):
    config = upgrade.alembic_config()
    config.attributes["engine"] = store.engine
    command.upgrade(config, release)


def typed(column, found):
    return bool(found) if str(column.type) == "BOOLEAN" and found is not None else found


def test_every_entry_is_sealed_as_it_was(before):
    migrate(before)
    require_current(before)
    with before.reading() as connection:
        entries = list(read.chain(connection, "camille"))
    said = [
        (row["number"], row["at"], row["event"], json.loads(row["payload"]), row["previous"], row["seal"])
        for row in WRITTEN["entry"]
    ]
    assert [(one.number, one.at, one.event, one.payload, one.previous, one.seal) for one in entries] == said
    assert entries[0].previous == GENESIS.seal


def test_the_trail_holds_and_every_content_opens(before):
    migrate(before)
    (found,) = audit(before)
    assert (found.valid, found.entries, found.exhibits) == (True, len(WRITTEN["entry"]), len(WRITTEN["exhibit"]))


def test_every_mention_is_found_by_its_uri_with_what_was_written(before):
    migrate(before)
    with before.reading() as connection:
        for row in WRITTEN["mention"]:
            (kept,) = read.mention(connection, row["uri"])
            assert (kept.exhibit, kept.author, kept.version) == (row["exhibit"], row["author"], row["version"])
            record = records.read(read.content(connection, MASTER, kept.exhibit))
            assert record.facts.mention.uri == row["uri"]
        (aside,) = connection.execute(select(schema.aside)).mappings().all()
        assert aside["exhibit"] == WRITTEN["aside"][0]["exhibit"]


def test_what_was_said_of_mentions_before_their_places_were_bytes_is_found_with_them(before):
    bring(before, "0009")
    uri = WRITTEN["mention"][0]["uri"]
    spelled = urlsafe_b64encode(sha256(uri.encode()).digest()[:15]).decode()
    with before.writing() as connection:
        for place in (spelled, "somebody's own"):
            asks = {"place": place}
            connection.execute(
                text("INSERT INTO reviewed VALUES ('camille', :place, 1, 'harmless', '', NULL, 'lea', 5)"), asks
            )
            connection.execute(
                text("INSERT INTO support VALUES ('camille', :place, 'mastodon:social.test/1', 'thanks', 7, false)"),
                asks,
            )
    migrate(before)
    with before.reading() as connection:
        assert [one.said for one in reviewing.said(connection, "camille", [uri]).values()] == ["harmless"]
        assert [kind for kind, *_ in raids.untold(connection, "camille")] == ["thanks"]
        assert [read.count(connection, table) for table in ("reviewed", "support", "mention")] == [2, 2, 4]


def test_what_was_written_on_bluesky_before_its_names_were_shortened_is_found(before):
    did = "did:plc:do6p7zwxbsrcypgcabsrrcbc"
    uri = f"at://{did}/app.bsky.feed.post/3l3fdybslebao"
    spelled = urlsafe_b64encode(sha256(uri.encode()).digest()[:15]).decode()
    bring(before, "0009")
    names = {"uri": "\tdo6p7zwxbsrcypgcabsrrcbc\n3l3fdybslebao", "revision": "\x0b" + 52 * "a", "place": spelled}
    with before.writing() as connection:
        row = {"author": "\x08do6p7zwxbsrcypgcabsrrcbc"} | names
        changed = ", ".join(f"{name} = :{name}" for name in row)
        connection.execute(text(f"UPDATE mention SET {changed} WHERE uri LIKE '%91'"), row)
    migrate(before)
    with before.reading() as connection:
        assert read.versions(connection, [("camille", uri)]) == {("camille", uri): {"bafyrei" + 52 * "a": 1}}
        assert [one.uri for one in read.latest(connection, "camille", f"bluesky:{did}", 2)] == [uri]


def test_what_waited_for_an_alert_before_the_upgrade_still_waits_and_nothing_else_does(before):
    with before.writing() as connection:
        connection.execute(text("UPDATE mention SET severity = 3 WHERE uri LIKE '%91'"))
        connection.execute(text("UPDATE mention SET severity = 3, alert = 'ab' WHERE uri LIKE '%64'"))
    bring(before, "0009")
    with before.reading() as connection:
        waits = connection.scalars(text("SELECT uri FROM mention WHERE severity > 0 AND alert IS NULL")).all()
    migrate(before)
    with before.reading() as connection:
        assert waits
        assert [brief(one.uri) for one in read.untold(connection, "camille")] == waits
        assert [one.alert for one in telling.told(connection, "camille", read.moment(0))] == ["ab"]


def test_the_chain_goes_on_after_the_upgrade(before):
    migrate(before)
    with before.writing() as connection:
        write.append(connection, "camille", [(read.moment(1_800_000_000_000_000), "pause", {"by": "lea"})])
    (found,) = audit(before)
    assert (found.valid, found.entries) == (True, len(WRITTEN["entry"]) + 1)


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE entry SET at = 'noon' WHERE number = 2",
        "UPDATE entry SET payload = 'nothing' WHERE number = 2",
        "UPDATE entry SET seal = 'zz' WHERE number = 2",
        "UPDATE entry SET event = 'pause' WHERE number = 2",
        "DELETE FROM entry WHERE number = 2",
        "UPDATE exhibit SET digest = 'zz'",
        "DELETE FROM exhibit",
    ],
)
def test_what_was_altered_before_the_upgrade_shows_after_it(before, harm):
    with before.writing() as connection:
        connection.execute(text(harm))
    migrate(before)
    (found,) = audit(before)
    assert not found.valid
