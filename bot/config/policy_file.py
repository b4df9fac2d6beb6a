"""A policy to try: a file with rules, packs and a mode, or a whole configuration."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import Field, ValidationError

from bot.config.explain import explain
from bot.config.load import load_lazily, parsed
from bot.config.packs import PackName, pack
from bot.config.people import Person
from bot.config.problem import Problem, Unusable, Written
from bot.config.schema import Config
from bot.config.twice import SAME_RULE
from bot.config.values import Table
from bot.model.decision import Mode
from bot.rules.policy import Policy, Rule


class PolicyFile(Table):
    """What a policy may say; whatever it leaves out stays as the person has it."""

    mode: Mode | None = None
    packs: tuple[PackName, ...] | None = None
    """Instead of the person's."""
    rules: tuple[Rule, ...] | None = Field(default=None, alias="rule")
    """Instead of the person's own and those for all people."""

    def of(self, config: Config, person: Person) -> Policy:
        """The person's policy with what the file says in its place."""
        packs = person.packs if self.packs is None else self.packs
        own = (*config.rules, *person.rules) if self.rules is None else self.rules
        mode = person.mode if self.mode is None else self.mode
        return Policy(mode=mode, rules=(*(rule for name in packs for rule in pack(name).rules), *own))


def load_policies(path: Path, config: Config) -> Mapping[str, Policy]:
    """The policies that a file gives the people of a configuration, by name. Raises Unusable with all that is wrong.

    A file with a `[[person]]` is a whole configuration: only those whom it names are in what is returned.
    """
    written = parsed(path)
    if "person" in written.data:
        other = load_lazily(path)
        return {person.name: other.policy(person) for person in other.people}
    file = _policy(written)
    policies = {person.name: file.of(config, person) for person in config.people}
    found = list(_twice(written, policies))
    if found:
        raise Unusable(found)
    return policies


def _policy(written: Written) -> PolicyFile:
    if not written.data:
        said = "says nothing; write mode, packs or [[rule]] in it, or name a whole configuration"
        raise Unusable([Problem(file=written.file, problem=said)])
    try:
        return PolicyFile.model_validate(written.data)
    except ValidationError as error:
        raise Unusable(list(explain(written, error, PolicyFile))) from None


def _twice(written: Written, policies: Mapping[str, Policy]) -> Iterator[Problem]:
    """A problem for each rule of the file whose name another rule has beside it."""
    own = [rule.get("name") for rule in written.data.get("rule", ())]
    for place, name in enumerate(own):
        known = [rule.name.casefold() for policy in policies.values() for rule in policy.rules[: -len(own)]]
        if name.casefold() in (*known, *map(str.casefold, own[:place])):
            yield written.problem(("rule", place, "name"), SAME_RULE)
