"""What I keep in the vault is recognised however it is written, and nothing else is taken for it."""

import pytest

from bot.model.leak import LeakKind
from bot.signals.leaks.keyed import Keyed
from bot.signals.leaks.pieces import kept
from bot.signals.leaks.secret import Vault
from tests.signals.leaks.forms import WRITTEN

KEYED = Keyed([bytes(range(32))])
AIM = 0.98


def vault(*values):
    return Vault([kept(f"v{number}", kind, value, KEYED) for number, (kind, value) in enumerate(values)], KEYED)


EVERYTHING = vault(*((one.kind, one.value) for one in WRITTEN))


@pytest.mark.parametrize("one", WRITTEN, ids=lambda one: one.kind.value)
def test_ten_forms_and_more_of_what_i_keep_are_recognised(one):
    assert len(one.forms) >= 10
    mine = vault((one.kind, one.value))
    missed = [form for form in one.forms if one.kind not in {leak.kind for leak in mine.find(form).leaks}]
    assert len(missed) <= (1 - AIM) * len(one.forms), missed


@pytest.mark.parametrize("one", WRITTEN, ids=lambda one: one.kind.value)
def test_what_only_resembles_it_is_left_alone(one):
    mine = vault((one.kind, one.value))
    assert [other for other in one.others if mine.find(other).leaks] == []


def test_where_it_stands_is_told_in_the_characters_of_what_was_written():
    text = "😀 à bientôt, 12 rue des Lilas ! 0️⃣6️⃣ 39 98 12 34"
    said = {leak.kind: text[slice(*leak.span)] for leak in EVERYTHING.find(text).leaks}
    assert said == {LeakKind.ADDRESS: "12 rue des Lilas", LeakKind.PHONE: "0️⃣6️⃣ 39 98 12 34"}


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (LeakKind.ADDRESS, "12"),
        (LeakKind.PHONE, "06"),
        (LeakKind.EMAIL, "camille"),
        (LeakKind.NAME, "L"),
        (LeakKind.PLATE, "AB"),
        (LeakKind.PLACE, "à"),
        (LeakKind.DOCUMENT, "12"),
    ],
)
def test_what_says_too_little_is_refused_and_not_repeated(kind, value):
    with pytest.raises(ValueError, match=r"need|looks like") as refused:
        kept("v", kind, value, KEYED)
    assert f" {value} " not in f" {refused.value} "


def test_a_vault_shows_how_much_it_holds_and_nothing_of_it():
    assert repr(EVERYTHING).startswith("Vault(Index(")
    assert repr(KEYED) == "Keyed(1 keys)"


@pytest.mark.parametrize(
    "written",
    ["12 rue des Lilsa", "12 rue des Lils", "12 rue des Lillas", "12 rue des Lolas", "12 rue des Ilals"],
    ids=["two that changed places", "one too few", "one too many", "another one", "another first one"],
)
def test_a_street_with_a_letter_wrong_beside_its_number_is_known_by_its_first(written):
    mine = vault((LeakKind.ADDRESS, "12 rue des Lilas, 75020 Paris"))
    assert bool(mine.find(written).leaks) is written.startswith("12 rue des L")


def test_what_is_kept_of_a_street_does_not_tell_how_long_its_name_is():
    short, long = (
        kept("v", LeakKind.ADDRESS, f"12 rue {name}, 75020 Paris", KEYED) for name in ("Lilas", "Chrysanthemes")
    )
    assert {piece: len(digests) for piece, digests in short.pieces.items()} == {
        piece: len(digests) for piece, digests in long.pieces.items()
    }


def test_another_key_makes_other_digests_and_one_laid_over_the_first_finds_the_same():
    first, other = Keyed([bytes(32)]), Keyed([bytes(range(32))])
    both = Keyed([bytes(32), bytes(range(32))])
    assert len({keyed.digest("word", "lilas") for keyed in (first, other, both)}) == 3
    assert both.laid_over(first.digest("word", "lilas")) == both.digest("word", "lilas")


@pytest.mark.parametrize("text", ["", " ", "12", "\x00", "@", "a" * 60_000, "1 " * 20_000, "é\u200b" * 5_000])
def test_any_text_is_read(text):
    EVERYTHING.find(text)
