"""What I can ask of who writes to me, and how: asked precisely, and what nobody told is never taken for a no."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise, permutations
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.model.facts import ALIKE, Facts, History
from bot.model.mention import Media
from bot.model.noun import micros
from bot.rules.condition import parse_condition
from bot.rules.conditions.image_known import mirrored
from bot.signals.lexicon import Lexicon
from bot.signals.reading import Reader
from tests.rules.made import NOW, engine, facts, rules

YES, NO, UNKNOWN = "yes", "no", "unknown"
READER = Reader((), (), Lexicon(()))


def ask(written, given):
    asked = parse_condition(written)
    return asked.judge(given, READER.read(given.mention.text, given.mention.lang))


def truth(written, given):
    return str(ask(written, given).truth)


def with_mention(given, **changed):
    return msgspec.structs.replace(given, mention=msgspec.structs.replace(given.mention, **changed))


# ── new_account ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("made", "first", "expected"),
    [
        (timedelta(days=7), None, NO),
        (timedelta(days=7) - timedelta(microseconds=1), None, YES),
        (timedelta(0), None, YES),
        (timedelta(days=-1), None, YES),  # a server whose clock is behind
        (None, None, UNKNOWN),
        (None, timedelta(days=6), UNKNOWN),
        (None, timedelta(days=7), NO),  # it cannot be younger than what it wrote
        (timedelta(days=1), timedelta(days=30), NO),  # whatever its server says
    ],
)
def test_an_account_is_new_by_the_time_of_the_mention(made, first, expected):
    history = History(mentions=1, first_at=NOW - first) if first else None
    given = facts(history=history, created_at=None if made is None else NOW - made)
    assert truth({"new_account": "7 days"}, given) == expected


def test_a_quiet_account_of_unknown_age_is_not_called_new():
    assert truth({"new_account": "7 days"}, facts(posts=1, followers=0, following=0)) == UNKNOWN


# ── bare_profile ─────────────────────────────────────────────────────────────────────────────────────────────────────

BARE = {"posts": 1, "followers": 0, "pictured": False}
FULL = {"posts": 900, "followers": 80, "pictured": True, "bio": "Lectrice.", "display_name": "Lou"}


@pytest.mark.parametrize(
    ("author", "signs", "expected"),
    [
        (BARE, 4, YES),
        (FULL, 1, NO),
        ({**BARE, "display_name": "hugo.test"}, 4, YES),
        ({**BARE, "display_name": " @Hugo "}, 4, YES),
        ({**BARE, "display_name": "Hugo Martin"}, 4, NO),
        ({**BARE, "display_name": "Hugo Martin"}, 3, YES),
        ({**BARE, "posts": 4}, 4, YES),
        ({**BARE, "posts": 5}, 4, NO),
        ({**BARE, "bio": " \n"}, 4, YES),
        ({**BARE, "pictured": None}, 4, UNKNOWN),
        ({**BARE, "pictured": None}, 3, YES),
        ({**BARE, "pictured": None, "avatar": "f0e1d2c3b4a59687"}, 4, NO),
        ({**FULL, "pictured": None, "posts": None}, 3, NO),  # two unknown signs cannot make three
        ({**FULL, "pictured": None, "posts": None}, 2, UNKNOWN),
        ({}, 1, UNKNOWN),  # the profile was not read: empty texts are no empty profile
        ({"display_name": "Lou"}, 4, NO),
        ({"pictured": False}, 2, YES),  # a short view: no picture, no name
        ({"pictured": False}, 3, UNKNOWN),  # and it tells of no biography
    ],
)
def test_a_profile_is_bare_by_what_was_told_of_it(author, signs, expected):
    assert truth({"bare_profile": signs}, facts(**author)) == expected


# ── mentions_count ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("others", "asked", "expected"),
    [
        (5, {"over": 5}, NO),
        (6, {"over": 5}, YES),
        (0, {"under": 1}, YES),
        (3, {"over": 1, "under": 3}, NO),
    ],
)
def test_others_addressed_are_counted(others, asked, expected):
    given = with_mention(facts(), others=tuple(f"did:plc:{n}" for n in range(others)))
    assert truth({"mentions_count": asked}, given) == expected


def test_somebody_named_twice_counts_once():
    assert truth({"mentions_count": {"over": 1}}, with_mention(facts(), others=("did:plc:lou",) * 9)) == NO


# ── image_known ──────────────────────────────────────────────────────────────────────────────────────────────────────

KNOWN = 0xF0E1D2C3B4A59687


def pictured(*hashes, kind="image"):
    media = tuple(Media(kind=kind, phash=None if one is None else f"{one:016x}") for one in hashes)
    return with_mention(facts(), media=media)


def asked_image(**more):
    return {"image_known": [f"{KNOWN:016X}"], **more}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (pictured(KNOWN), YES),
        (pictured(KNOWN ^ 0b111111), YES),
        (pictured(KNOWN ^ 0b1111111), NO),
        (pictured(mirrored(KNOWN) ^ 0b111111), YES),
        (pictured(KNOWN ^ (2**64 - 1)), NO),
        (pictured(None), UNKNOWN),
        (pictured(None, KNOWN), YES),
        (pictured(None, 1), UNKNOWN),
        (pictured(None, kind="audio"), NO),
        (pictured(), NO),
    ],
)
def test_a_picture_is_known_again_as_far_as_its_hash_tells(given, expected):
    assert truth(asked_image(), given) == expected


def test_how_near_a_picture_must_come_can_be_said():
    assert truth(asked_image(distance=0), pictured(KNOWN ^ 1)) == NO
    assert truth(asked_image(distance=0), pictured(KNOWN)) == YES


def test_what_is_no_hash_is_no_hash():
    assert truth(asked_image(), with_mention(facts(), media=(Media(kind="image", phash="nonsense"),))) == UNKNOWN


def dhash(rows):
    """Difference hash of 8 rows of 9 grey values."""
    return int("".join("1" if left < right else "0" for row in rows for left, right in pairwise(row)), 2)


def test_the_mirror_image_has_the_mirrored_hash():
    rows = [[(7 * place * place + 31 * row * place + 13 * row) % 251 for place in range(9)] for row in range(8)]
    assert mirrored(dhash(rows)) == dhash([row[::-1] for row in rows])
    assert mirrored(mirrored(KNOWN)) == KNOWN


# ── schedule ─────────────────────────────────────────────────────────────────────────────────────────────────────────

NIGHT = {"from": "22:00", "to": "07:00"}
PARIS = ZoneInfo("Europe/Paris")


def at(*wall, zone=PARIS, fold=0):
    """A mention at this time by the person's clock."""
    moment = datetime(*wall, tzinfo=zone, fold=fold)
    offset = int(moment.utcoffset().total_seconds())
    return msgspec.structs.replace(with_mention(facts(), received_at=moment.astimezone(UTC)), offset=offset)


@pytest.mark.parametrize(
    ("asked", "wall", "expected"),
    [
        (NIGHT, (2026, 3, 2, 22, 0), YES),
        (NIGHT, (2026, 3, 2, 21, 59, 59), NO),
        (NIGHT, (2026, 3, 3, 6, 59, 59), YES),
        (NIGHT, (2026, 3, 3, 7, 0), NO),
        (NIGHT | {"days": ["mon"]}, (2026, 3, 2, 23, 0), YES),
        (NIGHT | {"days": ["mon"]}, (2026, 3, 3, 3, 0), YES),  # the night of Monday
        (NIGHT | {"days": ["mon"]}, (2026, 3, 2, 3, 0), NO),  # that of Sunday
        (NIGHT | {"days": ["sun"]}, (2026, 3, 2, 3, 0), YES),
        ({"from": "09:00", "to": "12:30"}, (2026, 3, 2, 12, 29), YES),
        ({"from": "09:00", "to": "12:30"}, (2026, 3, 2, 12, 30), NO),
        ({"from": "18:00", "to": "24:00"}, (2026, 3, 2, 23, 59), YES),
        ({"from": "18:00", "to": "24:00"}, (2026, 3, 3, 0, 0), NO),
        ({"from": "18:00", "to": "00:00"}, (2026, 3, 2, 23, 59), YES),
        ({"from": "18:00", "to": "00:00"}, (2026, 3, 3, 0, 0), NO),
        ({"days": "sat"}, (2026, 3, 7, 0, 0), YES),
        ({"days": "sat"}, (2026, 3, 8, 0, 0), NO),
        (NIGHT, (2026, 7, 2, 22, 30), YES),  # 20:30 UTC, in summer time
        (NIGHT, (2026, 7, 2, 21, 30), NO),
    ],
)
def test_hours_are_those_of_my_own_clock(asked, wall, expected):
    assert truth({"schedule": asked}, at(*wall)) == expected


@pytest.mark.parametrize("fold", [0, 1])
def test_the_hour_that_comes_twice_in_autumn_counts_twice(fold):
    given = at(2026, 10, 25, 2, 30, fold=fold)
    assert truth({"schedule": {"from": "02:00", "to": "03:00"}}, given) == YES
    assert truth({"schedule": {"from": "03:00", "to": "04:00"}}, given) == NO


def test_my_day_is_not_that_of_greenwich():
    auckland = at(2026, 3, 3, 1, 0, zone=ZoneInfo("Pacific/Auckland"))  # Monday noon, UTC
    assert truth({"schedule": {"days": "tue"}}, auckland) == YES
    assert truth({"schedule": {"days": "mon"}}, auckland) == NO


def test_without_my_clock_the_hour_is_unknown():
    assert truth({"schedule": NIGHT}, facts()) == UNKNOWN


# ── script ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("Я знаю, где ты живёшь", None, YES),
        ("Я знаю, где ты живёшь", "fr", YES),  # whatever the author says it is
        ("Я знаю, где ты живёшь @camille@mastodon.test https://exemple.test/un/lien/bien/long", None, YES),
        ("أعرف أين تسكنين", None, YES),
        ("你好", None, YES),
        ("Merci pour votre livre, я знаю, где ты живёшь", "fr", YES),
        ("Merci pour ce moment, le mot Привет est joli", "fr", NO),
        ("Merci à محمد pour tout", "fr", NO),
        ("tu es une сoннаrdе", "fr", NO),  # a disguise, which is read
        ("𝓶𝓮𝓻𝓬𝓲 ｐｏｕｒ 𝗰𝗲 texte", "fr", NO),
        ("Ich weiß, wo du wohnst", "de", YES),
        ("Gdzie mieszkasz, wiem wszystko dobrze", None, YES),
        ("Gdzie mieszkasz, wiem wszystko dobrze", "fr", YES),
        ("Gdzie mieszkasz", None, UNKNOWN),
        ("Gdzie mieszkasz", "und", UNKNOWN),
        ("lol", None, UNKNOWN),
        ("lol", "en", NO),
        ("Bonjour Camille, je vous lis avec plaisir", None, NO),
        ("I read you with pleasure", None, NO),
        ("🎉🎉", None, NO),
        ("42 !", "fr", NO),
        ("", None, NO),
    ],
)
def test_what_cannot_be_read_is_said_to_be_unread(text, lang, expected):
    assert truth({"script": "unread"}, facts(text, lang=lang)) == expected


def test_a_writing_is_found_by_its_name_and_where_it_stands():
    verdict = ask({"script": ["cyrillic", "arabic"]}, facts("Coucou, Привет à toi"))
    assert (str(verdict.truth), verdict.spans) == (YES, ((8, 14),))
    assert truth({"script": "arabic"}, facts("Coucou, Привет")) == NO
    assert truth({"script": "han"}, facts("好")) == YES
    assert truth({"script": "devanagari"}, facts("नमस्ते")) == YES
    assert truth({"script": "cyrillic"}, facts("@привет.test bonjour")) == NO


# ── identical_text ───────────────────────────────────────────────────────────────────────────────────────────────────


def minutes(count):
    return micros(NOW + timedelta(minutes=count))


def copied(*times):
    """Copies by as many other authors: minutes before (negative) or after, a pair for who wrote it both before and after."""
    pairs = [one if isinstance(one, tuple) else (one, None) if one <= 0 else (None, one) for one in times]
    return msgspec.structs.replace(
        facts(), copies=tuple(tuple(None if one is None else minutes(one) for one in pair) for pair in pairs)
    )


ALIKE_IN_AN_HOUR = {"identical_text": {"authors": 3, "within": "1 hour"}}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (copied(), NO),
        (copied(-1), NO),
        (copied(-1, -59), YES),
        (copied(-1, -60), NO),
        (copied(-1, 58), YES),
        (copied(-1, 59), NO),  # from one to the other it is an hour
        (copied(1, 59), YES),
        (copied(30, -31), NO),
        (copied((-40, 10), -45), YES),
        (copied((-59, 10), 50), YES),
        (copied((-120, 120), -1, 70), NO),
        (copied(0, 0), YES),
        (facts(), UNKNOWN),
    ],
)
def test_authors_of_copies_are_counted_in_event_time(given, expected):
    assert truth(ALIKE_IN_AN_HOUR, given) == expected


def test_whichever_copy_comes_last_sees_the_others():
    moments = (0, 20, 59)
    for order in permutations(moments):
        last = order[-1]
        given = with_mention(copied(*()), received_at=NOW + timedelta(minutes=last))
        pairs = tuple((minutes(one), None) if one <= last else (None, minutes(one)) for one in order[:-1])
        assert truth(ALIKE_IN_AN_HOUR, msgspec.structs.replace(given, copies=pairs)) == YES


def in_each_window(times):
    """Authors in the fullest hour that holds minute 0, counted window by window."""
    ends = {0, *(after for _, after in times if after is not None and after < 60)}
    inside = [
        [(before is not None and before > end - 60) or (after is not None and after <= end) for before, after in times]
        for end in ends
    ]
    return 1 + max(map(sum, inside))


PAIRS = st.tuples(st.integers(-80, 0), st.integers(1, 80)) | st.integers(-80, 0) | st.integers(1, 80)


@given(st.lists(PAIRS, max_size=8))
def test_the_fullest_window_is_found_as_by_trying_each(times):
    written = {"identical_text": {"authors": 2, "within": "1 hour"}}
    pairs = [one if isinstance(one, tuple) else (one, None) if one <= 0 else (None, one) for one in times]
    assert ask(written, copied(*times)).note.startswith(f"{in_each_window(pairs)} authors")


# ── all of them ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("written", "cure"),
    [
        ({"link_domain": []}, "is empty"),
        ({"link_domain": "https://evil.test/x"}, "without http://"),
        ({"link_domain": "localhost"}, "no domain"),
        ({"new_account": 7}, "span of time"),
        ({"new_account": "0 days"}, "span of time"),
        ({"bare_profile": 0}, "greater than or equal to 1"),
        ({"bare_profile": 5}, "less than or equal to 4"),
        ({"bare_profile": True}, "whole number"),
        ({"identical_text": {"authors": 1, "within": "1 hour"}}, "greater than or equal to 2"),
        ({"identical_text": {"authors": ALIKE + 2, "within": "1 hour"}}, "less than or equal to"),
        ({"identical_text": {"authors": 5}}, "is missing; add within"),
        ({"identical_text": {"authors": 5, "within": "8 days"}}, "1 week at most"),
        ({"mentions_count": {}}, "needs under or over"),
        ({"mentions_count": {"over": -1}}, "greater than or equal to 0"),
        ({"image_known": "f0e1"}, "16 hexadecimal digits"),
        ({"image_known": "0000000000000000"}, "plain picture"),
        ({"image_known": "f0e1d2c3b4a59687", "distance": 20}, "less than or equal to 12"),
        ({"script": "klingon"}, "must be one of 'unread'"),
        ({"schedule": {}}, "needs from and to, or days"),
        ({"schedule": {"from": "22:00"}}, "needs both from and to"),
        ({"schedule": {"from": "22:00", "to": "22:00"}}, "begins when it ends"),
        ({"schedule": {"from": "00:00", "to": "24:00"}}, "begins when it ends"),
        ({"schedule": {"from": "22h", "to": "07:00"}}, 'write "22:00"'),
        ({"schedule": {"from": "25:00", "to": "07:00"}}, "no time of day"),
        ({"schedule": {"from": "10:60", "to": "07:00"}}, "no time of day"),
        ({"schedule": {"days": []}}, "is empty"),
        ({"schedule": {"days": ["monday"]}}, "must be one of 'mon'"),
    ],
)
def test_what_cannot_be_asked_is_told_with_what_to_write_instead(written, cure):
    with pytest.raises(ValidationError) as refused:
        rules({"all": [written]})
    assert cure in str(refused.value)
    assert "Write it like" in str(refused.value)


def test_times_may_be_written_as_toml_has_them():
    import tomllib

    written = tomllib.loads("schedule = { from = 22:00:00, to = 07:00:00 }")
    assert truth(written, at(2026, 3, 2, 22, 0)) == YES


EVERY = [
    {"link_domain": "evil.test"},
    {"new_account": "7 days"},
    {"bare_profile": 3},
    {"identical_text": {"authors": 2, "within": "1 hour"}},
    {"mentions_count": {"over": 0}},
    {"image_known": f"{KNOWN:016x}"},
    {"script": "cyrillic"},
    {"schedule": {"days": "sun"}},
]


def test_what_was_decided_is_decided_again_from_what_was_kept():
    given = with_mention(
        facts("Привет https://evil.test", created_at=NOW, **BARE),
        others=("did:plc:lou",),
        media=(Media(kind="image", phash=f"{KNOWN:016x}"),),
    )
    given = msgspec.structs.replace(given, copies=((minutes(-1), None),), offset=3600)
    kept = msgspec.msgpack.decode(msgspec.msgpack.encode(given), type=Facts)
    assert kept == given
    asked = engine({"all": EVERY})
    first, again = (asked.decide("camille", one, NOW) for one in (given, kept))
    assert first == again
    assert first.rules == ("rule 1",)


def test_of_a_mention_without_anything_known_nothing_is_claimed():
    told = [truth(one, facts()) for one in EVERY]
    assert told == [NO, UNKNOWN, UNKNOWN, UNKNOWN, NO, NO, NO, UNKNOWN]
