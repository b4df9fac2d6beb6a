"""Over TLS, an answer is kept with the certificate that the server showed for it."""

import ipaddress
import ssl
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bot.platforms.mastodon.wired import certified, status_line


@pytest.fixture(params=["HTTP/1.0", "HTTP/1.1"])
def server(request, tmp_path):
    """(address, certificate as PEM, as DER) of a server on this machine, which closes each connection, or keeps it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "social.test")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, secret = tmp_path / "cert.pem", tmp_path / "key.pem"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    secret.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))

    class Answering(BaseHTTPRequestHandler):
        protocol_version = request.param

        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_):
            pass

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, secret)
    serving = HTTPServer(("127.0.0.1", 0), Answering)
    serving.socket = context.wrap_socket(serving.socket, server_side=True)
    thread = threading.Thread(target=serving.serve_forever, daemon=True)
    thread.start()
    yield f"https://127.0.0.1:{serving.server_port}", str(pem), made.public_bytes(serialization.Encoding.DER)
    serving.shutdown()
    serving.server_close()
    thread.join()


def test_the_servers_own_certificate_comes_first(server):
    url, pem, der = server
    heard = []
    with requests.Session() as session:
        session.trust_env = False
        session.hooks["response"].append(lambda answer, **_: heard.append((status_line(answer), certified(answer.raw))))
        session.get(url, verify=pem, timeout=5)
    [(line, certificates)] = heard
    assert line.endswith("200 OK")
    assert certificates[0] == der
