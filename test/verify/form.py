"""Forms and limits of docs/proof.md. Each checker gives the value back or raises Refusal."""
import base64
import binascii
import datetime
import re

import canonical
from refusal import Refusal, require

LOT = r"[0-9]{14}/[!-~]{1,20}"
NAME = r"[!-~]{1,128}"
NETWORK = r"[a-z0-9][a-z0-9-]{2,39}"
MSP = r"[A-Za-z0-9][A-Za-z0-9.-]{0,63}"
SERIAL = r"""[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]{1,20}"""
ROLES = ("operator", "registrar", "log", "service")
STATES = ("active", "suspended", "withdrawn")
CODES_MAX = 10_000_000


class Form:
    """Checkers that refuse with one code."""

    def __init__(self, code):
        self.code = code

    def need(self, holds, detail):
        require(holds, self.code, detail)

    def canonical(self, text, depth_max):
        try:
            return canonical.parse(text, depth_max)
        except canonical.NotCanonical as error:
            raise Refusal(self.code, str(error)) from error

    def obj(self, value, needed=None, optional=()):
        self.need(isinstance(value, dict), "no object")
        if needed is not None:
            self.need(set(needed) <= set(value) <= {*needed, *optional}, f"not the members {needed}")
        return value

    def member(self, value, name):
        self.need(name in self.obj(value), f"lacks {name}")
        return value[name]

    def items(self, value, most):
        self.need(isinstance(value, list) and len(value) <= most, "no list, or too long")
        return value

    def whole(self, value, least=0, most=2**53 - 1):
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        self.need(is_number and float(value).is_integer() and least <= value <= most, "no whole number")
        return int(value)

    def text(self, value, pattern):
        self.need(isinstance(value, str) and re.fullmatch(pattern, value), f"not {pattern}")
        return value

    def word(self, value, words):
        self.need(isinstance(value, str) and value in words, f"not one of {words}")
        return value

    def flag(self, value):
        self.need(isinstance(value, bool), "neither true nor false")
        return value

    def bytes(self, value, length):
        data = decode(value, urlsafe=True) if isinstance(value, str) else None
        self.need(data is not None and len(data) == length, f"not base64url of {length} bytes")
        return data

    def digest(self, value):
        self.bytes(value, 32)
        return value

    def digests(self, value, most):
        found = [self.digest(one) for one in self.items(value, most)]
        self.need(len(set(found)) == len(found), "one twice")
        return found

    def key(self, value):
        self.obj(value, ("x", "y"))
        return self.digest(value["x"]), self.digest(value["y"])

    def instant(self, value):
        self.need(isinstance(value, str) and time_ms(value) is not None, "no time")
        return value


def decode(text, urlsafe):
    """The bytes of the one spelling (base64url without padding, or base64 with it); None for any other."""
    try:
        raw = text.encode("ascii")
        if urlsafe:
            if b"=" in raw or b"+" in raw or b"/" in raw:
                return None
            data = base64.b64decode(raw + b"=" * (-len(raw) % 4), altchars=b"-_", validate=True)
            again = base64.urlsafe_b64encode(data).rstrip(b"=")
        else:
            data = base64.b64decode(raw, validate=True)
            again = base64.b64encode(data)
    except (UnicodeEncodeError, binascii.Error):
        return None
    return data if again == raw else None


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def time_ms(text):
    """Milliseconds since 1970 of RFC 3339 in UTC with milliseconds; None for what is no such instant."""
    found = re.fullmatch(r"(20[0-9]{2})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})\.([0-9]{3})Z", text)
    if not found:
        return None
    *parts, thousandths = map(int, found.groups())
    try:
        instant = datetime.datetime(*parts, tzinfo=datetime.timezone.utc)
    except ValueError:
        return None
    return int(instant.timestamp()) * 1000 + thousandths
