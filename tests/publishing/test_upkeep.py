"""Once a day, in the shield that runs: rules put people forward, and one list that fails keeps no other waiting."""

from datetime import timedelta
from io import BytesIO

from bot.publishing import upkeep
from bot.publishing.documents import export
from bot.publishing.making import make
from bot.publishing.refusing import Cannot
from bot.publishing.terms import Terms
from bot.store import candidates, lists


def a_day(publisher):
    upkeep.let_go(publisher.store, {"camille": publisher.shield}, publisher.now)
    upkeep.look_after(publisher.store, {"camille": publisher.shield}, publisher.now)


def test_the_shield_puts_forward_and_takes_back_by_itself(publisher):
    publisher.make(expiry_days=2, review_days=1)
    a_day(publisher)
    assert len(publisher.chosen) == 2
    publisher.publish()
    publisher.now += timedelta(days=3)
    a_day(publisher)
    assert publisher.entries == {}


def test_a_list_that_fails_keeps_no_other_waiting(publisher, monkeypatch):
    publisher.make()
    make(publisher.store, "camille", "autre", "Autre", Terms(rules=("menace",), floor=0), "camille", publisher.now)
    real = upkeep.by_rules

    def fails(store, shield, slug, now):
        if slug == "autre":
            raise Cannot("no_list", "gone meanwhile")
        return real(store, shield, slug, now)

    monkeypatch.setattr(upkeep, "by_rules", fails)
    a_day(publisher)
    assert len(publisher.chosen) == 2
    with publisher.store.reading() as connection:
        assert not any(candidates.counts(connection, lists.named(connection, "autre").id).values())


def test_a_file_that_i_write_recommends_nobody_beyond_their_time(publisher):
    publisher.make(expiry_days=2, review_days=1)
    publisher.by_rules()
    publisher.publish()
    publisher.now += timedelta(days=3)
    out = BytesIO()
    export(publisher.store, "camille", "protegee", "rempart", out, "camille", publisher.now)
    assert out.getvalue().count(b"Recommendation") == 0
    assert out.getvalue().count(b"Retraction") == 2
