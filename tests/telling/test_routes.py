"""Each of those who look for me is told of what is theirs, when it is time, and of the rest in a digest."""

from datetime import timedelta

from msgspec.structs import replace

from bot.model.reason import Reason, Severity
from bot.model.shield import Quiet, Rhythm
from tests.telling.shield import MAIL, MORNING, PHONE

NIGHT = MORNING + timedelta(hours=16)
QUIET = replace(PHONE, quiet=Quiet(since=22 * 60, to=7 * 60 + 30))
THREATS = replace(MAIL, reasons=frozenset({Reason.VIOLENCE_THREATS}))


async def test_at_night_only_danger_rings_and_the_rest_comes_in_the_morning(told):
    camille = told(QUIET, at=NIGHT)
    camille.hear("quelle pantoufle")
    camille.hear("je te savate", by="other")
    await camille.work()
    assert [one.severity for one in camille.sent()] == [Severity.URGENT]
    camille.see()
    await camille.work(hours=7)
    assert camille.titles() == []
    await camille.work(minutes=30)
    assert camille.titles() == ["Important : harcèlement ciblé, mention sur Mastodon"]


async def test_what_my_delegate_was_not_told_at_once_comes_in_her_digest_alone(told):
    camille = told(PHONE, THREATS)
    await camille.work()
    camille.hear("quelle pantoufle")
    camille.hear("je te savate", by="other")
    await camille.work()
    camille.see()
    assert len(camille.sent()) == 2
    assert camille.titles("mail") == ["Urgent: threats of violence, mention on Mastodon"]
    await camille.work(days=1)
    assert camille.titles("phone") == []
    assert camille.titles("mail") == ["Rempart: 1 mention noticed for camille"]
    await camille.work(days=1)
    assert camille.titles("mail") == []


async def test_a_weekly_digest_tells_the_week_on_monday_and_who_wants_none_gets_none(told):
    weekly, never = replace(MAIL, digest=Rhythm.WEEKLY), replace(PHONE, name="camille/x", digest=Rhythm.NONE)
    camille = told(PHONE, weekly, never)
    await camille.work()
    told_daily = []
    for _ in range(7):
        camille.hear("vieux chausson")
        await camille.work(days=1)
        told_daily += camille.titles()
    assert told_daily == ["Rempart : 1 mention relevée pour camille"] * 7
    assert camille.titles("mail") == ["Rempart: 7 mentions noticed for camille"]
    assert camille.sent("x") == []


async def test_a_week_without_a_daily_digest_is_told_once(told):
    camille = told(replace(PHONE, digest=Rhythm.WEEKLY))
    await camille.work()
    for _ in range(7):
        camille.hear("vieux chausson")
        await camille.work(days=1)
    assert camille.titles() == ["Rempart : 7 mentions relevées pour camille"]
    await camille.work(days=7)
    assert camille.titles() == []


async def test_support_comes_only_where_it_is_wanted(told):
    camille = told(PHONE, replace(MAIL, support=False))
    await camille.work()
    for n in range(5):
        camille.hear("Merci pour tout, je suis avec toi", by=f"friend{n}")
    await camille.work(days=1)
    assert camille.titles() == ["Vous n’êtes pas seul·e, camille : 5 messages de soutien"]
    assert camille.titles("mail") == []


async def test_fifty_alerts_in_a_night_are_one_message_in_the_morning_and_not_told_again_in_the_digest(told):
    camille = told(QUIET, at=NIGHT)
    await camille.work()
    for n in range(14):
        camille.hear(f"quelle pantoufle {n}")
        await camille.work(minutes=15)
    await camille.work(hours=3, minutes=59)
    assert camille.titles() == []
    await camille.work(minutes=1)
    assert camille.titles() == ["Important : 14 autres alertes pour camille"]
    await camille.work(hours=1)
    assert camille.titles() == []


async def test_a_few_alerts_in_a_night_come_one_by_one_in_the_morning(told):
    camille = told(QUIET, at=NIGHT)
    await camille.work()
    for n in range(3):
        camille.hear(f"quelle pantoufle {n}")
        await camille.work(minutes=15)
    await camille.work(hours=8)
    assert len([one for one in camille.titles() if "harcèlement ciblé" in one]) == 3


async def test_who_stands_behind_me_hears_of_my_shield_only_what_is_urgent(told):
    from bot.alerts.notice import StreamLost
    from bot.telling.tell import notices

    camille = told(PHONE, replace(MAIL, step=1))
    with camille.store.reading() as connection:
        planned = notices(
            connection,
            camille.shields["camille"],
            StreamLost(platform="bluesky", account="camille.test", since=NIGHT),
            NIGHT,
        )
    assert [one.via for one in planned] == ["camille/phone"]
