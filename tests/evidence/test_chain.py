"""The trail: whatever is done to it shows."""

import hashlib
import json
import tracemalloc

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.errors import KeyMissing
from bot.evidence.chain import GENESIS, Entry, Fault, Head, Linker, link, verify
from bot.evidence.exhibit import seal, unseal
from bot.evidence.master import MasterKey
from bot.model.reason import Reason

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
payloads = st.dictionaries(words, words | st.integers(-(2**53) + 1, 2**53 - 1), max_size=4)
events = st.tuples(words, words, payloads)
chains = st.lists(events, min_size=2, max_size=8)


def chain(lines, person="camille", head=GENESIS) -> list[Entry]:
    linker = Linker(person, head)
    return [linker.append(*line) for line in lines]


def faults(entries, head=None) -> list[Fault]:
    return [broken.fault for broken in verify(entries, head)]


def places(entries) -> st.SearchStrategy[int]:
    return st.integers(0, len(entries) - 1)


@given(st.lists(events, max_size=8))
def test_an_untouched_trail_holds(lines):
    entries = chain(lines)
    assert faults(entries, entries[-1].head if entries else GENESIS) == []


@given(chains, st.integers(1, 7))
def test_a_trail_goes_on_from_where_it_stood(lines, cut):
    begun = chain(lines[:cut])
    assert begun + chain(lines[cut:], head=begun[-1].head) == chain(lines)


@given(chains, st.data())
def test_any_change_of_an_entry_shows(lines, data):
    entries = chain(lines)
    place, entry = drawn(entries, data)
    field = data.draw(st.sampled_from(["person", "number", "at", "event", "payload", "previous", "seal"]))
    value = data.draw(payloads if field == "payload" else st.integers(0, 9) if field == "number" else words)
    assume(value != getattr(entry, field))
    entries[place] = replace(entry, **{field: value})
    assert faults(entries)


@given(chains, st.data())
def test_any_change_shows_even_where_the_entry_was_sealed_anew(lines, data):
    entries = chain(lines)
    place, entry = drawn(entries[:-1], data)
    payload = data.draw(payloads.filter(lambda new: new != entry.payload))
    before = Head(number=entry.number - 1, seal=entry.previous)
    entries[place] = link(entry.person, before, entry.at, entry.event, payload)
    assert faults(entries) == [Fault.UNLINKED]


@given(chains, st.data())
def test_an_entry_taken_out_shows(lines, data):
    entries = chain(lines)
    place, _ = drawn(entries[:-1], data)
    del entries[place]
    assert faults(entries) == [Fault.MISSING]


@given(chains, st.data())
def test_an_entry_taken_out_shows_even_where_the_others_were_numbered_anew(lines, data):
    entries = chain(lines)
    place, _ = drawn(entries[:-1], data)
    del entries[place]
    renumbered = [replace(entry, number=number) for number, entry in enumerate(entries, 1)]
    assert Fault.UNLINKED in faults(renumbered)


@given(chains, st.data())
def test_entries_in_another_order_show(lines, data):
    entries = chain(lines)
    moved = data.draw(st.permutations(entries))
    assert (faults(moved) == []) == (moved == entries)


@given(chains, st.data())
def test_an_entry_put_in_shows(lines, data):
    entries = chain(lines)
    place, before = drawn(entries[:-1], data)
    put = link("camille", before.head, *data.draw(events.filter(lambda new: new != lines[place + 1])))
    entries.insert(place + 1, put)
    assert Fault.MISPLACED in faults(entries)


@given(chains, st.data())
def test_an_entry_told_twice_shows(lines, data):
    entries = chain(lines)
    place, entry = drawn(entries, data)
    entries.insert(place, entry)
    assert faults(entries) == [Fault.MISPLACED]


@given(chains, st.integers(0, 7))
def test_entries_cut_off_at_the_end_show_once_the_head_is_known(lines, kept):
    entries = chain(lines)
    cut = entries[: min(kept, len(entries) - 1)]
    assert faults(cut, entries[-1].head) == [Fault.TRUNCATED]
    assert faults(cut) == []


@given(chains, st.data())
def test_a_trail_written_anew_from_some_entry_on_shows_once_a_head_is_known(lines, data):
    entries = chain(lines)
    place = data.draw(places(entries))
    forged = [*lines]
    forged[place] = data.draw(events.filter(lambda new: new != lines[place]))
    assert faults(chain(forged)) == []
    assert faults(chain(forged), entries[-1].head) == [Fault.REWRITTEN]


@given(chains, st.data())
def test_an_earlier_head_still_proves_a_trail_that_has_grown(lines, data):
    entries = chain(lines)
    _, entry = drawn(entries, data)
    assert faults(entries, entry.head) == []


@given(chains, chains)
def test_the_entries_of_another_person_do_not_fit_in(lines, others):
    entries = chain(lines)
    assert Fault.MISPLACED in faults(entries + chain(others, "dominique", entries[-1].head))


def test_each_break_says_where_it_is():
    entries = chain([("2026-01-02T12:00:00Z", "mention", {"severity": n}) for n in range(5)])
    entries[1] = replace(entries[1], payload={"severity": 9})
    del entries[3]
    assert [broken.what for broken in verify(entries)] == [
        "entry 2 is not what was sealed",
        "entry 5 follows entry 3: what was between is gone",
    ]


@given(chains)
def test_somebody_who_does_not_trust_us_can_check_it_with_common_tools(lines):
    previous = "0" * 64
    for entry in chain(lines):
        assume(all(key.isascii() for key in entry.payload))
        line = [entry.person, entry.number, entry.at, entry.event, entry.payload, previous]
        text = json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        previous = hashlib.sha256(text.encode()).hexdigest()
        assert entry.seal == previous


def test_erased_content_cannot_be_read_and_the_trail_still_holds():
    master, linker = MasterKey.new(), Linker("camille")
    sealed = [seal(b"message %d" % number, master) for number in range(3)]
    entries = [
        linker.append("2026-01-02T12:00:00Z", "mention", {"exhibit": one.id, "digest": one.digest}) for one in sealed
    ]
    sealed[1] = replace(sealed[1], wrapped=b"")
    with pytest.raises(KeyMissing):
        unseal(sealed[1], master)
    assert unseal(sealed[2], master) == b"message 2"
    assert faults(entries, linker.head) == []


@pytest.mark.parametrize("value", [True, 1.5, None, ["a"], {"a": 1}, 2**60, "\ud800"])
def test_an_entry_that_cannot_be_proven_is_never_made_and_never_holds(value):
    with pytest.raises(ValueError):
        link("camille", GENESIS, "2026-01-02T12:00:00Z", "mention", {"what": value})
    entry = link("camille", GENESIS, "2026-01-02T12:00:00Z", "mention", {"what": "x"})
    assert faults([replace(entry, payload={"what": value})]) == [Fault.ALTERED]


def test_words_of_ours_are_sealed_as_they_will_be_read_back():
    entry = link("camille", GENESIS, "2026-01-02T12:00:00Z", "mention", {"reason": Reason.HATE})
    assert faults([replace(entry, payload={"reason": "hate"})]) == []


def test_a_long_trail_is_checked_without_holding_it_in_memory():
    linker = Linker("camille")
    tracemalloc.start()
    try:
        stream = (linker.append("2026-01-02T12:00:00Z", "mention", {"severity": 3}) for _ in range(20_000))
        assert sum(1 for _ in verify(stream)) == 0
        assert tracemalloc.get_traced_memory()[1] < 200_000
    finally:
        tracemalloc.stop()


def drawn(entries, data) -> tuple[int, Entry]:
    place = data.draw(places(entries))
    return place, entries[place]
