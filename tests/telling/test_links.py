"""With pages of mine, alerts have links: one says that I saw it, one undoes; without, they name the commands."""

from msgspec.structs import replace

from bot.alerts.compose import update_alert
from bot.alerts.digest import Beside, digest
from bot.alerts.notice import notice
from bot.alerts.reach import ChannelDead
from bot.alerts.summary import Outcome
from bot.evidence.chain import Head
from bot.model.alert import Alert
from bot.model.delivery import Delivery, Status, Task
from bot.store import outbox
from bot.trail.checkpoints import round_of_checkpoints
from tests.alerts.samples import AT, person, summary
from tests.telling.shield import PHONE

HOME = "https://rempart.test"


def update(**changed) -> Alert:
    return update_alert("a1", person(), summary(outcomes=(Outcome(action="mute", **changed),)))


async def sent(camille, alert: Alert) -> str:
    """What of an alert comes on the telephone."""
    one = Delivery(
        id="a1:update:camille/phone", person="camille", task=Task.ALERT, via=PHONE.name, what=alert, due_at=AT
    )
    with camille.store.writing() as connection:
        outbox.plan(connection, [one])
    await camille.deliveries.run_due()
    return camille.sent()[-1].body


async def test_an_alert_about_a_mute_gives_the_page_that_undoes_it_and_says_no_more_than_the_reference(told):
    camille = told(PHONE)
    camille.deliveries.ledger.links = HOME
    body = await sent(camille, update(status=Status.DONE))
    assert "rempart undo 4f2a" in body
    assert body.endswith(f"{HOME}/undo/4f2a")


async def test_what_cannot_be_undone_has_a_link_that_shows_it_and_none_that_undoes(told):
    camille = told(PHONE)
    camille.deliveries.ledger.links = HOME
    body = await sent(camille, update(status=Status.REFUSED))
    assert body.count(HOME) == 1
    assert body.endswith(f"{HOME}/alert/a1")


async def test_an_alert_about_a_mention_leads_to_its_page_and_a_notice_nowhere(told):
    camille = told(PHONE)
    camille.deliveries.ledger.links = HOME
    camille.hear("je te savate")
    await camille.work()
    (alert,) = camille.sent()
    assert f"{HOME}/alert/{alert.id}\n" in f"{alert.body}\n"
    assert HOME not in await sent(camille, notice("a2", person(), AT, ChannelDead(name="mail", failures=5)))


async def test_without_pages_there_are_no_links(told):
    camille = told(PHONE)
    assert "http" not in await sent(camille, update(status=Status.DONE))
    camille.hear("je te savate")
    await camille.work()
    assert "http" not in camille.sent()[-1].body


def test_a_digest_ends_with_the_latest_checkpoint_whatever_else_it_tells():
    sealed = Head(number=7, seal="ab" * 32)
    alert = digest(
        "a2",
        person("en"),
        AT,
        [summary()],
        sealed,
        beside=Beside(1),
        unseen=[("bluesky", AT, AT)],
        unanswered=[("a1", AT)],
    )
    assert alert.body.splitlines()[-1].startswith("Evidence sealed up to entry 7: abababababababab.")
    assert (
        "1 urgent alert was acknowledged by nobody:\n- 1 February 2026 at 13:05: rempart acknowledge a1" in alert.body
    )


async def test_the_digest_of_support_ends_with_it_too(told):
    camille = told(replace(PHONE, language="en"))
    await camille.work()
    for n in range(5):
        camille.hear("Merci pour tout, je suis avec toi", by=f"friend{n}")
    round_of_checkpoints(camille.store, ["camille"], {}, camille.at)
    await camille.work(days=1)
    [thanks] = [one for one in camille.sent() if "not alone" in one.title]
    assert thanks.body.splitlines()[-1].startswith("Evidence sealed up to entry")
