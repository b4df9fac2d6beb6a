"""Protected accounts as a person writes them, one form a platform."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from bot.config.secret import Secret
from bot.config.values import Did, Server, StreamHost, Table, bluesky_handle, mastodon_handle
from bot.rules.duration import Duration


def _with_server(written: object) -> object:
    """The table with the domain of the handle as its server, where it names none."""
    if isinstance(written, dict) and "server" not in written and isinstance(written.get("handle"), str):
        _, _, domain = written["handle"].strip().removeprefix("@").partition("@")
        return {**written, "server": f"https://{domain}"} if domain else written
    return written


class AtProtocol(Table):
    """An account on the AT Protocol, entered with an app password, and where the network is reached."""

    platform: str
    handle: Annotated[str, AfterValidator(bluesky_handle)]
    """In full and lower case, or a DID."""
    secret: Secret
    server: Server = "https://bsky.social"
    """The PDS, or the entryway in front of it."""
    jetstream: tuple[StreamHost, ...] | None = None
    """Hosts of the stream, in order of preference; None: Bluesky's own; empty: no stream, notifications alone."""
    wire: Literal["auto", "v1", "v2"] = "auto"
    """Which of Jetstream's two protocols the hosts speak; `auto` finds out."""
    poll: Duration = timedelta(seconds=60)
    """How often it is asked beside the stream."""
    plc: Server = "https://plc.directory"
    """Where an account's age is asked, and whose keys are its."""
    appview: Server = "https://public.api.bsky.app"
    """Where it is asked whether a post is shown to anybody."""


class BlueskyAccount(AtProtocol):
    """A protected account."""

    platform: Literal["bluesky"]
    labeler: Did | None = None
    """Who gets the reports; None: the moderation that the account's server chooses."""


class OnMastodon(Table):
    """An account on a server with Mastodon's API, entered with an access token."""

    platform: str
    handle: Annotated[str, AfterValidator(mastodon_handle)]
    """`name` or `name@domain`."""
    secret: Secret
    server: Server
    """Where the account lives, `https://mastodon.example`; the domain of the handle if left out."""

    @model_validator(mode="before")
    @classmethod
    def _server_of_handle(cls, written: object) -> object:
        return _with_server(written)


class MastodonAccount(OnMastodon):
    """A protected account."""

    platform: Literal["mastodon"]
    poll: Duration = timedelta(seconds=60)
    """How often notifications, filtered ones too, are read beside the stream."""
    poll_alone: Duration = timedelta(seconds=15)
    """The same where the server has no stream."""
    without_mute: Literal["block", "dismiss", "refuse"] = "block"
    """What takes the place of a mute on a server that has none."""
    report_rules: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    """Ids of the server's rules that a report names; without any, its category is `other`."""


Account = Annotated[BlueskyAccount | MastodonAccount, Field(discriminator="platform")]
