"""Where things are kept or reached by: the database, files; a place with a password in it is a secret."""

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Final

from pydantic import AfterValidator, ValidationInfo, ValidatorFunctionWrapHandler, WrapValidator

from bot.config.secret import WRITE, Secret
from bot.config.surroundings import surroundings

SQLITE: Final = "sqlite:///"
POSTGRES: Final = "postgresql+psycopg"
DATABASES: Final = 'write database = "sqlite:///rempart.db", or { env = "DATABASE_URL" } for a PostgreSQL URL'


def _without_password(written: object, otherwise: ValidatorFunctionWrapHandler) -> Secret:
    """A URL as it stands where it holds no password, else one that is named as secrets are."""
    if not isinstance(written, str):
        found: Secret = otherwise(written)
        return found
    if _holds_password(written.partition("://")[2]):
        raise ValueError(f"holds a password, which never stands in this file; write {WRITE}, and change the password")
    return Secret(written)


def _holds_password(rest: str) -> bool:
    """Whether what follows `scheme://` looks like `name:password@…` or `…?password=…`, well formed or not."""
    return ":" in rest.rpartition("@")[0] or "password=" in rest


def _database(url: Secret, info: ValidationInfo) -> Secret:
    """The URL as the store takes it."""
    if url.missing:
        return url
    written = url.reveal()
    scheme, found, rest = written.partition("://")
    if written.startswith(SQLITE):
        return Secret(f"{SQLITE}{_sqlite(written.removeprefix(SQLITE), surroundings(info).folder)}")
    if found and scheme in {"postgresql", "postgres", POSTGRES}:
        if find_spec("psycopg") is None:
            raise ValueError('PostgreSQL needs its driver; run: pip install "rempart[postgres]"')
        return Secret(f"{POSTGRES}://{rest}")
    raise ValueError(f"must be a SQLite or PostgreSQL URL; {DATABASES}")


def _sqlite(name: str, folder: Path) -> Path:
    if not name or name == ":memory:" or name.startswith("file:") or "?" in name or "\\0" in name:
        raise ValueError(f"must be a file, since evidence has to stay; {DATABASES}")
    path = folder / name
    if not path.parent.is_dir():
        raise ValueError("stands in a folder that does not exist; make the folder, or name another place")
    return path


def _proxy(url: Secret) -> Secret:
    """The address of a proxy: a host and a port, on this machine or another."""
    if url.missing:
        return url
    scheme, _, rest = url.reveal().partition("://")
    host, _, port = rest.rstrip("/").rpartition("@")[2].rpartition(":")
    if scheme not in {"http", "https"} or not host or not port.isdecimal() or "/" in host:
        raise ValueError('must be the address of an HTTP proxy; write proxy = "http://127.0.0.1:8118"')
    return url


def _file(path: Path, info: ValidationInfo) -> Path:
    return surroundings(info).folder / path


Database = Annotated[Secret, WrapValidator(_without_password), AfterValidator(_database)]
Proxy = Annotated[Secret, WrapValidator(_without_password), AfterValidator(_proxy)]
FilePath = Annotated[Path, AfterValidator(_file)]
