"""Putting a dossier into a bag (BagIt 1.0, RFC 8493): one way to write it, so that the same dossier is the same bag."""

import zipfile
from collections.abc import Mapping
from pathlib import Path
from shutil import copyfileobj

from bot.errors import ConfigError
from bot.standalone import whole
from bot.standalone.bag import DECLARATION, DECLARED, INFO, PAYLOAD, TAGS, VERIFIER, Bag, is_payload, manifest
from bot.trail.copying import member


def bag(folder: Path, about: Mapping[str, str]) -> str:
    """Make the folder, whose `data/` is whole, a bag; hex SHA-256 of its tag manifest, which names all of it.

    `about` stands in `bag-info.txt`, a line each. Raises ConfigError where a line of it would be two.
    """
    this = Bag(folder)
    payload = [name for name in this.names() if is_payload(name)]
    size = sum((folder / name).stat().st_size for name in payload)
    (folder / DECLARATION).write_bytes(DECLARED)
    (folder / INFO).write_bytes(_info({**about, "Payload-Oxum": f"{size}.{len(payload)}"}))
    (folder / VERIFIER).write_bytes(whole().encode())
    (folder / PAYLOAD).write_bytes(manifest(this, payload))
    (folder / TAGS).write_bytes(manifest(this, (DECLARATION, INFO, VERIFIER, PAYLOAD)))
    return this.digest(TAGS)


def packed(folder: Path, file: Path) -> None:
    """Write a bag as one zip file, the same bytes for the same bag. Raises FileExistsError."""
    with file.open("xb") as raw, zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as out:
        for name in Bag(folder).names():
            with (folder / name).open("rb") as given, out.open(member(name), "w", force_zip64=True) as taken:
                copyfileobj(given, taken)


def _info(about: Mapping[str, str]) -> bytes:
    for name, value in about.items():
        if len(value.splitlines()) > 1:
            raise ConfigError(f"{name}: a line of {INFO} cannot hold a line break")
    return "".join(f"{name}: {value}\n" for name, value in about.items()).encode()
