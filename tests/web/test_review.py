"""Review: nobody has to read what hurts to decide about it, and what was decided can be taken back."""

import asyncio
import re
from datetime import timedelta

import msgspec
import pytest

from bot.model.action import FilterStrangers
from bot.model.delivery import Status, Task
from bot.model.seat import Grant, Role
from bot.people.turns import tomorrow
from bot.store import outbox, relations, reviewing, seats
from bot.store.rows import place
from tests.web.conftest import CSRF
from tests.web.waiting import AUTHORS, WORDS, play_this


@pytest.fixture(autouse=True)
def waiting(monkeypatch):
    play_this(monkeypatch)


def key(who, number=1):
    return f"{place(uri(who, number))}.1"


def uri(who, number=1):
    return f"at://did:plc:{who}/app.bsky.feed.post/{number}"


def listed(browser, shelf="mentions"):
    """The keys of the mentions on a shelf, in its order."""
    text = browser.get(f"/review?shelf={shelf}").text
    return re.findall(r'id="m-([^"]+)"', text)


def decide(browser, do, who, number=1, **fields):
    return browser.post("/review", do=do, of=key(who, number), **fields)


def acts(world, who, number=1):
    """(what, status) of the actions because of a mention."""
    with world.store.reading() as connection:
        about = outbox.about(connection, uri(who, number), "camille")
    return sorted((one.what.action.__struct_config__.tag, one.status) for one in about if one.task is Task.ACT)


def related(world, who):
    with world.store.reading() as connection:
        return relations.of(connection, [("camille", f"bluesky:did:plc:{who}")])["camille", f"bluesky:did:plc:{who}"]


def events(world):
    return [entry.event for entry in world.chain()]


def later(world, at):
    """Camille, who came in at another moment."""
    world.house.now = lambda: at
    admission = world.house.admission
    return world.browser().enter(admission.link(admission.holder("camille", "test", at), at))


def work(world):
    asyncio.run(world.scene.work())


def test_all_that_waits_is_there_and_no_word_of_it_nor_who_wrote_it(world):
    holder = world.holder()
    assert listed(holder) == [key("pirate"), key("intime"), key("corbeau"), key("rancunier", 2), key("rancunier")]
    pages = [holder.get(f"/review?shelf={shelf}").text for shelf in ("mentions", "actions", "leaks", "failed")]
    pages += [holder.get(f"/review/{key(who)}").text for who in AUTHORS]
    pages += [holder.get(f"/review/batch?of={key('rancunier')}").text]
    assert [word for text in pages for word in (*WORDS, *AUTHORS) if word in text] == []
    assert VIEWED not in events(world)


VIEWED = "evidence:viewed"


def test_what_was_written_is_shown_to_who_asks_and_it_stands_in_the_trail(world):
    holder = world.holder()
    text = holder.post(f"/review/{key('rancunier')}").text
    assert {"retrouverai", "rancunier.test"} <= {word for word in ("retrouverai", "rancunier.test") if word in text}
    entry = world.chain()[-1]
    assert (entry.event, entry.payload["by"], entry.payload["version"]) == (VIEWED, "camille", 1)
    assert "rancunier" not in str(entry.payload)
    assert world.verified()
    assert WORDS[0] not in holder.get(f"/review/{key('rancunier')}").text  # veiled again for whoever comes next


def test_how_much_each_has_read_is_counted(world):
    guest = world.guest("Dominique")
    for who in ("rancunier", "corbeau"):
        guest.post(f"/review/{key(who)}")
    seat = world.house.admission.every("camille")[-1]
    with world.store.reading() as connection:
        assert seats.readings(connection, [seat.id], 0) == {seat.id: 2}


def test_why_and_why_not_is_said_and_its_words_stay_veiled(world):
    holder = world.holder()
    text = holder.get(f"/review/{key('rancunier')}").text
    assert "menace" in text
    assert "1 règle s’applique" in text
    assert "1 règle ne s’applique pas" in text
    assert "r••••••••••" in text
    shown = holder.post(f"/review/{key('rancunier')}").text
    assert "retrouverai" in shown
    why = shown.partition("Pourquoi, et pourquoi pas")[2]
    veiled, folded, named = why.partition("<summary>Les mots qui ont été trouvés, en clair</summary>")
    assert folded
    assert "r••••••••••" in veiled
    assert "retrouverai" not in veiled  # the text above is blurred until it is touched
    assert "retrouverai" in named
    with world.store.reading() as connection:
        ids = [one.id for one in outbox.about(connection, uri("rancunier"), "camille")]
    assert [id_ for id_ in ids if id_ in text] == []  # they are for commands


def test_rules_are_called_by_their_titles_where_it_is_said_why(world):
    world.entitle("menace", "menace de mort")
    world.entitle("adresse", "divulgation")
    text = world.holder().get(f"/review/{key('rancunier')}").text
    assert "✓ menace de mort · " in text
    assert "· divulgation · " in text


def test_what_i_agree_with_is_done_and_undo_restores_what_was(world):
    holder = world.holder()
    assert acts(world, "rancunier") == [("mute", "held"), ("report", "held")]
    answer = decide(holder, "agree", "rancunier", next=key("corbeau"))
    assert answer.headers["location"].endswith(f"#m-{key('corbeau')}")
    assert "said=review_agree" in answer.headers["location"]
    work(world)
    assert world.scene.muted == {"did:plc:rancunier"}
    assert key("rancunier") not in listed(holder)
    decide(holder, "undo", "rancunier")
    work(world)
    assert world.scene.muted == set()
    assert key("rancunier") in listed(holder)
    assert related(world, "rancunier").lifted
    assert world.verified()


def test_what_i_take_back_at_once_is_held_as_it_was(world):
    holder = world.holder()
    answer = decide(holder, "agree", "rancunier")
    assert 'value="undo"' in holder.get(answer.headers["location"]).text
    decide(holder, "undo", "rancunier")
    work(world)
    assert acts(world, "rancunier") == [("mute", "held"), ("report", "held")]
    assert world.scene.muted == set()


def test_what_is_not_abusive_is_let_go_and_can_be_called_back(world):
    holder = world.holder()
    decide(holder, "harmless", "rancunier")
    assert acts(world, "rancunier") == [("mute", "cancelled"), ("report", "cancelled")]
    assert key("rancunier") not in listed(holder)
    decide(holder, "undo", "rancunier")
    assert acts(world, "rancunier") == [("mute", "held"), ("report", "held")]
    assert key("rancunier") in listed(holder)
    said = [entry.payload["said"] for entry in world.chain() if entry.event == "mention:reviewed"]
    assert said == ["harmless", "undone"]


def test_not_today_comes_back_tomorrow_morning(world):
    holder = world.holder()
    decide(holder, "later", "corbeau")
    assert key("corbeau") not in listed(holder)
    back = tomorrow(world.now, "Europe/Paris")
    assert (back.hour, back.minute) == (8, 0)
    assert key("corbeau") not in listed(later(world, back - timedelta(minutes=1)))
    assert key("corbeau") in listed(later(world, back + timedelta(seconds=1)))


def test_a_mute_that_no_rule_proposed_is_mine_and_is_done(world):
    holder = world.holder()
    assert acts(world, "corbeau") == []
    decide(holder, "mute", "corbeau")
    work(world)
    assert world.scene.muted == {"did:plc:corbeau"}
    with world.store.reading() as connection:
        (one,) = [each for each in outbox.about(connection, uri("corbeau")) if each.task is Task.ACT]
    assert (one.cause, one.what.rule, one.status) == ("camille", "", Status.DONE)
    decide(holder, "undo", "corbeau")
    work(world)
    assert world.scene.muted == set()


@pytest.mark.parametrize(("do", "what"), [("block", "block"), ("conceal", "hide_reply"), ("report", "report")])
def test_what_else_i_order_is_done_by_my_word(world, do, what):
    holder = world.holder()
    decide(holder, do, "corbeau", comment="Mon adresse y est.")
    work(world)
    assert acts(world, "corbeau") == [(what, "done")]
    said = [entry.payload["said"] for entry in world.chain() if entry.event == "mention:reviewed"]
    assert said == [{"block": "blocked", "conceal": "concealed", "report": "reported"}[do]]


def test_what_cannot_be_undone_says_so_before(world):
    text = world.holder().get(f"/review/{key('rancunier')}").text
    assert "ne peut pas être repris" in text
    assert "Un signalement envoyé ne peut pas être repris" in text


def test_a_draft_is_sent_as_i_write_it(world):
    holder = world.holder()
    assert "Il recommence." in holder.get(f"/review/{key('rancunier')}").text
    decide(holder, "report", "rancunier", comment="Troisième fois cette semaine.")
    work(world)
    assert acts(world, "rancunier") == [("mute", "held"), ("report", "done")]
    with world.store.reading() as connection:
        about = outbox.about(connection, uri("rancunier"))
    comments = [one.what.action.comment for one in about if one.status is Status.DONE and one.task is Task.ACT]
    assert comments == ["Troisième fois cette semaine."]


def test_whom_i_trust_nothing_happens_to(world):
    holder = world.holder()
    decide(holder, "trust", "rancunier")
    assert related(world, "rancunier").trusted
    assert listed(holder) == [key("pirate"), key("intime"), key("corbeau")]
    assert acts(world, "rancunier", 2) == [("mute", "cancelled"), ("report", "cancelled")]
    assert decide(holder, "block", "rancunier", 2).status_code == 409
    work(world)
    assert world.scene.muted == set()


def test_who_comes_second_is_told_and_the_first_word_stands(world):
    holder, guest = world.holder(), world.guest("Dominique")
    decide(guest, "harmless", "rancunier")
    for do in ("agree", "mute", "block", "report", "harmless", "later"):
        answer = decide(holder, do, "rancunier")
        assert (answer.status_code, "Dominique a décidé" in answer.text) == (409, True), do
    work(world)
    assert world.scene.muted == set()
    assert acts(world, "rancunier") == [("mute", "cancelled"), ("report", "cancelled")]


def test_what_is_handed_over_waits_for_them_and_comes_back_after_a_day(world):
    holder, dominique, sacha = world.holder(), world.guest("Dominique"), world.guest("Sacha")
    to = next(one.id for one in world.house.admission.every("camille") if one.name == "Dominique")
    assert decide(holder, "hand", "corbeau", to="nobody").status_code == 409
    decide(holder, "hand", "corbeau", to=to)
    assert [key("corbeau") in listed(one) for one in (holder, dominique, sacha)] == [False, True, False]
    assert "vous l’a confié" in dominique.get("/review").text
    with world.store.reading() as connection:
        assert reviewing.waiting(connection, "camille", world.now) == 5
    assert key("corbeau") in listed(later(world, world.now + timedelta(days=1, minutes=1)))


def test_a_delegate_sees_private_messages_only_where_i_granted_it_but_that_there_are_some(world):
    guest, friend = world.guest("Dominique"), world.guest("Sacha", also=frozenset({Grant.DIRECTS}))
    assert key("intime") not in listed(guest)
    assert key("intime") not in listed(guest, "actions")
    assert "1 message privé attend aussi" in guest.get("/review").text
    for answer in (
        guest.get(f"/review/{key('intime')}"),
        guest.post(f"/review/{key('intime')}"),
        decide(guest, "agree", "intime"),
        guest.get(f"/review/batch?of={key('intime')}"),
    ):
        assert answer.status_code == 404
    assert key("intime") in listed(friend)
    assert "intime.test" in friend.post(f"/review/{key('intime')}").text


def test_an_observer_sees_none_of_it(world):
    guest = world.guest("Dominique", Role.OBSERVER)
    for path in ("/review", f"/review/{key('corbeau')}", f"/review/batch?of={key('corbeau')}"):
        assert guest.get(path).status_code == 403


def test_all_of_one_author_is_decided_at_once_and_they_are_muted_once(world):
    holder = world.holder()
    page = holder.get(f"/review/batch?of={key('rancunier')}").text
    assert "2 messages sont concernés." in page
    assert "2 actions ne pourront pas être reprises." in page
    fields = {"of": key("rancunier"), "counted": "2"}
    assert holder.post("/review/batch", do="agree", **fields).status_code == 409  # not confirmed
    assert holder.post("/review/batch", do="agree", sure="yes", of=key("rancunier"), counted="1").status_code == 409
    assert holder.post("/review/batch", do="conceal", sure="yes", **fields).status_code == 409
    assert holder.post("/review/batch", do="agree", sure="yes", **fields).headers["location"].endswith("&said=batch")
    work(world)
    assert world.scene.muted == {"did:plc:rancunier"}
    mutes = [status for number in (1, 2) for what, status in acts(world, "rancunier", number) if what == "mute"]
    assert sorted(mutes) == ["cancelled", "done"]
    assert listed(holder) == [key("pirate"), key("intime"), key("corbeau")]


def test_nobody_decides_about_several_whom_another_decided_about(world):
    holder, guest = world.holder(), world.guest("Dominique")
    decide(guest, "harmless", "rancunier")
    fields = {"of": key("rancunier"), "counted": "2", "sure": "yes"}
    assert holder.post("/review/batch", do="mute", **fields).status_code == 303
    assert acts(world, "rancunier") == [("mute", "cancelled"), ("report", "cancelled")]
    assert acts(world, "rancunier", 2)[0] == ("mute", "planned")


def fail(world, who, status, trouble="server away"):
    """Let the actions because of a mention have gone wrong."""
    with world.store.writing() as connection:
        about = [one for one in outbox.about(connection, uri(who)) if one.task is Task.ACT]
        for one in about:
            outbox.settle(connection, msgspec.structs.replace(one, status=status, trouble=trouble))
    return {one.what.action.__struct_config__.tag: one.id for one in about}


def test_what_failed_or_is_uncertain_is_tried_again_or_left_by_my_word(world):
    holder = world.holder()
    ids = fail(world, "rancunier", Status.UNCERTAIN)
    text = holder.get("/review?shelf=failed").text
    assert "peut-être fait, à vérifier" in text
    assert "server away" in text
    assert key("rancunier") in listed(holder, "failed")
    assert holder.post("/review", do="retry", of=ids["mute"], shelf="failed").status_code == 303
    assert holder.post("/review", do="leave", of=ids["report"], shelf="failed").status_code == 303
    assert holder.post("/review", do="leave", of=ids["report"]).status_code == 409
    work(world)
    assert acts(world, "rancunier") == [("mute", "done"), ("report", "cancelled")]
    assert listed(holder, "failed") == []
    assert {"delivery:retried", "delivery:left"} <= set(events(world))


def test_what_a_platform_refused_is_said_in_my_language(world):
    fail(world, "rancunier", Status.FAILED, "mute: it is no longer there (404)")
    holder = world.holder()
    for page in ("/review?shelf=failed", f"/review/{key('rancunier')}"):
        text = holder.get(page).text
        assert "cela n’existe plus (404)" in text
        assert "no longer there" not in text


def test_what_is_about_no_message_can_be_decided_too(world):
    holder = world.holder()
    with world.store.writing() as connection:
        one = next(one for one in outbox.about(connection, uri("rancunier")) if one.task is Task.ACT)
        order = msgspec.structs.replace(one.what, action=FilterStrangers(), uri="", subject="bluesky:did:plc:camille")
        for id_ in ("shelter-1", "shelter-2"):
            outbox.plan(connection, [msgspec.structs.replace(one, id=id_, what=order, status=Status.HELD)])
    text = holder.get("/review?shelf=actions").text
    assert "mise à l’écart des notifications d’inconnus" in text
    assert holder.post("/review", do="approve", of="shelter-1").status_code == 303
    assert holder.post("/review", do="reject", of="shelter-2").status_code == 303
    with world.store.reading() as connection:
        found = outbox.known(connection, ["shelter-1", "shelter-2"])
    assert [found[each].status for each in sorted(found)] == [Status.PLANNED, Status.CANCELLED]


def test_nobody_decides_about_what_is_another_persons(world):
    holder = world.holder()
    ids = fail(world, "rancunier", Status.FAILED)
    with world.store.writing() as connection:
        one = outbox.delivery(connection, ids["mute"])
        elsewhere = msgspec.structs.replace(one, id="x", person="sacha")
        outbox.plan(connection, [elsewhere])
    assert holder.post("/review", do="retry", of="x").status_code == 409
    assert 'value="x"' not in holder.get("/review?shelf=failed").text


def test_hostile_text_is_shown_harmless(world):
    text = world.holder().post(f"/review/{key('pirate')}").text
    assert "<script>x" not in text
    assert "&lt;script&gt;x" in text
    assert re.search(r"<bdi>[^<]*\u202e", text)
    assert text.count("a" * 60_000) == 1


def test_what_is_no_mention_is_not_there(world):
    holder = world.holder()
    for of in ("", "x", "../../etc/passwd", "0" * 20 + ".1", "\u202e", "x" * 60_000):
        assert holder.post("/review", do="agree", of=of).status_code == 404
        asked = dict.fromkeys(("after", "last", "shelf"), of[:5_000])
        assert holder.client.get("/review", params=asked).status_code == 200


def test_nothing_is_called_what_it_is_not(world):
    holder = world.holder()
    assert decide(holder, "burn", "rancunier").status_code == 409
    assert holder.post("/review", do="retry", of="x").status_code == 409
    token = CSRF.search(holder.get("/review").text)[1]
    assert holder.raw("/review", {"csrf": token[::-1], "do": "mute", "of": key("corbeau")}).status_code == 403
    assert acts(world, "corbeau") == []
