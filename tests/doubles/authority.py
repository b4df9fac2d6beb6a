"""A time-stamping authority on this machine: Debian's `openssl ts` behind HTTP, with certificates of its own."""

import asyncio
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

SETTINGS = """
[tsa]
default_tsa = one
[one]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
certs = {folder}/ca.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.3.6.1.4.1.13762.3
digests = sha256, sha384, sha512
accuracy = secs:1
ordering = yes
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


class Authority:
    """Answers time-stamp requests; `faults` are what it does instead, one for each request that comes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        self.faults: list[str] = []
        self.asked = 0
        self._one_by_one = asyncio.Lock()
        _certificates(folder)
        (folder / "serial").write_text("01")
        (folder / "openssl.cnf").write_text(SETTINGS.format(folder=folder))

    @property
    def certificate(self) -> Path:
        """Of the root that its own was issued by."""
        return self.folder / "ca.pem"

    async def start(self) -> None:
        app = web.Application()
        app.router.add_post("/tsr", self._answer)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/tsr"

    async def stop(self) -> None:
        await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.Response:
        self.asked += 1
        query = await request.read()
        assert request.content_type == "application/timestamp-query"
        match self.faults.pop(0) if self.faults else "":
            case "busy":
                return web.Response(status=503)
            case "garbage":
                body = b"not at all"
            case "elsewhere":
                raise web.HTTPFound("http://192.0.2.1/tsr")
            case "endless":
                body = bytes(1_000_000)
            case "replay":
                body = self.last
            case "bad request":
                return web.Response(status=400)
            case _:
                async with self._one_by_one:
                    body = self.last = await asyncio.to_thread(self.stamp, query)
        return web.Response(body=body, content_type="application/timestamp-reply")

    def stamp(self, query: bytes) -> bytes:
        (self.folder / "query").write_bytes(query)
        command = ["openssl", "ts", "-reply", "-config", "openssl.cnf", "-queryfile", "query", "-out", "reply"]
        subprocess.run(command, cwd=self.folder, check=True, capture_output=True)
        return (self.folder / "reply").read_bytes()


def some_certificate() -> bytes:
    """A certificate, as PEM, for those who only have to have one."""
    key, name = ec.generate_private_key(ec.SECP256R1()), _name("Test")
    made = _certificate(name, name, key, key, x509.BasicConstraints(ca=True, path_length=None))
    return made.public_bytes(serialization.Encoding.PEM)


def _certificates(folder: Path) -> None:
    root, own = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
    root_name, own_name = _name("Test root"), _name("Test authority")
    stamping = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    top = _certificate(root_name, root_name, root, root, x509.BasicConstraints(ca=True, path_length=None))
    leaf = _certificate(own_name, root_name, own, root, x509.BasicConstraints(ca=False, path_length=None), stamping)
    for name, certificate in (("ca.pem", top), ("tsa.pem", leaf)):
        (folder / name).write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "tsa.key").write_bytes(
        own.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


def _certificate(subject, issuer, key, signer, *extensions):
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
    )
    for extension in extensions:
        builder = builder.add_extension(extension, critical=True)
    return builder.sign(signer, hashes.SHA256())


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])
