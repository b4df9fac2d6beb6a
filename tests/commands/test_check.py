"""`rempart check` says whether the shield would hold, before it is raised."""

import json

import pytest

from tests.config.conftest import ENVIRONMENT, USABLE
from tests.config.test_config_communities import MASTODON, OZONE
from tests.doubles.mastodon import Double

HUNTER = "hunter2-SECRET"


def test_une_configuration_utilisable_est_dite_en_quelques_lignes(rempart, place):
    status, out, err = rempart("check", "--config", place.write(USABLE))
    assert (status, err) == (0, "")
    assert "config.toml peut servir." in out
    assert "camille.test chez https://bsky.social" in out
    assert "camille/1, à partir de\xa0: élevée" in out


def test_a_usable_configuration_is_told_in_a_few_lines(rempart, place):
    status, out, err = rempart("check", "--config", place.write(USABLE.replace('"fr"', '"en"', 1)))
    assert (status, err) == (0, "")
    assert "config.toml can be used." in out
    assert "camille · act:" in out
    assert "camille.test at https://bsky.social" in out
    assert "camille/1, from high" in out
    assert not (place.folder / "rempart.db").exists()
    assert not (place.folder / "rempart.key").exists()


def test_a_program_reads_the_same_as_json(rempart, place):
    status, out, _ = rempart("check", "--config", place.write(USABLE), "--json")
    found = json.loads(out)
    assert (status, found["usable"], found["problems"]) == (0, True, [])
    [camille] = found["people"]
    assert camille["alerts"] == [{"name": "camille/1", "above": "high", "confirmed": False}]
    assert "mute" in camille["actions"]
    assert [secret for secret in ENVIRONMENT.values() if secret in out] == []


def test_what_a_community_may_have_done_is_told(rempart, place):
    text = USABLE.replace('"fr"', '"en"', 1) + MASTODON
    status, out, err = rempart("check", "--config", place.write(text))
    assert (status, err) == (0, "")
    told = out.partition("ouest · community")[2]
    assert "moderation@ouest.test at https://ouest.test" in told
    assert "all accounts of the server; left out: 0" in told
    assert "settling the reports, limiting the account" in told
    assert "alone     suspending the account" in told
    assert "10 actions an hour, 30 a day" in told
    assert "a webhook is written without public_url" in told


def test_a_program_reads_what_a_community_may_have_done(rempart, place):
    status, out, _ = rempart("check", "--config", place.write(USABLE + MASTODON + OZONE), "--json")
    ouest, bleu = json.loads(out)["communities"]
    assert status == 0
    assert (ouest["members"], ouest["measures"], bleu["members"]) == ("local", ["resolve", "limit"], 1)
    assert (ouest["posts"], bleu["posts"], len(bleu["advice"])) == ("local", "members", 1)
    assert [secret for secret in ENVIRONMENT.values() if secret in out] == []


def test_a_community_s_rule_that_misses_its_own_example_is_told(rempart, place):
    rule = 'example = ["Bonne journée !"]\n'
    status, _, err = rempart("check", "--config", place.write(USABLE + MASTODON + rule))
    assert status == 2
    assert "menace envers un membre" in err


def test_every_problem_is_told_and_the_status_is_the_operators(rempart, place):
    broken = USABLE.replace('"fr"', '"de"', 1).replace('mode = "act"', 'mode = "on"')
    status, out, err = rempart("check", "--config", place.write(broken), CAMILLE_ALERT=f"nope://{HUNTER}@ntfy.test")
    assert (status, out) == (2, "")
    assert [line.partition(": ")[0] for line in err.splitlines()] == [f"config.toml, line {n}" for n in (1, 7, 24)]
    assert "Apprise does not understand" in err
    assert HUNTER not in err


def test_problems_come_as_json_for_programs(rempart, place):
    broken = USABLE.replace('mode = "act"', 'mode = "on"')
    status, out, err = rempart("check", "--config", place.write(broken), "--json")
    assert (status, err) == (2, "")
    found = json.loads(out)
    assert found["usable"] is False
    assert [(one["file"], one["line"], one["key"]) for one in found["problems"]] == [
        ("config.toml", 7, "person.0.mode")
    ]


def test_a_rule_that_misses_its_own_example_is_told(rempart, place):
    rule = 'example = ["Bonne journée !"]\n'
    broken = USABLE.replace("[retention]", f"{rule}[retention]")
    status, _, err = rempart("check", "--config", place.write(broken))
    assert status == 2
    assert "menace d'un inconnu" in err


def test_a_key_that_others_could_read_is_told_before_the_first_run(rempart, place):
    (place.folder / "rempart.key").write_text("00" * 32)
    (place.folder / "rempart.key").chmod(0o644)
    status, _, err = rempart("check", "--config", place.write(USABLE))
    assert status == 2
    assert "others on this machine may read the master key; run: chmod 600" in err


def test_nobody_told_is_noted(rempart, place):
    text = USABLE.replace('"fr"', '"en"', 1).replace(
        '[[person.alert]]\nurl = { env = "CAMILLE_ALERT" }\nabove = "high"\n', ""
    )
    status, out, _ = rempart("check", "--config", place.write(text))
    assert status == 0
    assert "nobody is told: add [[person.alert]]" in out


ONLINE = """
language = "en"
[[person]]
name = "camille"
packs = []
[[person.account]]
platform = "mastodon"
handle = "figure@social.test"
server = "{base}"
secret = {{ env = "CAMILLE_MASTODON" }}
[[person.rule]]
name = "r"
reason = "spam"
severity = "low"
all = [{{ words = ["x"] }}]
then = ["mute", "report"]
[network]
allow_loopback = true
"""


@pytest.fixture
async def double():
    server = Double()
    server.world.join("figure")
    await server.start()
    yield server
    await server.stop()


async def test_online_shows_what_each_server_allows(rempart_beside, place, double):
    file = place.write(ONLINE.format(base=double.base))
    token = double.world.called("figure").token
    status, out, err = await rempart_beside("check", "--online", "--config", file, CAMILLE_MASTODON=token)
    assert err == ""
    assert f"camille, mastodon figure@127.0.0.1:{double.port} (" in out
    assert [word for word in ("holds", "needs", "lacks", "could do without") if word not in out] == []
    assert "write:mutes" in out
    assert token not in out
    assert status == (1 if "Make a token" in out else 0)


async def test_online_tells_a_token_that_is_refused(rempart_beside, place, double):
    file = place.write(ONLINE.format(base=double.base))
    status, out, _ = await rempart_beside("check", "--online", "--config", file, CAMILLE_MASTODON=HUNTER)
    assert status == 1
    assert "camille" in out
    assert HUNTER not in out


async def test_online_tells_a_server_that_does_not_answer_beside_one_that_does(rempart_beside, place, double):
    other = '[[person.account]]\nplatform = "mastodon"\nhandle = "x@other.test"\nserver = "http://127.0.0.1:9"\n'
    file = place.write(
        ONLINE.format(base=double.base).replace(
            "[[person.rule]]", other + 'secret = { env = "CAMILLE_ALERT" }\n[[person.rule]]'
        )
    )
    token = double.world.called("figure").token
    status, out, _ = await rempart_beside("check", "--online", "--json", "--config", file, CAMILLE_MASTODON=token)
    assert status == 1
    lost, found = json.loads(out)["online"]
    assert "x@other.test" in lost["trouble"]
    assert found["probe"]["needed"]
