"""Whatever he sends and whatever I bring: of a dossier that nobody touched no verifier says in court that it is false."""

import zipfile
from datetime import timedelta

import msgspec
import pytest

from bot.custody import taking
from bot.custody.brought import brought, take
from bot.dossier import steps
from bot.dossier.bagging import packed
from bot.dossier.checking import Given, check
from bot.dossier.content import About
from bot.dossier.making import make
from bot.dossier.staging import Where
from bot.platforms.port import Captured
from tests.dossier.shield import HE, NOW, case_of, draft, lines, opened, played_lines, wrote
from tests.dossier.test_custody import HE as TROLL
from tests.dossier.test_custody import later, posted, with_picture
from tests.dossier.test_forging import alone
from tests.reliability.within import Within, now

RANCUNIER = "bluesky:did:plc:rancunier"
PRETENDING = msgspec.msgpack.encode({"raw": b"something else"})
"""What looks like one of our own records, which hold what was received within them."""
SIGNED = b"%PDF-1.7\nstartxref\n9\n%%EOF\n/ByteRange [0 9 9 9]\nstartxref\n99\n%%EOF\n"


def complete(store, one, folder, at=NOW):
    done = make(store, one, Where(folder / "whole", folder / "exports"), in_clear(), at, lambda _: None, lambda _: None)
    zipfile.ZipFile(done.place).extractall(folder / "whole")
    return folder / "whole"


def in_clear():
    return steps.sealed(steps.Way(passphrase="cheval pile agrafe correcte girafe bleue"))._replace(seal=packed)


def holds(place):
    status, said = alone(place)
    assert status == 0, said
    verdict = check(place, Given())
    assert verdict.faults == ()
    return verdict.said


@pytest.mark.parametrize("raw", [PRETENDING, b""])
def test_a_picture_that_he_made_to_look_like_a_record_of_ours_is_the_original_that_it_is(tmp_path, raw):
    within = Within(f"sqlite:///{tmp_path}/rempart.db")
    (mute,) = posted(within, with_picture())
    came = Captured(what="medium", url="https://pds.test/blob", raw=raw, at=now())
    with within.store.writing() as connection:
        taking.take(connection, within.store, taking.follow_up(mute, now()), [came], now())
    assert holds(complete(within.store, draft(About.ACCOUNT, TROLL), tmp_path, later()))
    within.store.close()


def test_a_certificate_that_a_doctor_signed_and_a_file_that_is_empty_are_as_they_came(store, tmp_path):
    some = [
        take(store, "camille", brought("pièce", raw, "x", by="camille", account="", dated=None, instrument=0), before)
        for raw in (SIGNED, b"", b"x", PRETENDING)
        for before in [NOW - timedelta(days=1)]
    ]
    said = " ".join(holds(complete(store, draft(subject=case_of(store, HE), outside=tuple(some)), tmp_path)))
    assert "6 of 6 PDFs are" in said
    assert "was signed on" not in said


def test_marks_upon_marks_make_no_fault_where_another_version_set_the_pages(tmp_path, monkeypatch):
    store = opened(
        played_lines(lines(wrote("e\u0301\u0327 Z\u0337\u031ba\u0334l\u0336g\u0335o", "2026-02-01T10:00:00Z"))),
        tmp_path,
    )
    place = complete(store, draft(About.ACCOUNT, RANCUNIER), tmp_path)
    store.close()
    monkeypatch.setattr("bot.dossier.typesetting.whole.SIGNS", 3)
    assert any("not what this software sets here: data/dossier.pdf" in each for each in holds(place))


def test_signs_that_stand_in_no_text_do_not_keep_me_from_a_masked_dossier(tmp_path):
    store = opened(played_lines(lines(wrote("je te\x00 vois\x01\x0b", "2026-02-01T10:00:00Z"))), tmp_path)
    one = draft(About.ACCOUNT, RANCUNIER)
    where = Where(tmp_path / "masked", tmp_path / "exports")
    done = make(store, one, where, steps.redacted(store, one), NOW, lambda _: None, lambda _: None)
    store.close()
    assert holds(done.place)
