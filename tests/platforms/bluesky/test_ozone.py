"""A labeler's desk keeps to the limits of labels, understands why it is refused, and preserves before it hides."""

import json
from datetime import timedelta

import pytest

from bot.errors import Gone, Refused, TryLater, Unauthorized
from bot.model.action import Prior
from bot.model.batch import batch_of
from bot.model.measure import Assign, Label, Limit, Reopen, Resolve, Sensitive, Suspend, Takedown, Warn
from bot.platforms.bluesky.ozone.labels import LONG
from bot.platforms.bluesky.ozone.refusals import ADMIN, DISABLED, NOBODY, TRIAGE, AlreadySo, NoRole
from bot.platforms.bluesky.ozone.refusals import refused as meant
from bot.platforms.bluesky.refusals import Expired
from tests.platforms.bluesky.doubles import Pds, refused, running
from tests.platforms.bluesky.ozone_parts import EMIT, LABELER, answered, order, ozone
from tests.platforms.bluesky.parts import CAMILLE, NOON, OpenSafe, Watch

HARASSMENT = Label(values=("harassment",))
AUTH = "AuthenticationRequired"


@pytest.fixture
async def pds():
    async with running(Pds()) as server:
        server.answers[EMIT] = lambda _: answered({"id": 7})
        yield server


@pytest.fixture
async def desk(pds):
    made = ozone(pds)
    yield made
    await made.close()


# ------------------------------------------------------------------ refusals


@pytest.mark.parametrize(
    ("status", "error", "message", "kind", "words"),
    [
        (401, AUTH, "not a moderator account", NoRole, NOBODY),
        (401, "MemberDisabled", "member is disabled", NoRole, DISABLED),
        (401, AUTH, "Must be a full moderator to label content", NoRole, TRIAGE),
        (401, AUTH, "Must be a full moderator to take this type of action", NoRole, TRIAGE),
        (401, AUTH, "Must be a full admin to take this type of action on feed generators", NoRole, ADMIN),
        (401, AUTH, "something that a later Ozone says", NoRole, ""),
        (400, "InvalidRequest", "Subject is already taken down", AlreadySo, ""),
        (400, "InvalidRequest", "Subject is not taken down", AlreadySo, ""),
        (400, "DuplicateExternalId", "An event with the same external ID already exists", AlreadySo, ""),
        (400, "InvalidToken", "Token could not be verified", Expired, ""),
        (400, "ExpiredToken", "Token has expired", Expired, ""),
        (401, "BadJwtSignature", "jwt signature does not match jwt issuer", TryLater, ""),
        (400, "InvalidRequest", "could not resolve proxy did", Refused, "configuration"),
        (400, "InvalidRequest", "Invalid label", Refused, ""),
        (429, "RateLimitExceeded", "not a moderator account", TryLater, ""),
        (502, "UpstreamFailure", "", TryLater, ""),
    ],
)
def test_what_a_labeler_refuses_is_told_for_what_it_is(status, error, message, kind, words):
    raw = json.dumps({"error": error, "message": message}).encode()
    found = meant(status, {}, raw, EMIT, NOON)
    assert type(found) is kind or (kind is TryLater and isinstance(found, TryLater))
    assert words in str(found)
    assert isinstance(found, Unauthorized) is (kind is Expired)


def test_a_bad_password_is_still_one_at_the_accounts_own_server():
    raw = json.dumps({"error": AUTH, "message": "Invalid identifier or password"}).encode()
    assert type(meant(401, {}, raw, "com.atproto.server.createSession", NOON)) is Unauthorized
    assert type(meant(401, {}, raw, "app.bsky.feed.getPosts", NOON)) is Unauthorized


def test_what_a_labeler_says_of_an_author_is_not_repeated():
    raw = json.dumps({"error": "InvalidRequest", "message": "troll.test a écrit : tais-toi"}).encode()
    assert "tais-toi" not in str(meant(400, {}, raw, EMIT, NOON))


async def test_who_has_no_role_is_not_logged_in_again_and_again(pds, desk):
    pds.answers[EMIT] = refused(401, AUTH, "not a moderator account")
    for _ in range(3):
        with pytest.raises(NoRole):
            await desk.perform(order(HARASSMENT))
    assert pds.logins == 1


async def test_a_session_that_ended_is_renewed_once_and_the_order_goes_through(pds, desk):
    answers = [refused(400, "InvalidToken", "Token could not be verified"), answered({"id": 7})]
    pds.answers[EMIT] = lambda _: answers.pop(0)
    assert await desk.perform(order(HARASSMENT)) == "7"
    assert pds.logins == 2


@pytest.mark.parametrize("said", ["Subject is already taken down", "DuplicateExternalId"])
async def test_what_is_already_so_is_done(pds, desk, said):
    error = said if said[0] == "D" else "InvalidRequest"
    pds.answers[EMIT] = refused(400, error, said)
    assert await desk.perform(order(Takedown())) == ""


@pytest.mark.parametrize("action", [Limit(), Suspend(), Sensitive(), Assign(), Reopen(flags=("1",)), Warn(text="non")])
async def test_what_a_labeler_has_not_is_refused_before_anything_is_asked(pds, desk, action):
    for doing in (desk.prior(order(action)), desk.perform(order(action)), desk.revert(order(action), Prior(), "")):
        with pytest.raises(Refused, match="Ozone"):
            await doing
    assert not pds.asked


async def test_a_post_of_which_no_version_is_known_is_not_taken_for_its_account(pds, desk):
    with pytest.raises(Refused, match="version"):
        await desk.perform(order(Takedown(), revision=""))
    assert not pds.count(EMIT)


# ------------------------------------------------------------------ what is sent


async def test_an_event_names_the_rule_and_its_batch_and_never_an_authors_words(pds, desk):
    await desk.perform(order(HARASSMENT))
    [(_, _, sent)] = [one for one in pds.asked if one[0] == EMIT]
    body = json.loads(sent)
    assert body["modTool"]["meta"] == {"rule": "insultes", "batchId": batch_of(order(HARASSMENT))}
    assert (body["externalId"], body["createdBy"]) == ("order-0", CAMILLE)


def test_a_batch_is_what_one_rule_decided_at_once():
    one = batch_of(order(HARASSMENT, 1))
    assert one == batch_of(order(Resolve(), 2))
    assert one != batch_of(order(HARASSMENT, 1, rule="menaces"))
    assert one != batch_of(order(HARASSMENT, 1, person="vert"))
    assert one != batch_of(order(HARASSMENT, 1, decided_at=NOON + timedelta(seconds=1)))


# ------------------------------------------------------------------ limits of labels


async def test_five_labels_a_second_and_no_more(pds):
    watch = Watch()
    desk = ozone(pds, clock=watch)
    for number in range(5):
        await desk.perform(order(HARASSMENT, number))
    with pytest.raises(TryLater) as later:
        await desk.perform(order(HARASSMENT, 5))
    assert 0 < later.value.after <= 2
    assert pds.count(EMIT) == 5
    watch.forward(seconds=later.value.after)
    await desk.perform(order(HARASSMENT, 5))
    await desk.close()


async def test_more_labels_at_once_than_a_second_allows_are_never_given(pds):
    desk = ozone(pds, clock=Watch())
    with pytest.raises(Refused, match="at once"):
        await desk.perform(order(Label(values=("a", "b", "c", "d", "e", "f"))))
    assert pds.count(EMIT) == 0
    await desk.close()


@pytest.mark.parametrize(("span", "most"), LONG)
async def test_what_an_hour_and_a_day_allow_is_kept_between_runs_and_for_all_desks_of_the_labeler(pds, span, most):
    watch, safe = Watch(), OpenSafe()
    taken = {str(int(watch().timestamp()) // 300 * 300 - (0 if span < 86_400 else 7_200)): most - 1}
    safe.put(f"ozone/{LABELER}/labels", json.dumps(taken).encode())
    one, other = ozone(pds, safe=safe, clock=watch), ozone(pds, safe=safe, clock=watch, community="vert")
    await one.perform(order(HARASSMENT))
    watch.forward(seconds=10)
    with pytest.raises(TryLater) as later:
        await other.perform(order(HARASSMENT, 1))
    assert later.value.after > 60
    watch.forward(seconds=later.value.after)
    await other.perform(order(HARASSMENT, 1))
    await one.close()
    await other.close()


async def test_taking_labels_back_counts_as_giving_them(pds):
    desk = ozone(pds, clock=Watch())
    await desk.revert(order(Label(values=("a", "b", "c", "d", "e"))), Prior(), "")
    with pytest.raises(TryLater):
        await desk.perform(order(HARASSMENT))
    await desk.close()


# ------------------------------------------------------------------ never taken down unseen


async def test_nobody_is_taken_down_of_whom_nothing_could_be_preserved(pds, desk):
    pds.answers["app.bsky.feed.getPosts"] = answered({"posts": []})
    pds.answers["app.bsky.feed.getAuthorFeed"] = refused(400, "BlockedActor", "")
    pds.answers["app.bsky.feed.getPostThread"] = refused(400, "NotFound", "")
    pds.answers["app.bsky.actor.getProfile"] = refused(500, "InternalServerError", "")
    with pytest.raises(TryLater):
        [one async for one in desk.capture(order(Takedown()))]


async def test_who_is_gone_already_is_not_taken_down(pds, desk):
    pds.answers["app.bsky.feed.getPosts"] = answered({"posts": []})
    for name in ("app.bsky.feed.getAuthorFeed", "app.bsky.actor.getProfile"):
        pds.answers[name] = refused(400, "AccountTakedown", "")
    with pytest.raises(Gone):
        [one async for one in desk.capture(order(Takedown(), uri=""))]


async def test_what_hides_nothing_takes_nothing(pds, desk):
    assert [one async for one in desk.capture(order(HARASSMENT))] == []
    assert not pds.asked


# ------------------------------------------------------------------ the desk


async def test_a_labeler_has_no_accounts_of_its_own_and_knows_no_addresses(desk):
    with pytest.raises(Refused):
        desk.members()
    assert await desk.kin("bluesky:did:plc:x") == ()
    assert (await desk.foresee(Resolve(), "")).final == ("resolve",)
    assert (await desk.foresee(HARASSMENT, "")).final == ()


async def test_whom_a_moderator_follows_decides_nothing(pds, desk):
    assert (await desk.standing(order(HARASSMENT))).following is None
    assert not (await desk.relations()).follows
    assert not pds.asked
