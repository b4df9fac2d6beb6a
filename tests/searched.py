"""Every test that puts a value into a vault is searched for it: what it printed and logged, and the databases it closed.

No test says that it uses a vault, so none can forget to: whatever becomes a value passes by here.
"""

from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from functools import wraps
from typing import Any

import pytest
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import ChainBroken, KeyMissing
from bot.signals.leaks import pieces
from bot.store.database import Store
from bot.vault import declared
from tests.leakscan import LeakScan

SHARED = {"lilas", "leclerc", "jules", "ferry", "petit", "leeds", "lyon", "rennes", "west", "drive", "tree", "foch"}
"""Words of the values of tests/signals/leaks/forms.py that stand in other things, too."""


class Searched:
    """The values of the test that runs, and what is found of them."""

    def __init__(self) -> None:
        self.values: set[str] = set()
        self.of_modules: dict[str, set[str]] = {}
        self.found: list[str] = []

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """What a module keeps when it is imported, each of its tests is searched for."""
        if self.values:
            self.of_modules[report.nodeid.partition("::")[0]] = set(self.values)
            self.values.clear()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Begin with the values of its module."""
        self.values |= self.of_modules.get(item.nodeid.partition("::")[0], set())

    def scan(self) -> LeakScan:
        one = LeakScan(self.values)
        one.pieces -= SHARED
        return one

    def noted(self, falls: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
        """The same, and the value is remembered."""

        @wraps(falls)
        def noting(kind: Any, value: str) -> Iterator[Any]:
            self.values.add(value)
            return falls(kind, value)

        return noting

    def public(self, kept: Callable[..., Any]) -> Callable[..., Any]:
        """The same; what a person declared public is no value, and may stand anywhere."""

        @wraps(kept)
        def keeping(*arguments: Any) -> Any:
            before = set(self.values)
            try:
                return kept(*arguments)
            finally:
                self.values &= before

        return keeping

    def closing(self, close: Callable[[Store], None]) -> Callable[[Store], None]:
        """The same, once the store was searched."""

        @wraps(close)
        def searching(store: Store) -> None:
            if self.values:
                try:
                    with suppress(SQLAlchemyError, KeyMissing, ChainBroken):  # what a test broke on purpose
                        self.scan().database(store)
                except AssertionError as error:
                    self.found.append(f"{error}")
            close(store)

        return searching

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
        """After the last step of a test that went well, search what it said."""
        report = yield
        if report.when != "teardown":
            return report
        if self.values and report.outcome == "passed":
            for name, said in report.sections:
                try:
                    self.scan().text(name, said)
                except AssertionError as error:
                    self.found.append(f"{error}")
        if self.found:
            report.outcome, report.longrepr = "failed", "\n".join(self.found)
        self.values.clear()
        self.found.clear()
        return report


def pytest_configure(config: pytest.Config) -> None:
    searched = Searched()
    pieces._pieces = searched.noted(pieces._pieces)  # the one door through which every value passes
    declared.kept = searched.public(declared.kept)
    Store.close = searched.closing(Store.close)  # type: ignore[method-assign]
    config.pluginmanager.register(searched, "searched")
