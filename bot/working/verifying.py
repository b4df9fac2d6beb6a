"""Verifying one person's trail, as long work."""

from bot.audit import Audit, Known, audit_of
from bot.config import Config
from bot.config.deposits import Authority
from bot.store import read
from bot.store.database import Store
from bot.working.telling import Telling


def verify(config: Config, store: Store, person: str, telling: Telling) -> Audit:
    """What is found of it, as `rempart verify` finds it."""
    from cryptography import x509  # noqa: PLC0415 - few need it, and it takes time to load

    pinned = [one.certificate for one in config.deposits if isinstance(one, Authority)]
    roots = tuple(root for one in pinned for root in x509.load_pem_x509_certificates(one))
    with store.reading() as connection:
        telling.total = sum(read.count(connection, what, {"person": person}) for what in ("entry", "exhibit"))
    return audit_of(store, person, telling.advance, Known(roots=roots))
