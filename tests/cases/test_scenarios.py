"""What I live through over weeks and months: who keeps at it is seen, and who is kind, works with me or asks is left."""

import pytest

from tests.cases.playing import muted, played, severities


def test_he_came_back_under_four_names_in_eleven_months_and_it_is_one_case():
    result = played("un-homme-quatre-comptes")
    (his,) = [one for one in result["cases"] if "did:plc:guetteur" in one["accounts"]]
    assert his["accounts"] == ["did:plc:guetteur", "did:plc:penombre", "733", "did:plc:lecteur77"]
    assert his["stage"] == "danger"
    assert his["mentions"] == 16
    assert (his["first"][:10], his["last"][:10]) == ("2026-01-05", "2026-10-31")
    assert muted(result) == {"did:plc:guetteur", "did:plc:penombre", "733", "did:plc:lecteur77"}
    assert result["chain"]["valid"]


def test_those_who_stand_by_me_have_no_case():
    named = [account for one in played("un-homme-quatre-comptes")["cases"] for account in one["accounts"]]
    assert not {"did:plc:lea", "did:plc:nadia"} & {*named}


def test_i_was_told_when_it_became_a_course_of_conduct_and_when_it_became_dangerous():
    result = played("un-homme-quatre-comptes")
    told = [
        (one["at"][:10], one["title"]) for one in result["alerts"] if one["severity"] in {"medium", "high", "urgent"}
    ]
    dangers = [at for at, title in told if title.startswith("Danger")]
    assert dangers
    assert dangers[0] <= "2026-05-02"
    assert len(dangers) <= 2


def test_whoever_was_confirmed_to_be_him_is_muted_for_what_he_did_before():
    result = played("un-homme-quatre-comptes")
    last = [one for one in result["decisions"] if "lecteur77" in one["uri"]][-1]
    assert "conduite dangereuse" in last["rules"]
    assert last["severity"] == "high"


@pytest.mark.parametrize(("name", "watched"), [("l-admirateur", "did:plc:fidele"), ("the-admirer", "did:plc:devoted")])
def test_none_of_his_fifteen_messages_is_nasty_and_together_they_are_a_course_of_conduct(name, watched):
    result = played(name)
    (his,) = result["cases"]
    assert his["accounts"] == [watched]
    assert his["stage"] == "course_of_conduct"
    assert severities(result, watched)[:5] == ["none"] * 5
    told = [one for one in result["alerts"] if one["severity"] == "medium"]
    assert len(told) == 2


def test_the_admirer_is_muted_only_once_his_conduct_shows_it():
    result = played("l-admirateur")
    acts = [one["uri"][-3:] for one in result["decisions"] if any(each["status"] == "done" for each in one["actions"])]
    assert len(acts) == 1
    assert acts[0] > "010"


@pytest.mark.parametrize("name", ["la-journaliste", "le-collegue", "chaque-matin"])
def test_questions_work_and_kindness_are_no_case(name):
    result = played(name)
    assert result["cases"] == []
    assert muted(result) == set()
    assert [one for one in result["alerts"] if one["severity"] != "low"] == []


def test_he_was_forbidden_to_write_and_wrote_so_i_am_told_however_polite_he_is():
    result = played("malgre-l-interdiction")
    polite = [one for one in result["decisions"] if "ancien" in one["uri"]][2:]
    assert len(polite) == 2
    assert all("écrit malgré une interdiction" in one["rules"] for one in polite)
    assert all("rule_ban_evasion" in one["reasons"] for one in polite)
    assert {one["severity"] for one in polite} <= {"high", "urgent"}
    assert any(polite[0]["uri"] in one["about"] for one in result["alerts"] if one["severity"] in {"high", "urgent"})


def test_a_crowd_of_strangers_each_writing_once_comes_to_no_stage():
    result = played("chacun-une-fois")
    assert {one["stage"] for one in result["cases"]} <= {"watch"}
    assert {len(one["accounts"]) for one in result["cases"]} <= {1}
    assert [one for one in result["alerts"] if one["severity"] in {"medium", "high", "urgent"}] == []


def test_an_outage_in_the_worst_night_and_two_restarts_change_nothing_of_it():
    light, dark = played("course-in-the-open"), played("course-in-the-dark")
    assert dark["cases"] == light["cases"]
    assert light["cases"][0]["stage"] == "danger"
    assert muted(dark) == muted(light)
    assert [one["severity"] for one in dark["decisions"]] == [one["severity"] for one in light["decisions"]]
    assert dark["chain"]["valid"]


def test_after_seven_months_of_silence_he_goes_on_where_he_was():
    (his,) = played("apres-le-silence")["cases"]
    assert his["stage"] == "danger"
    assert severities(played("apres-le-silence"), "did:plc:revenant")[-1] == "urgent"


def test_what_he_edited_and_deleted_counts_once_and_at_its_worst():
    (his,) = played("il-efface")["cases"]
    assert his["mentions"] == 3
    assert his["stage"] == "danger"


def test_nothing_told_about_a_case_holds_a_name_or_a_word_of_his():
    for name in ("un-homme-quatre-comptes", "l-admirateur", "the-admirer"):
        said = " ".join(one["title"] for one in played(name)["alerts"])
        assert not [word for word in ("guetteur", "penombre", "fidele", "devoted", "fleurs", "flowers") if word in said]
