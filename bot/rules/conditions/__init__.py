"""What a rule can ask: one file a condition, each listed in CONDITIONS."""

from typing import Final

from bot.rules.conditions.account_age import AccountAge
from bot.rules.conditions.ban_evasion import BanEvasion
from bot.rules.conditions.bare_profile import BareProfile
from bot.rules.conditions.base import BaseCondition
from bot.rules.conditions.case_stage import CaseStage
from bot.rules.conditions.conduct import Conduct
from bot.rules.conditions.context import Context
from bot.rules.conditions.followers import Followers
from bot.rules.conditions.identical_text import IdenticalText
from bot.rules.conditions.image_known import ImageKnown
from bot.rules.conditions.kin import Kin
from bot.rules.conditions.kind import Kind
from bot.rules.conditions.language import Language
from bot.rules.conditions.leak import Leak
from bot.rules.conditions.lexicon import Lexicon
from bot.rules.conditions.link_domain import LinkDomain
from bot.rules.conditions.listed import Listed
from bot.rules.conditions.mentions_count import MentionsCount
from bot.rules.conditions.new_account import NewAccount
from bot.rules.conditions.pattern import Pattern
from bot.rules.conditions.raid import Raid
from bot.rules.conditions.relationship import Relationship
from bot.rules.conditions.repeated import Repeated
from bot.rules.conditions.reported import Reported
from bot.rules.conditions.schedule import Schedule
from bot.rules.conditions.score import Score
from bot.rules.conditions.script import Script
from bot.rules.conditions.words import Words

CONDITIONS: Final[tuple[type[BaseCondition], ...]] = (
    Words,
    Pattern,
    Lexicon,
    Score,
    Context,
    Kind,
    Language,
    Script,
    AccountAge,
    NewAccount,
    BareProfile,
    Followers,
    Relationship,
    Repeated,
    IdenticalText,
    MentionsCount,
    LinkDomain,
    ImageKnown,
    Schedule,
    Leak,
    CaseStage,
    Conduct,
    BanEvasion,
    Raid,
    Listed,
    Reported,
    Kin,
)
"""In the order in which they are shown."""
