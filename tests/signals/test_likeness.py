"""What two accounts have in common: names under disguise, pictures after another crop, texts, habits."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.account import Account
from bot.model.link import Ground, Why
from bot.model.mention import Kind, Mention
from bot.signals.likeness.avatars import bands, face, likeness
from bot.signals.likeness.grounds import Crowd, Measure, compare
from bot.signals.likeness.hours import overlap
from bot.signals.likeness.keys import Keys
from bot.signals.likeness.names import distance, plain_name, resemblance, skeleton
from bot.signals.likeness.portrait import LONGEST, Portrait, Post, portrait
from bot.signals.likeness.said import copies, runs
from bot.signals.likeness.score import SUGGESTED, grounds, score

BEGIN = datetime(2026, 3, 1, 12, tzinfo=UTC)
FACE = "a1b2c3d4e5f60718"
SAID = "vous avez encore menti sur le budget et tout le monde le sait très bien"


def somebody(name: str, *texts: str, at: datetime = BEGIN, **shown: object) -> Portrait:
    author = Account(platform="bluesky", id=f"did:plc:{name}", handle=f"{name}.test", **shown)
    return portrait(
        [Post(mention=post(author, text, at + timedelta(hours=number), number)) for number, text in enumerate(texts)]
    )


def post(author: Account, text: str, at: datetime, number: int) -> Mention:
    return Mention(
        person="camille",
        to="x",
        uri=str(number),
        revision="1",
        kind=Kind.REPLY,
        author=author,
        text=text,
        received_at=at,
    )


def test_a_text_of_a_megabyte_is_looked_at_as_far_as_people_write():
    letter = 20_000 * f"{SAID}, et "
    assert somebody("a", *[letter] * 3) == somebody("a", *[letter[:LONGEST]] * 3)


@pytest.mark.parametrize(
    ("handle", "read"),
    [
        ("veilleur75.test", "veilleur"),
        ("Veilleur_75@social.test", "veilleur"),
        ("v3illeur.bsky.social", "veilleur"),
        ("jean.verdier.fr", "jeanverdier"),
        ("vеilleur.test", "veilleur"),  # a Cyrillic е
    ],
)
def test_a_handle_is_read_as_the_eye_takes_it(handle, read):
    assert skeleton(handle) == read


def test_names_are_the_same_in_whatever_order_they_stand():
    assert plain_name("Jean VERDIER") == plain_name("verdier, jean")


@given(st.text("abcd", max_size=12), st.text("abcd", max_size=12))
def test_distance_is_that_of_the_textbook(one, other):
    rows = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, rows[0] = rows[0], i
        for j, b in enumerate(other, 1):
            before, rows[j] = rows[j], min(rows[j] + 1, rows[j - 1] + 1, before + (a != b))
    assert distance(one, other) == rows[-1]


@given(st.text("abcde", min_size=1, max_size=12), st.text("abcde", min_size=1, max_size=12))
def test_what_is_left_out_early_would_not_have_resembled(one, other):
    whole = resemblance(one, other)
    assert resemblance(one, other, 0.75) == (whole if whole >= 0.75 else 0.0) or resemblance(one, other, 0.75) == whole


def test_a_flat_picture_is_nobodys_face():
    assert face("0000000000000000") is None
    assert face("ffffffffffffffff") is None
    assert face(None) is None


@given(st.integers(0, 2**64 - 1), st.sets(st.integers(0, 63), max_size=3))
def test_a_picture_compressed_anew_is_found_and_is_the_same(value, flipped):
    other = value
    for bit in flipped:
        other ^= 1 << bit
    assert likeness(value, other) == 1
    assert {*bands(value)} & {*bands(other)}


def test_a_text_with_a_word_more_is_a_copy_and_a_quotation_is_none():
    assert copies([runs(f"{SAID} alors")], [runs(SAID)]) == 1
    assert copies([runs(f"« {SAID} » : elle reçoit cela chaque jour, courage à elle")], [runs(SAID)]) == 0
    assert runs("merci beaucoup") == ()


def test_hours_say_nothing_of_a_few_posts():
    assert overlap([1] * 4 + [0] * 20, [1] * 24) is None
    assert overlap([5] + [0] * 23, [5] + [0] * 23) == pytest.approx(1)


def test_what_many_show_speaks_for_nobody():
    known, coming = (
        somebody("veilleur", SAID, avatar=FACE),
        somebody("boussole", "Bonsoir", at=BEGIN + timedelta(hours=3), avatar=FACE),
    )
    measure = Measure(at=BEGIN + timedelta(hours=2))
    assert score(compare(known, measure, coming)) >= SUGGESTED
    assert score(compare(known, measure, coming, Crowd(faces=set(known.faces)))) == 0


def test_a_coincidence_of_time_alone_suggests_nothing():
    known = somebody("veilleur", SAID)
    coming = somebody("boussole", "Bonsoir", at=BEGIN + timedelta(hours=1), created_at=BEGIN + timedelta(minutes=59))
    found = compare(known, Measure(at=BEGIN + timedelta(minutes=58)), coming)
    assert found.after == 3
    assert score(found) == 0


def test_another_manner_takes_nothing_back_where_one_may_not_return_and_makes_nothing_more_probable():
    measure = Measure(at=BEGIN - timedelta(days=2), why=Why.RESTRICTED)
    found = compare(somebody("veilleur", SAID), measure, somebody("vei11eur", SAID.upper()))
    told = found._replace(texts=0, name=1.0, new=1.0)
    doubted = told._replace(style=-9.0, hours=-1.0)
    assert score(doubted) < SUGGESTED < score(told)
    assert score(told._replace(forbidden=True)) == score(told)
    assert score(doubted._replace(forbidden=True)) == SUGGESTED
    strangers = doubted._replace(handle=0.0)
    without = score(strangers._replace(style=0.0, hours=0.0))
    assert without < SUGGESTED
    assert score(strangers._replace(forbidden=True)) == pytest.approx(without)


def test_grounds_come_with_the_strongest_first_and_say_after_what():
    known = somebody("veilleur", SAID, avatar=FACE)
    coming = somebody("veilleur2", "Bonsoir", at=BEGIN + timedelta(hours=2), avatar=FACE)
    measure = Measure(at=BEGIN + timedelta(hours=1), why=Why.RESTRICTED)
    said = grounds(compare(known, measure, coming), measure)
    assert [one.ground for one in said] == [Ground.AVATAR, Ground.HANDLE, Ground.AFTER]
    assert (said[-1].amount, said[-1].why) == (60, Why.RESTRICTED)


def test_keys_meet_where_names_nearly_do_and_tell_nothing_without_the_secret():
    rng = Random(5)
    names = [f"{rng.choice('bcdfglmnprst')}{''.join(rng.choice('aeioulnrst') for _ in range(8))}" for _ in range(60)]
    keys, others = Keys(b"one secret"), Keys(b"another one")
    met = 0
    for name in names:
        one, other = somebody(name, "Bonsoir"), somebody(f"le{name}", "Bonsoir")
        met += bool({*keys.of(one)} & {*keys.of(other)})
        assert not {*keys.of(one)} & {*others.of(one)}
    assert met >= 55
