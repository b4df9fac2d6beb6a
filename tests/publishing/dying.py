"""A process of its own that publishes or undoes a version, or closes a list, and ends by SIGKILL at a point."""

import os
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.config.load import load
from bot.config.master import load_or_make_master_key
from bot.evidence.master import MasterKey
from bot.model.proposal import Kind
from bot.people.agreeing import Agreeing
from bot.publishing import closing, publishing, undoing
from bot.shield.live import shields
from bot.store.database import Store
from tests.reliability.points import arm


def main(folder: Path, what: str) -> None:
    settings = load(folder / "config.toml", {"NOWHERE_SET": "x"})
    store = Store(f"sqlite:///{folder / 'rempart.db'}", MasterKey(load_or_make_master_key(settings.master_key)))
    now = datetime.now(UTC) + timedelta(days=2)
    if what == "undo":
        undoing.AT_ONCE = 3
        undoing.undo(store, "camille", "protegee", 1, "camille", now, lambda _: os.kill(os.getpid(), signal.SIGKILL))
        return
    if what == "close":
        closing.AT_ONCE = 3
        (one,) = Agreeing(store, {}).due(["camille"], now)
        closing.close(store, one, now, lambda _: os.kill(os.getpid(), signal.SIGKILL))
        return
    shield = shields(settings, {})["camille"]
    agreeing = Agreeing(store, {Kind.PUBLISH: lambda one, at: publishing.publish(store, shield, one, at)})
    (one,) = agreeing.due(["camille"], now)
    arm(what, folder / "marker")
    agreeing.do(one, now)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
