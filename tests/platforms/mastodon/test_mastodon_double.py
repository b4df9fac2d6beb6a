"""The double of the server tells the truth: its answers have the shape of recorded ones, its rules those of PLATFORMS."""

import asyncio
import json
import sys
from typing import Any

import aiohttp
import pytest

from tests.platforms.mastodon import recordings

COVERED = {
    "mastodon": {
        "/api/v1/notifications": "/api/v1/notifications?types[]=mention",
        "/api/v2/notifications": "/api/v2/notifications",
        "/api/v2/notifications/policy": "/api/v2/notifications/policy",
        "/api/v1/notifications/requests": "/api/v1/notifications/requests",
        "/api/v1/accounts/relationships": "/api/v1/accounts/relationships?id[]={harasser}",
        "/api/v1/conversations/": "/api/v1/conversations",
        "/api/v1/reports/": "POST /api/v1/reports",
        "/mute": "POST /api/v1/accounts/{harasser}/mute",
        "/block": "POST /api/v1/accounts/{harasser}/block",
    },
    "gotosocial": {
        "notifications_mentions": "/api/v1/notifications?types[]=mention",
        "account": "/api/v1/accounts/{harasser}",
        "relationships": "/api/v1/accounts/relationships?id[]={harasser}",
        "context": "/api/v1/statuses/{status}/context",
        "report": "POST /api/v1/reports",
        "mutes": "/api/v1/mutes",
        "mute": "POST /api/v1/accounts/{harasser}/mute",
        "block": "POST /api/v1/accounts/{harasser}/block",
        "status_404": "/api/v1/statuses/01M7ZJE8TVJYDVZ6P3MHWMYMJB",
    },
    "snac": {
        "notifications_mentions": "/api/v1/notifications?types[]=mention",
        "account": "/api/v1/accounts/{harasser}",
        "relationships": "/api/v1/accounts/relationships?id[]={harasser}",
        "report": "POST /api/v1/reports",
        "mutes": "/api/v1/mutes",
        "blocks": "/api/v1/blocks",
        "mute": "POST /api/v1/accounts/{harasser}/mute",
        "block": "POST /api/v1/accounts/{harasser}/block",
        "instance_v2": "/api/v2/instance",
        "conversations": "/api/v1/conversations",
    },
}


def recorded(flavour: str, name: str) -> recordings.Recorded:
    if flavour == "mastodon":
        found = [one for one in recordings.mastodon() if one.path.endswith(name) and b"sign_up" not in bytes(one.body)]
        return max(found, key=lambda one: len(bytes(one.body)))
    return dict(recordings.others({"gotosocial": "gts"}.get(flavour, flavour)))[name]


def differences(ours: Any, theirs: Any, where: str = "") -> list[str]:
    """Where the double's JSON has a key that the recording lacks, lacks one it has, or another type."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        keys = [f"{where}.{key}" for key in ours.keys() ^ theirs.keys()]
        return keys + [
            one for key in ours.keys() & theirs.keys() for one in differences(ours[key], theirs[key], f"{where}.{key}")
        ]
    if isinstance(ours, list) and isinstance(theirs, list):
        return differences(ours[0], theirs[0], f"{where}[]") if ours and theirs else []
    if ours is None or theirs is None or type(ours) is type(theirs):
        return []
    return [f"{where}: {type(ours).__name__} for {type(theirs).__name__}"]


async def ask(me: Any, what: str, **names: str) -> tuple[int, Any]:
    method, _, path = what.rpartition(" ")
    url = me.double.base + path.format(**names)
    form = {"account_id": names["harasser"], "notifications": "true", "duration": "3600"} if method else None
    headers = {"Authorization": f"Bearer {me.person.token}"}
    async with aiohttp.ClientSession(headers=headers) as http, http.request(method or "GET", url, data=form) as answer:
        body = await answer.text()
        return answer.status, json.loads(body) if answer.content_type == "application/json" else body


@pytest.mark.parametrize(("flavour", "name"), [(flavour, name) for flavour, names in COVERED.items() for name in names])
async def test_the_double_answers_in_the_shape_that_was_recorded(shield, flavour, name):
    me = await shield(flavour)
    me.do("policy", of="figure", for_not_following="filter") if "requests" in name else None
    visibility = "direct" if "conversations" in name else "public"
    status = me.do("post", by="harasser", text="@figure hello", visibility=visibility)
    if name == "mutes":
        me.do("mute", by="figure", whom="harasser", seconds=60)
    theirs = recorded(flavour, name)
    code, ours = await ask(me, COVERED[flavour][name], harasser=me.world.called("harasser").id, status=status)
    assert code == theirs.status
    assert differences(ours, theirs.json) == []


async def test_gotosocial_mutes_without_notifications_unless_told_to(shield):
    for flavour, hidden in (("mastodon", True), ("gotosocial", False)):
        me = await shield(flavour)
        harasser = me.world.called("harasser").id
        token = {"Authorization": f"Bearer {me.person.token}"}
        async with aiohttp.ClientSession(headers=token) as http:
            answer = await http.post(f"{me.double.base}/api/v1/accounts/{harasser}/mute")
            assert (await answer.json())["muting_notifications"] is hidden


async def test_a_mute_and_a_block_destroy_what_was_there_and_nothing_comes_again(shield):
    for command in ("mute", "block"):
        me = await shield()
        me.do("post", by="harasser", text="@figure one", visibility="direct")
        assert len(me.world.inbox(me.person.id)) == len(me.world.conversations) == 1
        me.do(command, by="figure", whom="harasser")
        me.do("post", by="harasser", text="@figure two", visibility="direct")
        assert me.world.inbox(me.person.id, filtered=True) == me.world.conversations == []


async def test_a_policy_that_drops_destroys_and_one_that_filters_keeps(shield):
    me = await shield()
    me.do("policy", of="figure", for_not_following="filter")
    me.do("post", by="harasser", text="@figure kept")
    me.do("policy", of="figure", for_not_following="drop")
    me.do("post", by="harasser", text="@figure destroyed")
    assert [me.world.statuses[one.status].text for one in me.world.inbox(me.person.id, filtered=True)] == [
        "@figure kept"
    ]
    assert me.world.inbox(me.person.id) == []


async def test_whom_the_harasser_blocked_sees_no_more_of_their_page(shield):
    me = await shield()
    status = me.do("post", by="harasser", text="@figure one")
    me.do("block", by="harasser", whom="figure")
    harasser = me.world.called("harasser").id
    assert me.world.written_by(harasser, me.person.id) == []
    assert (await ask(me, "/api/v1/statuses/{status}", status=status, harasser=harasser))[0] == 404


async def test_the_double_runs_as_a_process_of_its_own_and_tells_its_state():
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.doubles.mastodon", "--flavour", "mastodon", stdout=asyncio.subprocess.PIPE
    )
    try:
        told = json.loads(await asyncio.wait_for(process.stdout.readline(), 20))
        async with aiohttp.ClientSession() as http:
            post = {"do": "post", "by": "harasser", "text": "@figure hello"}
            await (await http.post(f"{told['base']}/_control", json=post)).read()
            mute = f"{told['base']}/api/v1/accounts/{told['people']['harasser']['id']}/mute"
            token = {"Authorization": f"Bearer {told['people']['figure']['token']}"}
            await (await http.post(mute, headers=token)).read()
            state = await (await http.get(f"{told['base']}/_control")).json()
    finally:
        process.terminate()
        await process.wait()
    assert len(state["mutes"]) == 1
    assert state["notifications"] == []
    assert state["calls"] == {"POST /api/v1/accounts/:id/mute": 1}
