"""The desk of a community as a person writes it: a moderator's account on Mastodon, or a place in Ozone's team."""

import re
from collections.abc import Mapping
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field, model_validator

from bot.config.accounts import server_of_handle
from bot.config.secret import Secret
from bot.config.values import Did, Server, Table, bluesky_handle, mastodon_handle
from bot.model.reason import Reason
from bot.rules.effect import LABEL

SHORTEST: Final = 12
"""Characters of a webhook's secret; the servers make longer ones by themselves."""


def _webhook(secret: Secret) -> Secret:
    if not secret.missing and len(secret.reveal()) < SHORTEST:
        raise ValueError(
            f"has fewer than {SHORTEST} characters, and others could guess it; take the one that the server shows you"
        )
    return secret


def _label(written: str) -> str:
    if not re.fullmatch(LABEL, written):
        raise ValueError('is no label; write small letters and hyphens, as the labeler declares it: "harassment"')
    return written


class MastodonDesk(Table):
    """A moderator's account on a server with Mastodon's API, entered with an access token."""

    platform: Literal["mastodon"]
    handle: Annotated[str, AfterValidator(mastodon_handle)]
    secret: Secret
    server: Server
    """Where the account lives; the domain of the handle if left out."""
    webhook: Annotated[Secret, AfterValidator(_webhook)] | None = None
    """The secret with which the server signs what it sends by itself; None: it is asked every minute."""

    @model_validator(mode="before")
    @classmethod
    def _server_of_handle(cls, written: object) -> object:
        return server_of_handle(written)


class OzoneDesk(Table):
    """An account in the team of a labeler, entered with an app password."""

    platform: Literal["ozone"]
    handle: Annotated[str, AfterValidator(bluesky_handle)]
    secret: Secret
    server: Server = "https://bsky.social"
    """The account's PDS, or the entryway in front of it."""
    labeler: Did
    """Whose team it is."""
    hand: Literal["act", "reports"] = "act"
    """Whether it decides there, or only reports to the labeler."""
    labels: Mapping[Reason, Annotated[str, AfterValidator(_label)]] = Field(default_factory=dict)
    """Which label stands for which reason."""

    @model_validator(mode="after")
    def _labels_are_given_by_who_acts(self) -> "OzoneDesk":
        if self.hand == "reports" and self.labels:
            raise ValueError('only reports, and gives no labels; leave `labels` out, or write hand = "act"')
        return self


Desk = Annotated[MastodonDesk | OzoneDesk, Field(discriminator="platform")]
