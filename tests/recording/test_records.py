"""What is sealed of a mention is small, and comes back as it was judged."""

from datetime import UTC, datetime, timedelta
from itertools import chain

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import inspect

from bot.errors import ChainBroken
from bot.model.arrival import Arrival
from bot.model.decision import Decision
from bot.model.facts import RECENT, Facts, History, Relation
from bot.model.mention import Media, Mention
from bot.model.noun import micros
from bot.model.record import Record
from bot.platforms.bluesky.normalise import normalise as of_bluesky
from bot.platforms.mastodon.normalise import normalise as of_mastodon
from bot.recording import records
from bot.recording.histories import Past, folded, unfolded
from scripts.dictionary import bluesky, mastodon
from scripts.dictionary.invented import Invention

EACH = 40
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def judged():
    """Records of both platforms, with the handles of the accounts that were addressed."""
    invention = Invention(7)
    for brought, normalise, people in (
        (mastodon.arrivals(invention, EACH), of_mastodon, mastodon.PROTECTED),
        (bluesky.arrivals(invention, EACH), of_bluesky, bluesky.PROTECTED),
    ):
        for arrival in brought:
            for mention in normalise(arrival, people):
                assert isinstance(mention, Mention)
                handle = people[mention.to].accounts[0].handle
                yield Record(arrival=arrival, facts=Facts(mention=mention), decision=Decision(decided_at=NOW)), handle


@pytest.fixture(scope="module")
def every():
    return list(judged())


def test_every_record_comes_back_as_it_was(every):
    assert len(every) >= 2 * EACH
    for record, handle in every:
        assert records.read(records.write(record, 1, handle)) == record
        assert records.read(records.write(record, records.WHOLE, handle)) == record


def test_what_is_read_again_is_not_written(every):
    small, whole = (sum(len(records.write(one, n, handle)) for one, handle in every) for n in (1, records.WHOLE))
    assert small < 0.8 * whole


def test_a_likeness_that_the_bytes_do_not_tell_is_kept(every):
    record, handle = every[0]
    known = msgspec.structs.replace(record.facts.mention, media=(Media(kind="image", phash="0" * 16),))
    record = msgspec.structs.replace(record, facts=msgspec.structs.replace(record.facts, mention=known))
    assert records.read(records.write(record, 1, handle)) == record


def test_records_of_the_first_release_are_read(every):
    for record, _ in every:
        assert records.read(msgspec.msgpack.encode(record)) == record


moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - as hypothesis has it
coarse = moments.map(lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000))


@given(st.lists(moments | coarse, max_size=2 * RECENT), st.booleans())
def test_a_history_comes_back_to_the_microsecond(told, hit):
    history = History()
    for at in told:
        history = history.after(at, hit=hit)
    assert unfolded(folded(history, micros(NOW)), micros(NOW)) == history


def test_a_history_that_told_when_it_began_is_still_read():
    history = History()
    for minutes in (0, 7, 12):
        history = history.after(NOW + timedelta(minutes=minutes), hit=False)
    at = micros(NOW + timedelta(hours=1))
    told = Past(3, 0, 1000, 48 * 60_000, 12 * 60_000, (0, 5 * 60_000, 7 * 60_000))
    assert (unfolded(told, at), folded(history, at).first) == (history, None)


def test_a_full_history_takes_little_room(every):
    record, handle = every[0]
    history = History()
    for number in range(RECENT):
        history = history.after(NOW + timedelta(minutes=7 * number), hit=False)
    facts = msgspec.structs.replace(record.facts, history=history, relation=Relation(following=False))
    before = len(records.write(record, 1, handle))
    assert len(records.write(msgspec.structs.replace(record, facts=facts), 1, handle)) - before < 6 * RECENT


def test_a_mention_that_is_read_otherwise_now_is_not_passed_off_as_what_was_judged(every, monkeypatch):
    record, handle = every[0]
    content = records.write(record, 1, handle)
    monkeypatch.setattr(
        records, "normaliser", lambda *_: lambda arrival, people: [renamed(one) for one in of_mastodon(arrival, people)]
    )
    with pytest.raises(ChainBroken, match="something else"):
        records.read(content)


def renamed(mention):
    return msgspec.structs.replace(mention, text=mention.text + "!")


def test_a_normaliser_of_a_later_release_is_named(every):
    record, handle = every[0]
    with pytest.raises(ChainBroken, match="normaliser 9 of mastodon"):
        records.read(records.write(record, 9, handle))


@pytest.mark.parametrize("content", [b"", b"\xc1", b"\x93\x01\x02\x03", b"\x80", b"what somebody wrote"])
def test_what_is_no_record_is_refused(content):
    with pytest.raises(msgspec.MsgspecError):
        records.read(content)


def test_only_the_normalisers_that_are_numbered_are_trusted_to_read_again():
    assert records.numbers({"mastodon": of_mastodon, "bluesky": lambda *_: ()}) == {"mastodon": 1}
    assert set(chain(records.numbers({"mastodon": of_mastodon, "bluesky": of_bluesky}))) == {"mastodon", "bluesky"}


PLAIN = {
    inspect.StrType: "something",
    inspect.BytesType: b"something",
    inspect.BoolType: True,
    inspect.IntType: 7,
    inspect.FloatType: 0.5,
    inspect.DateTimeType: NOW,
    inspect.TimeDeltaType: timedelta(days=3),
}


def filled(kind):  # noqa: PLR0911 - one for each kind of type
    """A value of a type in which no field has its default."""
    match kind:
        case inspect.StructType(cls=noun, fields=fields):
            return noun(**{one.name: filled(one.type) for one in fields if (noun, one.name) not in ELSEWHERE})
        case inspect.UnionType(types=types):
            return filled(next(one for one in types if not isinstance(one, inspect.NoneType)))
        case inspect.VarTupleType(item_type=item):
            return (filled(item),)
        case inspect.TupleType(item_types=items):
            return tuple(filled(item) for item in items)
        case inspect.EnumType(cls=words):
            return list(words)[-1]
        case inspect.DictType(key_type=key, value_type=value):
            return {filled(key): filled(value)}
    return PLAIN[type(kind)]


ELSEWHERE = {(Arrival, "sign")}
"""Fields that no record has: a sign of life comes with no mention."""


def at_default(noun):
    """The fields of a value, and of all values in it, that are what they are without being told."""
    if isinstance(noun, tuple):
        return [name for one in noun for name in at_default(one)]
    if not isinstance(noun, msgspec.Struct):
        return []
    found = []
    for one in inspect.type_info(type(noun)).fields:
        told = getattr(noun, one.name)
        if not one.required and told == one.default and (type(noun), one.name) not in ELSEWHERE:
            found.append(f"{type(noun).__name__}.{one.name}")
        found += at_default(told)
    return found


def test_no_field_that_a_record_has_or_will_ever_have_is_forgotten():
    record = filled(inspect.type_info(Record))
    assert at_default(record) == []
    assert records.read(records.write(record, records.WHOLE, "the handle")) == record


def test_whatever_was_known_of_a_mention_that_is_read_again_is_not_forgotten(every):
    known = filled(inspect.type_info(Facts))
    for record, handle in (every[0], every[-1]):
        facts = msgspec.structs.replace(known, mention=record.facts.mention)
        whole = msgspec.structs.replace(record, facts=facts)
        assert records.read(records.write(whole, 1, handle)) == whole
