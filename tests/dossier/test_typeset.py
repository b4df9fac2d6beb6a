"""My dossier as it is handed over: all of what was done to me, on pages that can be read, printed, filed and checked."""

import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import msgspec
import pypdfium2
import pytest
from PIL import Image, ImageFilter

from bot.alerts.wording import texts_of
from bot.dossier.content import Element
from bot.dossier.fact import Showing
from bot.dossier.statement import Domicile, Judged, Statement
from bot.dossier.typesetting import cutting
from bot.dossier.typesetting.blocks import Head, Register, Say, Table
from bot.dossier.typesetting.cutting import cut
from bot.dossier.typesetting.press import HERE
from bot.dossier.typesetting.printing import Sheet, print_all
from bot.dossier.typesetting.sheets.french import bailiff, volatility
from bot.dossier.typesetting.sheets.hosts import hosts
from bot.dossier.typesetting.sheets.parts import by_reason, in_full, others
from bot.dossier.typesetting.summary import selection
from bot.dossier.typesetting.tongue import Tongue
from bot.dossier.typesetting.typeset import typeset
from bot.errors import Refused
from tests.dossier.invented import LAW, MADE, invented
from tests.dossier.setting import document, expected, packed, read

FACTS = 16
FRENCH = {"letter", "pharos", "bailiff"}
HOLES = re.compile(r"\{(\w+)\}")
replaced = msgspec.structs.replace


class Made:
    """A dossier that was set."""

    def __init__(self, folder, contents, law=None):
        self.folder, self.contents, self.progress = folder, contents, []
        self.files = typeset(contents, folder, self.progress.append, LAW[contents.language] if law is None else law)
        self.main = [one for one in self.files if one.parent == folder]

    def text(self, name="dossier.pdf"):
        return packed(read(self.folder / name))


def picture(folder):
    (folder / "data").mkdir(parents=True)
    Image.effect_noise((300, 200), 90).filter(ImageFilter.GaussianBlur(9)).save(folder / "data/p.png")
    return "data/p.png"


@pytest.fixture(scope="module", params=["fr", "en"])
def made(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param)
    return Made(folder, invented(request.param, facts=FACTS, picture=picture(folder)))


@pytest.fixture(scope="module")
def french(tmp_path_factory):
    return Made(tmp_path_factory.mktemp("french"), invented("fr", facts=FACTS))


def test_every_word_of_every_fact_stands_in_it(made):
    text = made.text()
    for one in made.contents.facts:
        for words in (one.text, one.url, one.uri, one.handle, one.name, one.exhibit, one.seal):
            if words and words.isascii():
                assert expected(words) in text, (one.number, words)
        assert f"{one.at.astimezone(UTC):%Y-%m-%d%H:%M:%S}UTC" in text
        for beside in one.beside:
            assert expected(beside.text) in text
        for medium in one.media:
            assert medium.digest in text
        for piece in one.pieces:
            assert piece.digest in text
            assert packed(piece.file) in text


def test_so_do_accounts_links_raids_elements_deadlines_judgments_and_how_to_verify(made):
    text, contents, law = made.text(), made.contents, LAW[made.contents.language]
    for one in contents.parties:
        assert {expected(each) in text for each in (one.id, *one.handles, one.bio)} == {True}
    for element in contents.elements:
        assert packed(law[f"{element.law}.{element.element}"]) in text
    for deadline in contents.deadlines:
        assert packed(law[f"clock.{deadline.clock}"]) in text
    for judged in contents.judged:
        assert packed(judged.reference) in text
    for seal in contents.seals:
        assert seal.seal in text
    for wanted in (contents.crowds[0].origin, contents.statement.effects, "verify.py", "sha256sum", "188", "411"):
        assert packed(wanted) in text


def test_no_conclusion_is_drawn_and_what_nothing_speaks_to_is_said(made):
    missing, never = {
        "fr": ("Rien dans le dossier", "Aucune conclusion n’est tirée"),
        "en": ("Nothing in this record", "No conclusion is drawn"),
    }[made.contents.language]
    assert made.text().count(packed(missing)) >= 2
    assert packed(never) in made.text()


def test_the_summary_is_one_page_with_a_picture(made):
    pdf = pypdfium2.PdfDocument(made.folder / "dossier.pdf")
    first, second = (pdf[page].get_textpage().get_text_bounded() for page in (0, 1))
    assert packed({"fr": "Dossier de faits", "en": "Record of incidents"}[made.contents.language]) in packed(first)
    assert {"fr": "Sommaire", "en": "Contents"}[made.contents.language] in second
    assert sum(1 for one in pdf[0].get_objects() if one.type == 2) > len(made.contents.facts)


def test_every_page_says_what_it_is_and_which_of_how_many(made):
    pdf = pypdfium2.PdfDocument(made.folder / "dossier.pdf")
    form, kind = {"fr": ("page {} / {}", "Version complète — confidentielle"), "en": ("page {} of {}", "Complete version, confidential")}[made.contents.language]  # fmt: skip
    for number in range(len(pdf)):
        text = pdf[number].get_textpage().get_text_bounded()
        assert form.format(number + 1, len(pdf)) in text.replace("\xa0", " ")
        assert kind in text.replace("\xa0", " ")


def test_the_outline_leads_to_each_section_and_each_fact(made):
    titles = [one.get_title() for one in pypdfium2.PdfDocument(made.folder / "dossier.pdf").get_toc()]
    assert len(titles) >= FACTS + 10
    assert titles[1].startswith("2.") or any(one.startswith("2.") for one in titles)


def test_it_is_an_archive_with_all_its_fonts(made):
    for file in made.files:
        data = file.read_bytes()
        assert b"<pdfaid:part>2</pdfaid:part>" in data
        assert b"<pdfaid:conformance>U</pdfaid:conformance>" in data
        assert b"/FontFile" in data


def test_progress_counts_the_facts(made):
    assert sum(made.progress) == FACTS


def test_a_picture_that_was_blurred_is_shown_and_one_that_was_left_out_is_not(made):
    pdf = pypdfium2.PdfDocument(made.folder / "dossier.pdf")
    shown = sum(1 for page in pdf for one in page.get_objects() if one.type == 3)
    assert shown == sum(m.showing is not Showing.LEFT_OUT for one in made.contents.facts for m in one.media) > 0


def test_the_same_selection_gives_the_same_bytes(french, tmp_path):
    again = Made(tmp_path, french.contents)
    assert [one.read_bytes() for one in again.files] == [one.read_bytes() for one in french.files]


def test_the_redacted_rendering_says_that_it_is(tmp_path):
    made = Made(tmp_path, invented("fr", masked=True, facts=2))
    pdf = pypdfium2.PdfDocument(tmp_path / "dossier.pdf")
    assert all("Version masquée" in page.get_textpage().get_text_bounded() for page in pdf)
    assert "personneA" in made.text()


def test_a_long_dossier_comes_in_numbered_volumes_and_nothing_is_lost(tmp_path, monkeypatch):
    monkeypatch.setattr(cutting, "LIMIT", 20_000)
    made = Made(tmp_path, invented("fr", facts=30))
    assert [one.name for one in made.main] == [f"dossier-{n}.pdf" for n in range(1, len(made.main) + 1)]
    assert len(made.main) > 2
    text = "".join(made.text(one.name) for one in made.main)
    assert all(expected(one.url) in text for one in made.contents.facts)
    assert sum(made.progress) == 30
    last = pypdfium2.PdfDocument(made.main[-1])[0].get_textpage().get_text_bounded().replace("\xa0", " ")
    assert f"volume {len(made.main)} / {len(made.main)}" in last
    assert len(list((tmp_path / "sheets").glob("*-2.pdf"))) > 0


def test_no_part_ends_with_a_heading():
    blocks = [block for n in range(400) for block in (Head(text=f"{n}"), Say(text="x" * 3000))]
    parts = list(cut(blocks))
    assert [one for part in parts for one in part] == blocks
    assert len(parts) > 2
    assert not any(isinstance(part[-1], Head) for part in parts)
    assert list(cut([])) == [[]]


def test_in_french_there_are_the_sheets_of_french_procedure(french):
    assert sorted(one.name for one in (french.folder / "sheets").iterdir()) == [
        "conservation-bluesky.pdf", "conservation-cage.test.pdf", "conservation-nid.test.pdf", "constat.pdf", "pharos.pdf", "plainte-procureur.pdf",
        "signalement-bluesky.pdf", "signalement-cage.test.pdf", "signalement-nid.test.pdf",
    ]  # fmt: skip


def test_in_english_there_are_none_of_it(tmp_path):
    made = Made(tmp_path, invented("en", facts=4))
    assert {one.name.split("-")[0] for one in made.files[1:]} == {"incident", "notice", "preservation"}
    everything = "".join(made.text(str(one.relative_to(tmp_path))) for one in made.files)
    for word in ("procureur", "PHAROS", "commissaire"):
        assert word not in everything


def test_the_letter_names_my_declared_domicile_and_who_agreed(french):
    letter = french.text("sheets/plainte-procureur.pdf")
    for wanted in (
        "Maître A. Lenormand",
        "1 place du Palais",
        "art. 10-2",
        "Accord du tiers : donné",
        "et contre X, titulaire",
    ):
        assert packed(wanted) in letter


def test_where_i_chose_no_domicile_the_letter_leaves_room_and_says_so(tmp_path):
    contents = replaced(invented("fr", facts=2), statement=Statement(complainant="Camille Dorval"))
    letter = Made(tmp_path, contents).text("sheets/plainte-procureur.pdf")
    assert packed("Aucune adresse n’est imprimée par ce logiciel : à remplir à la main") in letter


@pytest.mark.parametrize("consents", [True, False])
@pytest.mark.parametrize("kind", ["third_party", "professional", "police_station"])
def test_every_kind_of_domicile_is_put_into_words(kind, consents):
    tongue = Tongue("fr", "Europe/Paris", {})
    assert tongue.named("letter.declared", kind) != kind.replace("_", " ")
    assert tongue.named(f"letter.{'agreed' if consents else 'unagreed'}", kind).endswith(".")
    assert Domicile(kind=kind, consents=consents)


def test_a_notice_holds_what_article_sixteen_asks_for(french):
    text = french.text("sheets/signalement-bluesky.pdf")
    mine = [one for one in french.contents.facts if one.platform == "bluesky"]
    assert all(expected(one.url) in text for one in mine)
    assert not any(expected(one.url) in text for one in french.contents.facts if one.platform == "mastodon")
    for wanted in ("article 16", "bonne foi", "Camille Dorval", "camille@exemple.test", "menaces de violence"):
        assert packed(wanted) in text


def test_pharos_is_told_of_public_content_alone(french):
    text = french.text("sheets/pharos.pdf")
    for one in french.contents.facts:
        assert (expected(one.url) in text) == (one.audience == "public" and bool(one.url)) or not one.url


def test_a_bailiff_sees_first_what_may_vanish_first(french):
    text = french.text("sheets/constat.pdf")
    places = [
        text.index(packed(one))
        for one in ("Absence de serveur mandataire", "Volatiles d’abord", "Publiques quand", "Introuvables la dernière")
    ]
    assert places == sorted(places)
    ranks = {volatility(one) for one in french.contents.facts}
    assert ranks == {0, 1, 2}


MANY = 70


@pytest.fixture(scope="module", params=["fr", "en"])
def many(request, tmp_path_factory):
    return Made(tmp_path_factory.mktemp("many"), invented(request.param, facts=MANY))


def sheet(made, kind):
    names = {"fr": {"notice": "signalement", "preservation": "conservation"}, "en": {}}[made.contents.language]
    files = sorted((made.folder / "sheets").glob(f"{names.get(kind, kind)}*"))
    return "".join(made.text(one.relative_to(made.folder)) for one in files)


def test_of_many_facts_the_gravest_are_told_in_full_and_every_other_by_its_address(many):
    text = sheet(many, {"fr": "pharos", "en": "incident-log"}[many.contents.language])
    told = [one for one in many.contents.facts if one.audience == "public" or many.contents.language == "en"]
    full = in_full(told)
    assert len(full) < len(told)
    assert min(one.level for one in full) >= max(one.level for one in others(told) if not one.most_worrying)
    for one in told:
        assert not one.url or expected(one.url) in text, one.number
        assert one in full or f"{one.at:%Y-%m-%d%H:%M:%S}" in text, one.number
    assert all(expected(one.text) in text for one in full if one.text.isascii())


@pytest.mark.parametrize("kind", ["notice", "preservation"])
def test_of_many_facts_a_notice_and_a_request_have_each_address(many, kind):
    text = sheet(many, kind)
    assert all(expected(one.url) in text for one in many.contents.facts if one.url)


def test_of_many_facts_each_stands_below_the_reasons_why_it_is_there():
    facts = invented("fr", facts=MANY).facts
    told = {}
    for block in by_reason(facts, Tongue("fr", "Europe/Paris", {}), "sans motif"):
        if isinstance(block, Head):
            under = block.text
        else:
            told |= {int(row[0]): under for row in block.rows}
    tongue = Tongue("fr", "Europe/Paris", {})
    assert {one.number: told[one.number].rpartition(" (")[0] for one in facts} == {
        one.number: tongue.every("reason", one.reasons) or "sans motif" for one in facts
    }


def test_of_many_addresses_a_bailiff_has_each_with_room_to_write(tmp_path):
    made = Made(tmp_path, invented("fr", facts=MANY))
    text = sheet(made, "constat")
    assert all(expected(one.url or one.uri) in text for one in made.contents.facts if one.url or one.uri)
    rows = [row for one in bailiff(made.contents, Tongue("fr", "Europe/Paris", {})) if isinstance(one, Register) for row in one.rows]  # fmt: skip
    assert {row[1] for row in rows} == {""}


def test_what_somebody_wrote_stands_in_a_line_as_it_stands_in_a_card(tmp_path):
    made = Made(tmp_path, spoilt(invented("fr", facts=30)))
    assert "⟦U+202E⟧#panic" in sheet(made, "pharos")
    for one in made.files:
        assert "[U+" not in made.text(str(one.relative_to(tmp_path))), "no sterner care was needed"


def test_servers_with_strange_names_get_files_with_plain_names():
    contents = invented("fr", facts=20)
    strange = tuple(
        replaced(one, url=f"https://{host}/x") if one.platform == "mastodon" else one
        for one, host in zip(contents.facts, ["a/../b", "É.test", "[::1", "-.-"] * 5, strict=True)
    )
    stems = [one.stem for one in hosts(replaced(contents, facts=strange), Tongue("fr", "Europe/Paris", {}))]
    assert len(stems) == len({*stems}) > 2
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9.-]*", one) for one in stems)


def test_nothing_of_it_stands_in_the_list_of_processes(tmp_path, monkeypatch):
    asked, begun = [], subprocess.Popen

    def watched(command, **how):
        asked.append(command)
        return begun(command, **how)

    monkeypatch.setattr("bot.dossier.typesetting.printing.subprocess.Popen", watched)
    Made(tmp_path, invented("fr", facts=1))
    assert {tuple(one) for one in asked} == {(sys.executable, "-P", str(HERE / "press.py"))}


def test_a_picture_that_is_none_is_left_out_and_all_the_rest_is_there(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data/p.png").write_bytes(b"no picture at all")
    made = Made(tmp_path, invented("fr", facts=12, picture="data/p.png"))
    assert all(expected(one.url) in made.text() for one in made.contents.facts)


def test_no_picture_outside_of_the_folder_is_read(tmp_path):
    outside = tmp_path / "secret.png"
    Image.new("RGB", (9, 9)).save(outside)
    folder = tmp_path / "bag"
    folder.mkdir()
    Made(folder, invented("fr", facts=12, picture="../secret.png"))
    pdf = pypdfium2.PdfDocument(folder / "dossier.pdf")
    assert not [one for page in pdf for one in page.get_objects() if one.type == 3]


def test_what_cannot_be_set_at_all_is_refused_and_told_without_its_words(tmp_path):
    with pytest.raises(Refused, match=r"^dossier.pdf: it could not be set") as told:
        print_all([Sheet(tmp_path / "gone" / "dossier.pdf", document("les mots"))], tmp_path, 0, print)
    assert "les mots" not in str(told.value)


def test_an_empty_dossier_can_be_set_too(tmp_path):
    contents = invented("fr", facts=1)
    empty = replaced(
        contents,
        facts=(),
        parties=(),
        ties=(),
        days=(),
        crowds=(),
        elements=(),
        deadlines=(),
        judged=(),
        outside=(),
        blind=(),
        seals=(),
        instruments=(),
        statement=Statement(),
        selected=0,
        known=0,
    )
    assert [one.name for one in Made(tmp_path, empty).main] == ["dossier.pdf"]


def test_names_of_the_law_that_nobody_has_put_into_words_are_said_as_they_are(tmp_path):
    assert packed("same or together") in Made(tmp_path, invented("fr", facts=2), law={}).text()


def test_hours_are_told_by_my_clock_and_by_everybodys_when_summer_begins_and_ends():
    tongue = Tongue("fr", "Europe/Paris", {})
    winter, summer = datetime(2026, 10, 25, 1, 30, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert packed(tongue.moment(summer)) == packed("dimanche 25 octobre 2026 à 2 h 30 min 00 s (UTC+02:00)")
    assert packed(tongue.moment(winter)) == packed("dimanche 25 octobre 2026 à 2 h 30 min 00 s (UTC+01:00)")
    assert tongue.brief(winter).endswith("(UTC+01:00)")
    assert "UTC" not in tongue.brief(datetime(2026, 10, 26, 1, 30, tzinfo=UTC))
    assert tongue.utc(winter) == "2026-10-25 01:30:00 UTC"
    assert packed(tongue.local_day(datetime(2026, 12, 31, 23, 30, tzinfo=UTC))) == "1erjanvier2027"
    assert Tongue("en", "Europe/Paris", {}).moment(winter) == "Sunday 25 October 2026, 02:30:00 (UTC+01:00)"


def test_what_is_said_in_one_language_is_said_in_the_other():
    french, english = (texts_of("bot.dossier.typesetting", language) for language in ("fr", "en"))

    def of_both(texts, own):
        return {key for key in texts if key.split(".")[0] not in own}

    assert of_both(french, FRENCH) == of_both(english, set())
    shared = of_both(french, FRENCH)
    assert {key for key in shared if {*HOLES.findall(str(french[key]))} != {*HOLES.findall(str(english[key]))}} == {
        "grammar.moment"
    } & shared - shared


def test_french_has_its_spaces():
    texts = texts_of("bot.dossier.typesetting", "fr")
    bad = {
        key: text
        for key, text in texts.items()
        if isinstance(text, str) and re.search(r" [:;!?»%]|« |\w[;!?](\s|$)|'", text)
    }
    assert bad == {}


def test_deadlines_that_are_past_do_not_stand_on_the_first_page(tmp_path):
    contents = invented("fr", facts=3)
    past = tuple(replaced(one, until=MADE - timedelta(days=1)) for one in contents.deadlines)
    Made(tmp_path, replaced(contents, deadlines=past))
    first = pypdfium2.PdfDocument(tmp_path / "dossier.pdf")[0].get_textpage().get_text_bounded()
    assert "Prochaines échéances" not in first


def test_rows_of_a_table_are_set_in_parts_that_volumes_can_be_filled_with():
    from bot.dossier.typesetting.accounts import ROWS, tables

    parts = list(tables((1,), ("x",), [(str(n),) for n in range(ROWS * 2 + 1)]))
    assert [len(one.rows) for one in parts] == [ROWS, ROWS, 1]
    assert all(isinstance(one, Table) for one in parts)


NAMES = {"language", "zone", "which", "stage", "kind", "role", "what", "audience", "outcome", "status", "clock", "law", "element", "file", "type", "platform", "age", "unfit", "stated", "narrowed", "about", "showing", "key", "author"}  # fmt: skip
HOSTILE = '\u202e#panic("x")\x00\u2067שלום\u0301\U000f0000]]]}}}"\\\n=1+1 *_$<a>@b// ⟦' + "x" * 200


def spoilt(one, name=""):
    """The same contents, with something hostile behind each text in them that is no name of ours."""
    if isinstance(one, msgspec.Struct):
        return replaced(one, **{each: spoilt(getattr(one, each), each) for each in one.__struct_fields__})
    if isinstance(one, tuple):
        return tuple(spoilt(each, name) for each in one)
    return one + HOSTILE if type(one) is str and name not in NAMES and one else one


@pytest.mark.parametrize("language", ["fr", "en"])
def test_whatever_stands_in_any_of_its_places_is_set_and_does_nothing(tmp_path, language):
    made = Made(tmp_path, spoilt(invented(language, facts=8)))
    for one in made.files:
        text = made.text(str(one.relative_to(tmp_path)))
        assert "⟦U+202E⟧#panic" in text
        assert "[U+" not in text, "no sterner care was needed"


def letter_of(folder, **more):
    return Made(folder, replaced(invented("fr", facts=12), **more)).text("sheets/plainte-procureur.pdf")


def has(text, *wanted):
    return [packed(one) in text for one in wanted]


def test_who_i_believe_it_is_is_named_as_somebody_i_believe_it_to_be(tmp_path):
    said = Statement(presumed="Théo Marchal, un ancien voisin")
    named, unnamed = letter_of(tmp_path / "a", statement=said), letter_of(tmp_path / "b", statement=Statement())
    belief = ("que je crois être l’auteur des faits", "Théo Marchal, un ancien voisin", "présumée innocente")
    assert has(named, *belief) == [True] * 3
    assert has(named, "Je ne connais pas l’identité de l’auteur") == [False]
    assert has(unnamed, *belief[::2]) == [False] * 2
    assert has(unnamed, "plainte contre X, titulaire", "Je ne connais pas l’identité de l’auteur") == [True] * 2


def test_the_letter_says_of_how_many_facts_those_that_it_tells_were_chosen(tmp_path):
    part = letter_of(tmp_path / "a", known=40, narrowed=("directs",))
    assert has(part, "choisis parmi 40 faits conservés", "Les messages privés n’y figurent pas") == [True] * 2
    whole = letter_of(tmp_path / "b", known=12, which="all")
    assert has(whole, "choisis parmi", "12 faits ont été retenus") == [False, True]


def test_one_fact_is_told_as_one_on_one_day(tmp_path):
    contents = replaced(invented("fr", facts=1), known=3)
    text = Made(tmp_path, contents).text("sheets/plainte-procureur.pdf")
    assert has(text, "un fait a été retenu", "Il a été choisi parmi 3 faits", "(un fait)") == [True] * 3
    assert has(text, "Entre le", "Les autres faits figurent") == [False] * 2


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Madame la procureure de la République, tribunal judiciaire de Lyon", False),
        ("Tribunal judiciaire de Lyon", True),
        ("Me Durand, avocate", True),
    ],
)
def test_the_letter_is_addressed_to_a_prosecutor_once(tmp_path, written, said):
    text = letter_of(tmp_path, statement=Statement(addressee=written))
    assert has(text, "Madame ou Monsieur le procureur de la République") == [said]
    assert has(text, written) == ["Durand" not in written]


def test_all_facts_that_are_kept_is_said_only_where_none_was_left_out():
    tongue, contents = Tongue("fr", "Europe/Paris", {}), replaced(invented("fr", facts=2), which="all", known=2)
    assert selection(contents, tongue) == "tous les faits conservés (2)"
    assert "sans les messages privés" in selection(replaced(contents, narrowed=("directs",)), tongue)
    for left in ({"narrowed": ("period",)}, {"known": 3}):
        assert "tous les faits conservés (" not in selection(replaced(contents, **left), tongue)


def test_a_host_is_told_of_a_complaint_only_where_one_was_filed(tmp_path):
    for name, more, said in (
        ("filed", {}, [True, False]),
        ("meant", {"filed": None}, [False, True]),
        ("none", {"filed": None, "statement": Statement()}, [False, False]),
    ):
        text = Made(tmp_path / name, replaced(invented("fr", facts=5), **more)).text("sheets/conservation-bluesky.pdf")
        assert has(text, "Une plainte a été déposée le 3 mai 2026", "Je demande à la justice") == said
        assert has(text, "art. L. 34-1", "n° 2021-1362", "sur le point") == [True, True, False]


def test_a_host_hears_the_deadline_of_what_stands_with_it_and_of_no_other(french):
    assert has(french.text("sheets/conservation-bluesky.pdf"), "finit le 5 décembre 2026") == [True]
    assert has(french.text("sheets/conservation-cage.test.pdf"), "finit le") == [False]


def test_a_notice_asks_not_to_tell_who_i_am_and_what_is_no_mailbox_is_none(tmp_path):
    contents = replaced(
        invented("fr", facts=5), statement=Statement(complainant="Camille Dorval", contact="06 39 98 12 34")
    )
    text = Made(tmp_path, contents).text("sheets/signalement-bluesky.pdf")
    assert has(text, "article 17, paragraphe 3", "article 18", "06 39 98 12 34") == [True, True, False]


def test_who_speaks_french_and_goes_by_another_law_is_told_no_french_procedure(tmp_path):
    bare = replaced(invented("fr", facts=4), law="", elements=(), deadlines=())
    made = Made(tmp_path, bare)
    assert {one.name.split("-")[0] for one in made.files[1:]} == {"releve", "signalement", "conservation"}
    everything = "".join(made.text(str(one.relative_to(tmp_path))) for one in made.files)
    assert not any(has(everything, "procureur", "PHAROS", "C. pén.", "CPCE", "En droit français"))


def test_each_deadline_stands_with_its_article_what_interrupts_it_and_where_that_is_known_from(tmp_path):
    text = Made(tmp_path, invented("fr", facts=8)).text()
    wanted = ("art. 65, loi du 29 juillet 1881", "Une plainte simple ne l’interrompt pas", "loi1881.fr", "Dernier jour")
    assert has(text, *wanted) == [True] * 4
    assert has(text, "23-80.806", "Texte du code, lu en nov. 2026") == [True] * 2


def test_a_judgment_stands_beside_an_element_under_its_own_name(tmp_path):
    contents = invented("fr", facts=3)
    ban = Judged(kind="account_ban", at=date(2026, 7, 2), court="Tribunal judiciaire de Valbourg")
    element = Element(law="fr.banned_account", element="judgment", judged=(ban,))
    text = Made(tmp_path, replaced(contents, elements=(element,), judged=(), statement=Statement())).text()
    assert has(
        text, "Suspension de comptes prononcée par un tribunal, 2 juillet 2026", "déclaration de la personne"
    ) == [True, False]
