"""Rules: I see what each does without its words; what I change is tried first, and the file keeps every other byte."""

import html
import re
import stat
import tomllib

import pytest

from bot.config.change import SetPacks
from bot.errors import ConfigError
from bot.model.seat import Grant, Role
from bot.model.work import Stage
from bot.people import ruling
from bot.store import works
from bot.web.pages import rules
from bot.working.asking import came
from bot.working.doing import do
from tests.commands.scene import AUTHORS, WORDS
from tests.web.test_working import known, plainly, until

OURS = ("pauvre type", "je te retrouverai")
"""What Camille's rules look for."""

FAULTY = [
    {"change": "words", "name": "menace", "words": "x", "does": "hold"},
    {"change": "words", "name": "étoile", "words": "c*n", "does": "hold"},
    {"change": "words", "name": "", "words": "x", "does": "hold"},
    {"change": "words", "name": "a", "words": "x", "does": "burn"},
    {"change": "words", "name": "a", "words": "x" * 201, "does": "hold"},
    {"change": "words", "name": "a", "words": "\x01", "does": "hold"},
    {"change": "pack", "pack": "../../secret"},
    {"change": "mode", "mode": "war"},
    {"change": "budget", "hour": "-1", "day": "5"},
    {"change": "budget", "hour": "1", "day": "99999"},
    {"change": "back", "version": "../config.toml"},
    {"change": "nothing"},
    {},
]


@pytest.fixture
def at_once(world, monkeypatch):
    """What a process of its own does, done here: it takes that one seconds to load what we have loaded."""
    monkeypatch.setattr(rules, "start", lambda file, id_: do(file, world.store, id_))


def written(world):
    return world.scene.config.read_bytes()


def tried(world, holder, **change):
    """Ask for a change; the page that shows what came of its try, and the fields of its form."""
    answer = holder.post("/rules", page="/rules", **change)
    assert answer.status_code == 303, answer.text
    where = answer.headers["location"]
    until(lambda: known(world, where.removeprefix("/long/")).stage is not Stage.RUNNING)
    page = holder.get(where)
    return plainly(page), dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.text))


def fields(page):
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.text))


def test_every_rule_is_a_sentence_and_none_of_its_words_is_read_by_the_way(world):
    page = plainly(world.holder().get("/rules"))
    assert "Si le texte contient" in page
    assert "mettre l’auteur en sourdine pendant 30 jours" in page
    assert [word for word in (*WORDS, *AUTHORS, *OURS) if word in page] == []


def test_what_a_rule_did_in_a_week_is_counted(world):
    page = plainly(world.holder().get("/rules"))
    assert "En sept jours\u00a0: 2 actions faites, 2 en attente." in page  # two mutes, two reports to send
    assert "0 actions faites, 1 en attente" in page


def test_the_words_are_shown_when_i_ask_and_never_in_an_address(world):
    holder = world.holder()
    answer = holder.post("/rules", page="/rules", change="reveal")
    assert answer.status_code == 200
    assert all(word in plainly(answer) for word in OURS)
    assert [word for word in OURS if word in plainly(holder.get("/rules?change=reveal"))] == []


def test_a_mode_is_switched_only_after_its_try_was_shown_and_the_file_keeps_every_other_byte(world):
    before, holder = written(world), world.holder()
    page, form = tried(world, holder, change="mode", mode="observe")
    assert written(world) == before, "tried, and nothing else"
    assert "Essayé sur 4 messages" in page
    assert [word for word in (*WORDS, *AUTHORS) if word in page] == []
    assert holder.raw("/rules/confirm", form | {"seen": ""}).status_code == 409
    assert holder.raw("/rules/confirm", form | {"of": "0" * 16}).status_code == 404
    assert written(world) == before
    assert holder.raw("/rules/confirm", form).headers["location"] == "/rules?said=ruled"
    assert written(world) == before.replace(b'mode = "act"\npacks', b'mode = "observe"\npacks')
    assert world.chain()[-1].event == "shield:disarmed"
    assert world.chain()[-1].payload["by"] == "camille"
    assert "Le bouclier observe" in plainly(holder.get("/rules"))
    assert world.verified()


def test_arming_shows_whom_it_would_have_hit_as_if_nothing_had_been_done(world, at_once):
    text = world.scene.config.read_text()
    world.scene.config.write_text(text.replace('mode = "act"\npacks', 'mode = "observe"\npacks'))
    world.house.anew()
    holder = world.holder()
    page, form = tried(world, holder, change="mode", mode="act")
    assert "3 comptes touchés de plus" in page
    assert "bluesky " in page
    assert holder.raw("/rules/confirm", form).status_code == 303
    assert world.scene.config.read_text() == text
    assert world.chain()[-1].event == "shield:armed"


def test_what_was_tried_on_another_file_is_not_written(world, at_once):
    holder = world.holder()
    _, form = tried(world, holder, change="mode", mode="observe")
    with world.scene.config.open("a") as file:
        file.write("# by hand\n")
    before = written(world)
    assert holder.raw("/rules/confirm", form).status_code == 409
    assert written(world) == before


def test_words_of_my_own_are_tried_and_become_a_rule(world):
    before, holder = written(world), world.holder()
    page, form = tried(
        world, holder, change="words", name="il revient", words="tu vas le regretter\n\nà demain", does="mute"
    )
    assert "il revient" in page
    assert "1 d’entre eux vous est proche" in page
    holder.raw("/rules/confirm", form)
    assert written(world).startswith(before.rstrip())
    rule = tomllib.loads(written(world).decode())["person"][0]["rule"][0]
    assert rule["all"] == [{"words": ["tu vas le regretter", "à demain"]}]
    page = plainly(holder.get("/rules"))
    assert "il revient" in page
    assert "regretter" not in page
    assert world.chain()[-1].event == "rules:written"
    assert "regretter" not in str(world.chain()[-1].payload)


def test_who_accepts_whom_a_rule_hits_arms_it(world, at_once):
    holder = world.holder()
    page, form = tried(world, holder, change="words", name="salut", words="à demain", does="mute")
    assert "observeront seulement" in page
    holder.raw("/rules/confirm", form | {"accept": "yes"})
    assert [entry.event for entry in world.chain()][-2:] == ["rule:accepted", "rules:written"]


def test_what_i_look_for_lies_in_no_clear_in_the_database(world, at_once):
    holder = world.holder()
    tried(world, holder, change="words", name="il revient", words="mot secret", does="hold")
    with world.store.reading() as connection:
        (one,) = works.lately(connection, "camille", 5)
    assert "secret" not in one.detail
    assert b"secret" not in one.result
    assert b"mot secret" in came(one, world.store.master)


def test_a_faulty_change_changes_nothing(world):
    before, holder = written(world), world.holder()
    entries = world.entries()
    for change in FAULTY:
        assert holder.post("/rules", page="/rules", **change).status_code == 409, change
    assert (written(world), world.entries()) == (before, entries)
    assert ruling.earlier(world.scene.config) == []


def test_a_fault_is_told_with_its_line_and_what_to_do(world):
    answer = world.holder().post("/rules", page="/rules", change="words", name="menace", words="x", does="hold")
    assert re.search(r"config\.toml, ligne \d+\s: .*changez-le", plainly(answer))


def test_a_pack_comes_and_goes(world, at_once):
    before, holder = written(world), world.holder()
    _, form = tried(world, holder, change="pack", pack="threats")
    holder.raw("/rules/confirm", form)
    assert written(world) == before.replace(b"packs = []", b'packs = ["threats"]')
    assert world.house.person("camille").packs == ("threats",)
    _, form = tried(world, holder, change="pack", pack="threats")
    holder.raw("/rules/confirm", form)
    assert written(world) == before


def test_how_much_may_be_done_is_mine_to_say(world):
    holder = world.holder()
    assert holder.post("/rules", page="/rules", change="budget", hour="3", day="12").status_code == 303
    budget = world.house.person("camille").budget
    assert (budget.hour, budget.day) == (3, 12)
    assert world.chain()[-1].payload["change"] == "budget"


def test_a_change_is_taken_back_by_one_click_and_the_versions_are_for_me_alone(world):
    before, holder = written(world), world.holder()
    holder.post("/rules", page="/rules", change="budget", hour="3", day="12")
    (one,) = ruling.earlier(world.scene.config)
    assert stat.S_IMODE((world.scene.folder / one.name).stat().st_mode) == 0o600
    assert one.name in holder.get("/rules").text
    assert holder.post("/rules", page="/rules", change="back", version=one.name).status_code == 303
    assert written(world) == before
    assert world.chain()[-1].payload["change"] == "back"


def test_going_back_changes_nothing_that_is_not_mine(world):
    holder = world.holder()
    holder.post("/rules", page="/rules", change="budget", hour="3", day="12")
    (one,) = ruling.earlier(world.scene.config)
    with world.scene.config.open("a") as file:
        file.write('[log]\nlevel = "debug"\n')
    before = written(world)
    assert holder.post("/rules", page="/rules", change="back", version=one.name).status_code == 409
    assert written(world) == before


def test_ten_versions_are_kept_and_no_more(world):
    holder = world.holder()
    for hour in range(12):
        holder.post("/rules", page="/rules", change="budget", hour=str(hour), day="50")
    kept = ruling.earlier(world.scene.config)
    assert len(kept) == ruling.KEPT
    assert kept == sorted(kept, key=lambda one: one.until, reverse=True)


def test_a_disk_that_refuses_changes_neither_file_nor_chain(world, monkeypatch):
    change = SetPacks(packs=("threats",))
    drafted = ruling.draft(world.scene.config, "camille", change)
    before, entries = written(world), world.entries()

    def refuse(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ruling, "replace", refuse)
    with pytest.raises(ConfigError, match="No space left"):
        ruling.settle(world.store, world.scene.config, "camille", drafted, change, "Camille", world.now)
    assert (written(world), world.entries()) == (before, entries)


def test_who_may_not_change_rules_sees_no_switch_and_a_forged_form_is_refused(world, at_once):
    holder, delegate = world.holder(), world.guest("Dominique")
    page = delegate.get("/rules")
    assert page.status_code == 200
    assert 'action="/rules"' not in page.text
    before = written(world)
    _, form = tried(world, holder, change="mode", mode="observe")
    token = fields(delegate.get("/"))["csrf"]
    for path in ("/rules", "/rules/confirm"):
        assert delegate.raw(path, form | {"change": "mode", "mode": "off", "csrf": token}).status_code == 403
    trying = delegate.get(f"/long/{form['of']}")
    assert "/rules/confirm" not in trying.text
    assert written(world) == before
    assert world.guest("Olive", Role.OBSERVER).get("/rules").status_code == 403
    trusted = world.guest("Sacha", also=frozenset({Grant.RULES}))
    assert 'action="/rules"' in trusted.get("/rules").text


def test_both_languages_say_it(world, at_once):
    holder = world.holder()
    holder.post("/language", language="en")
    assert "The shield acts" in html.unescape(holder.get("/rules").text)
    page, _ = tried(world, holder, change="mode", mode="off")
    assert "Tried on 4 posts" in page


def test_the_running_shield_takes_it_up_by_itself(world):
    from bot.config import ConfigFile

    file = ConfigFile(world.scene.config, {"NOWHERE_SET": "x"})
    file.read()
    world.holder().post("/rules", page="/rules", change="budget", hour="3", day="12")
    assert [file.changed() for _ in range(2)] == [False, True]
    assert file.read().people[0].budget.hour == 3
