"""My name and my address stand in a certificate, too: what I sign with tells them to nobody unseen."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, pkcs12
from cryptography.x509.name import _ASN1Type
from cryptography.x509.oid import NameOID

from bot.config.secret import Secret
from bot.dossier.finding import Sought
from bot.dossier.pdf import parts
from bot.dossier.reading import Place
from bot.dossier.scanning import scan
from bot.dossier.signing import Signer, sign
from bot.model.leak import LeakKind
from tests.dossier.plainly import pdf
from tests.dossier.plants import ORDINARY, knowing

NAME, HOME, BOX = "Éloïse Quasimodette", "4217 rue des Zinzolins, 97981 Zibeline-sur-Orvet", "quasimodette@boite.test"
FAR = "Pacific/Noumea"
MINE = Sought(knowing([(LeakKind.NAME, NAME), (LeakKind.ADDRESS, HOME), (LeakKind.EMAIL, BOX)]))
OURS = [x509.NameAttribute(NameOID.COMMON_NAME, "Rempart")]
SUBJECTS = {
    "UTF-8": [x509.NameAttribute(NameOID.COMMON_NAME, NAME)],
    "UTF-16": [x509.NameAttribute(NameOID.COMMON_NAME, NAME, _ASN1Type.BMPString)],
    "UTF-16 in capitals": [x509.NameAttribute(NameOID.COMMON_NAME, NAME.upper(), _ASN1Type.BMPString)],
    "in two": [x509.NameAttribute(NameOID.GIVEN_NAME, "Éloïse"), x509.NameAttribute(NameOID.SURNAME, "Quasimodette")],
    "printable": [x509.NameAttribute(NameOID.STREET_ADDRESS, HOME, _ASN1Type.PrintableString)],
    "address": [x509.NameAttribute(NameOID.POSTAL_ADDRESS, HOME)],
}


def identity(subject, *more):
    key = ec.generate_private_key(ec.SECP256R1())
    now, name = datetime.now(UTC), x509.Name(subject)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(x509.Name([])).public_key(key.public_key())
    made = made.serial_number(7).not_valid_before(now - timedelta(1)).not_valid_after(now + timedelta(9))
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    for one in (usage, *more):
        made = made.add_extension(one, critical=False)
    return key, made.sign(key, hashes.SHA256())


def signed(tmp_path, subject, *more):
    named = any(one.oid == NameOID.COMMON_NAME for one in subject)
    key, certificate = identity([*subject, *([] if named else OURS)], *more)
    file = tmp_path / "dossier.pdf"
    file.write_bytes(pdf({"lines": [ORDINARY]}))
    packed = pkcs12.serialize_key_and_certificates(b"a", key, certificate, None, NoEncryption())
    sign(file, Signer(packed, Secret("")))
    return file


@pytest.mark.parametrize("how", SUBJECTS)
def test_what_my_certificate_says_of_me_is_found_in_what_i_signed(tmp_path, how):
    signed(tmp_path, SUBJECTS[how])
    assert (Place.METADATA, 1) in [(one.place, one.number) for one in scan(tmp_path, MINE)]


def test_my_mailbox_in_a_certificate_is_found(tmp_path):
    signed(tmp_path, [], x509.SubjectAlternativeName([x509.RFC822Name(BOX)]))
    assert scan(tmp_path, MINE)


@pytest.mark.parametrize("how", SUBJECTS)
def test_a_certificate_that_lies_there_as_a_file_is_read(tmp_path, how):
    (tmp_path / "a.cer").write_bytes(identity(SUBJECTS[how])[1].public_bytes(Encoding.DER))
    assert scan(tmp_path, MINE)


def test_a_certificate_that_says_nothing_of_me_is_clean(tmp_path):
    signed(tmp_path, OURS)
    assert scan(tmp_path, MINE) == ()


@pytest.mark.parametrize(
    "raw",
    [
        NAME.encode(),
        b"\xef\xbb\xbf" + NAME.encode(),
        NAME.encode("latin-1"),
        b"\xfe\xff" + NAME.encode("utf-16-be"),
        b"\xff\xfe" + NAME.encode("utf-16-le"),
        NAME.encode("utf-16-be"),
        NAME.encode("utf-16-le"),
    ],
)
def test_my_name_is_read_in_whatever_way_a_pdf_writes_it(tmp_path, raw):
    title = b"(" + b"".join(b"\\%03o" % one for one in raw) + b")"
    (tmp_path / "a.pdf").write_bytes(pdf({"lines": [ORDINARY]}, title="Remplacé").replace(_title(), title))
    assert scan(tmp_path, MINE)


def _title():
    whole = pdf({"lines": [ORDINARY]}, title="Remplacé")
    start = whole.index(b"/Title") + 6
    begin = whole.index(b"(", start)
    return whole[begin : whole.index(b")", begin) + 1]


def test_a_letter_that_only_pdf_writes_so_is_read():
    raw = pdf({"lines": [ORDINARY]}).replace(b"/Type/Catalog", b"/Type/Catalog/X(L\\234uilleux)")
    assert "Lœuilleux" in parts(raw).strings


SIGNING = """
import sys
from pathlib import Path
from bot.config.secret import Secret
from bot.dossier.signing import Signer, sign
sign(Path(sys.argv[1]), Signer(Path(sys.argv[2]).read_bytes(), Secret("")))
"""


def test_the_clock_of_my_machine_does_not_tell_where_it_stands(tmp_path):
    key, certificate = identity(OURS)
    (tmp_path / "a.p12").write_bytes(
        pkcs12.serialize_key_and_certificates(b"a", key, certificate, None, NoEncryption())
    )
    (tmp_path / "a.pdf").write_bytes(pdf({"lines": [ORDINARY]}))
    command = [sys.executable, "-c", SIGNING, str(tmp_path / "a.pdf"), str(tmp_path / "a.p12")]
    subprocess.run(command, env={**os.environ, "TZ": FAR}, cwd=Path(__file__).parents[2], check=True)
    said = (tmp_path / "a.pdf").read_bytes()
    assert b"/ByteRange" in said
    assert not any(one in said for one in (b"+11", b"\\05311"))
