"""Moderators write their community, its desk, and what rules may do there; what cannot be is told with its cure."""

import pytest

from bot.config import Unusable
from bot.config.load import check
from bot.config.packs import COMMUNAL, pack
from bot.errors import ConfigError
from bot.model.action import kind_of
from bot.model.shield import Budget
from tests.config.conftest import USABLE

MASTODON = """
[[community]]
name = "ouest"
members = "local"
measures = ["resolve", "limit"]
by_one = ["suspend"]

[community.desk]
platform = "mastodon"
handle = "moderation@ouest.test"
secret = { env = "CAMILLE_MASTODON" }
webhook = { env = "CAMILLE_MASTODON" }

[[community.alert]]
url = { env = "CAMILLE_ALERT" }

[[community.rule]]
name = "menace envers un membre"
reason = "violence_threats"
severity = "urgent"
all = [{ words = ["je te retrouverai"] }]
then = [{ limit = "7 days" }, "alert"]
"""
OZONE = """
[[community]]
name = "bleu"
members = ["lea.test"]
measures = ["label"]

[community.desk]
platform = "ozone"
handle = "equipe.test"
secret = { file = "secrets/bluesky" }
labeler = "did:plc:ar7c4by46qjdydhdevvrndac"

[community.desk.labels]
harassment_targeted = "harassment"
"""


def test_a_community_stands_beside_the_people(place):
    config = place.load(USABLE + MASTODON + OZONE)
    assert [one.name for one in config.shielded] == ["camille", "ouest", "bleu"]
    ouest, bleu = config.communities
    assert (ouest.desk.server, bleu.desk.server) == ("https://ouest.test", "https://bsky.social")
    assert (ouest.members, bleu.members) == ("local", ("lea.test",))
    assert [contact.name for contact in ouest.contacts()] == ["ouest/1"]


def test_what_rules_do_there_is_little_and_has_no_reserve(place):
    [ouest] = place.load(USABLE + MASTODON).communities
    assert ouest.budget.budget() == Budget(hour=10, day=30, reserve_hour=0, reserve_day=0)


def test_my_rules_are_not_theirs_and_theirs_are_not_mine(place):
    config = place.load(USABLE + MASTODON)
    camille, ouest = config.shielded
    assert config.policy(ouest).rules[-1].name == "menace envers un membre"
    assert "menace envers un membre" not in [rule.name for rule in config.policy(camille).rules]
    assert config.needed(ouest) == {"limit"}


def test_of_its_packs_a_community_does_what_it_allows_and_is_told_the_rest(place):
    config = place.load(USABLE + MASTODON + OZONE)
    ouest, bleu = config.communities
    assert ouest.packs == COMMUNAL
    there, elsewhere = ({rule.name: rule for rule in config.policy(one).rules} for one in (ouest, bleu))
    copied = "publicité copiée"
    assert [kind_of(one) for one in there[copied].actions] == ["limit"]
    assert (elsewhere[copied].actions, elsewhere[copied].suggests) == ((), "label")
    returns = "retour d'un compte limité ou suspendu"
    assert (there[returns].suggests, elsewhere[returns].suggests) == ("suspend", "takedown")
    assert all(not set(map(kind_of, rule.actions)) - set(ouest.measures) for rule in there.values())


def test_no_rule_of_the_packs_asks_whom_a_member_follows_or_what_a_score_says():
    asked = {one.name for name in COMMUNAL for rule in pack(name).rules for one in rule.conditions}
    assert asked.isdisjoint({"relationship", "score", "case_stage", "conduct"})


def test_a_person_has_no_pack_of_a_community_nor_a_community_one_of_a_person(place):
    with pytest.raises(ConfigError, match="essentials"):
        place.load(USABLE.replace('["essentials"]', '["instance"]'))
    with pytest.raises(ConfigError, match="instance"):
        place.load(USABLE + MASTODON.replace('members = "local"', 'members = "local"\npacks = ["essentials"]'))


def test_a_rule_of_a_person_suggests_nothing(place):
    rule = MASTODON[MASTODON.index("[[community.rule]]") :].replace("community.rule", "person.rule")
    rule = rule.replace('{ limit = "7 days" }', '{ suggest = "suspend" }')
    with pytest.raises(ConfigError, match="suggest is for moderators"):
        place.load(USABLE + rule)


def test_members_may_stand_in_a_file_of_their_own(place):
    (place.folder / "members.txt").write_text("# who asked\nlea@ouest.test\n\n@max@ouest.test\n", encoding="utf-8")
    text = MASTODON.replace('members = "local"', 'members = { file = "members.txt" }')
    [ouest] = place.load(USABLE + text).communities
    assert ouest.members == ("lea@ouest.test", "max@ouest.test")


# what is changed, into what, what stands on the line that is named, how the place is named, what is said
BROKEN = [
    ('"ouest"', '"Camille"', "Camille", 'community "Camille", name', "another person or community has this name"),
    ('members = "local"\n', "", "[[community]]", "members", 'is missing; add members = "local"'),
    ('"local"', "[]", "members =", "members", 'write members = "local"'),
    ('"local"', '"everybody"', "everybody", "members", '"asked" (who opted in)'),
    ('"local"', '{ file = "none.txt" }', "none.txt", "members", "one account a line"),
    ('"local"', '{ file = "secrets/empty" }', "empty", "members", "the file names nobody"),
    ('["lea.test"]', '"local"', "[[community]]", 'community "bleu"', "a labeler has no local accounts"),
    ('members = "local"', 'members = "local"\nposts = "some"', "posts", "posts", "'none', 'local' or 'all'"),
    ('["resolve", "limit"]', '["resolve", "limits", "limit"]', "limits", "measures", "did you mean limit?"),
    ('["resolve", "limit"]', '["limit", "label"]', "label", "measures", "a desk on mastodon has no label"),
    ('["label"]', '["limit"]', "limit", "measures", "it has resolve, tag, label, escalate"),
    ('["resolve", "limit"]', '["limit", "suspend"]', "suspend", "measures", "a human asks, another agrees"),
    ('by_one = ["suspend"]', 'by_one = ["limit"]', "by_one", "by_one", "needs one human only in any case"),
    ('by_one = ["suspend"]', 'by_one = ["takedown"]', "by_one", "by_one", "a desk on mastodon has no takedown"),
    ('{ limit = "7 days" }', '"sensitive"', "[[community]]", 'community "ouest"', "is not among measures"),
    ('{ limit = "7 days" }', '"mute"', "[[community]]", 'community "ouest"', "mute is what a person's rule does"),
    ('"mastodon"\nhandle = "mod', '"bluesky"\nhandle = "mod', "bluesky", "desk, platform", "'mastodon', 'ozone'"),
    ('webhook = { env = "CAMILLE_MASTODON" }', 'webhook = { env = "SHORT" }', "webhook", "webhook", "fewer than 12"),
    ('handle = "equipe.test"', 'handle = "equipe"', "equipe", "desk, handle", "is no Bluesky handle"),
    ('labeler = "did:plc:ar7c4by46qjdydhdevvrndac"\n', "", "[community.desk]", "labeler", "is missing; add labeler"),
    ('= "harassment"', '= "No Such"', "No Such", "labels, harassment_targeted", "is no label"),
    ("harassment_targeted", "harassment", "harassment =", "labels, harassment", "must be one of"),
    ('labeler = "did', 'hand = "reports"\nlabeler = "did', "[community.desk]", "desk", "leave `labels` out"),
    ("[[community.alert]]", "[community.budget]\nhour = 101\n[[community.alert]]", "hour", "hour", "100 or less"),
    ('{ env = "CAMILLE_ALERT" }\n\n[[c', '{ env = "CAMILLE_ALERT" }\ndelegate = "lea"\n\n[[c', "delegate", "alert 1", "no delegates"),
    ('{ env = "CAMILLE_ALERT" }\n\n[[c', '{ env = "CAMILLE_ALERT" }\nafter = "x"\n\n[[c', "after", "alert 1", "[[community.alert]]"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "on_line", "where", "said"), BROKEN, ids=[f"{b[2]}-{b[4]}" for b in BROKEN])
def test_each_mistake_is_told_with_its_line_and_its_cure(place, old, new, on_line, where, said):
    place.secret("empty", "")
    text = (MASTODON + OZONE).replace(old, new, 1)
    assert text != MASTODON + OZONE
    with pytest.raises(Unusable) as broken:
        place.load(USABLE + text, SHORT="short")
    [problem] = broken.value.found
    assert on_line in (USABLE + text).splitlines()[problem.line - 1]
    assert where in problem.place
    assert said in problem.problem


def test_a_person_s_rule_takes_no_measure(place):
    with pytest.raises(Unusable, match=r'rule "menace d\'un inconnu": limit is for moderators'):
        place.load(USABLE.replace('{ mute = "30 days" }', '"limit"'))


def second(webhook):
    """Another community at the same server, or at another."""
    return MASTODON.replace('"ouest"', '"sud"').replace(
        'webhook = { env = "CAMILLE_MASTODON" }', f"webhook = {webhook}"
    )


def test_two_communities_never_take_each_other_s_letters(place):
    """Each names its secret by itself, and both are one."""
    place.secret("sud", "mastodon-token-of-camille\n")
    text = USABLE + MASTODON + second('{ file = "secrets/sud" }')
    with pytest.raises(Unusable) as broken:
        place.load(text)
    [problem] = broken.value.found
    lines = [number for number, line in enumerate(text.splitlines(), start=1) if line.startswith("webhook")]
    assert [problem.line] == lines[1:]
    assert problem.place == 'community "sud", desk, webhook'
    assert f'community "ouest", desk, webhook, line {lines[0]}' in problem.problem
    assert "make a webhook for each" in problem.problem
    assert "mastodon-token" not in str(problem)


def test_each_community_has_a_secret_of_its_own_for_letters(place):
    place.secret("sud", "un-autre-secret-assez-long")
    config = place.load(USABLE + MASTODON + second('{ file = "secrets/sud" }'))
    assert [one.name for one in config.communities] == ["ouest", "sud"]
    elsewhere = '{ file = "secrets/nowhere" }'
    away = MASTODON.replace('webhook = { env = "CAMILLE_MASTODON" }', f"webhook = {elsewhere}") + second(elsewhere)
    assert len(check(place.folder / "config.toml", USABLE + away).communities) == 2, "told when they are needed"
