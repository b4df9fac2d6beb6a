"""What a rule can ask: one file a condition, each listed in CONDITIONS."""

from typing import Final

from bot.rules.conditions.account_age import AccountAge
from bot.rules.conditions.base import BaseCondition
from bot.rules.conditions.context import Context
from bot.rules.conditions.followers import Followers
from bot.rules.conditions.kind import Kind
from bot.rules.conditions.language import Language
from bot.rules.conditions.lexicon import Lexicon
from bot.rules.conditions.pattern import Pattern
from bot.rules.conditions.relationship import Relationship
from bot.rules.conditions.repeated import Repeated
from bot.rules.conditions.words import Words

CONDITIONS: Final[tuple[type[BaseCondition], ...]] = (
    Words,
    Pattern,
    Lexicon,
    Context,
    Kind,
    Language,
    AccountAge,
    Followers,
    Relationship,
    Repeated,
)
"""In the order in which they are shown."""
