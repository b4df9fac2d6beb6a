"""I see how far each has gone, and on what grounds, without a word of it; names are shown to who asks, and it is kept."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.model.conduct import Level, Stage
from bot.model.seat import Role
from bot.store import cases, watch
from bot.store.cases import Casefile
from bot.store.watch import Change
from tests.commands.scene import AUTHORS, WORDS
from tests.web.casefolder import (
    BACK,
    CELLS,
    FIGURES,
    GRUMBLER,
    HE,
    LETTER,
    called,
    events,
    letters,
    marked,
    noted,
    of,
    suggested,
    written,
)


def hurtful(text):
    return [word for word in (*WORDS, *AUTHORS, LETTER) if word in text]


def test_where_nobody_kept_at_it_there_is_no_case(world):
    assert "Aucun cas" in world.holder().get("/cases").text


def test_each_case_says_how_far_it_went_on_what_grounds_and_whom_to_call(world):
    letters(world, HE, 20, 10, 3, level=Level.URGENT)
    text = world.holder().get("/cases").text
    assert ("danger" in text, "3919" in text) == (True, True)
    assert "4 jours comptent" in text
    assert called(world, HE) in text
    assert hurtful(text) == []


def test_the_worst_comes_first_and_the_others_page_by_page(world):
    with world.store.writing() as connection:
        today = (datetime.now(UTC) - datetime(1970, 1, 1, tzinfo=UTC)).days
        some = [
            Casefile(person="camille", id=f"{n:012x}", stage=Stage(n % 4), score=9.0, last=today) for n in range(45)
        ]
        cases.keep(connection, some)
    holder, seen, path = world.holder(), [], "/cases"
    while path:
        text = holder.get(path).text
        seen += [part.split('"')[0] for part in text.split('<h2><a href="/cases/')[1:]]
        more = text.partition('rel="next" href="')[2].partition('"')[0]
        path = more
    assert (len(seen), len(set(seen))) == (45, 45)
    assert [int(id_, 16) % 4 for id_ in seen] == sorted((n % 4 for n in range(45)), reverse=True)


def test_a_danger_of_long_ago_does_not_stand_before_what_happens_now(world):
    today = (datetime.now(UTC) - datetime(1970, 1, 1, tzinfo=UTC)).days
    with world.store.writing() as connection:
        old = Casefile(person="camille", id="a" * 12, stage=Stage.DANGER, score=11.0, last=today - 1500)
        now = Casefile(person="camille", id="b" * 12, stage=Stage.WATCH, score=4.0, last=today)
        cases.keep(connection, [old, now])
    text = world.holder().get("/cases").text
    assert text.index("b" * 12) < text.index("a" * 12)


def test_the_picture_has_the_same_figures_as_its_table(world):
    letters(world, HE, 40, 20, 3)
    suggested(world)
    (case,) = of(world, HE)
    noted(world, lambda work: work.merge(HE, GRUMBLER))
    text = world.holder().get(f"/cases/{case}").text
    rows = [list(map(int, CELLS.findall(cells)[1:7])) for _, cells in FIGURES.findall(text)]
    assert text.count('<g class="step">') == len(rows) == 5  # two accounts on one day, letters on three
    for place, kind in enumerate(("light", "medium", "grave")):
        assert text.count(f'<rect class="{kind}"') == sum(row[place] > 0 for row in rows)
    assert text.count('<path class="measure"') == sum(row[3] > 0 for row in rows) == 1
    assert sum(row[2] for row in rows) == 4  # his threat, and three letters
    assert text.count('class="track"') == 3
    assert "graves\u00a0: 3" in text


def test_a_ban_is_drawn_and_the_link_that_somebody_confirmed(world):
    link, case = suggested(world), written(world)
    holder = world.holder()
    answer = {"answer": "confirm", "status": "suggested"}
    path = holder.get("/links").text.partition('href="/links/')[2].partition('"')[0]
    assert holder.post(f"/links/{path}", **answer).status_code == 303
    today = datetime.now(UTC).date()
    ban = {"kind": "court_ban", "since": str(today - timedelta(days=1)), "until": str(today + timedelta(days=90))}
    assert holder.post(f"/cases/{case}/restrict", **ban).headers["location"] == f"/cases/{case}?said=restricted"
    text = holder.get(f"/cases/{case}").text
    assert text.count('<rect class="ban"') == 2
    assert text.count('<ellipse class="linked"') == 2
    assert "interdiction par un tribunal" in text
    assert link.account not in text


@pytest.mark.parametrize(
    ("ban", "said"),
    [
        ({"kind": "court_ban", "since": "2027-03-01", "until": "2026-03-01"}, "La fin est avant le début"),
        ({"kind": "court_ban", "since": "2026-03-01", "until": "2026-03-01"}, "La fin est avant le début"),
        ({"kind": "court_ban", "since": "hier", "until": "2026-03-01"}, "pas une date"),
        ({"kind": "court_ban", "since": "0001-01-01", "until": "2026-03-01"}, "pas une date"),
        ({"kind": "ban", "since": "2026-03-01", "until": "2027-03-01"}, "tribunal"),
    ],
)
def test_a_ban_that_cannot_be_meant_is_refused_with_a_sentence(world, ban, said):
    case, before = written(world), world.entries()
    answer = world.holder().post(f"/cases/{case}/restrict", **ban)
    assert (answer.status_code, said in answer.text) == (409, True)
    assert world.entries() == before + 2  # the holder came in


def test_a_letter_counts_its_words_are_sealed_and_who_reads_them_is_kept(world):
    case, guest = written(world), world.guest("Dominique")
    at = (datetime.now(UTC) - timedelta(days=2)).isoformat()[:16]
    letter = {"means": "letter", "at": at, "gravity": "high", "words": LETTER}
    assert guest.post(f"/cases/{case}/note", **letter).status_code == 303
    assert ("case:noted", "Dominique") in events(world)
    text = guest.get(f"/cases/{case}").text
    assert ("lettre, le" in text, hurtful(text)) == (True, [])
    exhibit = text.partition('name="exhibit" value="')[2].partition('"')[0]
    assert LETTER in guest.post(f"/cases/{case}/words", exhibit=exhibit).text
    assert events(world)[-1] == ("note:viewed", "Dominique")
    assert guest.post(f"/cases/{case}/words", exhibit="00" * 12).status_code == 404


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"at": "2999-01-01T10:00"}, "pas encore arrivé"),
        ({"words": "  "}, "Dites ce qui s’est passé"),
        ({"means": "pigeon"}, "par quel moyen"),
        ({"gravity": "bof"}, "par quel moyen"),
    ],
)
def test_what_cannot_be_noted_is_refused_with_a_sentence(world, changed, said):
    case = written(world)
    letter = {"means": "letter", "at": "2026-03-01T10:00", "gravity": "high", "words": LETTER}
    answer = world.holder().post(f"/cases/{case}/note", **letter | changed)
    assert (answer.status_code, said in answer.text) == (409, True)


def test_an_account_is_made_known_by_its_key_or_by_what_it_wrote(world):
    holder = world.holder()
    for named in ("mastodon:ailleurs.test/590", world.scene.uri("rancunier")):
        answer = holder.post("/cases", account=f" {named} ")
        assert answer.headers["location"].endswith("?said=case_added")
        assert holder.get(answer.headers["location"]).status_code == 200
    assert events(world).count(("case:opened", "camille")) == 2
    for nobody in ("rancunier", "", "x" * 60_000, "<script>", "mastodon:" + "a" * 5000):
        assert holder.post("/cases", account=nobody).status_code == 409


def test_names_are_not_shown_before_somebody_asks_and_it_stands_in_the_trail_who_did(world):
    letters(world, HE, 20, 10, 3)
    marked(world)
    (case,) = of(world, HE)
    guest = world.guest("Dominique")
    text = guest.get(f"/cases/{case}").text
    assert (hurtful(text), HE in text) == ([], False)
    before = world.entries()
    shown = guest.post(f"/cases/{case}/names").text
    assert ("<bdi>rancunier.test</bdi>" in shown, "<bdi>Rancunier</bdi>" in shown) == (True, True)
    assert events(world)[before:] == [("account:viewed", "Dominique")]
    assert "rancunier" not in repr(world.chain()[-1])
    assert world.verified()
    assert hurtful(guest.get(f"/cases/{case}").text) == []


def test_how_far_he_is_read_is_told_and_what_kept_him_from_being(world):
    case, holder = written(world), world.holder()
    assert "ne sont pas suivis à part" in holder.get(f"/cases/{case}").text
    with world.store.writing() as connection:
        watch.renew(connection, "camille", "bluesky:did:plc:camille", Change(begun=(HE, BACK)), world.now)
        found = watch.due(connection, "camille", "bluesky:did:plc:camille", world.now, 9)
        one = next(each for each in found if each.account == HE)
        watch.later(connection, one, world.now + timedelta(hours=6), "<b>503</b>")
    text = holder.get(f"/cases/{case}").text
    assert ("Pas encore lu" in text, "Prochaine lecture le" in text) == (True, True)
    assert "<bdi>&lt;b&gt;503&lt;/b&gt;</bdi>" in text
    assert text.count("Prochaine lecture") == 1  # the other is of another case


def test_an_observer_sees_nothing_of_it_and_who_may_not_act_writes_nothing_down(world):
    case = written(world)
    observer = world.guest("Sacha", Role.OBSERVER)
    for path in ("/cases", f"/cases/{case}", "/links"):
        answer = observer.get(path)
        assert (answer.status_code, case in answer.text) == (403, False)
    for path in ("restrict", "note", "names", "words"):
        assert observer.post(f"/cases/{case}/{path}").status_code == 403
    assert 'href="/cases"' not in observer.get("/").text


def test_a_case_of_somebody_else_is_not_there(world):
    with world.store.writing() as connection:
        cases.keep(connection, [Casefile(person="dominique", id="c" * 12)])
    holder = world.holder()
    assert holder.get("/cases/" + "c" * 12).status_code == 404
    for path in ("names", "words", "restrict", "note"):
        assert holder.post(f"/cases/{'c' * 12}/{path}").status_code == 404
    assert "c" * 12 not in holder.get("/cases").text
    assert BACK not in holder.get("/cases").text


def test_a_case_speaks_english_too_and_says_in_danger_whom_to_call(world):
    letters(world, HE, 20, 10, 3, level=Level.URGENT)
    (case,) = of(world, HE)
    holder = world.holder()
    holder.post("/language", language="en")
    text = holder.get(f"/cases/{case}").text
    for said in (
        "The conduct over time",
        "danger",
        'href="tel:17"',
        "police, in an emergency",
        "Letters, calls, visits",
    ):
        assert said in text
    assert "4 days count" in text
