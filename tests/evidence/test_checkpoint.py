"""A checkpoint says how far my evidence had come, and nobody can change a letter of it."""

from base64 import b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ChainBroken
from bot.evidence.chain import Head
from bot.evidence.checkpoint import Signer, Verifier, installation, parse, sign, verify

SIGNER = Signer("rempart/0123456789abcdef", b"1" * 32)
OTHER = Signer("rempart/0123456789abcdef", b"2" * 32)
ORIGIN = "rempart/0123456789abcdef/aa55"
heads = st.builds(
    lambda number, seal: Head(number=number, seal=seal.hex()),
    st.integers(1, 10**14),
    st.binary(min_size=32, max_size=32),
)


@given(heads)
def test_what_was_signed_is_read_back_and_holds(head):
    note = parse(sign(ORIGIN, head, [SIGNER, OTHER]))
    assert (note.origin, note.head) == (ORIGIN, head)
    assert verify(note, [OTHER.verifier, SIGNER.verifier]) == (SIGNER.verifier, OTHER.verifier)
    assert verify(note, [OTHER.verifier]) == (OTHER.verifier,)


@given(heads, st.data())
def test_any_change_of_a_checkpoint_shows(head, data):
    note = sign(ORIGIN, head, [SIGNER])
    place = data.draw(st.integers(0, len(note) - 1))
    sign_put = data.draw(st.characters(exclude_categories=["Cs"]).filter(lambda one: one != note[place]))
    with pytest.raises(ChainBroken):
        verify(parse(note[:place] + sign_put + note[place + 1 :]), [SIGNER.verifier])


@given(heads, st.integers(0, 400), st.integers(1, 400))
def test_a_checkpoint_cut_or_lengthened_shows(head, at, length):
    note = sign(ORIGIN, head, [SIGNER])
    for changed in (note[: at % len(note)], note + "\n", "\n" + note, note[:at] + note[at + length :]):
        if changed != note:
            with pytest.raises(ChainBroken):
                verify(parse(changed), [SIGNER.verifier])


def test_a_checkpoint_of_somebody_elses_key_is_not_mine():
    stranger = Signer("rempart/fedcba9876543210", b"3" * 32)
    note = parse(sign(ORIGIN, Head(number=1, seal="ab" * 32), [stranger]))
    with pytest.raises(ChainBroken, match="no key that is known"):
        verify(note, [SIGNER.verifier])


def test_signatures_by_others_are_passed_over():
    written = sign(ORIGIN, Head(number=1, seal="ab" * 32), [SIGNER])
    witness = b64encode(b"\x00\x01\x02\x03" + b"w" * 72).decode()
    note = parse(f"{written}— witness.test/w {witness}\n")
    assert verify(note, [SIGNER.verifier]) == (SIGNER.verifier,)


def test_the_example_of_the_format_itself_is_read():
    """From C2SP's text of the form: a key of their own, so that nothing but its shape can be held against it."""
    note = parse(
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+"
        "zyWE+xeMcTOAYQ8=\n"
    )
    assert (note.origin, note.head.number, note.signatures[0].id) == (
        "example.com/behind-the-sofa",
        20852163,
        "033de0ae",
    )


def test_a_verifiers_key_is_read_as_it_is_written_and_in_no_other_way():
    written = str(SIGNER.verifier)
    assert Verifier.parse(written) == SIGNER.verifier
    name, key_id, key = written.split("+", 2)
    for wrong in ("", name, f"{name}+{key_id}", f"{name}+00000000+{key}", f"{name}x+{key_id}+{key}", written[:-3]):
        with pytest.raises(ValueError, match="verifier"):
            Verifier.parse(wrong)


def test_the_signature_is_one_that_any_ed25519_verifies():
    note = parse(sign(ORIGIN, Head(number=1, seal="ab" * 32), [SIGNER]))
    Ed25519PublicKey.from_public_bytes(SIGNER.verifier.public).verify(note.signatures[0].value, note.text.encode())


def test_an_installation_is_named_after_its_first_key_and_tells_nothing_of_anybody():
    assert installation(SIGNER.verifier.public) == installation(SIGNER.verifier.public)
    assert installation(SIGNER.verifier.public) != installation(OTHER.verifier.public)
