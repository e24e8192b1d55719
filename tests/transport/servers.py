"""WebDAV servers nobody here wrote, on loopback, with a password: WsgiDAV on cheroot, and Apache's mod_dav."""

import base64
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "rt03", "kata sandi é"
APACHE = "/usr/sbin/apache2"
MODULES = Path("/usr/lib/apache2/modules")
KINDS = ("wsgidav", "apache")


class Server(msgspec.Struct, frozen=True):
    """A server that runs. `root`: the folder it serves; below it `/kiriman/` is the address to give."""

    kind: str
    port: int
    root: Path
    scheme: str = "http"

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}/kiriman/"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextmanager
def serving(kind: str, certificate: tuple[Path, Path] | None = None) -> Iterator[Server]:
    """Start one; `certificate`: its file and its key's, for TLS. Not in pytest's own folder: that is closed to others,
    and Apache serves as another user."""
    with tempfile.TemporaryDirectory(prefix="rembug-dav-") as work, _running(kind, Path(work), certificate) as server:
        yield server


@contextmanager
def _running(kind: str, work: Path, certificate: tuple[Path, Path] | None) -> Iterator[Server]:
    root = work / "served"
    (root / "kiriman").mkdir(parents=True)
    port = free_port()
    command = {"wsgidav": _wsgidav, "apache": _apache}[kind](work, root, port, certificate)
    log = work / "server.log"
    with log.open("ab") as out:
        process = subprocess.Popen(command, cwd=work, stdout=out, stderr=out)
    try:
        _wait(process, port, log)
        yield Server(kind, port, root, "https" if certificate else "http")
    finally:
        process.terminate()
        process.wait(20)


def _wait(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"the server did not start: {log.read_text('utf-8', 'replace')[-800:]}")


def _wsgidav(work: Path, root: Path, port: int, certificate: tuple[Path, Path] | None) -> list[str]:
    settings = {
        "host": "127.0.0.1",
        "port": port,
        "provider_mapping": {"/": str(root)},
        "simple_dc": {"user_mapping": {"*": {USER: {"password": PASSWORD}}}},
        "http_authenticator": {"accept_basic": True, "accept_digest": False, "default_to_digest": False},
        "verbose": 1,
        "logging": {"enable": False},
    }
    if certificate:
        settings |= {"ssl_certificate": str(certificate[0]), "ssl_private_key": str(certificate[1])}
    file = work / "wsgidav.json"
    file.write_bytes(msgspec.json.encode(settings))
    return [sys.executable, "-W", "ignore", "-m", "wsgidav.server.server_cli", "--config", str(file)]


def _apache(work: Path, root: Path, port: int, certificate: tuple[Path, Path] | None) -> list[str]:
    names = ["mpm_event", "authn_core", "authn_file", "authz_core", "authz_user", "auth_basic", "dav", "dav_fs"]
    lines = [
        f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in [*names, *(["ssl"] if certificate else [])]
    ]
    if os.getuid() == 0:  # it gives that up for an ordinary user, who must reach and own what it serves
        lines += ["User www-data", "Group www-data"]
        work.chmod(0o755)
        (work / "locks").mkdir()
        for folder in (root, root / "kiriman", work / "locks"):
            shutil.chown(folder, "www-data", "www-data")
    else:
        (work / "locks").mkdir()
    (work / "users").write_text(f"{USER}:{_hashed(PASSWORD)}\n", "utf-8")
    (work / "users").chmod(0o644)
    if certificate:
        lines += ["SSLEngine on", f"SSLCertificateFile {certificate[0]}", f"SSLCertificateKeyFile {certificate[1]}"]
    lines += [
        f"ServerRoot {work}",
        "ServerName 127.0.0.1",
        f"Listen 127.0.0.1:{port}",
        f"PidFile {work}/apache.pid",
        f"ErrorLog {work}/apache.err",
        f"DavLockDB {work}/locks/dav",
        f"DocumentRoot {root}",
        f"<Directory {root}>",
        "Dav On",
        "AuthType Basic",
        'AuthName "rembug"',
        f"AuthUserFile {work}/users",
        "Require valid-user",
        "</Directory>",
        "",
    ]
    (work / "apache.conf").write_text("\n".join(lines), "utf-8")
    return [APACHE, "-f", str(work / "apache.conf"), "-D", "FOREGROUND"]


def _hashed(password: str) -> str:
    """As Apache's own password files may have it."""
    return "{SHA}" + base64.b64encode(hashlib.sha1(password.encode()).digest()).decode()


def certificate_for(work: Path, host: str = "127.0.0.1") -> tuple[Path, Path]:
    """A certificate that its own key signed: nobody trusts it until told so."""
    from ipaddress import ip_address

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    alternative: x509.GeneralName = x509.IPAddress(ip_address(host)) if host[0].isdigit() else x509.DNSName(host)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    crt, pem = work / f"{host}.crt", work / f"{host}.key"
    crt.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    pem.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return crt, pem
