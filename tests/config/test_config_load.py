"""What a usable configuration means."""

from datetime import timedelta

import pytest

from bot.config import Unusable, default_policy, load, load_lazily
from bot.config.packs import DEFAULTS, pack
from bot.errors import ConfigError
from bot.model.decision import Mode
from bot.model.reason import Severity
from bot.model.shield import Budget, Contact
from tests.config.conftest import ENVIRONMENT, USABLE

LEAST = """
[[person]]
name = "camille"
[[person.account]]
platform = "mastodon"
handle = "@camille@social.test"
secret = { file = "secrets/bluesky" }
"""


def test_the_least_that_can_be_written_shields_without_acting(place):
    config = place.load(LEAST)
    [camille] = config.people
    assert (camille.mode, camille.packs, camille.language, camille.zone) == (
        Mode.OBSERVE,
        DEFAULTS,
        "fr",
        "Europe/Paris",
    )
    [account] = camille.accounts
    assert (account.handle, account.server) == ("camille@social.test", "https://social.test")
    assert camille.budget.budget() == Budget(hour=30, day=100, reserve_hour=30, reserve_day=100)
    assert config.database.reveal() == f"sqlite:///{place.folder}/rempart.db"
    assert config.master_key == place.folder / "rempart.key"


def test_secrets_come_from_files_and_from_the_environment(place):
    bluesky, mastodon = place.load().people[0].accounts
    assert bluesky.secret.reveal() == "bluesky-password-of-camille"
    assert mastodon.secret.reveal() == "mastodon-token-of-camille"


def test_who_has_no_language_of_their_own_has_that_of_the_file(place):
    config = place.load(USABLE.replace('language = "fr"', 'language = "en"'))
    assert config.people[0].language == "en"
    assert config.people[0].contacts() == (Contact(name="camille/1", above=Severity.HIGH, language="en"),)


def test_the_reserve_for_urgent_actions_is_as_many_again_unless_it_is_written(place):
    budget = place.load(USABLE.replace("hour = 30", "hour = 5\nreserve_day = 7")).people[0].budget.budget()
    assert budget == Budget(hour=5, day=100, reserve_hour=5, reserve_day=7)


def test_a_person_lives_by_their_packs_then_by_the_rules_for_all_then_by_their_own(place):
    own = '[[person.rule]]\nname = "à moi"\nreason = "spam"\nseverity = "low"\nall = [{ words = ["x"] }]\n'
    config = place.load(USABLE.replace("[person.budget]", f"{own}[person.budget]"))
    policy = config.policy(config.people[0])
    assert policy.mode is Mode.ACT
    assert [rule.name for rule in policy.rules[-2:]] == ["menace d'un inconnu", "à moi"]
    assert policy.rules[:-2] == pack("essentials").rules


def test_without_a_configuration_the_default_packs_act():
    policy = default_policy()
    assert policy.mode is Mode.ACT
    assert policy.rules


def test_only_actions_of_rules_that_are_on_are_asked_of_a_platform(place):
    blocks = (
        '[[rule]]\nname = "b"\nreason = "spam"\nseverity = "low"\nall = [{ words = ["x"] }]\nthen = ["detach_quote"]\n'
    )
    on, off = place.load(USABLE + blocks), place.load(f'{USABLE}{blocks}mode = "off"\n')
    assert "detach_quote" in on.needed(on.people[0])
    assert "detach_quote" not in off.needed(off.people[0])


def test_servers_on_this_machine_are_for_tests_alone(place):
    local = USABLE.replace("https://social.test", "http://127.0.0.1:3000")
    with pytest.raises(Unusable, match="inside this network"):
        place.load(local)
    config = place.load(f"{local}[network]\nallow_loopback = true\n")
    assert config.people[0].accounts[1].server == "http://127.0.0.1:3000"


def test_how_long_content_is_kept_follows_its_severity(place):
    retention = place.load().retention
    assert retention.of(Severity.LOW) == timedelta(days=90)
    assert [retention.of(severity) for severity in Severity] == sorted(retention.of(severity) for severity in Severity)


def test_a_postgresql_url_is_named_as_a_secret_and_gets_its_driver(place):
    named = USABLE.replace('"sqlite:///rempart.db"', '{ env = "DATABASE_URL" }')
    config = place.load(named, DATABASE_URL="postgresql://rempart:hunter2@db.test/rempart")
    assert config.database.reveal() == "postgresql+psycopg://rempart:hunter2@db.test/rempart"
    assert "hunter2" not in repr(config)


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm(place):
    place.file.write_bytes(b"\xef\xbb\xbf" + USABLE.replace("\n", "\r\n").encode())
    assert load(place.file, ENVIRONMENT).people[0].name == "camille"


def test_commands_that_log_in_nowhere_need_no_token(place):
    config = load_lazily(place.write(USABLE), {})
    mastodon = config.people[0].accounts[1]
    with pytest.raises(ConfigError, match="CAMILLE_MASTODON is not set"):
        mastodon.secret.reveal()
    with pytest.raises(Unusable, match="no Bluesky handle"):
        load_lazily(place.write(USABLE.replace('"camille.test"', '"camille"')), {})


def test_a_database_that_is_named_but_not_told_is_asked_for_when_it_is_needed(place):
    named = USABLE.replace('"sqlite:///rempart.db"', '{ env = "DATABASE_URL" }')
    config = load_lazily(place.write(named), {})
    with pytest.raises(ConfigError, match="DATABASE_URL is not set"):
        config.database.reveal()
