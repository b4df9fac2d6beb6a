"""Whatever those are called who write to me, and whatever they write, it travels in no alert."""

import re

from msgspec.structs import replace

from bot.model.reason import Severity
from bot.model.shield import Rhythm
from tests.telling.shield import MAIL, PHONE

HOSTILE = "scum<b>{0.__class__}\u202e%s</b>"
LATER = replace(MAIL, above=Severity.URGENT, step=1)
WEEKLY = replace(MAIL, name="camille/weekly", digest=Rhythm.WEEKLY)


async def test_no_alert_digest_or_notice_repeats_what_was_written_or_a_name_that_its_author_chose(told):
    camille = told(PHONE, LATER, WEEKLY)
    camille.deliveries.ledger.links = "https://rempart.test"
    await camille.work()
    camille.channels["camille/weekly"].broken = True
    heard = []
    for n, words in enumerate(("savate", "pantoufle", "chausson", "savate") * 2):
        by = f"scum{n}"
        camille.within.told.notification("", by)
        camille.within.told.world.called(by).display_name = HOSTILE
        camille.hear(f"scum {words} {HOSTILE}", by=by)
        await camille.work(minutes=20)
    camille.channels["camille/weekly"].broken = False
    await camille.work(days=7)
    for channel in camille.channels.values():
        heard += channel.sent
    assert len({(one.kind, one.title) for one in heard}) > 6
    assert [one for one in heard if re.search("scum|savate|pantoufle|chausson|class", one.title + one.body)] == []
    hers = camille.sent("mail")
    assert hers
    assert all(re.search("alert|Rempart|channel|mention", one.title + one.body) for one in hers)
    assert not any("\u00a0:" in one.body for one in hers)
