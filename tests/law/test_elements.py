"""The facts beside each legal element: present or missing, and never a conclusion."""

from bot.law.data import french
from bot.law.elements import Known, beside
from bot.model.reason import Reason

OFFENCES = french().offence
TARGETED, THREAT, DOXXING = Reason.HARASSMENT_TARGETED, Reason.VIOLENCE_THREATS, Reason.HARASSMENT_DOXXING


def by_name(facts, said=(), judged=()):
    return {(one.offence, one.element): one for one in beside(OFFENCES, facts, said, judged)}


def test_one_message_alone_is_no_repetition():
    found = by_name([Known(1, (TARGETED,), "public")])
    assert not found["harassment_online", "repeated"].present  # and yet one suffices in a raid: judges conclude
    assert found["insult", "words"].facts == (1,)


def test_what_nothing_speaks_to_is_told_as_missing_not_left_out():
    found = by_name([Known(1, (TARGETED,)), Known(2)])
    assert found["harassment_online", "repeated"].facts == (1, 2)
    assert not found["harassment_online", "health"].present
    assert by_name([Known(1), Known(2)], said={"effects"})["harassment_online", "health"].said == "effects"


def test_letters_do_not_show_that_it_was_online():
    assert ("harassment_online", "online") not in by_name([Known(1, (TARGETED,), online=False), Known(2, online=False)])


def test_an_address_alone_does_not_show_the_risk_and_a_threat_beside_it_does():
    alone = by_name([Known(1, (DOXXING,), "public")])
    assert alone["doxxing", "spread"].facts == (1,)
    assert not alone["doxxing", "risk"].present
    assert by_name([Known(1, (DOXXING,)), Known(2, (THREAT,))])["doxxing", "risk"].facts == (1, 2)


def test_who_came_back_while_banned_is_shown_only_where_a_court_banned_them():
    back = [Known(1, (Reason.RULE_BAN_EVASION,))]
    assert ("banned_account", "judgment") not in by_name(back)
    assert by_name(back, judged={"court_ban"})["banned_account", "new_account"].facts == (1,)
