"""A list from the command line: dry by default, and nobody's name unless it is asked for."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.blocklists.entity import actor
from bot.blocklists.formats import FORMATS
from bot.config import ConfigFile
from bot.publishing import appealing
from bot.web.house import House
from tests.commands.scene import AUTHORS

THREAT = "did:plc:rancunier"
WHY = ("--reason", "violence_threats")


@pytest.fixture
def camille(rempart, scene_in_a_file):
    return lambda command, *options: rempart("blocklist", command, *options, "--config", scene_in_a_file.config)


@pytest.fixture
def made(camille):
    options = ("--list", "protegee", "--title", "Protégée", "--rule", "menace", "--floor", "0")
    status, out, err = camille("create", *options)
    assert (status, "public_url" in out) == (0, True), err
    assert "2 comptes proposés" in camille("choose", "--list", "protegee", "--rules")[1]
    return camille


def test_i_make_a_list_see_what_it_would_say_and_propose_it(made):
    status, out, _ = made("publish", "--list", "protegee")
    assert (status, "2 entrées ajoutées" in out, "Rien n’est proposé" in out) == (0, True, True)
    assert not any(name in out for name in AUTHORS)
    assert THREAT in made("publish", "--list", "protegee", "--reveal")[1]
    status, out, _ = made("publish", "--list", "protegee", "--propose")
    assert (status, "dans 24 heures" in out) == (0, True)
    status, _, err = made("publish", "--list", "protegee", "--propose")
    assert (status, "waits for agreement already" in err) == (2, True)
    assert "0 entrée" in made("list")[1]


def test_who_is_held_back_takes_a_second_word(made):
    status, out, _ = made("choose", "did:plc:voisine", "--list", "protegee", *WHY)
    assert (status, "suivi" in out, "0 choisi" in out) == (0, True, True)
    assert "voisine" not in out
    assert "1 choisi" in made("choose", "did:plc:voisine", "--list", "protegee", *WHY, "--confirm")[1]


def test_i_close_it_only_by_its_name_and_see_first_how_far_it_goes(made, publish_now):
    made("publish", "--list", "protegee", "--propose")
    publish_now()
    status, out, err = made("close", "--list", "protegee")
    assert (status, "2 entrées y figurent" in out, "Rien n’est proposé" in out) == (0, True, True), err
    status, _, err = made("close", "--list", "protegee", "--propose", "oui")
    assert (status, "write its name once more" in err) == (2, True)
    assert "dans 24 heures" in made("close", "--list", "protegee", "--propose", "protegee")[1]
    publish_now()
    status, out, _ = made("close", "--list", "protegee")
    assert (status, "0 entrée y figure" in out, "est fermée" in out) == (0, True, True)
    assert made("close", "--list", "aucune")[0] == 2


FAULTS = [
    (("choose", "--list", "protegee", *WHY), "name accounts"),
    (("choose", "x", "--list", "protegee"), "--reason"),
    (("choose", "x", "--list", "protegee", "--reason", "ennui"), "--reason: write one of"),
    (("choose", "x", "--list", "protegee", *WHY), "write it as example.org"),
    (("choose", THREAT, "--list", "autre", *WHY), "no list of yours"),
    (("choose", THREAT, "--list", "protegee", *WHY, "--severity", "dire"), "--severity: write one of"),
    (("choose", THREAT, "--list", "protegee", *WHY, "--policy", "drop"), "--policy"),
    (("choose", "--case", "0000", "--list", "protegee", *WHY), "no such case"),
    (("create", "--list", "Protégée", "--title", "x"), "lower-case letters"),
    (("create", "--list", "protegee", "--title", "x"), "already"),
    (("create", "--list", "b", "--title", "x", "--rule", "aucune"), "no rule is called"),
    (("undo", "--list", "protegee"), "--version or --entry"),
    (("undo", "--list", "protegee", "--version", "4"), "no version 4"),
    (("undo", "--list", "protegee", "--entry", "x y"), "no domain"),
    (("appeals", "--read", "00"), "no appeal"),
    (("diff",), "two files"),
    (("diff", "a.csv", "b.csv"), "cannot be read"),
]


def test_what_cannot_be_done_says_what_to_write(made):
    for options, said in FAULTS:
        command, *rest = options
        more = ("--yes",) if "--entry" in rest else ()
        status, _, err = made(command, *rest, *more)
        assert (status, said in err) == (2, True), (options, err)


def test_a_list_is_written_to_a_file_undone_and_compared(made, scene_in_a_file, publish_now):
    made("publish", "--list", "protegee", "--propose")
    publish_now()
    for name, form in FORMATS.items():
        if form.write is not None:
            out = scene_in_a_file.folder / f"list-{name}"
            status, _, err = made("export", "--list", "protegee", "--format", name, "--out", out)
            assert status == 0, err
            assert made("export", "--list", "protegee", "--format", name, "--out", out)[0] == 2
    assert THREAT in (scene_in_a_file.folder / "list-rempart").read_text()
    assert made("export", "--list", "protegee", "--format", "papier", "--out", scene_in_a_file.folder / "p")[0] == 2
    assert not (scene_in_a_file.folder / "p").exists()
    assert "1 entrée" in made("undo", "--list", "protegee", "--entry", THREAT)[1]
    assert "1 entrée est défaite" in made("undo", "--list", "protegee", "--entry", THREAT, "--yes")[1]
    assert "1 entrée partie" in made("diff", "--list", "protegee", "--from", "1", "--to", "2")[1]
    after = scene_in_a_file.folder / "after"
    made("export", "--list", "protegee", "--format", "rempart", "--out", after)
    before = scene_in_a_file.folder / "list-rempart"
    assert made("diff", before, after)[0] == 0
    assert (
        "1 entrée serait" in made("undo", "--list", "protegee", "--version", "1")[1]
        or "reviendrait" in made("undo", "--list", "protegee", "--version", "1")[1]
    )
    assert "1 entrée est défaite" in made("undo", "--list", "protegee", "--version", "1", "--yes")[1]
    assert "0 entrée" in made("list")[1]
    assert "0 contestation" in made("appeals")[1]


def test_who_objects_is_read_and_answered_here_too(made, scene_in_a_file, publish_now):
    made("publish", "--list", "protegee", "--propose")
    publish_now()
    store = scene_in_a_file.place.open()

    def object_(words):
        appealing.appeal(store, "protegee", actor(THREAT), words, "198.51.100.1", datetime.now(UTC))

    object_("Ce n’était pas moi."), object_("Vraiment pas.")
    _, out, _ = made("appeals")
    assert "1 contestation" in out
    assert "× 2" in out
    assert "pas moi" not in out
    (both,) = (line.split()[0] for line in out.splitlines()[1:])
    assert "Ce n’était pas moi.\nVraiment pas." in made("appeals", "--read", both)[1]
    object_("Encore.")  # nobody read it, and nobody answers it by that
    assert "1 to 2000" in made("appeals", "--decline", both)[2]
    assert made("appeals", "--decline", both, "--answer", "Si.")[0] == 0
    (third,) = (line.split()[0] for line in made("appeals")[1].splitlines()[1:])
    assert made("appeals", "--uphold", third)[0] == 0
    assert "1 entrée" in made("list")[1]
    store.close()


def test_who_is_wiped_is_not_even_told_of_any_more(made, scene_in_a_file, publish_now):
    made("publish", "--list", "protegee", "--propose")
    publish_now()
    assert made("undo", "--list", "protegee", "--entry", THREAT, "--wipe", "--yes")[0] == 0
    out = scene_in_a_file.folder / "wiped"
    made("export", "--list", "protegee", "--format", "fires", "--out", out)
    assert THREAT not in out.read_text()


@pytest.fixture
def publish_now(scene_in_a_file):
    """A day passes, and the pages are served."""

    def publish():
        house = House(ConfigFile(scene_in_a_file.config, {"NOWHERE_SET": "x"}), scene_in_a_file.place.open())
        house.errands.now = lambda: datetime.now(UTC) + timedelta(days=2)
        house.errands.run()
        house.store.close()

    return publish
