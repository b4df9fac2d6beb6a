"""What I know of him I can say: his accounts, what a court forbade him, his letters; and I can see how it stands."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.cases.keeping import Casework
from bot.config.load import load
from bot.erasure.plan import Erasure
from bot.model.alert import Alert
from bot.model.conduct import Level, Stage
from bot.model.delivery import Status
from bot.shield.live import shields
from bot.store import cases, outbox, read

GRUDGE = "bluesky:did:plc:rancunier"
ELSEWHERE = "mastodon:ailleurs.test/590"
LETTER = "Une lettre sans timbre, avec mon prénom"


@pytest.fixture
def harasser(rempart, scene):
    return lambda *options: rempart("harasser", *options[:1], "--config", scene.config, *options[1:])


def found(harasser, *options):
    return json.loads(harasser("list", "--json", *options)[1])


def events(scene):
    with scene.process.store.reading() as connection:
        return [entry.event for entry in read.chain(connection, "camille")]


def letters(harasser, *ages):
    for days in ages:
        at = (datetime.now(UTC) - timedelta(days=days)).date().isoformat()
        status, _, err = harasser("note", GRUDGE, "--means", "letter", "--at", at, "--gravity", "high", LETTER)
        assert status == 0, err


def test_there_is_no_case_before_anybody_keeps_at_it(harasser):
    assert "Aucun cas." in harasser("list")[1]


def test_an_account_that_never_wrote_can_be_known(harasser, scene):
    status, out, _ = harasser("add", ELSEWHERE, "--by", "lea")
    assert (status, "rien de suivi" in out) == (0, True)
    (one,) = found(harasser, "--reveal")
    assert (one["accounts"], one["mentions"], one["stage"]) == ([ELSEWHERE], 0, "none")
    assert events(scene)[-1] == "case:opened"


def test_whoever_wrote_to_me_can_be_named_by_what_they_wrote(harasser, scene):
    assert harasser("add", scene.uri("rancunier"))[0] == 0
    assert found(harasser, "--reveal")[0]["accounts"] == [GRUDGE]


def test_names_are_not_shown_unless_i_ask(harasser):
    assert harasser("add", GRUDGE)[0] == 0
    for out in (harasser("list")[1], json.dumps(found(harasser))):
        assert "rancunier" not in out


def test_a_ban_is_written_down_with_its_dates_and_who_said_so(harasser, scene):
    ban = ("--kind", "court_ban", "--from", "2026-03-01", "--until", "2027-03-01", "--by", "lea")
    assert harasser("restrict", GRUDGE, ELSEWHERE, *ban)[0] == 0
    every = [ban for one in found(harasser, "--reveal") for ban in one["restrictions"]]
    assert {one["account"] for one in every} == {GRUDGE, ELSEWHERE}
    assert {(one["kind"], one["by"]) for one in every} == {("court_ban", "lea")}
    assert events(scene).count("restriction") == 2
    assert "interdiction par un tribunal" in harasser("list")[1]


def test_a_letter_counts_and_its_words_are_sealed(harasser, scene):
    letters(harasser, 40)
    (one,) = found(harasser)
    assert (one["noted"][0]["means"], "words" in one["noted"][0]) == ("letter", False)
    assert found(harasser, "--reveal")[0]["noted"][0]["words"] == LETTER
    raw = b"".join(path.read_bytes() for path in scene.folder.glob("rempart.db*"))
    assert LETTER.encode() not in raw
    assert "case:noted" in events(scene)


def test_letters_beside_a_threat_come_to_a_stage_and_i_am_told_with_whom_to_call(harasser, scene):
    letters(harasser, 20, 10, 3)
    (one,) = found(harasser)
    assert one["stage"] in {"course_of_conduct", "danger"}
    with scene.process.store.reading() as connection:
        alerts = [each.what for each in outbox.with_status(connection, *Status) if isinstance(each.what, Alert)]
    assert one["conduct"]["days"] == 4
    assert not [alert for alert in alerts if LETTER in alert.body or "rancunier" in alert.body]


def test_the_status_counts_the_cases(rempart, harasser, scene):
    letters(harasser, 20, 10, 3)
    assert "Cas" in rempart("status", "--config", scene.config)[1]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (("add", "rancunier"), "names no account"),
        (("restrict", GRUDGE, "--kind", "ban", "--from", "2026-03-01", "--until", "2027-03-01"), "court_ban"),
        (("restrict", GRUDGE, "--kind", "court_ban", "--from", "2027-03-01", "--until", "2026-03-01"), "--until"),
        (("restrict", GRUDGE, "--kind", "court_ban", "--from", "hier", "--until", "2026-03-01"), "2026-03-01"),
        (("note", GRUDGE, "--means", "pigeon", "--at", "2026-03-01", "x"), "letter"),
        (("note", GRUDGE, "--means", "call", "--at", "2026-03-01", "--gravity", "bof", "x"), "urgent"),
        (("note", GRUDGE, "--means", "call", "--at", "2026-03-01", "  "), "empty"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_to_write(harasser, written, said):
    status, _, err = harasser(*written)
    assert (status, said in err) == (2, True), err


def test_a_hold_on_a_case_keeps_all_its_accounts(rempart, harasser, scene):
    harasser("add", GRUDGE)
    id_ = found(harasser)[0]["id"]
    assert rempart("hold", "place", "--config", scene.config, "--case", id_)[0] == 0
    assert GRUDGE in rempart("hold", "list", "--config", scene.config)[1]
    assert rempart("hold", "lift", "--config", scene.config, "--case", id_)[0] == 0
    assert rempart("hold", "place", "--config", scene.config, "--case", "nothing")[0] == 2


def test_an_account_that_is_erased_leaves_no_case_behind(rempart, harasser, scene):
    grumbler = "bluesky:did:plc:grincheux"
    assert rempart("reject", "--config", scene.config, "--all-of", "insulte", "--yes")[0] == 0
    assert harasser("note", grumbler, "--means", "call", "--at", "2026-03-01", LETTER)[0] == 0
    assert rempart("erase", "--config", scene.config, "--account", grumbler, "--now")[0] == 0
    assert found(harasser) == []
    with scene.process.store.reading() as connection:
        assert cases.every(connection, "camille") == []
    (person,) = json.loads(rempart("verify", "--config", scene.config, "--json")[1])["people"]
    assert person["valid"]


def test_what_belongs_to_a_course_of_conduct_outlives_its_time(harasser, scene):
    letters(harasser, 20, 10, 3)
    settings = load(scene.config, {"NOWHERE_SET": "x"})
    later = datetime.now(UTC) + timedelta(days=4000)
    outcome = Erasure(scene.process.store, settings.backup_keys).retain("camille", settings.retention, later)
    assert scene.uri("rancunier") in {one.uri for one in outcome.spared if one.why == "case"}
    with scene.process.store.reading() as connection:
        assert read.mention(connection, scene.uri("rancunier"))
        assert read.mention(connection, scene.uri("voisine")) == []


def test_two_accounts_share_a_case_only_once_somebody_says_so_and_part_again(scene):
    store, now = scene.process.store, datetime.now(UTC)
    shield = shields(load(scene.config, {"NOWHERE_SET": "x"}), {})["camille"]
    with store.writing() as connection:
        casework = Casework(connection, store.master, shield, "lea", now)
        casework.note(ELSEWHERE, "call", now - timedelta(days=3), Level.URGENT, "il a appelé")
        together = casework.merge(GRUDGE, ELSEWHERE)
        assert together.stage >= Stage.WATCH
        assert casework.merge(ELSEWHERE, GRUDGE).id == together.id
        apart = casework.part(ELSEWHERE)
        assert apart.id != together.id
    told = events(scene)
    assert told.count("case:merged") == 1
    assert "case:parted" in told
    assert "case:stage" in told
