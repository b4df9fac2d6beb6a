"""The values a configuration is made of: zones, durations, handles, servers, names."""

import re
from difflib import get_close_matches
from ipaddress import ip_address
from typing import Annotated, Any, Final, Literal
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationInfo

from bot.alerts.wording import LANGUAGES
from bot.config.surroundings import surroundings

LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
DOMAIN: Final = re.compile(rf"(?:{LABEL}\.)+{LABEL}", re.IGNORECASE)
DID: Final = re.compile(r"did:(?:plc:[a-z2-7]{24}|web:[A-Za-z0-9.%:-]+)")
LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?")
CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class Table(BaseModel):
    """What every table of a configuration is: frozen, and without keys we do not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, arbitrary_types_allowed=True)


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        near = get_close_matches(name, available_timezones(), n=1)
        raise ValueError(f'is no time zone; write zone = "{near[0] if near else "Europe/Paris"}"') from None
    return name


def _language(code: str) -> str:
    if code not in LANGUAGES:
        raise ValueError(f"must be one of {' or '.join(LANGUAGES)}: those are the languages Rempart speaks")
    return code


def _name(name: str) -> str:
    if not name.strip() or CONTROL.search(name) or "/" in name or name != name.strip():
        raise ValueError('must be a short name on one line, without "/" and without spaces around it')
    return name


def _account_name(name: str) -> str:
    if not name.strip("@ ") or CONTROL.search(name):
        raise ValueError('must be a handle or an id; write "ami.bsky.social", "ami@social.example" or a DID')
    return name.strip().removeprefix("@")


def bluesky_handle(written: str) -> str:
    """A handle without its @, or a DID."""
    handle = written.strip().removeprefix("@")
    if not DOMAIN.fullmatch(handle) and not DID.fullmatch(handle):
        raise ValueError('is no Bluesky handle; write it in full: handle = "camille.bsky.social", or a DID')
    return handle if handle.startswith("did:") else handle.lower()


def mastodon_handle(written: str) -> str:
    """`name` or `name@domain`, without a leading @."""
    name, at, domain = written.strip().removeprefix("@").partition("@")
    if not LOCAL.fullmatch(name) or (at and not _is_host(domain)):
        raise ValueError('is no Mastodon handle; write handle = "camille@mastodon.example"')
    return f"{name}{at}{domain.lower()}"


def did(written: str) -> str:
    """A DID (`did:plc:…`, `did:web:…`)."""
    if not DID.fullmatch(written):
        raise ValueError("must be a DID; write did:plc: and 24 characters, as the labeler's profile shows it")
    return written


def server(written: str, info: ValidationInfo) -> str:
    """The base URL of a server, without a slash at its end: https, and nothing on this machine unless allowed."""
    return _base(written, info, secure="https", plain="http")


def stream_host(written: str, info: ValidationInfo) -> str:
    """The base URL of a Jetstream host: wss, and nothing on this machine unless allowed."""
    return _base(written, info, secure="wss", plain="ws")


def address(written: str, info: ValidationInfo) -> str:
    """The address of a service that signs what it answers, so that http will do; on this machine only if allowed."""
    parts = _split(written)
    if parts is None or parts.scheme not in {"https", "http"} or not _is_host(parts.hostname or ""):
        raise ValueError('must be the address of a service; write "https://service.example/path"')
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError("must be an address without name, password or query")
    if _is_inside(parts.hostname or "") and not surroundings(info).loopback:
        raise ValueError("names a machine inside this network; write the service's public name")
    return written


def _base(written: str, info: ValidationInfo, *, secure: str, plain: str) -> str:
    parts = _split(written)
    if parts is None or parts.scheme not in {secure, plain} or not _is_host(parts.hostname or ""):
        raise ValueError(f'must be the address of a server; write "{secure}://server.example"')
    if parts.username or parts.password or parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError(
            f'must be the server alone, without name, password, path or query; write "{secure}://server.example"'
        )
    allowed = surroundings(info).loopback
    if _is_inside(parts.hostname or "") and not allowed:
        raise ValueError("names a machine inside this network; write the server's public name")
    if parts.scheme == plain and not (allowed and _is_inside(parts.hostname or "")):
        raise ValueError(f"is not encrypted; write {secure}:// instead of {plain}://")
    return written.rstrip("/")


def _split(written: str) -> SplitResult | None:
    """The parts of a URL, or None where it is none: a bracket too many, a port that is no number."""
    try:
        parts = urlsplit(written)
        _ = parts.port
    except ValueError:
        return None
    return None if CONTROL.search(written) or " " in written else parts


def _is_host(host: str) -> bool:
    return bool(DOMAIN.fullmatch(host)) or host == "localhost" or _address(host) is not None


def _is_inside(host: str) -> bool:
    address = _address(host)
    return host == "localhost" or host.endswith(".localhost") or (address is not None and not address.is_global)


def _address(host: str) -> Any:
    try:
        return ip_address(host)
    except ValueError:
        return None


def host_pattern(written: str) -> str:
    """`host.example`, or `*.example` for all hosts below it."""
    name = written.strip().lower()
    if not DOMAIN.fullmatch(name.removeprefix("*.")):
        raise ValueError('must be the name of a host, or of all below a domain; write "pds.example" or "*.example"')
    return name


def time_server(written: str) -> str:
    """`host.example`, or `host.example:123`."""
    name, _, port = written.strip().lower().partition(":")
    if not _is_host(name) or (port and not port.isdecimal()):
        raise ValueError('must be the name of a time server; write "ntp.example"')
    return written.strip().lower()


Zone = Annotated[str, AfterValidator(_zone)]
Language = Annotated[str, AfterValidator(_language)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=64), AfterValidator(_name)]
AccountName = Annotated[str, StringConstraints(min_length=1, max_length=512), AfterValidator(_account_name)]
Server = Annotated[str, AfterValidator(server)]
StreamHost = Annotated[str, AfterValidator(stream_host)]
HostPattern = Annotated[str, AfterValidator(host_pattern)]
TimeServer = Annotated[str, AfterValidator(time_server)]
Did = Annotated[str, AfterValidator(did)]
Count = Annotated[int, Field(strict=True, ge=0, le=100_000)]
SeverityName = Literal["low", "medium", "high", "urgent"]
