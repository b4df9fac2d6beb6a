"""A channel that no longer works does not keep what is urgent from me, and I am told, once, on another."""

from msgspec.structs import replace

from bot.model.reason import Severity
from tests.telling.shield import MAIL, PHONE

LATER = replace(MAIL, above=Severity.URGENT, step=1)
DEAD = "The channel “phone” of camille no longer answers"
BACK = "The channel “phone” of camille answers again"


async def tries(camille, times):
    """Let the outbox try again, so many times."""
    for _ in range(times):
        await camille.deliveries.run_due()
        camille.at = max(one.due_at for one in camille.planned() if one.due_at.year < 9999)


async def test_after_five_failures_i_am_told_once_elsewhere_and_once_when_it_works_again(told):
    camille = told()
    await camille.work()
    camille.channels["camille/phone"].broken = True
    camille.hear("quelle pantoufle")
    await tries(camille, 4)
    assert len(camille.titles("mail")) == 1
    await tries(camille, 3)
    assert camille.titles("mail") == [DEAD]
    camille.channels["camille/phone"].broken = False
    await camille.work()
    assert camille.titles("mail") == [BACK]
    assert camille.events() == ["channel:dead", "channel:back"]


async def test_what_is_urgent_goes_on_at_once_where_the_first_channel_is_dead(told):
    camille = told(PHONE, LATER)
    await camille.work()
    camille.channels["camille/phone"].broken = True
    camille.hear("je te savate")
    await tries(camille, 5)
    assert camille.titles("mail") == [DEAD]
    await camille.jobs.urgent()
    await camille.deliveries.run_due()
    assert camille.titles("mail") == ["Urgent: threats of violence, mention on Mastodon"]
    camille.see()
    camille.hear("je te savate encore", by="other")
    await camille.deliveries.run_due()
    await camille.jobs.urgent()
    await camille.deliveries.run_due()
    assert camille.titles("mail") == ["Urgent: threats of violence, mention on Mastodon"]


async def test_a_channel_that_fails_now_and_then_is_not_dead(told):
    camille = told()
    await camille.work()
    for n in range(4):
        camille.channels["camille/phone"].broken = True
        camille.hear(f"quelle pantoufle, et de {n}")
        await tries(camille, 2)
        camille.channels["camille/phone"].broken = False
        await camille.work(hours=1)
    assert camille.events() == []
