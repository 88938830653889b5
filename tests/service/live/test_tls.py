"""The page's port with TLS and with certificates of clients."""

from __future__ import annotations

import http.client
import json
import ssl
import subprocess

import pytest


class Authority:
    """Signs certificates, in a folder."""

    def __init__(self, folder, name):
        self.folder, self.name = folder, name
        self.certificate = self._path(name, "pem")
        self._openssl("req", "-x509", *self._key(name), "-days", "1", "-subj", f"/CN={name}", "-out", self.certificate)

    def sign(self, name, days="1", extension="subjectAltName=IP:127.0.0.1"):
        request, certificate = self._path(name, "csr"), self._path(name, "pem")
        extensions = self._path(name, "ext")
        extensions.write_text(extension)
        self._openssl("req", "-new", *self._key(name), "-subj", f"/CN={name}", "-out", request)
        self._openssl("x509", "-req", "-in", request, "-CA", self.certificate, "-CAkey", self._path(self.name, "key"),
                      "-CAcreateserial", "-days", days, "-extfile", extensions, "-out", certificate)  # fmt: skip
        return certificate, self._path(name, "key")

    def _key(self, name):
        return ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", self._path(name, "key"))

    def _path(self, name, ending):
        return self.folder / f"{name}.{ending}"

    @staticmethod
    def _openssl(*arguments):
        subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


@pytest.fixture
def authority(tmp_path):
    return Authority(tmp_path, "authority")


def get(service, path, context, headers=None):
    connection = http.client.HTTPSConnection("127.0.0.1", service.http_port, context=context, timeout=20)
    connection.request("GET", path, headers={"X-Planwerk": "test", **(headers or {})})
    answer = connection.getresponse()
    return answer.status, json.loads(answer.read())


def trusting(authority, certificate=None):
    context = ssl.create_default_context(cafile=authority.certificate)
    if certificate:
        context.load_cert_chain(*certificate)
    return context


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # old versions of TLS are what is tried
def test_the_page_over_tls(make_service, authority):
    certificate, key = authority.sign("service")
    service = make_service(tls_certificate=certificate, tls_key=key)
    assert get(service, "/healthz", trusting(authority))[0] == 200
    with pytest.raises(ssl.SSLCertVerificationError):
        get(service, "/healthz", ssl.create_default_context())
    with pytest.raises((http.client.HTTPException, OSError)):  # in plain text
        connection = http.client.HTTPConnection("127.0.0.1", service.http_port, timeout=20)
        connection.request("GET", "/healthz")
        connection.getresponse()
    old = trusting(authority)
    old.minimum_version, old.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    with pytest.raises((ssl.SSLError, OSError)):
        get(service, "/healthz", old)
    assert get(service, "/healthz", trusting(authority))[0] == 200


def test_certificates_of_clients(make_service, authority, program, tmp_path):
    certificate, key = authority.sign("service")
    subprocess.run([program, "users", "ada", "--folder", tmp_path / "service0", "-q"], check=True)
    service = make_service(accounts=True, tls_certificate=certificate, tls_key=key,
                           tls_client_ca=authority.certificate)  # fmt: skip
    client = "extendedKeyUsage=clientAuth"
    status, session = get(service, "/api/session", trusting(authority, authority.sign("ada", extension=client)))
    assert (status, session["user"]) == (200, "ada")
    assert get(service, "/api/session", trusting(authority, authority.sign("nobody", extension=client)))[0] == 401
    (tmp_path / "other").mkdir()
    stranger = Authority(tmp_path / "other", "stranger").sign("ada", extension=client)
    expired = authority.sign("late", days="-1", extension=client)
    for refused in (None, stranger, expired):
        with pytest.raises((ssl.SSLError, OSError, http.client.HTTPException)):
            get(service, "/api/session", trusting(authority, refused))
    health = [program, "health", "--http", f"127.0.0.1:{service.http_port}", "--tls-certificate", certificate, "--tls-key",
              key, "--tls-client-ca", authority.certificate]  # fmt: skip
    assert subprocess.run(health, capture_output=True).returncode == 0
