"""My list, put back from a backup: whom I took off since stands in it again, so nobody is given it until I have looked."""

import pytest

from bot.blocklists.subscription import Terms
from bot.publishing.refusing import Cannot
from bot.publishing.restored import waiting
from bot.store import dump, lists
from bot.subscribing.subscribing import Subscribing
from tests.web.sharing import THREAT, Room
from tests.web.test_shared import LD, PATHS


@pytest.fixture
def room(world):
    room = Room(world).make()
    room.rules()
    room.publish()
    with world.store.writing() as connection:
        assert dump.question(connection, world.now) == {"camille": 1}
    return room


def test_nobody_is_handed_anything_of_it_and_everybody_is_told_to_come_back(world, room):
    reader = world.browser()
    for path in (*PATHS, "/shared/protegee/blocks.csv", "/shared/protegee/changes?since=x"):
        answer = reader.get(path, accept=LD)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "3600"), path
        assert "etag" not in answer.headers
        assert THREAT not in answer.text
    assert "plus tard" in reader.get("/shared/protegee").text
    assert reader.get("/shared").status_code == 200
    assert reader.get("/listed/protegee").status_code == 200, "who is listed is heard all the same"


def test_i_look_take_off_whom_i_had_taken_off_and_then_it_is_given_again(world, room):
    page = room.camille.get("/lists/protegee").text
    assert "sauvegarde" in page
    assert "sauvegarde" in room.camille.get("/lists").text
    assert "<b>1</b>" in room.camille.get("/").text
    assert "remise depuis une sauvegarde" in room.camille.get("/").text
    of = page.partition('name="of" value="')[2].partition('"')[0]
    room.camille.post("/lists/protegee", "/lists", do="retract", of=of)
    answer = room.camille.post("/lists/protegee/confirm", "/lists")
    assert answer.headers["location"] == "/lists/protegee?said=list_confirmed"
    assert [one.event for one in world.chain()][-2:] == ["list:retracted", "list:confirmed"]
    assert world.browser().get("/shared/protegee", accept=LD).status_code == 200
    assert "sauvegarde" not in room.camille.get("/lists/protegee").text
    assert room.camille.post("/lists/protegee/confirm", "/lists").status_code == 409


def test_who_may_not_publish_may_not_say_that_it_is_right(world, room):
    friend = world.guest("Ana")
    assert friend.post("/lists/protegee/confirm", "/lists").status_code == 403
    assert "/confirm" not in friend.get("/lists/protegee").text


def test_a_list_that_i_follow_waits_for_my_word_too(world):
    following = Subscribing(world.store, "camille")
    one = following.subscribe("https://un.test/l.csv", "ouest", Terms(), "camille", world.now)
    with world.store.writing() as connection:
        lists.append(connection, one, 1, [])
        dump.question(connection, world.now)
    holder = world.holder()
    assert "sauvegarde" in holder.get("/subscriptions").text
    assert "sauvegarde" in holder.get("/subscriptions/ouest").text
    holder.post("/subscriptions/ouest/settings", "/subscriptions/ouest", do="confirm")
    assert "sauvegarde" not in holder.get("/subscriptions/ouest").text
    with world.store.reading() as connection, pytest.raises(Cannot):
        waiting(connection, "camille", "ouest")
