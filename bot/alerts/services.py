"""The service of Apprise that a URL names, by itself: all two hundred take 10 MB and most of a second."""

import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import apprise
from apprise.manager_plugins import NotificationManager

PROTOCOLS: Final = re.compile(r"protocol\s*=\s*(\([^)]*\)|[^\n]*)")
"""What a service's source says of the URLs that are its own."""


def instantiate(url: str, asset: apprise.AppriseAsset) -> Any:
    """The service for a URL, or None where Apprise cannot use it. Touches no network."""
    known: Any = NotificationManager  # it has no types
    services = known()
    with TemporaryDirectory() as folder:  # Apprise loads what a folder has the names of
        for name in _named(url.partition("://")[0].lower(), Path(services.module_path)):
            Path(folder, f"{name}.py").touch()
        services.load_modules(path=folder, name=services.module_name_prefix)
    found = apprise.Apprise.instantiate(url, asset=asset)
    if found is None:  # a URL that several services are asked about, or a mistake: only all of them can tell
        services.load_modules()
        found = apprise.Apprise.instantiate(url, asset=asset)
    return found


@cache
def _named(schema: str, folder: Path) -> frozenset[str]:
    """The modules whose source says that URLs of this schema are theirs."""
    quoted = re.compile(rf"[\"']{re.escape(schema)}[\"']")
    return frozenset(
        path.relative_to(folder).parts[0].removesuffix(".py")
        for path in folder.rglob("*.py")
        if any(map(quoted.search, PROTOCOLS.findall(path.read_text(encoding="utf-8"))))
    )
