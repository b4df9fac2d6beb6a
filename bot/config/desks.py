"""The desk of a community as a person writes it: a moderator's account on Mastodon, or a place in Ozone's team."""

import re
from collections.abc import Mapping
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field, model_validator

from bot.config.accounts import AtProtocol, OnMastodon
from bot.config.secret import Secret
from bot.config.values import Did
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


class MastodonDesk(OnMastodon):
    """A moderator's account."""

    platform: Literal["mastodon"]
    webhook: Annotated[Secret, AfterValidator(_webhook)] | None = None
    """The secret with which the server signs what it sends by itself; None: it is asked every minute."""


class OzoneDesk(AtProtocol):
    """An account in the team of a labeler."""

    platform: Literal["ozone"]
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
