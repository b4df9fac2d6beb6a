"""The rules that people live by, in groups as they come: of packs, for everybody, of one person."""

from collections.abc import Sequence
from typing import Literal

from bot.config import Community, Config, Person
from bot.config.packs import pack
from bot.model.decision import Mode
from bot.model.noun import Noun
from bot.rules.policy import Rule

Language = Literal["fr", "en"]


class Group(Noun, frozen=True, kw_only=True):
    """Rules that stand together: those of a pack, those for everybody, those of one person."""

    pack: str = ""
    person: str = ""
    """Whose own they are."""
    rules: tuple[Rule, ...]


class Ruled(Noun, frozen=True, kw_only=True):
    """One person's rules; nobody's, where packs are looked at without a configuration."""

    person: str = ""
    mode: Mode = Mode.ACT
    groups: tuple[Group, ...]


class Listing(Noun, frozen=True, kw_only=True):
    """All that is to be listed."""

    language: Language
    everybody: tuple[Ruled, ...]


def of_packs(names: Sequence[str]) -> Listing:
    """Packs by themselves."""
    groups = tuple(Group(pack=name, rules=pack(name).rules) for name in names)
    return Listing(language="fr", everybody=(Ruled(groups=groups),))


def of_config(config: Config) -> Listing:
    """The rules that each person lives by, where they come from, in the order in which they are asked."""
    return Listing(language=known(config.language), everybody=tuple(ruled(config, one) for one in config.shielded))


def known(language: str) -> Language:
    """A language in which rules are said."""
    return "en" if language == "en" else "fr"


def ruled(config: Config, person: Person | Community) -> Ruled:
    """The rules of one person, or of a community."""
    everybody = config.rules if isinstance(person, Person) else ()
    groups = (
        *(Group(pack=name, rules=config.of_pack(person, name)) for name in person.packs),
        Group(rules=everybody),
        Group(person=person.name, rules=person.rules),
    )
    return Ruled(person=person.name, mode=person.mode, groups=tuple(group for group in groups if group.rules))
