"""A public authority signs when my evidence existed, and I believe it only by the certificate that I was given."""

import asyncio
import subprocess
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from cryptography import x509

from bot.deposits.rfc3161 import Rfc3161, examine
from bot.errors import ChainBroken, Refused, TryLater
from tests.doubles.authority import Authority

NOTE = b"rempart/0123456789abcdef/aa55\n7\nseal\n"


async def test_the_authority_proves_when_the_note_existed(stamping, roots):
    token = await stamping.leave(NOTE)
    proof = examine(token.data, NOTE, roots)
    assert token.done
    assert abs(proof.at - datetime.now(UTC)) < timedelta(minutes=1)
    assert (proof.by, proof.pinned) == ("CN=Test authority", True)
    assert await stamping.complete(token.data) == token


async def test_without_its_certificate_the_authority_is_only_who_it_says_it_is(stamping):
    token = await stamping.leave(NOTE)
    assert not examine(token.data, NOTE).pinned


async def test_a_stamp_over_something_else_or_altered_does_not_hold(stamping, roots):
    token = (await stamping.leave(NOTE)).data
    with pytest.raises(ChainBroken, match="Mismatch"):
        examine(token, NOTE + b"x", roots)
    for place in (0, token.index(sha256(NOTE).digest()), len(token) - 5):
        altered = token[:place] + bytes([token[place] ^ 1]) + token[place + 1 :]
        with pytest.raises(ChainBroken, match="the time-stamp"):
            examine(altered, NOTE, roots)


@pytest.mark.parametrize("wrong", [b"", b"nothing", b"0\x82\xff\xff"])
def test_what_is_no_time_stamp_cannot_be_read(wrong, roots):
    for known in (roots, ()):
        with pytest.raises(ChainBroken, match="cannot be read"):
            examine(wrong, NOTE, known)


async def test_another_authority_than_the_one_i_named_is_refused(authority, tmp_path):
    other = x509.load_pem_x509_certificates(Authority(tmp_path / "two").certificate.read_bytes())
    with pytest.raises(Refused, match="does not hold"):
        await Rfc3161("authority", authority.url, other, loopback=True).leave(NOTE)


async def test_an_answer_to_an_earlier_question_is_refused(authority, stamping):
    await stamping.leave(NOTE)
    authority.faults = ["replay"]
    with pytest.raises(Refused, match="Nonce"):
        await stamping.leave(NOTE)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("busy", TryLater),
        ("garbage", Refused),
        ("elsewhere", Refused),
        ("endless", Refused),
        ("bad request", Refused),
    ],
)
async def test_whatever_else_comes_is_told_as_what_it_is(authority, stamping, fault, error):
    authority.faults = [fault]
    with pytest.raises(error):
        await stamping.leave(NOTE)


async def test_an_authority_that_is_down_is_tried_later(authority, stamping):
    await authority.stop()
    with pytest.raises(TryLater, match="no answer"):
        await stamping.leave(NOTE)
    await authority.start()


async def test_a_name_that_leads_inside_is_never_asked(authority, roots):
    with pytest.raises(Refused, match="private"):
        await Rfc3161("authority", authority.url, roots).leave(NOTE)
    assert authority.asked == 0


async def test_somebody_who_does_not_trust_us_can_check_it_with_openssl(stamping, certified, tmp_path):
    (tmp_path / "note").write_bytes(NOTE)
    (tmp_path / "token").write_bytes((await stamping.leave(NOTE)).data)
    command = ["openssl", "ts", "-verify", "-data", "note", "-in", "token", "-CAfile", str(certified.certificate)]
    run = await asyncio.to_thread(subprocess.run, command, cwd=tmp_path, check=True, capture_output=True)
    assert b"OK" in run.stdout
