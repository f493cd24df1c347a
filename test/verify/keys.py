"""P-256: keys, thumbprints, signatures."""
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from form import decode, encode

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def thumbprint(key):
    text = f'{{"crv":"P-256","kty":"EC","x":"{key["x"]}","y":"{key["y"]}"}}'
    return encode(hashlib.sha256(text.encode()).digest())


def public_key(key):
    """None for what is no point of the curve."""
    x, y = (int.from_bytes(decode(key[name], urlsafe=True), "big") for name in ("x", "y"))
    try:
        return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    except ValueError:
        return None


def key_id(key):
    """The first four bytes of the digest of SubjectPublicKeyInfo."""
    der = public_key(key).public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return hashlib.sha256(der).digest()[:4]


def verifies(key, r, s, data):
    point = public_key(key)
    if point is None or not (0 < r < ORDER and 0 < s < ORDER):
        return False
    try:
        point.verify(encode_dss_signature(r, s), data, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def parse_der(der):
    """r and s of the one DER spelling; None for any other."""
    if len(der) < 8 or der[0] != 0x30:
        return None
    numbers, at = [], 2
    for _ in range(2):
        if at + 2 > len(der) or der[at] != 2:
            return None
        numbers.append(int.from_bytes(der[at + 2 : at + 2 + der[at + 1]], "big"))
        at += 2 + der[at + 1]
    r, s = numbers
    if not (0 < r < ORDER and 0 < s < ORDER) or encode_dss_signature(r, s) != der:
        return None
    return r, s
