"""Rule packs: rules that come with Rempart, by a name that a person writes in `packs`."""

from bot.model.noun import Noun
from bot.rules.compile import WORDLESS, compile_reader
from bot.rules.index import says
from bot.rules.policy import Rule
from bot.signals.lexicon import Lexicon


class Pack(Noun, frozen=True, kw_only=True):
    """Rules that a person chooses together, by name."""

    name: str
    fr: str
    en: str
    """What it is for."""
    rules: tuple[Rule, ...]


def examine(rules: tuple[Rule, ...], lexicon: Lexicon = WORDLESS) -> tuple[str, ...]:
    """Tries each rule on its own examples, by its words alone; a sentence for each that goes wrong."""
    reader = compile_reader(rules, lexicon)
    wrong = []
    for rule in rules:
        for key, texts, expected in (("example", rule.example, True), ("counter", rule.counter, False)):
            for number, text in enumerate(texts, 1):
                if says(rule, reader.read(text).outside(rule.protecting)) is not expected:
                    said = "is not found" if expected else "is found"
                    wrong.append(f'rule "{rule.name}": {key} {number} {said}; change its words, or the {key}')
    return tuple(wrong)
