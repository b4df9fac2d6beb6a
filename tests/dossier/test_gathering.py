"""What a dossier says is all that I was sent, as it was, in its order, with what proves it; and always the same."""

import json
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from bot.cases.keeping import Casework
from bot.custody import brought, taking
from bot.demo.show import bundled
from bot.dossier.content import About
from bot.dossier.draft import Which
from bot.dossier.fact import Showing
from bot.dossier.gathering import gather
from bot.dossier.statement import Judged
from bot.erasure.plan import Erasure
from bot.erasure.spared import Target
from bot.errors import ChainBroken, Refused
from bot.evidence.coverage import Interval
from bot.evidence.pseudonym import pseudonym
from bot.links.deciding import LinkReview
from bot.links.telling import note as suggested
from bot.model.conduct import Level
from bot.model.delivery import Status, Task
from bot.model.link import Ground, Said
from bot.model.mention import Via
from bot.model.proceeding import Proceeding, Step
from bot.model.shield import Shield
from bot.platforms.port import Captured
from bot.platforms.simulated.scenario import MentionEvent
from bot.store import coverage, links, outbox, pursued, raids, read, schema, write
from bot.store.coverage import Place
from bot.store.links import Link
from bot.store.raids import Kindness
from bot.trail.checkpoints import round_of_checkpoints
from tests.dossier.shield import (
    BACK,
    HE,
    NOW,
    SHADOW,
    case_of,
    chain,
    draft,
    files,
    gathered,
    lines,
    opened,
    played_lines,
    wrote,
)
from tests.evidence.test_dhash import drawn
from tests.evidence.test_dhash import written as picture
from tests.raids.days import HOSTILE, MINE, SUPPORT, crowd, day, moment, post

DAY = timedelta(days=1)
MARC = "bluesky:did:plc:marc"


def texts(id_):
    """What an account wrote in the scenario, in its order."""
    told = [one.event for one in bundled("il-revient").lines if isinstance(one.event, MentionEvent)]
    return [one.text for one in told if one.author.id == id_]


@pytest.fixture
def case(store):
    return case_of(store, HE)


def noted(store, say):
    """What I write down of cases."""
    person = bundled("il-revient").opening.protected.person()
    with store.writing() as connection:
        return say(Casework(connection, store.master, Shield(protected=person), "lea", NOW - DAY))


def test_it_tells_every_word_he_wrote_in_the_order_in_which_it_came(store, case, tmp_path):
    found = gathered(store, draft(subject=case), tmp_path / "data")
    assert [one.text for one in found.facts] == texts("did:plc:veilleur")
    assert [one.number for one in found.facts] == list(range(1, found.known + 1))
    assert [one.at for one in found.facts] == sorted(one.at for one in found.facts)
    assert found.selected == found.known == len(found.facts) > 3
    he, mine = found.parties
    assert (mine.protected, mine.accused) == (True, False)
    assert (he.key, he.accused, he.facts) == (HE, True, found.known)
    assert he.first == found.facts[0].at
    assert he.last == found.facts[-1].at


def test_the_handle_is_that_of_the_day_on_which_he_wrote(tmp_path):
    named = {"id": "did:plc:rancunier", "display_name": "Un ami"}
    story = lines(
        wrote("Je te retrouverai", "2026-03-01T10:00:00Z", author=named | {"handle": "avant.test"}),
        wrote("Encore moi", "2026-03-02T10:00:00Z", 2, author=named | {"handle": "apres.test"}),
    )
    store = opened(played_lines(story), tmp_path)
    found = gathered(store, draft(About.ACCOUNT, "bluesky:did:plc:rancunier"), tmp_path / "data")
    assert [one.handle for one in found.facts] == ["avant.test", "apres.test"]
    assert found.parties[0].handles == ("avant.test", "apres.test")
    assert found.facts[0].name == "Un ami"
    store.close()


def test_what_he_changed_and_what_he_took_down_is_told_with_its_time(tmp_path):
    story = lines(
        wrote("Belle vitrine.", "2026-03-01T10:00:00Z"),
        {
            "event": "edit",
            "at": "2026-03-01T11:00:00Z",
            "uri": "at://did:plc:rancunier/app.bsky.feed.post/1",
            "text": "Je vais te tuer.",
        },
        {"event": "delete", "at": "2026-03-01T12:00:00Z", "uri": "at://did:plc:rancunier/app.bsky.feed.post/1"},
    )
    store = opened(played_lines(story), tmp_path)
    (fact,) = gathered(store, draft(About.ACCOUNT, "bluesky:did:plc:rancunier"), tmp_path / "data").facts
    assert fact.text == "Belle vitrine."
    assert [(turn.what, turn.at.hour, turn.text) for turn in fact.turns] == [
        ("edited", 11, "Je vais te tuer."),
        ("removed", 12, ""),
    ]
    assert fact.level >= Level.HIGH
    records = [piece for piece in fact.pieces if piece.what == "record"]
    assert len(records) == 2
    assert fact.turns[0].digest == records[1].digest
    store.close()


def test_what_was_done_is_told_with_how_it_ended_and_when(store, case, tmp_path):
    found = gathered(store, draft(subject=case), tmp_path / "data")
    done = {(one.what, one.outcome) for fact in found.facts for one in fact.done}
    assert {("mute", "done"), ("alert", "done"), ("report", "held")} <= done
    ended = {entry.at for entry in chain(store) if entry.event == "mute:done"}
    muted = [one for fact in found.facts for one in fact.done if (one.what, one.outcome) == ("mute", "done")]
    assert {one.at for one in muted} <= {datetime.fromisoformat(at) for at in ended}


def test_each_fact_names_its_entry_and_who_does_not_trust_us_can_follow_it(store, case, tmp_path):
    round_of_checkpoints(store, ["camille"], {}, NOW - DAY)
    found = gathered(store, draft(subject=case), tmp_path / "data")
    seals = {entry.number: entry for entry in chain(store)}
    for fact in found.facts:
        assert seals[fact.entry].seal == fact.seal
        assert seals[fact.entry].payload["exhibit"] == fact.exhibit
        assert "chain" in fact.proves
    (seal,) = found.seals
    assert all(fact.entry <= seal.number for fact in found.facts)
    assert (tmp_path / "data" / seal.file).read_text().startswith("rempart/")
    assert verified(tmp_path / "data" / "trail.zip", tmp_path) == (0, "")
    trail = tmp_path / "trail"
    for exhibit in {fact.exhibit for fact in found.facts}:
        assert (trail / "exhibits" / exhibit).exists()
    first = trail / "exhibits" / found.facts[0].exhibit
    first.write_bytes(first.read_bytes()[:-1] + b"x")
    status, said = verified(trail, tmp_path)
    assert status != 0
    assert found.facts[0].exhibit in said


def verified(trail, folder):
    """What the program in it says, which imports nothing of Rempart: exit status, and what does not hold."""
    if trail.is_file():
        zipfile.ZipFile(trail).extractall(folder / "trail")
    command = [sys.executable, "-I", folder / "trail" / "verify_trail.py", trail]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    return run.returncode, "\n".join(line for line in run.stdout.splitlines() if line.startswith("✗"))


def test_from_the_same_draft_and_moment_it_is_the_same_to_the_byte_and_so_it_stays_when_the_chain_grows(
    store, case, tmp_path
):
    one = draft(subject=case)
    round_of_checkpoints(store, ["camille"], {}, NOW - DAY)
    before = gathered(store, one, tmp_path / "before")
    with store.writing() as connection:
        write.append(connection, "camille", [(NOW + DAY, "shield:paused", {"by": "lea"})])
    round_of_checkpoints(store, ["camille"], {}, NOW + 2 * DAY)
    after = gathered(store, one, tmp_path / "after")
    assert before == after
    assert files(tmp_path / "before") == files(tmp_path / "after")


def test_files_are_named_after_nobody(store, case, tmp_path):
    gathered(store, draft(subject=case), tmp_path / "data")
    names = "\n".join(files(tmp_path / "data"))
    assert "originals/0001-record.json" in names
    assert "veilleur" not in names
    assert "did" not in names


def test_originals_are_what_came_and_are_named_by_their_digest(store, case, tmp_path):
    found = gathered(store, draft(subject=case), tmp_path / "data")
    laid = files(tmp_path / "data")
    for fact in found.facts:
        for piece in fact.pieces:
            assert laid[piece.file] == piece.digest
            assert (tmp_path / "data" / piece.file).stat().st_size == piece.size
    raw = json.loads((tmp_path / "data" / found.facts[0].pieces[0].file).read_text())
    assert found.facts[0].text in json.dumps(raw, ensure_ascii=False)


def test_a_letter_stands_among_the_rest_in_my_words(store, case, tmp_path):
    at = datetime(2026, 2, 10, 8, tzinfo=UTC)
    noted(store, lambda work: work.note(HE, "letter", at, Level.HIGH, "Une lettre sans timbre"))
    found = gathered(store, draft(subject=case), tmp_path / "data")
    (letter,) = [one for one in found.facts if one.kind == "letter"]
    assert (letter.text, letter.author, letter.at, letter.platform) == ("Une lettre sans timbre", HE, at, "")
    assert letter.entry > 0
    assert [one.at for one in found.facts] == sorted(one.at for one in found.facts)


def test_accounts_that_i_said_are_one_man_stand_in_one_dossier_and_suspicions_stay_suspicions(store, tmp_path):
    noted(store, lambda work: work.merge(HE, SHADOW))
    said = (Said(ground=Ground.AVATAR), Said(ground=Ground.AFTER, amount=40))
    with store.writing() as connection:
        every = [
            Link(person="camille", account=one, other=HE, score=0.9, grounds=said, at=NOW - DAY) for one in (BACK, MARC)
        ]
        links.keep_links(connection, every)
        suggested(connection, store.master, every, NOW - DAY)
    person = bundled("il-revient").opening.protected.person()
    LinkReview(store, Shield(protected=person)).reject(MARC, HE, "lea", NOW - DAY)
    found = gathered(store, draft(subject=case_of(store, HE)), tmp_path / "data")
    assert {one.key for one in found.parties if one.accused} == {HE, SHADOW}
    assert {fact.author for fact in found.facts} == {HE, SHADOW}
    named = {(tie.account, tie.status, tie.grounds) for tie in found.ties}
    assert (BACK, "suggested", ("avatar", "after")) in named
    assert MARC not in {tie.account for tie in found.ties}


def test_a_suspicion_that_was_let_go_stands_in_no_dossier_of_later(store, case, tmp_path):
    said = (Said(ground=Ground.NAME, amount=1.0),)
    likely = Link(person="camille", account=BACK, other=HE, score=0.75, grounds=said, at=NOW - 2 * DAY)
    with store.writing() as connection:
        suggested(connection, store.master, [likely], NOW - 2 * DAY)
        suggested(connection, store.master, [msgspec.structs.replace(likely, score=0.6)], NOW - DAY)
    one = draft(subject=case)
    told = [gathered(store, one, tmp_path / str(at), NOW - at * DAY).ties for at in (1.5, 0.5)]
    assert [[tie.account for tie in ties] for ties in told] == [[BACK], []]


def test_who_is_overwhelmed_reads_the_first_the_last_three_and_the_three_most_worrying(tmp_path):
    days = [wrote(f"Bonjour numéro {n}", f"2026-03-{n:02}T10:00:00Z", n) for n in range(1, 13)]
    days[4]["text"] = "Je vais te tuer."
    store = opened(played_lines(lines(*days)), tmp_path)
    one = draft(About.ACCOUNT, "bluesky:did:plc:rancunier", which=Which.FIRST_AND_LAST)
    found = gathered(store, one, tmp_path / "data")
    assert (found.known, found.which) == (12, "first_and_last")
    assert [fact.at.day for fact in found.facts][:1] == [1]
    assert [fact.at.day for fact in found.facts][-3:] == [10, 11, 12]
    assert "Je vais te tuer." in [fact.text for fact in found.facts if fact.most_worrying]
    assert [fact.number for fact in found.facts] == list(range(1, found.selected + 1))
    assert sum(fact.most_worrying for fact in found.facts) <= 3
    chosen = gathered(
        store, msgspec.structs.replace(one, which=Which.CHOSEN, chosen=(found.facts[1].exhibit,)), tmp_path
    )
    assert [fact.text for fact in chosen.facts] == [found.facts[1].text]
    store.close()


def test_only_the_time_that_i_name_is_in_it(store, case, tmp_path):
    every = gathered(store, draft(subject=case), tmp_path / "all").facts
    since, until = every[1].at, every[-2].at
    found = gathered(store, draft(subject=case, since=since, until=until), tmp_path / "some")
    assert [one.text for one in found.facts] == [one.text for one in every[1:-1]]
    assert gathered(store, draft(About.ACCOUNT, HE), tmp_path / "then", every[1].at).known == 2
    with pytest.raises(Refused, match="there is no case"):  # it was none yet
        gathered(store, draft(subject=case), tmp_path / "before", every[1].at)


def test_direct_messages_are_left_out_for_who_may_not_see_them(tmp_path):
    story = lines(
        wrote("Je te retrouverai", "2026-03-01T10:00:00Z"),
        wrote("Réponds-moi", "2026-03-02T10:00:00Z", 2, kind="direct"),
    )
    store = opened(played_lines(story), tmp_path)
    one = draft(About.ACCOUNT, "bluesky:did:plc:rancunier")
    found = gathered(store, one, tmp_path / "mine")
    assert [fact.audience for fact in found.facts] == ["public", "direct"]
    theirs = gathered(store, msgspec.structs.replace(one, directs=False), tmp_path / "theirs")
    assert [fact.text for fact in theirs.facts] == ["Je te retrouverai"]
    assert b"moi" not in b"".join(path.read_bytes() for path in (tmp_path / "theirs").rglob("*") if path.is_file())
    store.close()


def test_what_was_erased_is_told_as_erased_and_says_nothing_more(store, tmp_path):
    before = gathered(store, draft(About.ACCOUNT, SHADOW), tmp_path / "before")
    gone = before.facts[0]
    Erasure(store, tmp_path / "keys").erase(Target(person="camille", uri=gone.uri), "camille", NOW - DAY)
    after = gathered(store, draft(About.ACCOUNT, SHADOW), tmp_path / "after")
    assert after.known == before.known
    assert (after.facts[0].erased, after.facts[0].text, after.facts[0].author) == (True, "", SHADOW)
    assert (after.facts[0].at, after.facts[0].entry) == (gone.at, gone.entry)
    assert gone.text not in msgspec.json.encode(after).decode()


def test_what_was_altered_is_not_left_out_in_silence(store, case, tmp_path):
    exhibit = gathered(store, draft(subject=case), tmp_path / "whole").facts[0].exhibit
    table = schema.exhibit
    with store.writing() as connection:
        box = read.sealed(connection, exhibit).box
        connection.execute(table.update().where(table.c.id == exhibit).values(box=box[:-1] + bytes((box[-1] ^ 1,))))
    with pytest.raises(ChainBroken, match=exhibit):
        gathered(store, draft(subject=case), tmp_path / "data")


@pytest.mark.parametrize(("about", "subject"), [(About.CASE, "0a1b2c"), (About.RAID, "9")])
def test_of_what_is_not_there_nothing_is_made(store, tmp_path, about, subject):
    with pytest.raises(Refused, match="there is no"):
        gathered(store, draft(about, subject), tmp_path)


def test_while_nobody_could_see_is_said(store, case, tmp_path):
    mine = "bluesky:did:plc:camille"
    facts = gathered(store, draft(subject=case), tmp_path / "before").facts
    since, until = facts[0].at + DAY, facts[0].at + 2 * DAY
    with store.writing() as connection:
        seen = Interval(since=facts[0].at, until=NOW, by=Via.STREAM)
        coverage.keep(connection, Place(person="camille", account=mine, source="s"), seen, None)
        name = pseudonym(write.salt(connection, store.master, "camille"), mine)
        gap = {"account": name, "since": since.isoformat(), "until": until.isoformat(), "seconds": 86_400}
        write.append(connection, "camille", [(NOW, "coverage:gap", gap)])
    found = gathered(store, draft(subject=case), tmp_path / "data")
    assert [(one.source, one.since, one.until) for one in found.blind] == [("bluesky", since, until)]
    late = gathered(store, draft(subject=case, since=until), tmp_path / "late")
    assert late.blind == ()


def test_a_picture_goes_along_as_it_came_and_stays_veiled_until_somebody_looked(store, case, tmp_path):
    raw = picture(drawn())
    acted = next(one for one in deliveries(store, HE) if one.task is Task.ACT and one.status is Status.DONE)
    came = Captured(what="medium", url="https://cdn.test/a", raw=raw, at=NOW - DAY)
    with store.writing() as connection:
        taking.take(connection, store, taking.follow_up(acted, NOW), [came], NOW - DAY)
    found = gathered(store, draft(subject=case), tmp_path / "data")
    (piece,) = [piece for fact in found.facts for piece in fact.pieces if piece.what == "medium"]
    assert (tmp_path / "data" / piece.file).read_bytes() == raw
    assert piece.file.endswith(".png")
    assert piece.entry > 0
    assert all(one.showing is Showing.LEFT_OUT for fact in found.facts for one in fact.media)


def deliveries(store, account):
    with store.reading() as connection:
        return outbox.on_subject(connection, "camille", account)


def test_what_i_brought_goes_along(store, case, tmp_path):
    letter = b"%PDF-1.7 un certificat"
    one = brought.brought("certificat.pdf", letter, "certificat", by="lea", account=HE, dated=None, instrument=0)
    exhibit = brought.take(store, "camille", one, NOW - DAY)
    found = gathered(store, draft(subject=case, outside=(exhibit,)), tmp_path / "data")
    (outside,) = found.outside
    assert (outside.name, outside.about, outside.piece.file) == (
        "certificat.pdf",
        "certificat",
        "originals/brought-01-brought.pdf",
    )
    assert (tmp_path / "data" / outside.piece.file).read_bytes() == letter
    assert outside.piece.entry > 0


def test_bans_and_judgments_stand_in_it_once(store, case, tmp_path):
    since, until = datetime(2026, 5, 1, tzinfo=UTC), datetime(2027, 5, 1, tzinfo=UTC)
    noted(store, lambda work: work.restrict([HE], "court_ban", since, until))
    judgment = Judged(kind="judgment", at=since.date(), court="Tribunal judiciaire de Paris")
    found = gathered(store, draft(subject=case, judged=(judgment,)), tmp_path / "data")
    assert [one.kind for one in found.judged] == ["judgment", "court_ban"]
    assert found.judged[1].until == until.date()
    again = gathered(store, draft(subject=case, judged=found.judged), tmp_path / "again")
    assert again.judged == found.judged
    marks = {mark for day in found.days for mark in day.marks}
    assert {"judgment", "ban"} <= marks


def test_days_count_what_he_did_on_my_clock(store, case, tmp_path):
    found = gathered(store, draft(subject=case), tmp_path / "data")
    assert sum(sum(day.counts) for day in found.days) == found.known
    assert [day.day for day in found.days] == sorted(day.day for day in found.days)
    (night,) = [one for one in found.facts if one.number == 1]
    assert found.days[0].day == (night.at + timedelta(hours=1)).date()


@pytest.fixture(scope="module")
def raided(tmp_path_factory):
    """A raid of eighty, in the middle of which ten friends write."""
    file = tmp_path_factory.mktemp("raid") / "kept.db"
    hour = 3600
    sent = post(-600, "vedette", "Regardez-moi cette menteuse.", kind="quote", quoted=[MINE])
    friends = crowd(SUPPORT, 10, hour, begin=60, who="amie")
    day(sent, *crowd(HOSTILE, 80, hour), *friends, post(9 * hour, "passant", "Bonne soirée !"), keep=file)
    return file


def test_a_raid_has_its_annex_and_friends_are_not_accused(raided, tmp_path):
    store = opened(raided, tmp_path)
    found = gathered(store, draft(About.RAID, "1"), tmp_path / "data")
    (annex,) = found.crowds
    assert annex.authors > 70
    assert (annex.root, annex.origin) == (MINE, "at://did:plc:vedette/app.bsky.feed.post/-600")
    assert sum(noticed for _, _, noticed in annex.hours) == found.known
    assert annex.hours[0][0] <= found.facts[0].at
    assert len(found.facts) > 50
    assert all(fact.severity > 0 for fact in found.facts)
    assert {fact.author for fact in found.facts} == {one.key for one in found.parties if one.accused}
    assert not any("amie" in fact.author for fact in found.facts)
    store.close()


def test_progress_is_told_to_the_end(store, case, tmp_path):
    told = []
    found = gather(store, draft(subject=case), tmp_path / "data", NOW, told.append)
    assert sum(told) == len(chain(store)) + found.selected


def test_an_account_that_is_gone_since_is_told_with_all_that_it_wrote(tmp_path):
    story = lines(
        wrote("Je te retrouverai", "2026-03-01T10:00:00Z"),
        {
            "event": "identity",
            "at": "2026-03-09T10:00:00Z",
            "platform": "bluesky",
            "id": "did:plc:rancunier",
            "gone": "deleted",
        },
    )
    store = opened(played_lines(story), tmp_path)
    (fact,) = gathered(store, draft(About.ACCOUNT, "bluesky:did:plc:rancunier"), tmp_path / "data").facts
    assert [(turn.what, turn.at.day) for turn in fact.turns] == [("gone", 9)]
    store.close()


def test_what_he_changed_after_the_time_that_i_name_is_told_too(tmp_path):
    uri = "at://did:plc:rancunier/app.bsky.feed.post/1"
    story = lines(
        wrote("Belle vitrine.", "2026-03-01T10:00:00Z"),
        {"event": "edit", "at": "2026-03-05T11:00:00Z", "uri": uri, "text": "Je vais te tuer."},
        {"event": "delete", "at": "2026-03-06T12:00:00Z", "uri": uri},
    )
    store = opened(played_lines(story), tmp_path)
    one = draft(About.ACCOUNT, "bluesky:did:plc:rancunier", until=datetime(2026, 3, 2, tzinfo=UTC))
    (fact,) = gathered(store, one, tmp_path / "data").facts
    assert [turn.what for turn in fact.turns] == ["edited", "removed"]
    assert [piece.what for piece in fact.pieces if piece.what == "deleted"] == ["deleted"]
    after = msgspec.structs.replace(one, since=datetime(2026, 3, 2, tzinfo=UTC), until=None)
    assert gathered(store, after, tmp_path / "after").facts == ()
    as_it_was = gathered(store, one, tmp_path / "then", datetime(2026, 3, 5, 12, tzinfo=UTC)).facts
    assert [turn.what for turn in as_it_was[0].turns] == ["edited"]
    store.close()


def test_the_complaint_and_the_judgment_that_followed_have_their_day(store, case, tmp_path):
    filed, ruled = datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 9, 7, 9, tzinfo=UTC)
    begun = {Step.COMPLAINT: filed, Step.JUDGMENT: ruled, Step.HEARING: NOW + DAY}
    with store.writing() as connection:
        write.salt(connection, store.master, "camille")
        for kind, at in begun.items():
            one = Proceeding(id=kind.value, person="camille", case=case, kind=kind, at=at, place="Paris", reference="7")
            pursued.put(connection, store.master, one)
    found = gathered(store, draft(subject=case), tmp_path / "data")
    marks = {day.day: day.marks for day in found.days if day.marks}
    assert marks[filed.date()] == ("complaint",)
    assert marks[ruled.date()] == ("judgment",)
    assert found.filed == filed.date()
    assert [(one.kind, one.at, one.court, one.reference) for one in found.judged] == [
        ("judgment", ruled.date(), "Paris", "7")
    ]


def test_what_was_left_out_before_anything_was_chosen_is_told_and_so_is_the_law(store, case, tmp_path):
    whole = gathered(store, draft(subject=case), tmp_path / "whole")
    assert (whole.narrowed, whole.law, whole.filed) == ((), "fr", None)
    since = datetime(2026, 1, 1, tzinfo=UTC)
    part = draft(subject=case, directs=False, since=since, law="none")
    found = gathered(store, part, tmp_path / "part")
    assert (found.narrowed, found.law) == (("period", "directs"), "")
    assert gathered(store, draft(subject=case, zone="Europe/Brussels"), tmp_path / "abroad").law == ""


def changed(store, author, **values):
    """As if what somebody wrote had been judged otherwise; its URI."""
    table = schema.mention
    with store.writing() as connection:
        connection.execute(table.update().where(table.c.author == author).values(**values))
        return connection.scalar(table.select().with_only_columns(table.c.uri).where(table.c.author == author))


def test_in_a_raid_supporters_are_counted_and_stand_nowhere_and_who_only_came_by_is_not_accused(raided, tmp_path):
    store = opened(raided, tmp_path)
    one = draft(About.RAID, "1")
    before = gathered(store, one, tmp_path / "before")
    friend, passing, mild = [fact.author for fact in before.facts if fact.handle][:3]
    kind = Kindness("camille", changed(store, friend, severity=1, level=1), friend, "solidarity", NOW - 365 * DAY)
    changed(store, passing, severity=1, level=1)
    changed(store, mild, severity=1, level=2)
    with store.writing() as connection:
        raids.thank(connection, [kind])
    found = gathered(store, one, tmp_path / "after")
    assert friend.removeprefix("bluesky:") not in msgspec.json.encode(found).decode()
    assert found.crowds[0].supporters == before.crowds[0].supporters >= 10
    parties = {one.key: one for one in found.parties}
    assert not parties[passing].accused
    assert parties[mild].accused
    assert (parties[mild].worst, parties[mild].facts) == (Level.LOW, 1)
    store.close()


def test_an_insult_that_was_edited_into_a_kindness_is_told_with_both(tmp_path):
    uri = "at://did:plc:a3/app.bsky.feed.post/900"
    hour = 3600
    events = [
        *crowd(HOSTILE, 60, hour),
        post(900, "tourne", "Tu fais pitié, vraiment.", uri=uri),
        {"event": "edit", "at": moment(960), "uri": uri, "text": "Bonne soirée à vous."},
    ]
    day(*events, keep=tmp_path / "kept.db")
    (tmp_path / "copy").mkdir()
    store = opened(tmp_path / "kept.db", tmp_path / "copy")
    found = gathered(store, draft(About.RAID, "1"), tmp_path / "data")
    (fact,) = [one for one in found.facts if one.uri == uri]
    assert fact.text == "Tu fais pitié, vraiment."
    assert [(turn.what, turn.text) for turn in fact.turns] == [("edited", "Bonne soirée à vous.")]
    assert next(one for one in found.parties if one.key == fact.author).accused
    store.close()


def test_a_time_without_sight_before_the_first_fact_is_told_where_the_period_begins_before_it(store, case, tmp_path):
    mine = "bluesky:did:plc:camille"
    first = gathered(store, draft(subject=case), tmp_path / "before").facts[0].at
    with store.writing() as connection:
        seen = Interval(since=first - 9 * DAY, until=NOW, by=Via.STREAM)
        coverage.keep(connection, Place(person="camille", account=mine, source="s"), seen, None)
        name = pseudonym(write.salt(connection, store.master, "camille"), mine)
        times = {"since": (first - 5 * DAY).isoformat(), "until": (first - 4 * DAY).isoformat()}
        write.append(connection, "camille", [(NOW, "coverage:gap", {"account": name, **times, "seconds": 86_400})])
    found = gathered(store, draft(subject=case, since=first - 9 * DAY), tmp_path / "data")
    assert [one.since for one in found.blind] == [first - 5 * DAY]
    assert gathered(store, draft(subject=case), tmp_path / "plain").blind == ()
