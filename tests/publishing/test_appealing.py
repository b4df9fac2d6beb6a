"""Who is listed is told why, is heard under seal, and goes where they are right."""

import re
from datetime import timedelta

import pytest

from bot.blocklists.entity import actor, meant
from bot.errors import Gone, Refused
from bot.evidence.master import MasterKey
from bot.publishing import appealing
from bot.publishing.appealing import EACH, LONGEST
from bot.publishing.refusing import Cannot
from bot.store import appeals
from bot.store.appeals import Standing
from bot.store.rewrap import rewrap

THREAT = "did:plc:rancunier"
WORDS = "Ce n’était pas moi, mon compte a été volé. \u202e<script>alert(1)</script>"


@pytest.fixture
def listed(publisher):
    publisher.make()
    publisher.by_rules()
    publisher.publish()
    return publisher


def appealed(one, words=WORDS, asker="198.51.100.1"):
    one.now += timedelta(seconds=1)
    return appealing.appeal(one.store, "protegee", actor(THREAT), words, asker, one.now)


def waiting(one):
    with one.store.reading() as connection:
        return appeals.of_person(connection, "camille", [Standing.OPEN], 50)


def test_an_appeal_is_sealed_and_its_word_leads_to_the_answer(listed):
    word = appealed(listed)
    assert re.fullmatch(r"([a-z2-7]{4}-){3}[a-z2-7]{4}", word)
    (one,) = waiting(listed)
    assert b"script" not in one.box
    (heard,) = appealing.read(listed.store, "camille", one.id, "Dominique", listed.now)
    assert heard.words == WORDS
    appealing.decide(
        listed.store, "camille", one.id, Standing.DECLINED, "Le compte écrit encore.", "Dominique", listed.now
    )
    for written in (word, word.upper(), word.replace("-", " ")):
        assert appealing.answered(listed.store, "protegee", written).answer == "Le compte écrit encore."
    assert THREAT in listed.entries
    assert listed.events()[-3:] == ["appeal:came", "appeal:viewed", "appeal:declined"]


def test_who_is_right_is_taken_off_at_once(listed):
    word = appealed(listed)
    (one,) = waiting(listed)
    appealing.decide(listed.store, "camille", one.id, Standing.UPHELD, "", "camille", listed.now)
    assert THREAT not in listed.entries
    assert listed.whose.version == 2
    assert appealing.answered(listed.store, "protegee", word).appeal.standing is Standing.UPHELD
    with pytest.raises(Refused, match="decided already"):
        appealing.decide(listed.store, "camille", one.id, Standing.DECLINED, "non", "camille", listed.now)
    assert listed.events().count("list:retracted") == 1


def test_an_appeal_outlives_a_change_of_the_master_key(listed):
    word = appealed(listed)
    (one,) = waiting(listed)
    appealing.decide(listed.store, "camille", one.id, Standing.DECLINED, "Non.", "camille", listed.now)
    fresh = MasterKey.new()
    with listed.store.writing() as connection:
        assert rewrap(connection, listed.store.master, fresh).closed == 0
    listed.store.master = fresh
    heard = appealing.answered(listed.store, "protegee", word)
    assert (heard.words, heard.answer) == (WORDS, "Non.")


def test_what_is_too_much_is_not_kept(listed):
    for words in ("", " \n", "x" * (LONGEST + 1), "x" * 60_000):
        with pytest.raises(Refused):
            appealed(listed, words)
    for _ in range(EACH):
        appealed(listed)
    with pytest.raises(Refused, match="too many"):
        appealed(listed)


def test_what_strangers_send_in_my_name_keeps_me_from_nothing_and_is_one_question(listed):
    for number in range(20):
        for _ in range(EACH):
            appealed(listed, f"moi {number}", f"198.51.100.{number}")
    mine = appealed(listed, "Ce compte est le mien.", "203.0.113.7")
    with listed.store.reading() as connection:
        assert appeals.waiting(connection, "camille") == 1
        (question,) = appeals.questions(connection, "camille", 50)
    assert question.number == 20 * EACH + 1
    assert listed.events().count("appeal:came") == 1
    heard = appealing.read(listed.store, "camille", question.last.id, "camille", listed.now)
    assert heard[-1].words == "Ce compte est le mien."
    appealing.decide(listed.store, "camille", question.last.id, Standing.DECLINED, "Non.", "camille", listed.now)
    assert appealing.answered(listed.store, "protegee", mine).answer == "Non."
    assert waiting(listed) == []


def test_a_no_goes_to_what_was_heard_and_a_yes_to_all(listed, monkeypatch):
    monkeypatch.setattr(appeals, "TOGETHER", 2)
    words = [appealed(listed, f"{number}", f"198.51.100.{number}") for number in range(3)]

    def decide(standing):
        with listed.store.reading() as connection:
            (question,) = appeals.questions(connection, "camille", 50)
        heard = appealing.read(listed.store, "camille", question.last.id, "camille", listed.now)
        appealing.decide(listed.store, "camille", question.last.id, standing, "Dit.", "camille", listed.now)
        return [one.words for one in heard]

    assert decide(Standing.DECLINED) == ["0", "1"]
    late = appealed(listed, "3", "198.51.100.3")
    later = appealed(listed, "4", "198.51.100.4")
    assert decide(Standing.UPHELD) == ["2", "3"]
    found = [appealing.answered(listed.store, "protegee", word).appeal.standing for word in (*words, late, later)]
    assert found == [Standing.DECLINED] * 2 + [Standing.UPHELD] * 3


def test_where_much_waits_who_sent_nothing_is_still_heard(listed, monkeypatch):
    monkeypatch.setattr(appealing, "MOST", 2)
    appealed(listed), appealed(listed)
    with pytest.raises(Refused, match="too many"):
        appealed(listed)
    assert appealed(listed, asker="203.0.113.7")


def test_the_address_an_appeal_came_from_stands_nowhere_and_is_forgotten_with_the_answer(listed):
    appealed(listed)
    (one,) = waiting(listed)
    assert len(one.asker) == 32
    appealing.decide(listed.store, "camille", one.id, Standing.DECLINED, "Non.", "camille", listed.now)
    with listed.store.reading() as connection:
        assert appeals.appeal(connection, one.id).asker == ""


def test_a_list_that_nobody_may_see_and_a_word_that_is_none_tell_nothing(listed):
    with pytest.raises(Gone):
        appealing.appeal(listed.store, "autre", actor(THREAT), WORDS, "?", listed.now)
    with pytest.raises(Refused, match="does not stand"):
        appealing.appeal(listed.store, "protegee", actor("did:plc:voisine"), WORDS, "?", listed.now)
    for word in ("", "aaaa-aaaa-aaaa-aaaa", "x" * 60_000, "\x00"):
        with pytest.raises(Gone):
            appealing.answered(listed.store, "protegee", word)
    with pytest.raises(Gone):
        appealing.read(listed.store, "sacha", appealed(listed), "Sacha", listed.now)


@pytest.fixture
def by_address(publisher):
    """Whom I put in by the address of a page, and a whole server."""
    publisher.make(rules=())
    publisher.confirm(*publisher.choose("https://sociale.test/@Rancunier", "https://ici.test/@autre@ailleurs.test"))
    publisher.confirm(*publisher.choose("haine.test"))
    publisher.publish()
    return publisher


@pytest.mark.parametrize(
    "written",
    [
        "@rancunier@sociale.test",
        "https://sociale.test/@Rancunier",
        "https://sociale.test/users/rancunier/",
        "autre@ailleurs.test",
        "haine.test",
        "@quelquun@haine.test",
        "https://sous.haine.test/@quelquun",
    ],
)
def test_i_find_myself_in_it_and_am_heard_however_i_was_named_and_name_myself(by_address, written):
    word = appealing.appeal(by_address.store, "protegee", meant(written), "Non.", "198.51.100.1", by_address.now)
    (one,) = waiting(by_address)
    appealing.decide(by_address.store, "camille", one.id, Standing.UPHELD, "", "camille", by_address.now)
    assert appealing.answered(by_address.store, "protegee", word).appeal.standing is Standing.UPHELD
    assert len(by_address.entries) == 2


def test_a_name_that_can_change_comes_into_no_list(by_address):
    with pytest.raises(Cannot):
        by_address.choose("https://bsky.app/profile/rancunier.test")
