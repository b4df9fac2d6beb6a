"""The moderators' server is asked for the posts that were noticed; of what was erased nobody knows any more."""

from bot.moderating.noticed import noticed
from bot.store import erasure, read
from tests.community.making import OUEST, member, mention, stranger
from tests.community.ouest import Ouest

HUGO = stranger("hugo")


def test_posts_that_were_noticed_are_named_the_latest_first_but_for_what_was_erased(tmp_path):
    one = Ouest(tmp_path)
    one.bring(*(mention("pourriture", HUGO, member("lea"), number, native=f"n{number}") for number in (1, 2, 3)))
    assert noticed(one.store, OUEST, HUGO.key) == ["n3", "n2", "n1"]
    with one.store.writing() as connection:
        kept = read.latest(connection, OUEST, HUGO.key, 9)
        erasure.forget(connection, [next(each.exhibit for each in kept if each.uri.endswith("/2"))])
    assert noticed(one.store, OUEST, HUGO.key) == ["n3", "n1"]
    assert noticed(one.store, OUEST, stranger("lucie").key) == []
    one.store.close()
