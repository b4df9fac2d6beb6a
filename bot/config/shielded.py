"""What is written of everybody who is shielded, a person or a community."""

from collections.abc import Mapping

from pydantic import Field, ValidationInfo, field_validator

from bot.config.alerts import AlertTable, UrgentTable, contact, steps
from bot.config.surroundings import surroundings
from bot.config.values import AccountName, Language, Name, Table, Zone
from bot.law.data import Chosen
from bot.model.decision import Mode
from bot.model.shield import Contact
from bot.rules.policy import Rule


class Shielded(Table):
    """Who it is, how far the shield goes, and who is told."""

    name: Name
    language: Language = Field(default="", validate_default=True)
    """That of the whole file, if left out."""
    zone: Zone = "Europe/Paris"
    law: Chosen = ""
    """By whose law deadlines are told and dossiers made; left out: by that of the country of `zone`."""
    mode: Mode = Mode.OBSERVE
    trusted: tuple[AccountName, ...] = ()
    alerts: tuple[AlertTable, ...] = Field(default=(), alias="alert")
    rules: tuple[Rule, ...] = Field(default=(), alias="rule")
    urgent: UrgentTable = UrgentTable()

    @field_validator("language", mode="before")
    @classmethod
    def _of_the_file(cls, written: object, info: ValidationInfo) -> object:
        return written or surroundings(info).language

    def spoken(self) -> Mapping[str, str]:
        """The languages of those whose channels are not their own, by name."""
        return {}

    def urls(self) -> dict[str, str]:
        """Where each of the contacts is reached, by its name; empty where the secret is not there."""
        found = zip(self.contacts(), self.alerts, strict=True)
        return {contact.name: "" if table.url.missing else table.url.reveal() for contact, table in found}

    def contacts(self) -> tuple[Contact, ...]:
        """Who is told, one for each of `alerts`, in their order."""
        spoken = self.spoken()
        return tuple(
            contact(f"{self.name}/{name}", table, spoken.get(table.delegate or "", self.language), step)
            for (name, step), table in zip(steps(self.alerts).items(), self.alerts, strict=True)
        )
