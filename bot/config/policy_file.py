"""A policy to try: a file with rules, packs and a mode, or a whole configuration."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Final

from pydantic import AfterValidator, Field, ValidationError

from bot.config.communities import beyond, of_desks, too_much
from bot.config.explain import explain
from bot.config.load import load_lazily, parsed
from bot.config.packs import CommunalName, PackName
from bot.config.people import of_people
from bot.config.problem import Problem, Unusable, Written
from bot.config.schema import Config, Somebody
from bot.config.twice import SAME_RULE
from bot.config.values import Table
from bot.model.decision import Mode
from bot.rules.policy import Policy, Rule

WHOLE: Final = frozenset({"person", "community"})
"""What only a whole configuration has."""


class PolicyFile(Table):
    """What a policy may say; whatever it leaves out stays as the person has it."""

    mode: Mode | None = None
    packs: tuple[PackName, ...] | None = None
    """Instead of the person's."""
    rules: Annotated[tuple[Rule, ...], AfterValidator(of_people)] | None = Field(default=None, alias="rule")
    """Instead of the person's own and those for all people."""

    def of(self, config: Config, somebody: Somebody) -> Policy:
        """The policy of a person, or of a community, with what the file says in its place."""
        written = {"mode": self.mode, "packs": self.packs, "rules": self.rules}
        said = {name: value for name, value in written.items() if value is not None}
        beside = config.model_copy(update={"rules": ()}) if "rules" in said else config
        return beside.policy(somebody.model_copy(update=said))


class CommunalFile(PolicyFile):
    """The same for communities."""

    packs: tuple[CommunalName, ...] | None = None
    rules: Annotated[tuple[Rule, ...], AfterValidator(of_desks)] | None = Field(default=None, alias="rule")


def load_policies(path: Path, config: Config) -> Mapping[str, Policy]:
    """The policies that a file gives those who are shielded by a configuration, by name: where it can only be for
    people, or only for communities, for those alone. Raises Unusable with all that is wrong.

    A file with a `[[person]]` or a `[[community]]` is a whole configuration: only those whom it names are in what is
    returned.
    """
    written = parsed(path)
    if WHOLE.intersection(written.data):
        other = load_lazily(path)
        return {one.name: other.policy(one) for one in other.shielded}
    found: dict[str, Policy] = {}
    wrong: list[Problem] = []
    for kind, some in ((PolicyFile, config.people), (CommunalFile, config.communities)):
        if some:
            file, problems = _read(written, kind)
            found |= {one.name: file.of(config, one) for one in some if not problems}
            wrong += problems
    wrong = [*_twice(written, found), *_too_much(written, config, found)] if found else wrong
    if wrong:
        raise Unusable(wrong)
    return found


def _read(written: Written, kind: type[PolicyFile]) -> tuple[PolicyFile, Sequence[Problem]]:
    """What a file says to people, or to communities, and what is wrong with that."""
    if not written.data:
        said = "says nothing; write mode, packs or [[rule]] in it, or name a whole configuration"
        return kind(), [Problem(file=written.file, problem=said)]
    try:
        return kind.model_validate(written.data), ()
    except ValidationError as error:
        return kind(), list(explain(written, error, kind))


def _too_much(written: Written, config: Config, found: Mapping[str, Policy]) -> Iterator[Problem]:
    """A problem for each rule of the file that does what a community does not let its rules do."""
    own = len(written.data.get("rule", ()))
    for one in (one for one in config.communities if one.name in found and own):
        for place, rule in enumerate(found[one.name].rules[-own:]):
            for name in beyond(rule, one.measures):
                yield written.problem(("rule", place, "then"), f"{one.name}: {too_much(rule, name)}")


def _twice(written: Written, policies: Mapping[str, Policy]) -> Iterator[Problem]:
    """A problem for each rule of the file whose name another rule has beside it."""
    own = [rule.get("name") for rule in written.data.get("rule", ())]
    for place, name in enumerate(own):
        known = [rule.name.casefold() for policy in policies.values() for rule in policy.rules[: -len(own)]]
        if name.casefold() in (*known, *map(str.casefold, own[:place])):
            yield written.problem(("rule", place, "name"), SAME_RULE)
