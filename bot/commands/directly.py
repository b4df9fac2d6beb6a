"""Performing chosen deliveries from a command, where no shield runs that would."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.model.delivery import Delivery, Status

if TYPE_CHECKING:
    from bot.config import Config
    from bot.store.database import Store


async def perform(config: "Config", store: "Store", ids: Sequence[str]) -> list[Delivery]:
    """Log in and perform these deliveries, and no others; those that are not done afterwards.

    Raises ConfigError where a shield starts meanwhile.
    """
    from bot import app  # noqa: PLC0415 - takes long, and few commands need it
    from bot.delivery import Deliveries  # noqa: PLC0415 - as above
    from bot.outbox.ledger import Ledger  # noqa: PLC0415 - as above
    from bot.shield.live import shields  # noqa: PLC0415 - as above
    from bot.shield.running import now  # noqa: PLC0415 - as above

    with store.only_runner():
        platforms, _ = await app.open_platforms(config, store)
        by_account = {platform.key: platform for platform in platforms}
        try:
            deliveries = Deliveries(Ledger(store, shields(config, {})), by_account, {}, now)
            for id_ in ids:
                one = _standing(store, id_)
                if one is not None and one.status is Status.PLANNED and one.via in by_account:
                    await deliveries.perform(one)
        finally:
            for platform in platforms:
                await platform.close()
    return [one for id_ in ids if (one := _standing(store, id_)) and one.status is not Status.DONE]


def _standing(store: "Store", id_: str) -> Delivery | None:
    from bot.store import outbox  # noqa: PLC0415 - as above

    with store.reading() as connection:
        return outbox.delivery(connection, id_)
