"""What a first run leaves in the database: which channels were confirmed, and the link that leads to the pages."""

from contextlib import closing
from datetime import datetime

from bot.admission import Admission
from bot.app import open_store
from bot.config import Config
from bot.confirming import vouch


def vouch_for(config: Config, by: str, now: datetime) -> None:
    """Keep that the channels were confirmed: none is taken before its code came back."""
    if any(person.alerts for person in config.people):
        with closing(open_store(config)) as store:
            for person in config.people:
                vouch(store, person.name, person.urls(), by, now)


def holder_link(config: Config, by: str, now: datetime) -> str:
    """Where the holder of the first shield comes in, once."""
    with closing(open_store(config)) as store:
        admission = Admission(store)
        seat = admission.holder(config.people[0].name, by, now)
        return f"{config.web.url}/enter/{admission.link(seat, now)}"
