"""The example is complete, and can be used as it stands."""

import re
import shutil
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from bot.config import Config, lexicon, load, understood
from bot.model.action import Action, kind_of, kinds
from bot.model.measure import Light
from bot.rules.conditions import CONDITIONS
from bot.rules.effect import Suggest, Word
from bot.rules.packs import examine
from tests.doubles.authority import some_certificate

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
ENVIRONMENT = {"CAMILLE_MASTODON": "token", "CAMILLE_NTFY": "ntfy://ntfy.test/camille"}
CHOICE = re.compile(r"^( *)# ([a-z_]+ = )", re.MULTILINE)


@pytest.fixture
def example(tmp_path):
    shutil.copy(EXAMPLE, tmp_path / "config.toml")
    (tmp_path / "secrets").mkdir()
    for name in ("freetsa.pem", "open-tsa.pem"):
        (tmp_path / name).write_bytes(some_certificate())
    for name in ("camille-bluesky", "dominique-mail", "metrics", "ouest-desk", "ouest-webhook", "bleu-desk"):
        secret = tmp_path / "secrets" / name
        secret.write_text("mailtos://camille:password@mail.test\n", encoding="utf-8")
        secret.chmod(0o600)
    return tmp_path / "config.toml"


def test_the_example_can_be_used_and_observes(example):
    config = load(example, ENVIRONMENT, understood)
    assert [person.name for person in config.people] == ["camille"]
    assert {one.mode for one in config.shielded} == {"observe"}


def test_the_rules_of_the_example_find_what_they_say_they_find(example):
    assert examine(load(example, ENVIRONMENT).rules, lexicon()) == ()


def test_every_choice_that_the_example_offers_can_be_taken(example):
    text = example.read_text(encoding="utf-8")
    taken = CHOICE.sub(r"\1\2", text)
    assert taken.count("\n") == text.count("\n")
    assert len(CHOICE.findall(text)) > 10
    example.write_text(taken, encoding="utf-8")
    load(example, ENVIRONMENT)


def keys(model, seen=frozenset()):
    """Every key of a table and of those inside it."""
    for name, field in model.model_fields.items():
        yield field.alias or name
        for inner in models(field.annotation):
            if inner not in seen:
                yield from keys(inner, seen | {inner})


def models(annotation):
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from models(inner)


@pytest.mark.parametrize("key", sorted(set(keys(Config)) - {"platform"}))
def test_every_key_stands_in_the_example(key):
    text = EXAMPLE.read_text(encoding="utf-8")
    assert re.search(
        rf"(^\s*(# )?|[{{,] ){key} *= |^\[\[?(\w+\.)?{key}\]\]?$|^\s+\[\[?(person|community)(\.desk)?\.{key}\]\]?$",
        text,
        re.MULTILINE,
    )


@pytest.mark.parametrize("condition", [condition.name for condition in CONDITIONS])
def test_every_condition_stands_in_a_rule_of_the_example(example, condition):
    config = load(example, ENVIRONMENT)
    rules = (*config.rules, *(rule for one in config.shielded for rule in one.rules))
    assert condition in {one.name for rule in rules for one in rule.conditions}


@pytest.mark.parametrize("effect", [*kinds((*get_args(Action), *get_args(Light))), *Word])
def test_every_action_stands_in_a_rule_of_the_example(example, effect):
    config = load(example, ENVIRONMENT)
    effects = [effect for one in config.shielded for rule in (*config.rules, *one.rules) for effect in rule.then]
    assert effect in {one if isinstance(one, Word) else kind_of(one) for one in effects if not isinstance(one, Suggest)}
