"""Moderators say who is watched over, and see whether what their server sends would arrive."""

import asyncio
import hmac
from hashlib import sha256

import pytest
from aiohttp import web

from bot.commands.run import greeting
from bot.config import ConfigFile
from bot.moderating.hooking import Came, place_of, tried
from bot.store import rolls
from bot.store.rolls import State
from tests.commands.scene import Scene
from tests.moderating.conftest import START, settled

SECRET = b"a secret that the server shows"


@pytest.fixture
def desk(tmp_path):
    scene = Scene(tmp_path, f"sqlite:///{tmp_path / 'rempart.db'}", "fr")
    scene.place.open().close()
    scene.process.close()

    def write(members='"local"', out='["max@ouest.test"]', webhook="", more=""):
        written = settled(members, out, *([f"webhook = {webhook}"] if webhook else [])) + more
        head = scene.config.read_text().partition("\n[[community]]")[0]
        scene.config.write_text(head + "\n" + written.lstrip("\n"))
        return scene

    return write


def said(scene):
    config = ConfigFile(scene.config, {"NOWHERE_SET": "x"}).read()
    store = scene.place.open()
    with store.reading() as connection:
        found = {name: one.state for name, one in rolls.every(connection, config.communities[0].name).items()}
    store.close()
    return found


def test_who_leaves_is_out_and_is_named_only_where_i_ask(desk, rempart):
    scene = desk()
    status, out, _ = rempart("community", "leave", "@Lea@ouest.test", "--config", scene.config, "--by", "ada")
    assert status == 0
    assert "ne veille plus sur ce compte" in out
    assert said(scene) == {"lea@social.ouest.test": State.LEFT}
    _, out, _ = rempart("community", "roll", "--config", scene.config)
    assert "1 compte est laissé de côté" in out
    assert "lea" not in out
    _, out, _ = rempart("community", "roll", "--config", scene.config, "--reveal")
    assert "lea@social.ouest.test" in out


def test_who_leaves_by_her_short_name_is_out_at_the_desk_s_own_server(desk, rempart):
    scene = desk()
    rempart("community", "leave", "Ines", "--config", scene.config)
    assert said(scene) == {"ines@social.ouest.test": State.LEFT}


def test_i_put_somebody_in_and_programs_read_how_many_there_are(desk, rempart):
    scene = desk(members='"asked"')
    rempart("community", "join", "lea@ouest.test", "--config", scene.config)
    assert said(scene) == {"lea@social.ouest.test": State.IN}
    _, out, _ = rempart("community", "roll", "--config", scene.config, "--json")
    assert '"in": 1' in out
    assert "lea" not in out


def test_a_community_that_there_is_not_is_told_so(desk, rempart):
    scene = desk()
    for arguments, why in ((["--community", "est"], "write one of ouest"), ([], "")):
        status, _, err = rempart("community", "roll", "--config", scene.config, *arguments)
        assert (status == 2) is bool(why)
        assert why in err


def test_without_a_webhook_or_an_address_i_am_told_what_to_write(desk, rempart):
    page = '[web]\npublic_url = "https://bouclier.ouest.test"\n'
    status, _, err = rempart("community", "hook", "--config", desk(webhook='{ env = "CAMILLE_MASTODON" }').config)
    assert status == 2
    assert "public_url" in err
    scene = desk(more=page)
    status, out, _ = rempart("community", "hook", "--config", scene.config)
    assert status == 0
    assert 'webhook = { file = "secrets/ouest-webhook" }' in out
    status, _, err = rempart("community", "hook", "--try", "--config", scene.config)
    assert (status, "rempart community hook" in err) == (2, True)


def test_i_am_told_step_by_step_what_to_enter_at_my_server(desk, rempart):
    page = '[web]\npublic_url = "https://bouclier.ouest.test"\n'
    scene = desk(webhook='{ env = "CAMILLE_MASTODON" }', more=page)
    status, out, _ = rempart("community", "hook", "--config", scene.config)
    assert status == 0
    assert "https://bouclier.ouest.test/hook/ouest" in out
    assert "https://social.ouest.test" in out


@pytest.mark.parametrize(
    ("answers", "came"),
    [
        (lambda right: 200 if right else 401, Came.WELL),
        (lambda _: 401, Came.UNKNOWN),
        (lambda _: 200, Came.OPEN),
        (lambda _: 404, Came.ELSEWHERE),
        (None, Came.SILENT),
    ],
)
async def test_a_trial_tells_a_letterbox_from_all_else(answers, came):
    async def take(request):
        body = await request.read()
        right = f"sha256={hmac.new(SECRET, body, sha256).hexdigest()}"
        return web.Response(status=answers(request.headers["x-hub-signature"] == right))

    app = web.Application()
    app.router.add_post("/hook/ouest", take)
    runner = web.AppRunner(app)
    await runner.setup()
    served = web.TCPSite(runner, "127.0.0.1", 0)
    await served.start()
    port = runner.addresses[0][1]
    if answers is None:
        await runner.cleanup()
    found = await asyncio.to_thread(tried, place_of(f"http://127.0.0.1:{port}", "ouest"), SECRET, START)
    await runner.cleanup()
    assert found is came


def test_the_status_and_the_doctor_tell_of_communities_too(desk, rempart):
    scene = desk(members='"asked"', webhook='{ env = "CAMILLE_MASTODON" }')
    _, out, _ = rempart("status", "--config", scene.config)
    assert "ouest" in out
    _, out, _ = rempart("doctor", "--config", scene.config, NOWHERE_SET="x")
    assert "les pages n’ont pas d’adresse publique" in out
    assert "ouest : ne veille que sur qui le demande" in out.replace("\u00a0", " ")


@pytest.fixture
def alone(desk):
    """Ouest, without a person beside it, and with a channel."""
    scene = desk(more='  [[community.alert]]\n  url = { env = "OUEST_NTFY" }\n')
    written = scene.config.read_text()
    head, _, rest = written.partition("[[person]]")
    scene.config.write_text(head + "[[community]]" + rest.partition("[[community]]")[2])
    return scene


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("open", "/enter/"),
        ("pause --for 1h", "ouest : rien n’est fait"),
        ("resume --person ouest", "ouest : il n’y avait pas de pause"),
        ("alerts list", "ouest/1"),
        ("backtest --person ouest", "0 mention"),
        ("trust mastodon:nord.test/7", "ouest"),
        ("status", "ouest"),
        ("check", "les règles proposent, vous décidez"),
        ("check", "à noter   Personne n’a confirmé que ce canal arrive : ouest/1"),
        ("check", "ouest · communauté · observe"),
    ],
)
def test_what_a_person_s_shield_has_a_community_has_too(alone, rempart, line, said):
    status, out, err = rempart(
        *line.split(), "--config", alone.config, NOWHERE_SET="x", OUEST_NTFY="json://nowhere.test"
    )
    assert (status, err) == (0, "")
    assert said in out.replace("\u00a0", " ")


def test_its_evidence_is_handed_out(alone, rempart):
    rempart("community", "leave", "lea", "--config", alone.config, NOWHERE_SET="x", OUEST_NTFY="json://nowhere.test")
    file = alone.config.parent / "ouest.zip"
    status, _, err = rempart("trail", file, "--config", alone.config, NOWHERE_SET="x", OUEST_NTFY="json://nowhere.test")
    assert (status, err) == (0, "")
    assert file.exists()


def test_what_is_about_people_says_so_where_there_is_none(alone, rempart):
    environment = {"NOWHERE_SET": "x", "OUEST_NTFY": "json://nowhere.test"}
    status, _, err = rempart("vault", "list", "--config", alone.config, **environment)
    assert (status, "only communities" in err) == (2, True)


def test_who_starts_the_shield_sees_that_her_community_is_in_it(alone):
    config = ConfigFile(alone.config, {"NOWHERE_SET": "x", "OUEST_NTFY": "json://nowhere.test"}).read()
    assert "  ouest · mastodon moderation@ouest.test · observe" in "\n".join(greeting(config, "config.toml")).replace(
        "\u00a0", " "
    )
