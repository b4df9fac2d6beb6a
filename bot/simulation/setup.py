"""How a scenario's person is shielded: by the default packs in mode act, or as a configuration says."""

from functools import lru_cache

import msgspec

from bot.config import Config, Person, default_policy, lexicon
from bot.config.encoder import encoder
from bot.config.weights import model
from bot.model.account import Protected
from bot.model.shield import Contact, Shield
from bot.rules.compile import compile_policies
from bot.rules.engine import Engine
from bot.rules.policy import Policy


def set_up(person: Protected, config: Config | None) -> tuple[Shield, Engine]:
    """The person's shield with its one recording channel, and the engine that asks their rules."""
    if config is None or not config.people:
        return Shield(protected=person, contacts=(_contact(person),)), _usual(person.name)
    engine = _engine(person.name, config)
    entry = _entry(config, person.name)
    language = entry.language or config.language
    person = msgspec.structs.replace(person, language=language, zone=entry.zone, law=entry.law)
    shield = Shield(
        protected=person,
        contacts=(_contact(person),),
        budget=entry.budget.budget(),
        trusted=frozenset(entry.trusted),
        delegates=frozenset(account for delegate in entry.delegates for account in delegate.accounts),
        shelters=entry.shelters(),
        public=entry.public,
    )
    return shield, engine


@lru_cache(maxsize=4)
def _usual(name: str) -> Engine:
    """By the default packs; making it takes longer than most scenarios, and it remembers nothing."""
    return _engine(name, None)


def _engine(name: str, config: Config | None) -> Engine:
    return compile_policies({name: policy(config, name)}, lexicon=lexicon(), model=model(encoder()))


def policy(config: Config | None, name: str = "") -> Policy:
    """The rules that hold for somebody of this name."""
    if config is None or not config.people:  # the rules of a community are not for a person
        return default_policy()
    return config.policy(_entry(config, name))


def _entry(config: Config, name: str) -> Person:
    """The configured person of that name, or the first, since the configuration only lends its rules."""
    return next((person for person in config.people if person.name == name), config.people[0])


def _contact(person: Protected) -> Contact:
    return Contact(name=f"{person.name}/scenario", language=person.language)
