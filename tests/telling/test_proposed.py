"""Whoever asks in my name for what takes two people, I am told of it while it can still be taken back."""

from datetime import timedelta

from bot.model.proposal import Kind
from bot.model.seat import Grant, Role, Seat
from bot.people.admission import Admission
from bot.people.agreeing import Agreeing

TITLE = "What takes two people waits, for camille"


def seats(camille):
    """Mine, and one of somebody who may take evidence out."""
    admission = Admission(camille.store)
    mine = admission.holder("camille", "camille", camille.at)
    seat = Seat(id="", person="camille", name="dominique", role=Role.DELEGATE, by="camille", also={Grant.EXPORT})
    return mine, lambda: admission.invite(seat, "camille", camille.at - timedelta(days=2))


async def test_what_is_asked_for_in_my_name_is_told_once_before_its_day_is_over(told):
    camille = told()
    await camille.work()
    mine, _ = seats(camille)
    Agreeing(camille.store, {}).propose(mine, Kind.EXPORT, "{}", camille.at)
    await camille.work(minutes=1)
    (alert,) = [one for one in camille.sent("mail") if one.title == TITLE]
    assert "take out everything that is kept" in alert.body
    assert "it will be done" in alert.body
    camille.start()
    await camille.work(hours=2)
    assert TITLE not in camille.titles("mail"), "it waits still, and was told"


async def test_what_needs_somebody_is_told_and_what_is_asked_for_soon_after_comes_together_within_the_hour(told):
    camille = told()
    await camille.work()
    mine, invite = seats(camille)
    invite()
    agreeing = Agreeing(camille.store, {})
    agreeing.propose(mine, Kind.EXPORT, "{}", camille.at)
    await camille.work(minutes=1)
    (alert,) = [one for one in camille.sent("mail") if one.title == TITLE]
    assert "unless another person agrees" in alert.body
    for kind in (Kind.DOSSIER, Kind.EXPORT):
        agreeing.propose(mine, kind, "{}", camille.at)
    await camille.work(minutes=30)
    assert camille.titles("mail") == []
    await camille.work(minutes=31)
    assert camille.titles("mail") == ["2 decisions that take two people wait, for camille"]


async def test_what_was_taken_back_at_once_is_not_told(told):
    camille = told()
    await camille.work()
    mine, _ = seats(camille)
    agreeing = Agreeing(camille.store, {})
    agreeing.withdraw(agreeing.propose(mine, Kind.EXPORT, "{}", camille.at).id, mine, camille.at)
    await camille.work(minutes=1)
    assert TITLE not in camille.titles("mail")
