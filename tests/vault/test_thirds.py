"""A number of the vault that its author says in three posts and more."""

import pytest

from tests.scenarios.playing import actions, muted, play
from tests.scenarios.scenes import CAMILLE, mention
from tests.vault.conftest import VAULT

FIRST = CAMILLE | {"protected": CAMILLE["protected"] | {"vault": VAULT}}

THIRDS = {
    "three": ("06 39", "98 47", "21"),
    "words": ("son num commence par 06 39", "la suite : quatre-vingt-dix-huit", "et 47 21 pour finir"),
    "four": ("@camille.test 0639", "98", "47", "21 bisous"),
}


@pytest.mark.parametrize("who", THIRDS)
@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("restarted", [False, True])
def test_a_number_in_three_posts_and_more_is_told_of_all_of_them_whichever_came_first(who, turned, restarted):
    events = [
        mention(10 + 5 * moment, f"at://{who}/{number}", f"did:plc:{who}", text, kind="mention")
        for moment, (number, text) in enumerate(sorted(enumerate(THIRDS[who]), reverse=turned))
    ]
    if restarted:
        events = [each for one in events for each in (one, {"event": "restart", "at": one["at"]})]
    result = play(None, *events, first=FIRST)
    assert {(one["uri"], one["kind"]) for one in result["leaks"]} == {
        (f"at://{who}/{number}", "phone") for number in range(len(THIRDS[who]))
    }
    assert f"did:plc:{who}" in muted(result)
    for number in range(len(THIRDS[who])):
        assert "hide_reply" in [kind for kind, _ in actions(result, f"at://{who}/{number}")]


@pytest.mark.parametrize(
    "texts",
    [
        ("06 h du matin", "39 de fièvre", "98 battements", "47 21"),
        ("score 6-3", "9-9", "8-4", "7-2 et 1-0"),
        ("06 39", "47 98", "21"),
        ("06 39", "98 46", "21"),
    ],
)
def test_other_numbers_in_three_posts_are_no_leak(texts):
    events = [
        mention(10 + 5 * number, f"at://a/{number}", "did:plc:a", text, kind="mention")
        for number, text in enumerate(texts)
    ]
    result = play(None, *events, first=FIRST)
    assert result["leaks"] == []
