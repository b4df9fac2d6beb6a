"""My dossier is signed so that nobody can change a letter of it unseen."""

import asyncio
import random
from datetime import UTC, datetime, timedelta

import pypdfium2
import pytest
import pytest_asyncio
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

from bot.config.secret import Secret
from bot.dossier.signing import Signer, found_in, is_signed, sign
from bot.dossier.typesetting.blocks import Document, Page, Say
from bot.dossier.typesetting.printing import Sheet, print_all
from bot.errors import ConfigError, Refused
from tests.doubles.authority import Authority

PASSPHRASE = "un parapluie pour la pluie"
FLIPS = 300


@pytest.fixture(scope="module")
def identity(tmp_path_factory):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Camille Dorval")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365))
        .add_extension(x509.KeyUsage(True, True, False, False, False, False, False, False, False), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("identity") / "camille.p12"
    secret = BestAvailableEncryption(PASSPHRASE.encode())
    file.write_bytes(pkcs12.serialize_key_and_certificates(b"camille", key, certificate, None, secret))
    return file


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    folder = tmp_path_factory.mktemp("plain")
    page = Page(title="Dossier", rendering="Exemplaire", made="Établi", of="{n} / {total}")
    document = Document(language="fr", page=page, blocks=(Say(text="Le premier fait, puis tous les autres."),))
    print_all([Sheet(folder / "dossier.pdf", document)], folder, 1_790_000_000, lambda _: None)
    return (folder / "dossier.pdf").read_bytes()


@pytest.fixture(scope="module")
def signed(tmp_path_factory, plain, identity):
    file = tmp_path_factory.mktemp("signed") / "dossier.pdf"
    file.write_bytes(plain)
    sign(file, Signer(identity.read_bytes(), Secret(PASSPHRASE)))
    return file


def looked_at(file):
    return found_in(file.read_bytes())


def test_what_i_signed_holds_and_says_that_i_did(signed, plain):
    found = looked_at(signed)
    assert found.holds
    assert "Camille Dorval" in found.by
    assert abs(found.at - datetime.now(UTC)) < timedelta(minutes=10)
    assert not found.attested
    assert signed.read_bytes().startswith(plain)


def test_signed_it_is_still_an_archive_that_everybody_can_open(signed):
    data = signed.read_bytes()
    assert data.count(b"<pdfaid:part>2</pdfaid:part>") >= 1
    assert b"/ETSI.CAdES.detached" in data
    document = pypdfium2.PdfDocument(data)
    assert "Le premier fait" in document[0].get_textpage().get_text_bounded()


def test_whatever_byte_is_flipped_it_is_refused(signed, tmp_path):
    data = signed.read_bytes()
    opening = data.index(b"/Contents <") + len(b"/Contents <") - 1
    closing = data.index(b">", opening)
    covered = [*range(opening), *range(closing + 1, len(data))]
    drawn = random.Random(11)
    altered = tmp_path / "dossier.pdf"
    for place in (covered[0], covered[-1], data.rindex(b"/ByteRange") + 13, *drawn.sample(covered, FLIPS)):
        flipped = bytearray(data)
        flipped[place] ^= 1 << drawn.randrange(8)
        altered.write_bytes(flipped)
        assert not looked_at(altered).holds, place


def test_what_is_added_behind_my_signature_is_seen(signed, tmp_path):
    more = tmp_path / "dossier.pdf"
    more.write_bytes(signed.read_bytes() + b"\n% et encore\n")
    assert not looked_at(more).holds


def test_what_nobody_signed_is_no_signed_dossier(plain, signed):
    assert (is_signed(plain), is_signed(signed.read_bytes())) == (False, True)
    assert not found_in(plain).holds


def test_a_wrong_passphrase_is_said_and_never_shown(plain, identity, tmp_path):
    file = tmp_path / "dossier.pdf"
    file.write_bytes(plain)
    with pytest.raises(ConfigError, match="passphrase is another") as told:
        sign(file, Signer(identity.read_bytes(), Secret("un autre")))
    assert "un autre" not in str(told.value)
    assert PASSPHRASE not in repr(Signer(identity.read_bytes(), Secret(PASSPHRASE)))
    assert file.read_bytes() == plain


@pytest_asyncio.fixture
async def authority(tmp_path):
    one = Authority(tmp_path / "authority")
    await one.start()
    yield one
    await one.stop()


async def test_an_authority_attests_when_i_signed(authority, plain, identity, tmp_path):
    file = tmp_path / "dossier.pdf"
    file.write_bytes(plain)
    await asyncio.to_thread(sign, file, Signer(identity.read_bytes(), Secret(PASSPHRASE), authority.url))
    found = await asyncio.to_thread(looked_at, file)
    assert (found.holds, found.stamped, found.attested) == (True, True, False)
    root = x509.load_pem_x509_certificate(authority.certificate.read_bytes())
    found = await asyncio.to_thread(found_in, file.read_bytes(), (root,))
    assert (found.holds, found.attested) == (True, True)


async def test_an_authority_that_is_silent_leaves_my_dossier_as_it_was(plain, identity, tmp_path):
    file = tmp_path / "dossier.pdf"
    file.write_bytes(plain)
    with pytest.raises(Refused, match="time-stamping authority"):
        await asyncio.to_thread(sign, file, Signer(identity.read_bytes(), Secret(PASSPHRASE), "http://127.0.0.1:9/tsa"))
    assert file.read_bytes() == plain
