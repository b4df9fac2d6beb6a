"""Camille asks why, and the words that hurt stay veiled until she wants to see them."""

import ast
import json
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest
from sqlalchemy import text

import bot
from bot.alerts.notice import DeadLetter
from bot.commands.words import words
from bot.store import outbox, write
from bot.telling.tell import notices
from tests.commands.scene import AUTHORS, THREAT, WORDS

INES = """[[person]]
name = "ines"
zone = "America/Martinique"
  [[person.account]]
  platform = "bluesky"
  handle = "ines.test"
  secret = { env = "NOWHERE_SET" }

[[person]]"""


def leaked(*shown):
    """What an author wrote or chose, in what was shown."""
    return [word for word in (*WORDS, *AUTHORS) for each in shown if word in each.lower()]


@pytest.fixture
def why(rempart, scene):
    return lambda ref, *options: rempart("why", ref, "--config", scene.config, *options)


def test_a_mention_says_what_matched_what_did_not_and_what_was_done(why, scene):
    status, out, _ = why(scene.uri("rancunier"))
    assert status == 0
    assert "✓ menace · élevée · menaces de violence · agit" in out
    assert "mots\xa0: j• t• r•••••••••• · 21–38" in out
    assert "Score du texte\xa0: 0," in out
    assert "· insulte · mots" in out
    assert "mise en sourdine du compte\xa0: c’est fait" in out
    assert "conservé auparavant" in out
    assert "Les règles d’aujourd’hui décident de même." in out


def test_what_hurts_is_shown_only_when_asked_for(why, scene):
    for options in ((), ("--json",)):
        _, out, err = why(scene.uri("rancunier"), *options)
        assert leaked(out, err) == []
    _, out, _ = why(scene.uri("rancunier"), "--reveal")
    assert "je te retrouverai" in out
    assert "rancunier.test" in out
    assert "mots\xa0: je te retrouverai · 21–38 · je te retrouverai" in out
    _, out, _ = why(scene.uri("rancunier"), "--reveal", "--json")
    (finding,) = json.loads(out)["findings"]
    assert finding["text"] == THREAT
    assert finding["decision"]["matches"][0]["because"][0]["spans"] == [[21, 38]]
    assert 0 <= finding["measured"]["score"] <= 1


def test_an_alert_an_exhibit_and_a_delivery_lead_to_the_same_mention(why, scene):
    (finding,) = json.loads(why(scene.uri("rancunier"), "--json")[1])["findings"]
    alert = next(each["id"].partition(":")[0] for each in finding["deliveries"] if each["task"] == "alert")
    for ref in (alert, finding["exhibit"], finding["deliveries"][0]["id"]):
        assert json.loads(why(ref, "--json")[1])["findings"] == [finding]


def test_a_friend_is_spared_and_nothing_was_done(why, scene):
    _, out, _ = why(scene.uri("voisine"))
    assert "la personne le suit" in out
    assert "Rien n’a été fait." in out


def test_a_rule_changed_since_then_is_told(why, scene):
    written = scene.config.read_text()
    scene.config.write_text(written.replace('words = ["je te retrouverai"]', 'words = ["autre chose"]'))
    _, out, _ = why(scene.uri("rancunier"))
    assert "Les règles d’aujourd’hui décideraient autrement. Gravité\xa0: nulle\u202f; règles\xa0: -" in out
    assert "✓ menace" in out


def test_erased_content_leaves_the_decision(why, scene):
    (finding,) = json.loads(why(scene.uri("rancunier"), "--json")[1])["findings"]
    with scene.process.store.writing() as connection:
        connection.execute(text("DELETE FROM exhibit_key WHERE id = :id"), {"id": bytes.fromhex(finding["exhibit"])})
    status, out, _ = why(scene.uri("rancunier"))
    assert (status, "ne peut plus être lu" in out, "Règles\xa0: menace" in out) == (0, True, True)


def test_what_is_unknown_is_the_operators_fault_and_says_what_to_write(why):
    status, _, err = why("nothing-of-the-kind")
    assert (status, "write the URI of a mention" in err) == (2, True)


def test_an_alert_that_gathers_several_mentions_lists_them(why, scene):
    with scene.process.store.writing() as connection:
        connection.execute(text("UPDATE mention SET alert = 'gathered' WHERE severity > 0"))
    status, out, err = why("gathered")
    assert (status, out.startswith("Il est question de 3 mentions")) == (0, True)
    assert out.count("rempart why ") == 3
    assert leaked(out, err) == []


def test_a_notice_is_shown_as_it_was_sent_and_a_captured_exhibit_says_what_it_is(why, scene):
    store = scene.process.store
    with store.writing() as connection:
        sent = notices(connection, scene.process.shield, DeadLetter(action="mute", attempts=16), scene.clock.now)
        outbox.plan(connection, sent)
        captured = connection.scalar(text("SELECT id FROM exhibit WHERE what = '1' LIMIT 1")).hex()
    assert "Abandon après 16 essais" in why(sent[0].what.id)[1]
    assert "conservé avant une action" in why(captured)[1]
    assert json.loads(why(captured, "--json")[1])["exhibit"]["what"] == "captured"
    assert json.loads(why(sent[0].what.id, "--json")[1])["alert"]["kind"] == "notice"


def taken():
    """Whatever is taken into custody, by what it is called there."""
    found = {"mention"}
    for path in Path(bot.__file__).parent.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "write.take":
                what = call.args[3]
                module = ".".join(("bot", *path.relative_to(Path(bot.__file__).parent).with_suffix("").parts))
                found.add(what.value if isinstance(what, ast.Constant) else getattr(import_module(module), what.id))
    return sorted(found)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_whatever_is_in_custody_has_a_name(language):
    every = taken()
    assert {"captured", "raid", "noted", "shared"} <= {*every}
    assert len({words(language).say(f"cmd_custody.{what}") for what in every}) == len(every)


def test_an_exhibit_says_what_it_is_and_when_by_its_persons_clock(why, scene):
    scene.config.write_text(scene.config.read_text("utf-8").replace("[[person]]", INES, 1), "utf-8")
    at, store = datetime(2026, 3, 1, 23, 30, tzinfo=UTC), scene.process.store
    with store.writing() as connection:
        (box,) = write.take(connection, store.master, "camille", "raid", [(b"x", at)])
    _, out, _ = why(box.id)
    assert "les chiffres d’un raid" in out
    assert "2 mars 2026" in out


def test_somebody_who_left_the_configuration_keeps_what_was_decided(why, scene):
    scene.config.write_text(scene.config.read_text().replace('name = "camille"', 'name = "dominique"'))
    _, out, _ = why(scene.uri("rancunier"))
    assert "camille n’est plus dans la configuration" in out
    assert "✓ menace" in out
