"""Told at the end of a run: what it measured, on which databases it ran, what it left out; in CI, that is a failure."""

import os
from collections import Counter
from typing import NoReturn

import pytest

NOTHING_MAY_BE_LEFT_OUT = os.environ.get("CI") == "true"
DATABASE = "database"
"""The property by which a test tells on which database it runs: properties reach us from other processes too."""


def left_out(what: str, cure: str) -> NoReturn:
    """Skips the test with one sentence; where CI=true it fails instead."""
    sentence = f"left out: {what}; to run it, {cure}"
    if NOTHING_MAY_BE_LEFT_OUT:
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)


def count_database(test: pytest.Item, database: str) -> None:
    """One more test runs on `database`."""
    test.user_properties.append((DATABASE, database))


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # of several processes, the first counts for all
        config.pluginmanager.register(Tally())


class Tally:
    """Listens to one run."""

    def __init__(self) -> None:
        self._databases, self._left_out = Counter[str](), Counter[str]()
        self._measured: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped and isinstance(report.longrepr, tuple):
            self._left_out[report.longrepr[2].removeprefix("Skipped: ").removeprefix("left out: ")] += 1

        if report.when == "call":
            test = report.nodeid.rsplit("::", 1)[1].removeprefix("test_").replace("_", " ")
            told = dict(report.user_properties)  # of a test that is run again they hold what the first try told, too
            database = told.pop(DATABASE, None)
            again = report.outcome == "rerun"
            verb = "Disturbed, and taken again" if again else "Measured"
            self._measured += [f"{verb}, {test}: {name} {value}" for name, value in told.items()]
            self._databases.update([str(database)] if database and not again else [])

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """In CI a skipped test, or one that ran on one database only, fails a run that would have passed."""
        incomplete = self._left_out or self._databases["sqlite"] != self._databases["postgres"]
        if NOTHING_MAY_BE_LEFT_OUT and incomplete and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Lines above pytest's own; a test says what it measured with record_property."""
        for line in self._measured:
            terminalreporter.write_line(line)
        sqlite, postgres = self._databases["sqlite"], self._databases["postgres"]
        if sqlite or postgres:
            verdict = "equal" if sqlite == postgres else "NOT equal"
            terminalreporter.write_line(
                f"Database tests that ran: {sqlite} on SQLite, {postgres} on PostgreSQL: {verdict}"
            )
        for reason, count in self._left_out.items():
            terminalreporter.write_line(f"Left out, {count} test{'s' * (count > 1)}: {reason}", yellow=True)
