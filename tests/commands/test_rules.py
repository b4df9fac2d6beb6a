"""Camille reads what her rules do before she arms them, without reading the words that hurt."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from bot.config.packs import COMMUNAL, pack, pack_names
from bot.phrases.sentence import sentence
from bot.phrases.voice import Voice, phrases
from tests.commands.scene import CONFIG, WORDS
from tests.config.conftest import USABLE
from tests.config.test_config_communities import MASTODON
from tests.rules.parsed import parse_rules

README = Path(__file__).parents[2] / "README.md"
EXAMPLE = re.compile(r"```toml\n(\[\[rule\]\].*?)```\n\n((?:>[^\n]*\n)+)", re.DOTALL)
"""A rule, and the two sentences quoted below it."""


@pytest.fixture
def rules(rempart, tmp_path):
    def ask(*options, language="fr"):
        config = tmp_path / "config.toml"
        config.write_text(CONFIG.format(url="sqlite:///rempart.db", language=language))
        status, out, err = rempart("rules", "--config", config, *options)
        assert (status, err) == (0, "")
        return out.replace("\u00a0", " ").replace("\u202f", " ")

    return ask


@pytest.fixture
def rules_of_pack(rempart):
    def ask(name, language):
        status, out, err = rempart("rules", "--pack", name, "--lang", language)
        assert (status, err) == (0, "")
        return out.replace("\u00a0", " ")

    return ask


def test_each_rule_says_its_sentence_its_severity_its_reason_and_its_mode(rules):
    out = rules()
    assert "camille · agit" in out
    assert "menace · gravité élevée · menaces de violence · agit" in out
    assert "insulte · gravité moyenne · harcèlement ciblé · observe" in out
    assert "Si le texte contient un mot ou une expression de la règle, sauf si l’auteur est un compte suivi : " in out


def test_what_a_community_s_rules_do_is_said_too(rempart, place):
    status, out, err = rempart("rules", "--config", place.write(USABLE + MASTODON))
    assert (status, err) == (0, "")
    assert "menace envers un membre" in out
    assert "limiter le compte pendant 7" in out


def test_the_language_is_the_configurations_unless_another_is_asked_for(rules):
    assert "If the text contains a word or phrase of the rule, but not if the author is followed: " in rules(
        language="en"
    )
    assert "Règles pour toutes les personnes" in rules("--lang", "fr", language="en")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "attack copied by several accounts (name: attaque copiée) · severity high"),
        ("fr", "attaque copiée par plusieurs comptes (nom : attaque copiée) · gravité élevée"),
    ],
)
def test_beside_its_title_stands_the_name_by_which_commands_take_a_rule(rules_of_pack, language, said):
    assert said in rules_of_pack("pile-on", language)


def test_what_hurts_is_named_only_when_asked_for(rules):
    for options in ((), ("--json",)):
        assert [word for word in WORDS if word in rules(*options)] == []
    assert "contient « je te retrouverai »" in rules("--reveal")


def test_a_program_reads_the_same(rules):
    menace, insulte = json.loads(rules("--json"))
    assert (menace["person"], menace["name"], menace["severity"], menace["mode"]) == (
        "camille",
        "menace",
        "high",
        "act",
    )
    assert (insulte["mode"], insulte["sentence"].startswith("Si le texte contient")) == ("observe", True)


def test_a_pack_is_read_without_a_configuration(rempart, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    status, out, _ = rempart("rules", "--pack", "essentials", "--lang", "en")
    assert (status, f"essentials · {pack('essentials').en}" in out, "(?:" in out) == (0, True, False)
    _, out, _ = rempart("rules", "--pack", "essentials", "--lang", "en", "--reveal")
    assert "pattern 1 · " in out
    status, out, _ = rempart("rules", "--lang", "en")
    assert (status, "essentials · " in out) == (0, True)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--pack", "essential"), "--pack: 'essential' is no pack; did you mean essentials?"),
        (("--lang", "de"), "--lang: only fr and en are spoken here"),
    ],
)
def test_what_cannot_be_shown_says_what_to_write(rempart, options, said):
    status, _, err = rempart("rules", *options)
    assert (status, said in err) == (2, True)


def examples():
    """The rules of README, each with the sentences that it says they print."""
    for written, quoted in EXAMPLE.findall(README.read_text("utf-8")):
        (rule,) = parse_rules(tomllib.loads(written)["rule"])
        french, english = (
            " ".join(line.removeprefix(">").strip() for line in each.splitlines())
            for each in re.split(r"^>\n", quoted, flags=re.MULTILINE)
        )
        yield rule, {"fr": french, "en": english}


def test_the_rules_of_the_readme_say_what_stands_below_them():
    shown = list(examples())
    assert len(shown) > 2
    for rule, said in shown:
        for language, expected in said.items():
            printed = sentence(rule, Voice(wording=phrases(language)))
            assert re.sub(r"\s+", " ", printed) == re.sub(r"\s+", " ", expected), rule.name


@pytest.mark.parametrize("name", [*pack_names(), *COMMUNAL])
def test_every_rule_that_comes_with_rempart_can_be_said_in_both_languages(name):
    for language in ("fr", "en"):
        said = [sentence(rule, Voice(wording=phrases(language))) for rule in pack(name).rules]
        assert [one for one in said if not one.endswith(".") or "  " in one] == []
