"""The portal's signature on papers (PAdES): a change after signing shows. It is not the seal of an authority.

One P-256 key per installation, self-signed, kept in the data folder (0600) and loaded once a process. A legal
electronic seal (GB/T 38540) would be a second signer behind the same call. Law: 电子签名法 arts. 13, 14.
"""

import os
from datetime import datetime, timedelta
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

FILE = "paper-signing.pem"
YEARS = 10
RESERVED = 8192
"""Bytes kept free for the signature, so that it need not be made twice to learn its size."""


class OwnSigner(Signer):
    """Signs with a key that stays loaded; pyHanko's own signer reads it anew for each paper."""

    def __init__(self, key: ec.EllipticCurvePrivateKey, certificate: asn1_x509.Certificate) -> None:
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        store.register(certificate)
        super().__init__(signing_cert=certificate, cert_registry=store)
        self._key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """ECDSA over SHA-256, the one digest we ask for."""
        assert digest_algorithm == "sha256"
        return self._key.sign(data, ec.ECDSA(hashes.SHA256()))


def make_key(folder: Path, name: str, at: datetime) -> Path:
    """Make the key and its self-signed certificate, valid for ten years. `name`: whose signature it is.

    Raises FileExistsError: a key in use is never replaced in silence.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem += _certificate(key, name, at).public_bytes(serialization.Encoding.PEM)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
    return path


def _certificate(key: ec.EllipticCurvePrivateKey, name: str, at: datetime) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )


@lru_cache(maxsize=4)
def _pdf_signer(folder: Path) -> PdfSigner:
    pem = (folder / FILE).read_bytes()
    key: Any = serialization.load_pem_private_key(pem, password=None)
    certificate = x509.load_pem_x509_certificate(pem).public_bytes(serialization.Encoding.DER)
    metadata = PdfSignatureMetadata(
        field_name="portal", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    return PdfSigner(metadata, signer=OwnSigner(key, asn1_x509.Certificate.load(certificate)))


def sign(pdf: bytes, folder: Path) -> bytes:
    """The PDF with the portal's signature appended; about 10 ms. Raises FileNotFoundError without a key."""
    signed = _pdf_signer(folder).sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), bytes_reserved=RESERVED)
    assert isinstance(signed, BytesIO)
    return signed.getvalue()


__all__ = ["FILE", "make_key", "sign"]
