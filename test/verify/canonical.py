"""RFC 8785: one text for one JSON value. Numbers are doubles throughout, as they are in ECMAScript."""
import json
import re

SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
SPECIAL = re.compile(r'["\\\x00-\x1f]')


class NotCanonical(Exception):
    """The text, or the value, has no canonical form."""


def depth_of(text):
    """How deep lists and objects are nested in a text that may be JSON."""
    depth = deepest = 0
    for token in re.finditer(r'"(?:[^"\\]|\\.)*(?:"|$)|[\[{]|[\]}]', text, re.DOTALL):
        if token[0] in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif token[0] in "]}":
            depth -= 1
    return deepest


def parse(text, depth_max):
    """The value of a text that is its own canonical form. Raises NotCanonical."""
    if depth_of(text) > depth_max:
        raise NotCanonical("nested too deep")
    try:
        value = json.loads(text, parse_int=float, parse_constant=_refuse, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise NotCanonical("not JSON") from error
    if write(value) != text:
        raise NotCanonical("not in canonical form")
    return value


def _refuse(name):
    raise ValueError(name)


def _once(pairs):
    members = dict(pairs)
    if len(members) != len(pairs) or "__proto__" in members:
        raise ValueError("a member twice, or one that is never allowed")
    return members


def write(value):
    """The canonical text. Raises NotCanonical for a lone surrogate or a number that is not finite."""
    if value is None:
        return "null"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return number(float(value))
    if isinstance(value, str):
        return string(value)
    if isinstance(value, list):
        return "[" + ",".join(map(write, value)) + "]"
    names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
    return "{" + ",".join(string(name) + ":" + write(value[name]) for name in names) + "}"


def string(text):
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise NotCanonical("a lone surrogate")
    return '"' + SPECIAL.sub(lambda found: SHORT.get(found[0]) or f"\\u{ord(found[0]):04x}", text) + '"'


def number(value):
    """ECMAScript's Number::toString (ECMA-262 §6.1.6.1.20); Python gives the same shortest digits."""
    if value != value or value in (float("inf"), float("-inf")):
        raise NotCanonical("not a finite number")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = f"{abs(value)!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    # The value is 0.digits × 10^point.
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    count = len(digits)
    if count <= point <= 21:
        return sign + digits + "0" * (point - count)
    if 0 < point <= 21:
        return sign + digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + digits
    power = f"e{'+' if point > 0 else '-'}{abs(point - 1)}"
    return sign + digits[0] + ("." + digits[1:] if count > 1 else "") + power
