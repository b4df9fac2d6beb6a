"""How a person lets the shield in: an app password, recognised by its form before it travels, tried by logging in."""

import re
from typing import Final

from bot.errors import Refused
from bot.model.account import Account
from bot.model.noun import Noun
from bot.platforms.bluesky.clock import Clock
from bot.platforms.bluesky.people import BLUESKY
from bot.platforms.bluesky.probe import PASSWORDS
from bot.platforms.bluesky.session import Login
from bot.platforms.bluesky.xrpc import Xrpc
from bot.platforms.forgetful import Forgetful

FORM: Final = re.compile(r"[a-z2-7]{4}(?:-[a-z2-7]{4}){3}")
"""Of every app password; the password of an account hardly ever looks like it."""
MAIN: Final = "account management"


class MainPassword(Refused):
    """This opens the whole account: it is not taken."""


class Entered(Noun, frozen=True, kw_only=True):
    """Whose password it is, and what it may do beyond what is needed."""

    account: Account
    beyond: tuple[str, ...] = ()


async def enter(handle: str, password: str, service: str, clock: Clock) -> Entered:
    """Log in once. Raises MainPassword, without asking the server where the form tells; Unauthorized, TryLater."""
    if not FORM.fullmatch(password):
        raise MainPassword("this has not the form of an app password")
    xrpc = Xrpc(service, clock)
    try:
        login = Login(xrpc, service, handle, password, Forgetful(), clock)
        tokens, scope = await login.tokens(), await login.scope()
    finally:
        await xrpc.close()
    held = PASSWORDS.get(scope, ())
    if MAIN in held:
        raise MainPassword("the server says that this is the password of the account")
    account = Account(platform=BLUESKY, id=tokens.did, handle=tokens.handle)
    return Entered(account=account, beyond=held[1:])
