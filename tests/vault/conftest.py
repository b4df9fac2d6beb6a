"""A vault with values that stand nowhere else, and the scan that must not find them anywhere."""

import pytest
import structlog

from tests.leakscan import LeakScan

VAULT = {
    "address": ["4217 rue des Zinzolins, 97981 Zibeline-sur-Orvet"],
    "phone": ["+33 6 39 98 47 21"],
    "email": ["quasimodette@boite-zibeline.test"],
    "name": ["Wilhelmine Quasimodette"],
    "plate": ["QX-739-ZV"],
    "place": ["École Zoltan Wyszkowski, Orvet"],
}
"""By kind, as on the first line of a scenario."""


@pytest.fixture
def scan(capfd, caplog):
    """Searches what it is shown, and at the end whatever was printed and logged."""
    one = LeakScan(value for values in VAULT.values() for value in values)
    yield one
    shown = capfd.readouterr()
    one.text("standard output", shown.out)
    one.text("standard error", shown.err)
    one.text("the log", caplog.text)
    structlog.reset_defaults()
