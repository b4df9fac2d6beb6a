"""What cannot be done is said in the language of the configuration that was named, or of whoever asks where there is none."""

import pytest

from tests.config.conftest import USABLE

WRONG = """language = "{}"
[[person]]
name = "camille"
mode = "acte"
"""


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "config.toml, ligne 4\u00a0: person \"camille\", mode\u00a0: doit être l’un de ceux-ci\u00a0: 'off', "),
        ("en", "config.toml, line 4: person \"camille\", mode: must be one of 'off', "),
    ],
)
@pytest.mark.parametrize("option", [["--config={}"], ["--config", "{}"], ["-c", "{}"]])
def test_a_fault_is_said_in_the_language_that_the_configuration_names(tmp_path, spoken, language, said, option):
    file = tmp_path / "config.toml"
    file.write_text(WRONG.format(language), encoding="utf-8")
    status, out, err = spoken("check", *(one.format(file) for one in option))
    assert (status, out) == (2, "")
    assert said in err


def test_a_configuration_beside_us_is_the_one_that_is_meant(tmp_path, spoken, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.toml").write_text(WRONG.format("fr"), encoding="utf-8")
    assert "ligne 4" in spoken("check")[2]


@pytest.mark.parametrize(
    ("lang", "said"), [("fr_FR.UTF-8", "config.toml\u00a0: ce fichier n’existe pas"), ("C", "there is no such file")]
)
def test_without_a_configuration_it_is_said_in_my_own_language(tmp_path, spoken, monkeypatch, lang, said):
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    status, _, err = spoken("status", LANG=lang)
    assert (status, said in err) == (2, True)


def test_before_the_first_run_it_says_what_to_do(spoken, place):
    status, _, err = spoken("why", "at://nobody/x/1", "--config", place.write(USABLE))
    assert status == 2
    assert err.startswith("base de données\u00a0: il n’y en a pas encore ici")
    assert "lancez «\u00a0rempart run\u00a0», qui la fait" in err
