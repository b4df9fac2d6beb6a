"""What a first run leaves in the database: which channels were confirmed, and the link that leads to the pages."""

from contextlib import closing
from datetime import datetime

from bot.app import open_store
from bot.config import Config
from bot.people.admission import Admission
from bot.people.confirming import vouch


def vouch_for(config: Config, by: str, now: datetime) -> None:
    """Keep that the channels were confirmed: none is taken before its code came back."""
    if any(one.alerts for one in config.shielded):
        with closing(open_store(config)) as store:
            for one in config.shielded:
                vouch(store, one.name, one.urls(), by, now)


def holder_link(config: Config, by: str, now: datetime) -> str:
    """Where the holder of the first shield comes in, once."""
    with closing(open_store(config)) as store:
        admission = Admission(store)
        seat = admission.holder(config.shielded[0].name, by, now)
        return f"{config.web.url}/enter/{admission.link(seat, now)}"
