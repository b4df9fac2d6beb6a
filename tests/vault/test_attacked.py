"""Whatever happens while the vault is at work, not one piece of what I keep gets out."""

import asyncio
import json
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.config import load
from bot.errors import ConfigError
from bot.evidence.master import MasterKey
from bot.model.account import Protected
from bot.model.leak import LeakKind
from bot.model.shield import Shield
from bot.simulation.performance import perform
from bot.store import dump, whole
from bot.store.database import Store
from bot.store.migrate import migrate
from bot.store.rewrap import rewrap
from bot.vault.keeping import add, contents, remove, rotate
from bot.vault.opening import opened
from bot.vault.seeking import Leaks
from tests.leakscan import LeakScan
from tests.rules.made import facts
from tests.scenarios.scenes import CAMILLE, mention, scenario
from tests.vault.conftest import VAULT

VALUES = [(LeakKind(kind), value) for kind, values in VAULT.items() for value in values]
FIRST = CAMILLE | {"protected": CAMILLE["protected"] | {"vault": VAULT}}
RULES = """
database = "sqlite:///unused.db"
[[person]]
name = "camille"
mode = "act"
packs = []
public = ["presse@camille.test", "20 rue de l'Exemple, 75000 Paris"]
  [[person.account]]
  platform = "bluesky"
  handle = "camille.test"
  secret = { env = "SECRET" }
[[rule]]
name = "of the vault"
reason = "harassment_doxxing"
severity = "urgent"
all = [ { leak = "any", of = "vault" } ]
then = [ { mute = "30 days" }, { report = "draft" }, "alert" ]
[[rule]]
name = "of anybody"
reason = "harassment_doxxing"
severity = "low"
all = [ { leak = ["address", "phone", "email"] } ]
"""
FORMS = [value for _, value in VALUES] + [
    "4217 RUE DES ZINZOLINS",
    "06 39 98 47 21",
    "zéro six 39 98 quarante-sept 21",
    "quasimodette (at) boite-zibeline point test",
    "#4217RueDesZinzolins",
    "Quasimodette, Wilhelmine",
]


@pytest.fixture(scope="module")
def rules(tmp_path_factory):
    file = tmp_path_factory.mktemp("rules") / "rules.toml"
    file.write_text(RULES)
    return load(file, environment={"SECRET": "abcd-efgh-ijkl-mnop"})


def searched():
    return LeakScan(value for _, value in VALUES)


ANYTHING = st.text(max_size=20) | st.sampled_from(
    ["\x00", "\u202e", "\u200b", "😀", "\ud800", "a" * 3_000, "12 " * 200]
)
SAID = st.tuples(ANYTHING, st.sampled_from(FORMS), ANYTHING).map("".join)
FIELDS = st.sampled_from(["text", "bio", "display_name", "handle", "alt"])


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.lists(st.tuples(FIELDS, SAID), min_size=1, max_size=6))
def test_whatever_is_written_wherever_nothing_of_it_gets_out(rules, scan, said):
    events = [written(number, field, text) for number, (field, text) in enumerate(said)]

    async def watch(step, store):
        scan.text("alerts", " ".join(f"{alert.title} {alert.body}" for alert in step.alerts))
        scan.database(store)

    result = asyncio.run(perform(scenario(*events, first=FIRST), rules, watch=watch))
    scan.text("the result", json.dumps(result["alerts"] + result["leaks"] + result["coverage"]))
    assert result["chain"]["valid"]


def written(number, field, text):
    author = {"id": f"did:plc:a{number}", "handle": "a.test"}
    media = [{"kind": "image", "alt": text}] if field == "alt" else []
    if field in {"bio", "display_name", "handle"}:
        author[field] = text
    said = text if field == "text" else "bonjour"
    return mention(number, f"at://a{number}/1", author["id"], said) | {"author": author, "media": media}


def test_what_i_declared_public_is_no_leak(rules, scan):
    result = asyncio.run(
        perform(
            scenario(
                mention(1, "at://a/1", "did:plc:a", "écrivez-lui à presse@camille.test"),
                mention(2, "at://b/1", "did:plc:b", "son bureau : 20 rue de l'Exemple, 75000 Paris"),
                mention(3, "at://c/1", "did:plc:c", "sa boîte : autre@camille.test"),
                first=FIRST,
            ),
            rules,
        )
    )
    assert {one["uri"] for one in result["leaks"]} == {"at://c/1"}


# ── the vault itself ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def store(database_url):
    store = Store(database_url, MasterKey.new())
    migrate(store)
    yield store
    store.close()


NOW = datetime(2026, 1, 5, tzinfo=UTC)


def found(store, text):
    with store.reading() as connection:
        vault = opened(connection, store.master, "camille")
    return [leak.kind for leak in vault.find(text).leaks] if vault else []


def test_the_database_has_no_piece_of_what_it_keeps(store, scan):
    for kind, value in VALUES:
        add(store, "camille", kind, value, "lou", NOW)
    assert found(store, "06 39 98 47 21") == [LeakKind.PHONE]
    rotate(store, "camille", "lou", NOW)
    rotate(store, "camille", "lou", NOW)
    assert found(store, "06 39 98 47 21") == [LeakKind.PHONE]
    assert found(store, "4217 rue des Zinzolins") == [LeakKind.ADDRESS]
    scan.database(store)
    with store.reading() as connection:
        inside = contents(connection, store.master, "camille")
    scan.text("what it holds", repr(inside))
    remove(store, "camille", [one.kept.id for one in inside], "lou", NOW)
    assert found(store, "06 39 98 47 21") == []


def test_the_vaults_of_two_people_know_nothing_of_each_other(store):
    add(store, "camille", LeakKind.PHONE, "06 39 98 47 21", "lou", NOW)
    add(store, "lou", LeakKind.PHONE, "06 39 98 11 22", "lou", NOW)
    assert found(store, "06 39 98 11 22") == []


def test_without_the_master_key_it_says_nothing(store):
    add(store, "camille", LeakKind.PHONE, "06 39 98 47 21", "lou", NOW)
    other = MasterKey.new()
    with store.reading() as connection, pytest.raises(Exception, match="cannot be opened") as refused:
        opened(connection, other, "camille")
    searched().error(refused.value)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (LeakKind.ADDRESS, "Zinzolins " * 60),
        (LeakKind.EMAIL, "quasimodette chez boite-zibeline"),
        (LeakKind.PHONE, "39984"),
        (LeakKind.NAME, "Q 12"),
        (LeakKind.PLATE, "QX7"),
    ],
)
def test_what_is_refused_is_not_in_the_error_nor_in_what_it_was_raised_from(store, scan, kind, value):
    with pytest.raises(ConfigError) as refused:
        add(store, "camille", kind, value, "lou", NOW)
    scan.error(refused.value)
    assert value.strip() not in str(refused.value)


def test_a_database_that_fails_tells_nothing_of_the_value(store, scan):
    with store.writing() as connection:
        connection.exec_driver_sql("DROP TABLE entry")
    with pytest.raises(Exception, match="entry") as failed:
        add(store, "camille", LeakKind.ADDRESS, VAULT["address"][0], "lou", NOW)
    scan.error(failed.value)


def test_a_vault_that_somebody_altered_does_not_stop_the_shield(store, scan):
    add(store, "camille", LeakKind.PHONE, "06 39 98 47 21", "lou", NOW)
    with store.writing() as connection:
        connection.exec_driver_sql("UPDATE safe SET box = " + ("x'00'" if store.sqlite else "'\\x00'"))
        leaks = Leaks(connection, store.master, {"camille": Shield(protected=Protected(name="camille"))})
        seen = leaks.of(facts("06 39 98 47 21").mention, lambda _: True)
    assert [leak.vault for leak in seen] == [False]


def test_a_person_who_is_erased_leaves_no_vault(store):
    add(store, "camille", LeakKind.PHONE, "06 39 98 47 21", "lou", NOW)
    with store.writing() as connection:
        whole.empty(connection, "camille")
        assert contents(connection, store.master, "camille") == ()
        assert list(dump.rows(connection, "safe")) == []


def test_another_master_key_opens_the_same_vault(store):
    add(store, "camille", LeakKind.PHONE, "06 39 98 47 21", "lou", NOW)
    fresh = MasterKey.new()
    with store.writing() as connection:
        assert rewrap(connection, store.master, fresh).closed == 0
    store.master = fresh
    assert found(store, "06 39 98 47 21") == [LeakKind.PHONE]


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from bot.evidence.master import MasterKey
from bot.model.leak import LeakKind
from bot.store import write
from bot.model.account import Protected
from bot.model.shield import Shield
from bot.store import dump, whole
from bot.store.database import Store
from bot.store.migrate import migrate
from bot.store.rewrap import rewrap
from bot.vault import keeping

store = Store(f"sqlite:///{sys.argv[1]}", MasterKey(bytes(range(32))))
migrate(store)
now = datetime(2026, 1, 5, tzinfo=UTC)
values = sys.stdin.read().splitlines()
for line in values[:-1]:
    kind, _, value = line.partition("|")
    keeping.add(store, "camille", LeakKind(kind), value, "lou", now)
keeping._say = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
kind, _, value = values[-1].partition("|")
keeping.add(store, "camille", LeakKind(kind), value, "lou", now)
"""


def test_killed_while_it_takes_a_value_it_has_it_not_or_whole_and_in_no_file_a_piece_of_it(tmp_path, scan):
    file = tmp_path / "rempart.db"
    lines = "\n".join(f"{kind}|{value}" for kind, value in VALUES)
    done = subprocess.run(
        [sys.executable, "-c", KILLED, file], input=lines, text=True, cwd=Path.cwd(), capture_output=True, check=False
    )
    assert done.returncode == -signal.SIGKILL
    scan.text("what it said", done.stdout + done.stderr)
    store = Store(f"sqlite:///{file}", MasterKey(bytes(range(32))))
    try:
        with store.reading() as connection:
            inside = contents(connection, store.master, "camille")
        assert [one.kept.kind for one in inside] == [kind for kind, _ in VALUES[:-1]]
        scan.database(store, file)
    finally:
        store.close()
