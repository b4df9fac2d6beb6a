"""He comes back under another name: I am told, with what speaks for it, and I alone say whether it is him."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine

from bot.signals.likeness.score import SUGGESTED
from tests.links.scenes import (
    AGAIN,
    DAY,
    FACE,
    HIS,
    HOUR,
    OTHERWISE,
    THREAT,
    ban,
    done,
    first,
    links,
    review,
    rows,
    says,
    severity,
    told,
)
from tests.scenarios.playing import play
from tests.scenarios.test_promises import EVENTS_KEPT

ROOT = Path(__file__).parents[2] / "bot"
YOUNG = "2026-01-29T20:00:00Z"
HE, BACK, THIRD = "did:plc:veilleur", "did:plc:grandphare", "did:plc:boussole"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_he_returns_with_the_same_avatar_after_the_mute(language):
    text = {"fr": "Tu croyais que j'étais parti ?", "en": "Did you think I was gone?"}[language]
    result = play(
        None,
        says(0, HE, THREAT[language], avatar=FACE),
        says(40, BACK, text, avatar=FACE, created_at="2026-01-01T00:10:00Z"),
        first=first(language),
    )
    (link,) = result["links"]
    assert link["accounts"] == [HE, BACK]
    assert link["status"] == "suggested"
    assert link["score"] > 0.9
    assert link["grounds"][:2] == ["same avatar", "first contact 40 min after the mute"]
    assert [alert["about"] for alert in told(result)] == [[f"at://{BACK}/40-0"]]
    assert severity(result, BACK) == {"medium"}
    assert done(result, BACK) == []


def test_he_returns_with_a_new_face_and_the_same_style():
    result = play(
        None,
        *rows(0, HE, HIS),
        says(2 * DAY, HE, THREAT["fr"]),
        *rows(4 * DAY, BACK, AGAIN, created_at="2026-01-04T20:00:00Z"),
        first=first(),
    )
    (link,) = result["links"]
    assert link["accounts"] == [HE, BACK]
    assert "same way of writing" in link["grounds"]
    assert done(result, BACK) == []


def test_he_says_himself_where_he_moved():
    result = play(
        None,
        says(0, HE, THREAT["fr"]),
        says(40 * DAY, BACK, "Bonsoir", also_known_as=[HE]),
        says(41 * DAY, THIRD, "Bonsoir aussi", bio="Ancien compte : @veilleur.test"),
        first=first(),
    )
    assert {frozenset(one) for one in links(result)} == {frozenset((HE, BACK)), frozenset((HE, THIRD))}
    assert all(one["grounds"][0] == "the profile names the other account" for one in result["links"])


def test_on_the_other_platform_he_keeps_his_name():
    result = play(
        None,
        says(0, HE, THREAT["fr"], avatar=FACE, display_name="Le Veilleur", handle="le-veilleur75.test"),
        says(
            3 * HOUR,
            "590",
            "Tu me lis ici aussi ?",
            platform="mastodon",
            display_name="Le Veilleur",
            handle="levei11eur@ailleurs.test",
        ),
        first=first(),
    )
    (link,) = result["links"]
    assert link["accounts"] == [HE, "590"]
    assert {"similar handle", "same name"} <= {*link["grounds"]}


def test_a_likely_return_during_a_court_ban_is_told_at_once_and_waits_for_me():
    result = play(
        None,
        says(0, HE, THREAT["fr"], avatar=FACE),
        ban(DAY, 300 * DAY, HE),
        says(30 * DAY, BACK, "Bonjour, vous vous souvenez de moi ?", avatar=FACE, created_at=YOUNG),
        first=first(),
    )
    assert result["links"][0]["grounds"] == ["same avatar", "account made after the ban"]
    assert severity(result, BACK) == {"high"}
    assert told(result, "high")
    assert done(result, BACK) == []
    held = [action for one in result["decisions"] for action in one["actions"] if action["account"] == BACK]
    assert {(one["kind"], one["status"]) for one in held} == {("mute", "held")}


NAMED = {"display_name": "Le Veilleur", "handle": "le-veilleur.test"}
ANEW = {"display_name": "Le Veilleur", "handle": "levei11eur.test", "created_at": "2026-01-05T20:00:00Z"}


def disguised(texts: tuple[str, ...], *events: dict[str, Any], since: int = 5 * DAY) -> dict[str, Any]:
    """He writes, threatens, is met with these events, and comes back under a name like his."""
    before = (*rows(0, HE, HIS, **NAMED), says(2 * DAY, HE, THREAT["fr"], **NAMED))
    return play(None, *before, *events, *rows(since, BACK, texts, **ANEW), first=first())


@pytest.mark.parametrize("count", [3, 5, 8])
@pytest.mark.parametrize("manner", [OTHERWISE, tuple(text.upper() for text in OTHERWISE)], ids=["formal", "shouting"])
def test_who_may_not_come_back_is_not_let_go_because_he_writes_otherwise(manner, count):
    forbidden = ban(3 * DAY, 300 * DAY, HE)
    (early,) = disguised(manner[:2], forbidden)["links"]
    result = disguised(manner[:count], forbidden)
    (late,) = result["links"]
    assert late["accounts"] == early["accounts"] == [HE, BACK]
    assert SUGGESTED <= late["score"] < early["score"]
    assert severity(result, BACK) == {"high"}
    assert done(result, BACK) == []
    assert len(told(result, "high")) == 1


def test_who_may_not_come_back_is_not_let_go_though_the_account_named_by_the_court_was_another_of_his():
    forbidden = ban(3 * DAY, 300 * DAY, THIRD)
    one = review(3 * DAY + 1, confirm_link=[HE, THIRD])
    result = disguised(OTHERWISE[:3], says(2 * DAY + 1, THIRD, "Bonsoir"), forbidden, one)
    assert {HE, BACK} in links(result)


def test_my_no_ends_it_however_little_may_take_it_back():
    forbidden, no = ban(3 * DAY, 300 * DAY, HE), review(5 * DAY + 1, reject_link=[HE, BACK])
    result = disguised(OTHERWISE[1:], forbidden, says(5 * DAY, BACK, OTHERWISE[0], **ANEW), no, since=6 * DAY)
    assert links(result) == []
    assert links(result, "rejected") == [{HE, BACK}]


def test_a_link_that_is_let_go_leaves_a_word_in_the_trail(tmp_path):
    kept = tmp_path / "kept.db"
    play(
        None,
        *rows(0, HE, HIS, **NAMED),
        says(2 * DAY, HE, THREAT["fr"], **NAMED),
        *rows(4 * DAY, BACK, OTHERWISE[:5], **ANEW),
        first=first(),
        keep=kept,
    )
    with create_engine(f"sqlite:///{kept}").connect() as connection:
        events = list(connection.scalars(EVENTS_KEPT))
    assert [event for event in events if event.startswith("link:")] == ["link:suggested", "link:withdrawn"]


@pytest.mark.parametrize("events", [(), (ban(3 * DAY, 4 * DAY, HE),)], ids=["never", "over"])
def test_who_is_forbidden_nothing_is_let_go_by_how_they_write(events):
    assert links(disguised(OTHERWISE[:2], *events)) == [{HE, BACK}]
    assert disguised(OTHERWISE[:5], *events)["links"] == []


def test_when_the_ban_is_over_a_return_is_a_suggestion_like_any_other():
    result = play(
        None,
        says(0, HE, THREAT["fr"], avatar=FACE),
        ban(DAY, 10 * DAY, HE),
        says(30 * DAY, BACK, "Bonjour, vous vous souvenez de moi ?", avatar=FACE, created_at=YOUNG),
        first=first(),
    )
    assert severity(result, BACK) == {"medium"}
    assert told(result, "high") == []


def test_a_link_that_i_rejected_is_never_suggested_again_whatever_comes():
    result = play(
        None,
        says(0, HE, THREAT["fr"], avatar=FACE),
        says(40, BACK, "Bonsoir à vous", avatar=FACE),
        review(HOUR, reject_link=[BACK, HE]),
        *rows(2 * HOUR, BACK, AGAIN, avatar=FACE, also_known_as=[HE]),
        says(3 * DAY, HE, "Je suis toujours là", avatar=FACE),
        first=first(),
    )
    assert links(result) == []
    assert links(result, "rejected") == [{HE, BACK}]
    assert len(told(result)) == 1
    assert {one["severity"] for one in result["decisions"] if BACK in one["uri"]} == {"medium", "none"}


def test_a_link_that_i_confirmed_carries_the_case_over_and_acts():
    result = play(
        None,
        says(0, HE, THREAT["fr"], avatar=FACE),
        says(40, BACK, "Bonsoir à vous", avatar=FACE),
        review(HOUR, confirm_link=[HE, BACK]),
        says(DAY, BACK, "Vous allez bien ?", avatar=FACE),
        first=first(),
    )
    assert links(result, "confirmed") == [{HE, BACK}]
    assert [{*one["accounts"]} for one in result["cases"]] == [{HE, BACK}]
    assert [action["kind"] for action in done(result, BACK)] == ["mute"]


def test_nothing_that_resembles_ever_joins_two_accounts_but_my_word():
    back = {
        "avatar": FACE,
        "display_name": "Le Veilleur",
        "bio": "Je dis tout haut ce que les autres pensent, voilà",
        "also_known_as": [HE],
    }
    result = play(
        None,
        says(0, HE, THREAT["fr"], **back | {"also_known_as": []}),
        *[says(number * DAY, f"did:plc:veilleur{number}", THREAT["fr"], **back) for number in range(1, 5)],
        first=first(),
    )
    assert len(result["links"]) >= 4
    assert {one["status"] for one in result["links"]} == {"suggested"}
    assert all(len(one["accounts"]) == 1 for one in result["cases"])


def test_whom_i_trust_again_is_nobody_to_be_compared_with():
    result = play(
        None,
        says(0, HE, THREAT["fr"], avatar=FACE),
        review(HOUR, trust=HE),
        says(2 * HOUR, BACK, "Bonsoir", avatar=FACE),
        first=first(),
    )
    assert result["links"] == []


def test_who_has_a_case_though_never_muted_is_recognised_too():
    insults = [
        says(number * DAY, HE, text, avatar=FACE)
        for number, text in enumerate(
            ("Réponds, réponds, réponds", "Réponds-moi quand je te parle", "Je sais que tu me lis, réponds") * 3
        )
    ]
    result = play(
        None,
        *insults,
        says(12 * DAY, BACK, "Bonsoir à vous", avatar=FACE, created_at="2026-01-12T10:00:00Z"),
        first=first(),
    )
    assert links(result) == [{HE, BACK}]


def test_no_part_of_the_shield_joins_cases_but_the_one_that_takes_a_humans_word():
    joining = [path for path in ROOT.rglob("*.py") if ".merge(" in path.read_text("utf-8")]
    assert [path.relative_to(ROOT).as_posix() for path in joining] == ["links/deciding.py"]
