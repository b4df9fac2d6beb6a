"""The configuration: config.toml and its secrets in, Config out; nothing else reads files or environment."""

from bot.config.accounts import BlueskyAccount, MastodonAccount
from bot.config.alert_url import understood, well_formed
from bot.config.communities import Community
from bot.config.desks import MastodonDesk
from bot.config.lexicons import lexicon
from bot.config.load import check, load, load_lazily
from bot.config.master import load_master_key, load_or_make_master_key
from bot.config.people import Person
from bot.config.problem import Problem, Unusable
from bot.config.schema import Config, Somebody, default_policy
from bot.config.secret import Secret
from bot.config.watched import ConfigFile

__all__ = [
    "BlueskyAccount",
    "Community",
    "Config",
    "ConfigFile",
    "MastodonAccount",
    "MastodonDesk",
    "Person",
    "Problem",
    "Secret",
    "Somebody",
    "Unusable",
    "check",
    "default_policy",
    "lexicon",
    "load",
    "load_lazily",
    "load_master_key",
    "load_or_make_master_key",
    "understood",
    "well_formed",
]
