"""What waits is shown without its words, and a human decides: approve, reject, retry, undo, trust, pause."""

import json
import resource

import msgspec
import pytest

from bot.audit import audit
from bot.model.delivery import Status
from bot.model.noun import utc
from bot.store import outbox, read
from tests.commands.scene import AUTHORS, WORDS


@pytest.fixture
def camille(rempart, scene):
    return lambda command, *options: rempart(command, *options, "--config", scene.config)


def waiting(camille):
    return json.loads(camille("held", "--json")[1])


def status_of(scene, id_):
    with scene.process.store.reading() as connection:
        return outbox.delivery(connection, id_).status


def events(scene):
    with scene.process.store.reading() as connection:
        return [(entry.event, entry.payload.get("by")) for entry in read.chain(connection, "camille")]


def test_what_waits_is_grouped_and_names_nobody(camille):
    status, out, _ = camille("held")
    assert status == 0
    assert out.startswith("3 actions attendent votre décision.")
    assert out.count("« menace »".replace("« ", "«\xa0").replace(" »", "\xa0»")) == 2
    assert [word for word in (*WORDS, *AUTHORS) if word in out.lower()] == []
    assert "il y a 8 h" in out
    _, out, _ = camille("held", "--reveal")
    assert "bluesky:did:plc:rancunier" in out
    assert [word for word in AUTHORS if word in json.dumps(waiting(camille))] == []


async def test_an_approved_mute_is_performed_by_the_shield(camille, scene):
    (mute,) = (one for one in waiting(camille) if one["what"] == "mute")
    status, out, _ = camille("approve", mute["id"], "--by", "lea")
    assert (status, "Approuvé" in out) == (0, True)
    assert "did:plc:grincheux" not in scene.muted
    await scene.work()
    assert "did:plc:grincheux" in scene.muted
    assert ("delivery:approved", "lea") in events(scene)


def test_a_report_which_cannot_be_taken_back_asks_twice(camille, scene):
    report = next(one for one in waiting(camille) if one["what"] == "report")
    _, out, _ = camille("approve", report["id"])
    assert "sans retour possible" in out
    assert "Rien n’a encore changé" in out
    assert status_of(scene, report["id"]) is Status.HELD
    camille("approve", report["id"], "--yes")
    assert status_of(scene, report["id"]) is Status.PLANNED


def test_a_whole_rule_is_rejected_after_a_dry_run(camille, scene):
    status, out, _ = camille("reject", "--all-of", "menace")
    assert (status, "Ces 2 actions seraient écartées" in out) == (0, True)
    assert len(waiting(camille)) == 3
    camille("reject", "--all-of", "menace", "--yes", "--by", "camille")
    assert [one["rule"] for one in waiting(camille)] == ["insulte"]
    assert events(scene).count(("delivery:rejected", "camille")) == 2
    assert camille("reject", "--all-of", "menace")[1] == "Rien n’attend.\n"


def test_what_failed_is_tried_again(camille, scene):
    (mute,) = (one for one in waiting(camille) if one["what"] == "mute")
    store = scene.process.store
    with store.writing() as connection:
        one = msgspec.structs.replace(outbox.delivery(connection, mute["id"]), status=Status.FAILED, trouble="timeout")
        outbox.settle(connection, one)
    assert "timeout" in camille("held")[1]
    assert camille("retry", mute["id"])[0] == 0
    assert status_of(scene, mute["id"]) is Status.PLANNED


def test_what_cannot_be_meant_is_told_with_what_to_write(camille):
    told = {
        ("approve",): "name one id",
        ("approve", "nonsense"): "no delivery has this id",
        ("approve", "--all-of", "nonsense"): "no rule is called nonsense",
        ("undo",): "name one mention, or one rule",
        ("undo", "nonsense"): "nothing is known under it",
        ("undo", "--rule", "nonsense"): "no rule is called nonsense",
        ("undo", "--rule", "menace", "--since", "tomorrow"): "write 2h, 3 days or 2026-03-01",
        ("pause", "--for", "soon"): "must be a span of time",
        ("pause", "--person", "nobody"): "nobody is called nobody; write one of camille",
        ("trust", "@handle.test"): "names no account that wrote to camille",
        ("verify", "--head", "camille"): "PERSON=NUMBER:SEAL",
    }
    for command, said in told.items():
        status, _, err = camille(*command)
        assert (status, said in err) == (2, True), (command, err)


async def test_undo_says_first_what_it_would_do_and_then_restores(camille, scene):
    status, out, _ = camille("undo", scene.uri("rancunier"))
    assert (status, "rétabli dans l’état d’avant" in out, "Rien n’a encore changé" in out) == (0, True, True)
    assert "did:plc:rancunier" in scene.muted
    _, out, _ = camille("undo", scene.uri("rancunier"), "--yes", "--by", "lea")
    assert "Rempart ne fonctionne pas" in out
    await scene.work()
    assert scene.muted == {"did:plc:suiveur"}
    assert ("mute:revert", "lea") in events(scene)
    assert camille("undo", scene.uri("rancunier"))[1] == "Il n’y a rien à annuler.\n"


async def test_everything_that_a_rule_did_is_undone_together(camille, scene):
    steps = json.loads(camille("undo", "--rule", "menace", "--since", "1 day", "--json")[1])
    assert [(one["action"], one["effect"]) for one in steps["steps"]].count(("mute", "revert")) == 2
    camille("undo", "--rule", "menace", "--yes")
    await scene.work()
    assert scene.muted == set()
    assert waiting(camille)[0]["rule"] == "insulte"


TITLE = 'title = { fr = "menace d\'un inconnu", en = "threat from a stranger" }'


def titled(scene, *names):
    """Give rules of the configuration the same title."""
    text = scene.config.read_text(encoding="utf-8")
    for name in names:
        text = text.replace(f'name = "{name}"', f'name = "{name}"\n{TITLE}')
    scene.config.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("called", ["threat from a stranger", "Menace d’un\u00a0inconnu", "menace"])
def test_a_rule_is_named_by_its_title_in_either_language_too(camille, scene, called):
    titled(scene, "menace")
    assert "Ces 2 actions seraient écartées" in camille("reject", "--all-of", called)[1]
    steps = json.loads(camille("undo", "--rule", called, "--since", "1 day", "--json")[1])["steps"]
    assert [(one["action"], one["effect"]) for one in steps].count(("mute", "revert")) == 2


def test_a_title_of_several_rules_names_none_and_their_names_are_told(camille, scene):
    titled(scene, "menace", "insulte")
    for command in (("undo", "--rule"), ("approve", "--all-of")):
        status, _, err = camille(*command, "threat from a stranger")
        assert (status, "several rules are titled" in err, "menace, insulte" in err) == (2, True, True)


async def test_whoever_is_trusted_is_left_alone_from_now_on(camille, scene):
    status, out, _ = camille("trust", scene.uri("suiveur"))
    assert (status, "camille fait confiance" in out, "did:plc" in out) == (0, True, False)
    await scene.work()
    assert scene.muted == {"did:plc:rancunier"}
    assert "Ce qui l’avait été" in camille("trust", "bluesky:did:plc:rancunier")[1]
    assert "Ce qui l’avait été" not in camille("trust", "bluesky:did:plc:nobody-yet")[1]
    await scene.work()
    assert scene.muted == set()


def test_a_pause_ends_by_itself_or_when_told(camille, scene):
    assert camille("pause", "--for", "2h", "--by", "lea")[0] == 0
    (person,) = json.loads(camille("status", "--json")[1])["people"]
    assert person["paused_until"] > utc(scene.clock.now)
    assert "en pause jusqu’au" in camille("status")[1]
    camille("pause")
    assert "en pause jusqu’à «\xa0rempart resume\xa0»" in camille("status")[1]
    assert "la protection reprend" in camille("resume")[1]
    assert "il n’y avait pas de pause" in camille("resume")[1]
    assert [event for event, _ in events(scene)].count("shield:resumed") == 1
    assert ("shield:paused", "lea") in events(scene)


def test_a_pause_that_finds_no_room_on_the_disk_says_so(rempart, scene_in_a_file):
    written = (scene_in_a_file.folder / "rempart.db-wal").stat().st_size
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (max(written, 32_768), before[1]))  # as if the disk were full
    try:
        status, _, err = rempart("pause", "--config", scene_in_a_file.config)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert (status, err.startswith("database: it did not do what was asked of it; see that the disk has room")) == (
        2,
        True,
    ), err


def test_all_that_people_decide_leaves_a_trail_that_holds(camille, scene):
    camille("reject", "--all-of", "insulte", "--yes")
    camille("undo", "--rule", "menace", "--yes")
    camille("pause")
    camille("trust", scene.uri("grincheux"))
    (found,) = audit(scene.process.store)
    assert found.valid
