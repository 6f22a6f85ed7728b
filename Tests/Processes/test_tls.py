"""TLS in the server."""

import hashlib
import socket
import ssl
import subprocess
import time
import urllib.request
import warnings

import pytest
from program import SOAK, Ended, run


def certificate(folder, name):
    """A self-signed certificate for localhost, as a pair of files."""
    files = folder / f"{name}.crt", folder / f"{name}.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-out", files[0],
         "-keyout", files[1]], check=True, capture_output=True)
    return files


def context(path, version=None):
    context = ssl.create_default_context(cafile=path)
    if version:
        context.minimum_version = context.maximum_version = version
    return context


def served(port):
    """The fingerprint of the certificate a server shows."""
    pem = ssl.get_server_certificate(("127.0.0.1", port), timeout=10)
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()


def fingerprint(path):
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(path.read_text())).hexdigest()


def test_tls_from_files_with_strict_transport_and_no_old_versions(practice, servers, folder):
    first = certificate(folder, "first")
    server = servers(practice.data, "--tls-certificate", first[0], "--tls-key", first[1], scheme="https").start()
    with urllib.request.urlopen(server.address + "/reference", context=context(first[0]), timeout=20) as answer:
        assert answer.status == 200
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert served(server.port) == fingerprint(first[0])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        versions = [context(first[0], ssl.TLSVersion.TLSv1), context(first[0], ssl.TLSVersion.TLSv1_1)]
    for old in versions:
        old.set_ciphers("ALL:@SECLEVEL=0")
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as plain, pytest.raises(OSError):
            old.wrap_socket(plain, server_hostname="localhost")
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as plain:
        plain.sendall(b"GET /reference HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert b"200" not in plain.recv(4096)
    server.stop()


@pytest.mark.skipif(not SOAK, reason="the files are looked at once a minute; run with STEPWELL_SOAK=1")
def test_a_new_certificate_is_used_within_a_minute_and_a_broken_one_is_not(practice, servers, folder):
    used, second = certificate(folder, "used"), certificate(folder, "second")
    server = servers(practice.data, "--tls-certificate", used[0], "--tls-key", used[1], scheme="https").start()
    before = served(server.port)
    for old, new in zip(used, second):
        new.replace(old)
    end = time.monotonic() + 70
    while served(server.port) == before and time.monotonic() < end:
        time.sleep(1)
    assert served(server.port) == fingerprint(used[0]) != before
    used[0].write_text("no certificate at all")
    good = served(server.port)
    time.sleep(65)
    assert served(server.port) == good
    server.stop()


REFUSED = [
    (("--host", "0.0.0.0"), "--host 0.0.0.0"), (("--host", "::"), "--host ::"),
    (("--tls-certificate", "nowhere.crt"), "--tls-key"),
    (("--tls-certificate", "nowhere.crt", "--tls-key", "nowhere.key"), "nowhere.crt"),
    (("--port", "70000"), "70000"),
]


@pytest.mark.parametrize("options, named", REFUSED, ids=[" ".join(options) for options, _ in REFUSED])
def test_settings_that_would_serve_in_the_clear_or_not_at_all_end_with_one_line_and_status_2(folder, options, named):
    done = run("serve", "--data", folder / "practice", *options)
    assert done.returncode == 2, done
    lines = done.stderr.splitlines()
    assert len(lines) == 1 and lines[0].startswith("stepwell: error[serve."), done.stderr
    assert named in lines[0]


def test_a_certificate_with_the_key_of_another_does_not_start(folder):
    first, second = certificate(folder, "first"), certificate(folder, "second")
    done = run("serve", "--data", folder / "practice", "--port", "0", "--tls-certificate", first[0],
               "--tls-key", second[1])
    assert done.returncode == 2 and len(done.stderr.splitlines()) == 1, done.stderr


def test_a_port_in_use_ends_with_one_line(practice, servers):
    server = servers(practice.data).start()
    with pytest.raises(Ended) as ended:
        other = servers(practice.data.parent / "other", name="other")
        other.launch("--port", str(server.port))
        other.port = 9
        other.wait()
    assert ended.value.status != 0
    assert len(ended.value.said.splitlines()) == 1, ended.value.said
