"""Files whose digest is right and whose content is not: whatever they break is said of the file, and not of Rempart."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import ConfigError, RempartError
from bot.store.database import passing


@contextmanager
def fitting(file: Path, what: str = "what it holds") -> Iterator[None]:
    """Take what a file holds. Raises ConfigError, which names the file and `what`, where that cannot be taken."""
    try:
        yield
    except Exception as error:  # somebody else may have written it: it can break anything
        if isinstance(error, RempartError | OSError) or passing(error):
            raise
        raise ConfigError(
            f"{file}: {what} is not as Rempart writes it ({type(error).__name__}): it was altered or forged; nothing "
            "was put back; take another copy of it"
        ) from error
