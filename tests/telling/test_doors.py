"""Whoever lets somebody into my shield, I am told of it: a key, a link or a right that I did not give would be his."""

from bot.model.seat import Grant, Passkey, Role, Seat
from bot.people.admission import Admission
from bot.store import passkeys

TITLE = "A new way into the shield of camille"


def guest(camille):
    seat = Seat(id="", person="camille", name="dominique", role=Role.DELEGATE, by="camille")
    return Admission(camille.store).invite(seat, "camille", camille.at)


def key(camille, seat):
    with camille.store.writing() as connection:
        passkeys.add(connection, Passkey(id="k", seat=seat.id, key=b"", counter=0, name="", at=camille.at))


async def test_i_am_told_once_of_each_new_way_in_and_not_of_those_that_were_there(told):
    camille = told()
    holder = Admission(camille.store).holder("camille", "camille", camille.at)
    await camille.work()
    assert camille.titles("mail") == []
    camille.at = camille.at.replace(minute=1)
    seat = guest(camille)
    await camille.work(minutes=1)
    (alert,) = camille.sent("mail")
    assert (alert.title, "dominique" in alert.body) == (TITLE, True)
    key(camille, holder)
    Admission(camille.store).grant(seat, frozenset({Grant.RULES}), "camille", camille.at)
    await camille.work(minutes=1)
    assert camille.titles("mail") == [TITLE, TITLE]
    camille.start()
    await camille.work(minutes=1)
    assert camille.titles("mail") == []


async def test_what_was_given_while_the_shield_was_down_is_told_when_it_is_up(told):
    camille = told()
    await camille.work()
    camille.at = camille.at.replace(minute=5)
    key(camille, guest(camille))
    camille.start()
    await camille.work(hours=9)
    assert camille.titles("mail")[-2:] == [TITLE, TITLE]
