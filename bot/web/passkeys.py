"""Passkeys: the questions that are asked of a device (challenges), each once and for minutes, and what it answers."""

import json
import struct
import threading
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from sqlalchemy import Connection

from bot.errors import Refused, Unproven
from bot.evidence.seal import Seal
from bot.model.seat import Passkey, Seat
from bot.people.admission import Admission
from bot.store import passkeys, seats

LASTING: Final = timedelta(minutes=5)
"""How long a device has to answer."""
MOST: Final = 10
"""Passkeys of one seat."""
NAME: Final = 60
REQUIRED: Final = UserVerificationRequirement.REQUIRED
FAULTS: Final = (
    *(ValueError, TypeError, LookupError, AttributeError, AssertionError, RecursionError, struct.error),
    Unproven,
)
"""What comes of an answer that is not what it should be."""
PORTS: Final = {"https": 443, "http": 80}


class Site(NamedTuple):
    """The site for which a key is, as browsers know it."""

    host: str
    """What WebAuthn calls the id of the relying party."""
    origin: str


class Passkeys:
    """Makes keys known, and lets in by them."""

    def __init__(self, admission: Admission) -> None:
        self.admission = admission
        self._seal = Seal()
        self._answered: dict[bytes, datetime] = {}
        self._lock = threading.Lock()

    def ask_for_new(self, site: Site, seat: Seat, now: datetime) -> str:
        """What a browser needs to make a key for a seat: JSON."""
        with self.admission.store.reading() as connection:
            known = [AttestedCredentialData(one.key) for one in passkeys.every(connection, [seat.id])]
        user = PublicKeyCredentialUserEntity(id=seat.id.encode(), name=seat.name, display_name=seat.name)
        options, _ = _server(site).register_begin(
            user,
            known,
            resident_key_requirement=ResidentKeyRequirement.REQUIRED,
            user_verification=REQUIRED,
            challenge=self._ask(seat.id, now),
        )
        return json.dumps(dict(options))

    def add(self, site: Site, seat: Seat, answered: str, name: str, now: datetime) -> Passkey:
        """Take a new key. Raises Refused where the answer does not hold."""
        try:
            response = RegistrationResponse.from_dict(json.loads(answered))
            state = self._take(response.response.client_data.challenge, seat.id, now)
            made = _server(site).register_complete(state, response)
            self._spend(response.response.client_data.challenge, now)
        except FAULTS as error:
            raise Refused("this key cannot be used: what the device answered does not hold") from error
        data = made.credential_data
        if data is None:
            raise Refused("this key cannot be used: the device told nothing of it")
        id_ = websafe_encode(data.credential_id)
        one = Passkey(id=id_, seat=seat.id, key=bytes(data), counter=made.counter, name=name.strip()[:NAME], at=now)
        with self.admission.store.writing() as connection:
            if passkeys.passkey(connection, id_) or len(passkeys.every(connection, [seat.id])) >= MOST:
                raise Refused(f"this key is known already, or there are {MOST} already; remove one first")
            passkeys.add(connection, one)
            self.admission.note(connection, seat, "passkey:added", seat.name, now)
        return one

    def ask(self, site: Site, now: datetime) -> str:
        """What a browser needs to let somebody in by a key: JSON, the same for whoever comes."""
        options, _ = _server(site).authenticate_begin(user_verification=REQUIRED, challenge=self._ask("", now))
        return json.dumps(dict(options))

    def enter(self, site: Site, answered: str, agent: str, now: datetime) -> str:
        """Let somebody in by a key; the token of the session. Raises Refused where the answer does not hold."""
        try:
            response = AuthenticationResponse.from_dict(json.loads(answered))
            state = self._take(response.response.client_data.challenge, "", now)
            id_, counter = websafe_encode(response.raw_id), response.response.authenticator_data.counter
            with self.admission.store.reading() as connection:  # who has no key keeps nobody from writing
                _owner(connection, id_, response.response.user_handle, now)
            with self.admission.store.writing() as connection:
                one, seat = _owner(connection, id_, response.response.user_handle, now)
                _server(site).authenticate_complete(state, [AttestedCredentialData(one.key)], response)
                self._spend(response.response.client_data.challenge, now)
                went_back = bool(counter or one.counter) and counter <= one.counter
                if not went_back:
                    passkeys.used(connection, one.id, counter, now)
                    return self.admission.begin(connection, seat, agent, now)
                self.admission.note(connection, seat, "passkey:copied", seat.name, now)
        except FAULTS as error:
            raise Refused("this key does not lead in") from error
        raise Refused("this key was used elsewhere since: somebody may have a copy of it")

    def remove(self, seat: Seat, id_: str, now: datetime) -> None:
        """Let go of a key of one's own. Raises Refused where there is none."""
        with self.admission.store.writing() as connection:
            one = passkeys.passkey(connection, id_)
            if one is None or one.seat != seat.id:
                raise Refused("there is no such key")
            passkeys.remove(connection, id_)
            self.admission.note(connection, seat, "passkey:removed", seat.name, now)

    def every(self, seat: Seat) -> list[Passkey]:
        """Those of a seat."""
        with self.admission.store.reading() as connection:
            return passkeys.every(connection, [seat.id])

    def _ask(self, seat: str, now: datetime) -> bytes:
        """A question to make a key for a seat; to none: to come in."""
        return self._seal.close(f"passkey:{seat}", b"", now + LASTING)

    def _take(self, challenge: bytes, seat: str, now: datetime) -> dict[str, Any]:
        """A question that was asked. Raises Unproven where it was not."""
        self._seal.open(f"passkey:{seat}", challenge, now)
        return {"challenge": websafe_encode(challenge), "user_verification": REQUIRED}

    def _spend(self, challenge: bytes, now: datetime) -> None:
        """Its answer holds, and another will not: only those who have a key are remembered. Raises ValueError."""
        with self._lock:
            self._answered = {each: until for each, until in self._answered.items() if until > now}
            if challenge in self._answered:
                raise ValueError("this was answered already")
            self._answered[challenge] = now + LASTING


def at(public_url: str | None, host: str) -> Site | None:
    """The site as browsers see it: that of `public_url`, else this machine under the name localhost, for an address
    without a name has no keys.
    """
    if public_url:
        return Site(urlsplit(public_url).hostname or "", public_url)
    name = urlsplit(f"http://{host}").hostname
    return Site("localhost", f"http://{host}") if name == "localhost" else None


def _owner(connection: Connection, id_: str, handle: bytes | None, now: datetime) -> tuple[Passkey, Seat]:
    """Whose key it is: who the device says, and nobody whose seat ended. Raises ValueError."""
    one = passkeys.passkey(connection, id_)
    seat = seats.seat(connection, one.seat) if one else None
    if one is None or seat is None or not seat.holds(now) or handle != seat.id.encode():
        raise ValueError("nobody's key")
    return one, seat


def _server(site: Site) -> Fido2Server:
    def own(origin: str) -> bool:
        return _parts(origin) == _parts(site.origin)

    return Fido2Server(PublicKeyCredentialRpEntity(id=site.host, name="Rempart"), verify_origin=own)


def _parts(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or PORTS.get(parts.scheme)
