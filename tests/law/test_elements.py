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
    assert by_name([Known(1), Known(2)], said={"effects"})["harassment_online", "health"].said == ("effects",)


def test_letters_do_not_show_that_it_was_online():
    assert ("harassment_online", "online") not in by_name([Known(1, (TARGETED,), online=False), Known(2, online=False)])


def test_an_address_alone_does_not_show_the_risk_and_a_threat_beside_it_does():
    alone = by_name([Known(1, (DOXXING,), "public")])
    assert alone["doxxing", "spread"].facts == (1,)
    assert not alone["doxxing", "risk"].present
    assert by_name([Known(1, (DOXXING,)), Known(2, (THREAT,))])["doxxing", "risk"].facts == (1, 2)


def test_who_came_back_while_banned_is_shown_only_where_a_court_banned_them():
    evades = (Reason.RULE_BAN_EVASION,)
    back = [Known(1, evades, under=("court_ban",)), Known(2, evades), Known(3, under=("court_ban",))]
    assert ("banned_account", "judgment") not in by_name(back)
    assert by_name(back, judged={"court_ban"})["banned_account", "new_account"].facts == (1,)


MINE = ("unfit_short", "unfit_long", "minor", "vulnerable", "elected", "before_minor")


def test_what_makes_it_worse_is_told_as_missing_until_i_say_it():
    found = by_name([Known(1, (TARGETED,))])
    assert not any(found["harassment_online", name].present for name in MINE)
    stated = {"unfit_over_eight", "under_fifteen", "vulnerable", "office", "before_minor"}
    said = by_name([Known(1, (TARGETED,))], said=stated)
    assert [name for name in MINE if said["harassment_online", name].present] == [*MINE[1:]]
    assert by_name([Known(1)], said={"unfit_none"})["harassment_online", "unfit_short"].said == ("unfit_none",)


def test_my_age_and_my_health_are_marked_as_mine_alone_and_my_office_is_not():
    found = by_name([Known(1, (TARGETED,))])
    assert [name for name in MINE if not found["harassment_online", name].private] == ["elected"]


def test_a_protection_order_is_laid_beside_what_came_while_it_held():
    held, other = ("protection_order",), ("contact_ban",)
    facts = [Known(1, (TARGETED,)), Known(2, (TARGETED,), under=held), Known(3, under=other)]
    assert ("protection_order", "order") not in by_name(facts)
    found = by_name(facts, judged={"protection_order"})
    assert found["protection_order", "order"].judged == ("protection_order",)
    assert found["protection_order", "not_kept"].facts == (2,)


def test_a_ban_on_contact_is_no_suspension_of_accounts():
    back = [Known(1, (Reason.RULE_BAN_EVASION,))]
    assert ("banned_account", "judgment") not in by_name(back, judged={"contact_ban"})
    assert by_name(back, judged={"account_ban"})["banned_account", "judgment"].judged == ("account_ban",)
