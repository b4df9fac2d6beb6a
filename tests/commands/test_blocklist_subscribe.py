"""At the terminal I follow lists of others with the same care: looked at first, accepted by name, left as I choose."""

import json

import pytest

from bot.__main__ import frame

CSV = "domain,severity\nun.test,suspend\ndeux.test,silence\npas un domaine,suspend\n"


@pytest.fixture
def blocklist(rempart, scene_in_a_file):
    def run(what, *options):
        return rempart("blocklist", what, "--config", scene_in_a_file.config, *options)

    return run


@pytest.fixture
def file(tmp_path):
    file = tmp_path / "ouest.csv"
    file.write_text(CSV)
    return file


def standing(blocklist):
    return json.loads(blocklist("preview", "ouest", "--json")[1])


def entries(blocklist):
    return [(one["list"], one["version"], one["entries"]) for one in json.loads(blocklist("list", "--json")[1])]


def test_a_file_is_shown_first_and_holds_once_i_accept_it(blocklist, file):
    status, out, err = blocklist("import", file, "--as", "ouest")
    assert status == 0, err
    assert "Personne que vous connaissez n’y figure." in out
    assert "ligne 4" in out
    assert "un.test" not in out
    assert entries(blocklist) == [("ouest", 0, 0)]
    assert "un.test" in blocklist("preview", "ouest", "--reveal")[1]
    status, out, err = blocklist("accept", "ouest", "--by", "Léa")
    assert (status, "tient" in out) == (0, True), err
    assert entries(blocklist) == [("ouest", 1, 2)]
    assert standing(blocklist)["standing"] == "accepted"


def test_a_newer_file_of_the_same_name_is_a_new_version_which_i_refuse(blocklist, file):
    blocklist("import", file, "--as", "ouest")
    blocklist("accept", "ouest")
    file.write_text(CSV + "trois.test,suspend\n")
    blocklist("import", file, "--as", "ouest")
    assert (standing(blocklist)["standing"], standing(blocklist)["version"]) == ("held", 2)
    assert blocklist("refuse", "ouest")[0] == 0
    assert entries(blocklist) == [("ouest", 1, 2)]
    status, _, err = blocklist("accept", "ouest")
    assert (status, "déjà décidé" in err) == (2, True)


def test_what_came_after_i_looked_is_not_accepted_for_what_i_saw(blocklist, file):
    seen = blocklist("import", file, "--as", "ouest")[1].partition("--seen ")[2].split()[0]
    file.write_text(CSV + "trois.test,suspend\n")
    blocklist("import", file, "--as", "ouest")
    status, _, err = blocklist("accept", "ouest", "--seen", seen)
    assert (status, "une autre version" in err.lower()) == (2, True), err
    seen = blocklist("preview", "ouest")[1].partition("--seen ")[2].split()[0]
    assert blocklist("accept", "ouest", "--seen", seen)[0] == 0
    assert entries(blocklist) == [("ouest", 1, 3)]


def test_i_undo_a_version_once_i_saw_what_that_puts_back(blocklist, file):
    blocklist("import", file, "--as", "ouest")
    blocklist("accept", "ouest")
    file.write_text(CSV + "trois.test,suspend\n")
    blocklist("import", file, "--as", "ouest")
    blocklist("accept", "ouest")
    assert "1 entrée reviendrait" in blocklist("undo", "--list", "ouest", "--version", "2")[1]
    assert entries(blocklist) == [("ouest", 2, 3)]
    assert "1 entrée est défaite" in blocklist("undo", "--list", "ouest", "--version", "2", "--yes")[1]
    assert entries(blocklist) == [("ouest", 3, 2)]
    assert "Elle défait la version 2" in blocklist("preview", "ouest")[1]
    status, _, err = blocklist("undo", "--list", "ouest", "--version", "2", "--yes")
    assert (status, "déjà défaite" in err) == (2, True)
    assert blocklist("undo", "--list", "ouest", "--entry", "un.test", "--yes")[0] == 2


def test_i_spare_somebody_and_leave(blocklist, file):
    blocklist("import", file, "--as", "ouest")
    blocklist("accept", "ouest")
    assert "amie@loin.test" in blocklist("exclude", "@Amie@loin.test")[1]
    assert blocklist("exclude", "loin.test", "--list", "ouest")[0] == 0
    assert blocklist("include", "amie@loin.test")[0] == 0
    assert blocklist("include", "amie@loin.test")[0] == 2
    assert blocklist("hand-over", "ouest")[0] == 0
    assert blocklist("unsubscribe", "ouest", "--keep")[0] == 0
    assert entries(blocklist) == []


def test_no_command_stands_in_the_way_of_another_of_its_name():
    groups = [frame(), *(each.typer_instance for each in frame().registered_groups)]
    for group in groups:
        names = [each.name or each.callback.__name__ for each in group.registered_commands]
        assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize(
    "options",
    [
        ("subscribe", "ftp://un.test/l.csv"),
        ("subscribe", "https://un.test/l.csv", "--as", "Grand Ouest"),
        ("subscribe", "https://un.test/l.csv", "--apply", "burn"),
        ("subscribe", "https://un.test/l.csv", "--least", "none"),
        ("subscribe", "https://un.test/l.csv", "--key", "nothing"),
        ("subscribe", "lists:", "--of", "nulle-part"),
        ("preview", "nulle-part"),
        ("exclude", "personne"),
        ("import", "/nonexistent/l.csv"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_followed(blocklist, options):
    status, _, err = blocklist(*options)
    assert (status, bool(err.strip()), "Traceback" in err) == (2, True, False)
    assert entries(blocklist) == []


def test_a_list_that_cannot_be_read_is_followed_and_says_why(blocklist):
    status, out, err = blocklist("subscribe", "https://127.0.0.1/l.csv", "--as", "ouest")
    assert status == 0, err
    assert "réseau privé" in out
    assert standing(blocklist)["trouble"] == "private"


def test_a_list_on_bluesky_waits_for_the_shield(blocklist):
    status, out, err = blocklist("subscribe", "at://did:plc:a/app.bsky.graph.list/x", "--as", "ouest")
    assert status == 0, err
    assert "dès qu’il tourne" in out
