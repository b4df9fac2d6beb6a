"""The look before an action: what it meets, and what it would hide."""

import asyncio

from bot.model.action import SHELTERS, Order, Prior
from bot.platforms.port import Captured, Platform, Standing


async def look(platform: Platform, order: Order, prior: Prior | None) -> tuple[Prior, Standing, list[Captured]]:
    """The state, the relation and what would be hidden, asked for at once: the person waits for each.

    Nothing is captured where it was, before a crash or an earlier try: then `prior` tells what was met.
    """
    if isinstance(order.action, SHELTERS):  # it aims at nobody, and hides nothing from us
        return await platform.prior(order), Standing(), []
    asking = (
        asyncio.ensure_future(platform.prior(order)),
        asyncio.ensure_future(platform.standing(order)),
        asyncio.ensure_future(_captured(platform, order, prior)),
    )
    try:
        return await asyncio.gather(*asking)
    finally:
        for one in asking:
            one.cancel()


async def _captured(platform: Platform, order: Order, prior: Prior | None) -> list[Captured]:
    return [item async for item in platform.capture(order)] if prior is None else []
