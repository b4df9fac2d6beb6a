"""A device that makes and uses passkeys in software, so that each part of what it answers can be forged."""

import json
import secrets

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import sha256, websafe_decode, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

PRESENT_AND_VERIFIED = 0x05
PRESENT = 0x01
HAS_A_KEY = 0x40


class Device:
    """It keeps one key; a class attribute that is changed on one device makes its next answer false."""

    flags = PRESENT_AND_VERIFIED

    def __init__(self, origin, host="localhost"):
        self.origin, self.host = origin, host
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(16)
        self.user = b""
        self.counter = 0

    def make(self, asked):
        """What it answers to somebody who wants a key, as JSON."""
        asked = json.loads(asked)["publicKey"]
        assert asked["authenticatorSelection"] == {
            "requireResidentKey": True,
            "residentKey": "required",
            "userVerification": "required",
        }
        self.user = websafe_decode(asked["user"]["id"])
        public = ES256.from_cryptography_key(self.key.public_key())
        told = AttestedCredentialData.create(Aaguid(bytes(16)), self.id, public)
        data = AuthenticatorData.create(sha256(self.host.encode()), self.flags | HAS_A_KEY, self.counter, told)
        client = self._client("webauthn.create", asked["challenge"])
        response = {"clientDataJSON": websafe_encode(client), "attestationObject": websafe_encode(_bare(data))}
        return self._answer(response)

    def sign(self, asked):
        """What it answers to somebody who wants to know who is there, as JSON."""
        asked = json.loads(asked)["publicKey"]
        self.counter += 1
        data = AuthenticatorData.create(sha256(self.host.encode()), self.flags, self.counter)
        client = self._client("webauthn.get", asked["challenge"])
        signature = self.key.sign(data + client.hash, ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": websafe_encode(client),
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signature),
            "userHandle": websafe_encode(self.user),
        }
        return self._answer(response)

    def _client(self, kind, challenge):
        return CollectedClientData.create(kind, challenge, self.origin)

    def _answer(self, response):
        return json.dumps(
            {
                "id": websafe_encode(self.id),
                "rawId": websafe_encode(self.id),
                "type": "public-key",
                "response": response,
            }
        )


def _bare(data):
    return AttestationObject.create("none", data, {})
