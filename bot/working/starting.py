"""The process that does long work: begun by the pages, and nothing of it in theirs."""

import subprocess
import sys
import threading
from pathlib import Path


def start(config: Path, id_: str) -> None:
    """Begin with it, and come back at once."""
    command = (sys.executable, "-m", "bot", "work", id_, "--config", str(config))
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603 - our own
    threading.Thread(target=process.wait, daemon=True).start()
