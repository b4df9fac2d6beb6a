"""The tree of a repository: each key stands where its digest puts it, and nowhere else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import Unproven
from bot.evidence import car as archives
from bot.evidence.cbor import encode
from bot.evidence.cid import cid_of
from bot.evidence.mst import depth, find
from tests.evidence.repositories import POSTS, car, put, section, tree

names = st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=1, max_size=13).map(lambda name: f"{POSTS}/{name}")
VALUE = cid_of(encode("a record"))


def grown(keys):
    blocks = {}
    return tree({key.encode(): VALUE for key in keys}, blocks), blocks


def key_at(layer, start=0):
    """A key that lies at this layer."""
    return next(key for n in range(start, 100_000) if depth((key := f"{POSTS}/k{n:06}").encode()) == layer)


@pytest.mark.parametrize(
    ("key", "layer"),
    [
        ("2653ae71", 0),
        ("blue", 1),
        ("app.bsky.feed.post/454397e440ec", 4),
        ("app.bsky.feed.post/9adeb165882c", 8),
    ],
)
def test_the_layers_are_those_of_the_specification(key, layer):
    assert depth(key.encode()) == layer


@settings(max_examples=60)
@given(st.sets(names, max_size=80), names)
def test_what_stands_there_is_found_and_what_does_not_is_proven_away(keys, other):
    root, blocks = grown(keys)
    assert all(find(blocks, root, key) == VALUE for key in keys)
    assert find(blocks, root, other) == (VALUE if other in keys else None)


def test_an_empty_repository_holds_nothing():
    root, blocks = grown([])
    assert find(blocks, root, f"{POSTS}/a") is None


def test_a_path_that_is_cut_off_proves_nothing():
    root, blocks = grown([f"{POSTS}/{n:05}" for n in range(300)])
    for name in list(blocks):
        rest = {one: block for one, block in blocks.items() if one != name}
        for key in (f"{POSTS}/00150", f"{POSTS}/00299", f"{POSTS}/zzz"):
            try:
                found = find(rest, root, key)
            except Unproven:
                continue
            assert found == find(blocks, root, key)


def entry(key, before="", value=VALUE, below=None, shared=None):
    both = 0
    while both < min(len(key), len(before)) and key[both] == before[both]:
        both += 1
    both = both if shared is None else shared
    return {"p": both, "k": key[both:].encode(), "v": value, "t": below}


LOW, LOWER = sorted([key_at(0), key_at(0, 50)])
FIRST, SECOND = sorted([LOW, key_at(1)])
MALFORMED = {
    "no map": [],
    "another key": {"l": None, "e": [], "x": 1},
    "a list that is none": {"l": None, "e": 1},
    "a pointer that is none": {"l": "x", "e": [entry(LOW)]},
    "an empty top": {"l": VALUE, "e": []},
    "out of order": {"l": None, "e": [entry(LOWER), entry(LOW, LOWER)]},
    "twice the same": {"l": None, "e": [entry(LOW), entry(LOW, LOW)]},
    "a prefix not shared": {"l": None, "e": [entry(LOW), entry(LOWER, LOW, shared=0)]},
    "a prefix beyond the key before": {"l": None, "e": [{**entry(LOW), "p": 5}]},
    "a prefix below nothing": {"l": None, "e": [{**entry(LOW), "p": -1}]},
    "a prefix that is true": {"l": None, "e": [entry(LOW), {**entry(LOWER, LOW), "p": True}]},
    "two layers in one node": {"l": None, "e": [entry(FIRST), entry(SECOND, FIRST)]},
    "something below the last layer": {"l": VALUE, "e": [entry(LOW)]},
    "a name that is none": {"l": None, "e": [entry("nothing")]},
    "a name with a space": {"l": None, "e": [entry("a b/c")]},
    "a value that is none": {"l": None, "e": [{**entry(LOW), "v": "x"}]},
    "an entry without its parts": {"l": None, "e": [{"k": b"a/b"}]},
    "an entry that is none": {"l": None, "e": ["x"]},
}


@pytest.mark.parametrize("node", MALFORMED.values(), ids=MALFORMED.keys())
def test_a_tree_that_breaks_its_rules_proves_nothing(node):
    blocks = {}
    root = put(blocks, node)
    with pytest.raises(Unproven):
        find(blocks, root, f"{POSTS}/zzz")


def test_a_subtree_that_stands_in_the_wrong_place_proves_nothing():
    keys = [f"{POSTS}/{n:05}" for n in range(300)]
    root, blocks = grown(keys)
    inner = [name for name in blocks if name != root]
    top = blocks[root]
    for one in inner:
        for other in inner:
            swapped = top.replace(one.raw, other.raw)
            if swapped != top:
                name = cid_of(swapped)
                verdicts(blocks | {name: swapped}, name, blocks, root, keys)


def verdicts(forged, name, blocks, root, keys):
    """A forged tree may hide what it holds; it never shows what stands elsewhere, nor a key out of its place."""
    for key in keys[::37]:
        try:
            found = find(forged, name, key)
        except Unproven:
            continue
        assert found in {None, find(blocks, root, key)}


@pytest.mark.parametrize("key", ["", "a", "a/b/c", "/b", "a/", "a b/c", "é/a", "a/" + "b" * 1023])
def test_a_name_that_no_repository_holds_is_refused(key):
    root, blocks = grown([LOW])
    with pytest.raises(Unproven):
        find(blocks, root, key)


def test_an_archive_is_no_larger_than_a_path():
    block = encode("x" * 1000)
    root = cid_of(block)
    with pytest.raises(Unproven, match="larger"):
        archives.archive(car(root, {root: block}) + section(root.raw + block) * 5000)


@pytest.mark.parametrize(
    "header",
    [
        {"roots": [], "version": 1},
        {"roots": [VALUE, VALUE], "version": 1},
        {"roots": [VALUE], "version": 2},
        {"roots": [VALUE], "version": True},
        {"roots": ["x"], "version": 1},
        {"roots": [VALUE], "version": 1, "more": 1},
        [],
    ],
)
def test_an_archive_of_another_form_is_refused(header):
    block = encode("a record")
    with pytest.raises(Unproven):
        archives.archive(section(encode(header)) + section(VALUE.raw + block))


@pytest.mark.parametrize("length", [b"\x80\x00", b"\x00", b"\xff\xff\xff\xff\x0f", b"\x80", b"\xff\xff\xff\x7f"])
def test_a_length_that_is_wrong_or_longer_than_it_need_be_is_refused(length):
    good = car(VALUE, {VALUE: encode("a record")})
    assert archives.archive(good).root == VALUE
    with pytest.raises(Unproven):
        archives.archive(good + length)


def test_an_archive_without_what_it_is_about_is_refused():
    other = encode("another")
    with pytest.raises(Unproven, match="lacks"):
        archives.archive(car(VALUE, {cid_of(other): other}))
