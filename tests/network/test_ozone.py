"""What a labeler's Ozone and the AppView say of roles and labels: what all that moderates there relies on."""

import httpx
import pytest

pytestmark = pytest.mark.network

LABEL = "tools.ozone.moderation.defs#modEventLabel"


class Desk:
    """An account at a labeler's Ozone, as it is called over its own PDS."""

    def __init__(self, atnet, client):
        self.atnet, self.did = atnet, client.me.did
        token = {"authorization": f"Bearer {client._session.access_jwt}"}
        self.headers = token | {"atproto-proxy": f"{atnet.ozone_did}#atproto_labeler"}

    def ask(self, name, **arguments):
        return httpx.get(f"{self.atnet.pds}/xrpc/{name}", params=arguments, headers=self.headers, timeout=30)

    def label(self, post, add=(), take=(), **more):
        subject = {"$type": "com.atproto.repo.strongRef", "uri": post.uri, "cid": post.cid}
        event = {"$type": LABEL, "createLabelVals": [*add], "negateLabelVals": [*take]}
        body = {"event": event, "subject": subject, "createdBy": self.did, **more}
        url = f"{self.atnet.pds}/xrpc/tools.ozone.moderation.emitEvent"
        return httpx.post(url, json=body, headers=self.headers, timeout=30)


@pytest.fixture(scope="module")
def moderator(atnet):
    return Desk(atnet, atnet.moderator())


@pytest.fixture(scope="module")
def triage(atnet):
    return Desk(atnet, atnet.moderator("triage", "Triage"))


def shown(atnet, post):
    """The labels with which the AppView shows a post to those who take this labeler's."""
    accepts = {"atproto-accept-labelers": atnet.ozone_did}
    url = f"{atnet.bsky}/xrpc/app.bsky.feed.getPosts"
    [found] = httpx.get(url, params={"uris": post.uri}, headers=accepts, timeout=30).json()["posts"]
    return {label["val"] for label in found.get("labels", []) if label["src"] == atnet.ozone_did}


def post_of(atnet, prefix):
    author = atnet.account(prefix)
    post = author.send_post("bonjour")
    atnet.eventually(lambda: author.get_posts([post.uri]).posts)
    return post


@pytest.mark.parametrize("role", ["moderator", "triage"])
def test_who_works_at_the_desk_is_told_with_what_role(role, request):
    said = request.getfixturevalue(role).ask("tools.ozone.server.getConfig").json()["viewer"]["role"]
    assert said == f"tools.ozone.team.defs#role{role.capitalize()}"


def test_who_does_not_work_there_is_refused_as_if_the_password_were_wrong(atnet):
    answer = Desk(atnet, atnet.account()).ask("tools.ozone.server.getConfig")
    assert (answer.status_code, answer.json()["error"]) == (401, "AuthenticationRequired")


def test_a_label_is_seen_by_those_who_take_it_until_it_is_taken_back(atnet, moderator):
    post = post_of(atnet, "troll")
    assert moderator.label(post, add=["harassment"]).status_code == 200
    atnet.eventually(lambda: shown(atnet, post) == {"harassment"})
    assert moderator.label(post, take=["harassment"]).status_code == 200
    atnet.eventually(lambda: shown(atnet, post) == set())


def test_who_only_sorts_reports_may_not_label(atnet, triage):
    answer = triage.label(post_of(atnet, "troll"), add=["harassment"])
    assert (answer.status_code, answer.json()["message"]) == (401, "Must be a full moderator to label content")


def test_the_same_order_sent_twice_is_one_event(atnet, moderator):
    post = post_of(atnet, "troll")
    assert moderator.label(post, add=["harassment"], externalId="order-1").status_code == 200
    again = moderator.label(post, add=["harassment"], externalId="order-1")
    assert (again.status_code, again.json()["error"]) == (400, "DuplicateExternalId")
    events = moderator.ask("tools.ozone.moderation.queryEvents", subject=post.uri, types=LABEL).json()["events"]
    assert len(events) == 1
