"""A calendar gathers digests, and a block of Bitcoin proves later that my evidence was among them."""

from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.deposits.opentimestamps import examine
from bot.errors import ChainBroken, Malformed, Refused, TryLater
from bot.evidence.opentimestamps import (
    APPEND,
    BITCOIN,
    DEEPEST,
    PENDING,
    PREPEND,
    SHA256,
    Attestation,
    Node,
    Step,
    attested,
    parse,
    parse_node,
    walk,
    write,
)
from tests.doubles.calendar import ANYTHING, header

NOTE = b"rempart/0123456789abcdef/aa55\n7\nseal\n"
attestations = st.builds(
    Attestation, tag=st.sampled_from([BITCOIN, PENDING, bytes(8)]), payload=st.binary(min_size=1, max_size=9)
)
operations = st.sampled_from([SHA256, 0x02, 0xF2, APPEND, PREPEND])
nodes = st.recursive(
    st.builds(Node, attestations=st.lists(attestations, min_size=1, max_size=2).map(tuple)),
    lambda inner: st.builds(
        Node,
        attestations=st.lists(attestations, max_size=1).map(tuple),
        steps=st.lists(
            st.builds(
                lambda operation, argument, node: Step(
                    operation=operation,
                    argument=argument if operation >= APPEND and operation != 0xF2 else b"",
                    node=node,
                ),
                operations,
                st.binary(min_size=1, max_size=5),
                inner,
            ),
            min_size=1,
            max_size=2,
        ).map(tuple),
    ),
    max_leaves=5,
)


async def test_my_note_is_taken_and_proven_hours_later(calendar, gathering):
    token = await gathering.leave(NOTE)
    pending = examine(token.data, NOTE, {})
    assert (token.done, pending.at, pending.by) == (False, None, calendar.url)
    with pytest.raises(TryLater, match="no block"):
        await gathering.complete(token.data)
    calendar.mine(900_000)
    done = await gathering.complete(token.data)
    assert done.done
    assert examine(done.data, NOTE, {}).needs == 900_000
    proof = examine(done.data, NOTE, calendar.headers, easiest=ANYTHING)
    assert (proof.at.tzinfo, proof.by) == (UTC, "Bitcoin block 900000")


async def test_a_block_that_cost_no_work_is_not_believed(calendar, gathering):
    token = await gathering.leave(NOTE)
    calendar.mine(900_000)
    done = await gathering.complete(token.data)
    with pytest.raises(ChainBroken, match="too little work"):
        examine(done.data, NOTE, calendar.headers)
    with pytest.raises(ChainBroken, match="another Merkle root"):
        examine(done.data, NOTE, {900_000: header(bytes(32))}, easiest=ANYTHING)


async def test_the_calendar_never_sees_the_digest_of_my_note(calendar, gathering):
    first, second = await gathering.leave(NOTE), await gathering.leave(NOTE)
    assert len(calendar.taken) == 2
    assert first.data != second.data


async def test_a_proof_is_of_one_note_alone(gathering):
    token = await gathering.leave(NOTE)
    with pytest.raises(ChainBroken, match="something else"):
        examine(token.data, NOTE + b"x", {})


@pytest.mark.parametrize("fault", [b"", b"\x00", b"\xf0", b"\x08" * 300, b"\x00" + bytes(8) + b"\x01x", 400, 302])
async def test_an_answer_that_cannot_be_used_is_refused(calendar, gathering, fault):
    calendar.faults = [fault]
    with pytest.raises(Refused):
        await gathering.leave(NOTE)


async def test_a_busy_calendar_is_tried_later(calendar, gathering):
    calendar.faults = [503]
    with pytest.raises(TryLater):
        await gathering.leave(NOTE)


@given(nodes)
def test_a_proof_is_read_back_as_it_was_written(node):
    digest = bytes(range(32))
    assert parse(write(digest, node)) == (digest, node)


@given(st.binary(max_size=60))
def test_any_bytes_are_a_tree_or_are_refused(data):
    try:
        node = parse_node(data)
        list(walk(bytes(32), node))
    except Malformed:
        return
    assert node.attestations or node.steps


def test_a_proof_too_deep_or_too_large_is_refused():
    end = b"\x00" + PENDING + b"\x02\x01x"
    parse_node(b"\x08" * DEEPEST + end)
    with pytest.raises(Malformed, match="larger"):
        parse_node(b"\x08" * (DEEPEST + 1) + end)
    with pytest.raises(Malformed, match="too long"):
        parse_node(b"\xf0\xff\xff\x01" + end)


def test_the_work_of_a_block_is_looked_at():
    root = bytes(range(32))
    made = header(root)
    assert attested(root, made, easiest=ANYTHING)
    for wrong in (made[:79], made[:40] + b"x" + made[41:]):
        with pytest.raises(ChainBroken, match="Merkle root"):
            attested(root, wrong, easiest=ANYTHING)
    harder = made[:72] + b"\x01\x00\x00\x03" + made[76:]
    with pytest.raises(ChainBroken, match="too little work"):
        attested(root, harder, easiest=ANYTHING)
