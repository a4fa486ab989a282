"""What counts as public, and that a connection goes where it was checked."""

import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import httpcore
import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from entries.platforms import public_address
from entries.platforms.connection import Deadline, TimedBackend, TimedTransport
from entries.platforms.public_address import (
    AddressRefused,
    is_public,
    look_up,
    public_addresses,
    scheme_for,
)
from entries.platforms.source import PlatformAway


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("64:ff9b::808:808", True),
        ("127.0.0.1", False),
        ("0.0.0.0", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_address_is_public_or_not(address: str, public: bool):
    assert is_public(ip_address(address)) is public


def test_host_with_one_private_address_is_refused(settings: Any, monkeypatch: Any):
    settings.PLATFORM_HOSTS = {}
    monkeypatch.setattr(public_address, "look_up", lambda _host, _port: ["8.8.8.8", "10.0.0.1"])
    with pytest.raises(AddressRefused):
        public_addresses("vm.tiktok.com", 443)
    monkeypatch.setattr(public_address, "look_up", lambda _host, _port: ["8.8.8.8", "8.8.4.4"])
    assert public_addresses("vm.tiktok.com", 443) == [("8.8.8.8", 443), ("8.8.4.4", 443)]


def test_host_of_this_machine_is_refused():
    with pytest.raises(AddressRefused):
        public_addresses("localhost", 443)


def test_host_that_is_not_known_may_be_known_later():
    with pytest.raises(PlatformAway) as away:
        look_up("nobody.invalid", 443)
    assert away.value.reason == "unknown_host"


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("127.0.0.1:9100", ("127.0.0.1", 9100)),
        ("127.0.0.1", ("127.0.0.1", 80)),
        ("[::1]:9100", ("::1", 9100)),
        ("fake:9100", ("fake", 9100)),
    ],
)
def test_settings_may_let_a_host_stand_elsewhere(
    settings: Any, named: str, expected: tuple[str, int]
):
    settings.PLATFORM_HOSTS = {"vm.tiktok.com": named}
    assert public_addresses("vm.tiktok.com", 80) == [expected]
    assert (scheme_for("vm.tiktok.com"), scheme_for("vt.tiktok.com")) == ("http", "https")


class Greeting(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.headers["Host"].encode())

    def log_message(self, *args: Any) -> None:
        pass


def write_certificate(folder: Path, host: str) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{host}.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return file


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[tuple[int, ssl.SSLContext]]:
    """A server that can show to be vm.tiktok.com, and whom we trust."""
    file = write_certificate(tmp_path, "vm.tiktok.com")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    server = HTTPServer(("127.0.0.1", 0), Greeting)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_args: None  # type: ignore[method-assign]
    threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
    yield server.server_port, ssl.create_default_context(cafile=str(file))
    server.shutdown()
    server.server_close()


def greeting_of(host: str, port: int, trusted: ssl.SSLContext) -> str:
    """Ask a host whose address is, so we were told, our server's."""
    backend = TimedBackend(Deadline(2), lambda _host, _port: [("127.0.0.1", port)])
    with httpx.Client(transport=TimedTransport(backend, trusted)) as client:
        return client.get(f"https://{host}/").text


def test_connection_goes_to_the_checked_address_and_the_certificate_names_the_host(
    secure: tuple[int, ssl.SSLContext],
):
    """No second look-up, which could give another address; and nobody else can pose as the host."""
    assert greeting_of("vm.tiktok.com", *secure) == "vm.tiktok.com"
    with pytest.raises(httpcore.ConnectError, match=r"vt\.tiktok\.com"):
        greeting_of("vt.tiktok.com", *secure)


def test_connection_tries_the_next_address(secure: tuple[int, ssl.SSLContext]):
    port, trusted = secure
    addresses = [("127.0.0.1", 1), ("127.0.0.1", port)]
    backend = TimedBackend(Deadline(2), lambda _host, _port: addresses)
    with httpx.Client(transport=TimedTransport(backend, trusted)) as client:
        assert client.get("https://vm.tiktok.com/").text == "vm.tiktok.com"
