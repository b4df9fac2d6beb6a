"""The leak scan sees what it looks for wherever the bot could put it, and no test that uses a vault goes unsearched."""

import io
import json
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog
import zstandard

from bot.alerts.notice import BudgetSpent, notice
from bot.backups.backup import back_up
from bot.backups.export import export
from bot.evidence.exhibit import seal
from bot.evidence.master import MasterKey
from bot.model.account import Protected
from bot.store import write
from bot.store.database import Store
from bot.store.migrate import migrate
from tests.leakscan import LeakScan

PHONE, ADDRESS = "06 39 98 47 21", "4217 rue des Zinzolins, 97981 Zibeline"
NOW = datetime(2026, 1, 5, tzinfo=UTC)


@pytest.fixture(params=[PHONE, ADDRESS], ids=["phone", "address"])
def value(request):
    return request.param


@pytest.fixture
def scan(value):
    return LeakScan([value])


@pytest.fixture
def store(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'rempart.db'}", MasterKey.new())
    migrate(store)
    with store.writing() as connection:
        write.salt(connection, store.master, "camille")
        write.append(connection, "camille", [(NOW, "vault:added", {"kind": "phone", "by": "lou"})])
    yield store
    store.close()


def seen(look, *shown):
    """Whether it is found; without the value nothing is, which the tests of the vault show every day."""
    with pytest.raises(AssertionError, match=r"of a value in"):
        look(*shown)


def planted(store, statement, **values):
    with store.writing() as connection:
        connection.exec_driver_sql(statement, values)


# ── what is said ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_in_a_line_of_the_log(scan, value):
    lines = io.StringIO()
    log = structlog.wrap_logger(structlog.PrintLogger(lines), processors=[structlog.processors.JSONRenderer()])
    log.info("a mention was judged", person="camille")
    scan.text("the log", lines.getvalue())
    log.info("a leak", about=value)
    seen(scan.text, "the log", lines.getvalue())


def test_in_an_alert(scan, value):
    person = Protected(name="camille")
    made = [notice("a1", one, NOW, BudgetSpent(limit=30, per="hour")) for one in (person, Protected(name=value))]
    scan.text("an alert", f"{made[0].title} {made[0].body}")
    seen(scan.text, "an alert", f"{made[1].title} {made[1].body}")


def test_in_what_simulate_and_why_print(scan, value):
    seen(scan.text, "simulate --json", json.dumps({"leaks": [{"uri": "at://a/1", "kind": value}]}))
    seen(scan.text, "simulate --json", json.dumps({"alerts": [{"title": "é " + value.upper()}]}, ensure_ascii=True))
    seen(scan.text, "why", f"La règle « coffre » a trouvé {value.replace(' ', '.')}\n")


def test_in_an_error_and_in_what_it_was_raised_from(scan, value):
    scan.error(ValueError("a phone needs 7 letters and digits at least"))
    seen(scan.error, ValueError(f"{value} is in the vault already"))
    error = RuntimeError("it could not be kept")
    error.__cause__ = KeyError(value)
    seen(scan.error, error)


# ── what is kept ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_in_a_column_in_clear(store, scan, value):
    scan.database(store)
    planted(store, "INSERT INTO cursor (source, value, at) VALUES (:source, :value, 1)", source="x", value=value)
    seen(scan.database, store)


@pytest.mark.parametrize("packed", [zstandard.compress, lambda raw: zstandard.compress(zstandard.compress(raw))])
def test_in_the_safe_compressed_and_wrapped_under_the_master_key(store, scan, value, packed):
    with store.writing() as connection:
        write.put(connection, store.master, "vault:camille", packed(b"\x93\xc4" + value.encode() + b"\xff"))
    seen(scan.database, store)


def test_in_a_sealed_exhibit_that_no_author_wrote(store, scan, value):
    keep(store, "note", value)
    seen(scan.database, store)


def test_in_what_an_author_wrote_it_may_stand(store, scan, value):
    keep(store, "mention", value)
    scan.database(store)


def keep(store, what, value):
    with store.writing() as connection:
        write.keep(connection, "camille", what, [seal(value.encode(), store.master, NOW)], [NOW])


def test_in_the_bytes_of_the_database_after_it_was_deleted(store, scan, value, tmp_path):
    planted(store, "INSERT INTO cursor (source, value, at) VALUES (:source, :value, 1)", source="x", value=value)
    seen(scan.database, store, tmp_path / "rempart.db")


def test_in_an_export(store, scan, value, tmp_path):
    export(store, "camille", "fr", tmp_path / "whole.zip", NOW)
    scan.export(store, tmp_path / "whole.zip")
    keep(store, "note", value)
    export(store, "camille", "fr", tmp_path / "note.zip", NOW)
    seen(scan.export, store, tmp_path / "note.zip")
    with zipfile.ZipFile(tmp_path / "whole.zip", "a", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("readable/said.jsonl", json.dumps({"said": value}))
    seen(scan.export, store, tmp_path / "whole.zip")


def test_in_a_backup(store, scan, value, tmp_path):
    file, keys = tmp_path / "backup", tmp_path / "backup.keys"
    back_up(store, file, keys, NOW)
    scan.backup(store, file, keys)
    keep(store, "note", value)
    back_up(store, file, keys, NOW)
    seen(scan.backup, store, file, keys)


# ── no test escapes ──────────────────────────────────────────────────────────────────────────────────────────────────

ESCAPING = """
import logging
from bot.model.leak import LeakKind
from bot.signals.leaks.keyed import Keyed
from bot.signals.leaks.pieces import kept

def keep(value):
    return kept("v", LeakKind.PHONE, value, Keyed([bytes(32)]))

def test_quiet():
    keep("06 39 98 47 21")

def test_prints():
    keep("06 39 98 47 22")
    print("06.39.98.47.22")

def test_logs():
    keep("06 39 98 47 23")
    logging.getLogger("bot").warning("0639984723")

def test_tells_of_another():
    print("06.39.98.47.22")

def test_loses(tmp_path):
    from bot.evidence.master import MasterKey
    from bot.store.database import Store
    from bot.store.migrate import migrate
    keep("06 39 98 47 24")
    store = Store(f"sqlite:///{tmp_path}/x.db", MasterKey.new())
    migrate(store)
    with store.writing() as connection:
        connection.exec_driver_sql("INSERT INTO cursor (source, value, at) VALUES ('x', '0639984724', 1)")
    store.close()
"""
MODULE = """
from bot.model.leak import LeakKind
from bot.signals.leaks.keyed import Keyed
from bot.signals.leaks.pieces import kept

KEPT = kept("v", LeakKind.PHONE, "06 39 98 47 21", Keyed([bytes(32)]))

def test_prints_what_its_module_keeps():
    print("06 39 98 47 21")
"""


def test_a_test_that_keeps_a_value_and_lets_it_out_fails_whatever_it_meant_to_test(tmp_path):
    (tmp_path / "test_escaping.py").write_text(ESCAPING)
    (tmp_path / "test_module.py").write_text(MODULE)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.searched", "-p", "no:cacheprovider"]
    command += [f"--rootdir={tmp_path}", "-c", "/dev/null", "-rA", str(tmp_path)]
    done = subprocess.run(command, cwd=Path.cwd(), capture_output=True, text=True, check=False)
    ended = {
        line.split("::")[1].split(" ")[0]: line.split(" ")[0]
        for line in done.stdout.splitlines()
        if "::test_" in line and line[0] in "PFE"
    }
    assert {name for name, how in ended.items() if how != "PASSED"} == {
        "test_prints",
        "test_logs",
        "test_loses",
        "test_prints_what_its_module_keeps",
    }, done.stdout


def test_this_run_is_searched(pytestconfig):
    assert pytestconfig.pluginmanager.has_plugin("searched")
