"""Checks 0 and 2 of docs/proof.md: pins, and the signed note."""
import re

import keys
from form import MSP, NETWORK, Form, decode, time_ms
from refusal import Refusal, require

FORM = re.compile(
    rf"mengsu/({NETWORK})\n([0-9]{{1,16}})\n([A-Za-z0-9+/]{{43}}=)\nstates ([A-Za-z0-9+/]{{43}}=)\n"
    r"block ([0-9]{1,16}) ([0-9a-f]{64})\ntime ([^\n]{24})\n"
)
LINE = re.compile(rf"\u2014 ({MSP}) ([A-Za-z0-9+/]{{1,120}}={{0,2}})")


def read_pins(pins):
    form = Form("PINS_INVALID")
    form.obj(pins, ("network", "organisations", "threshold"))
    form.text(pins["network"], NETWORK)
    organisations = form.items(pins["organisations"], 16)
    for one in organisations:
        form.obj(one, ("log", "msp", "registrar"))
        form.key(one["log"])
        form.text(one["msp"], MSP)
        form.digest(one["registrar"])
        form.need(keys.public_key(one["log"]) is not None, "no point of the curve")
    form.need(len({one["msp"] for one in organisations}) == len(organisations), "one twice")
    form.whole(pins["threshold"], 1, len(organisations))
    return pins


def read(note):
    code = "CHECKPOINT_INVALID"
    require(utf16_length(note) <= 4096, code, "too long")
    text, gap, lines = note.partition("\n\n")
    text += "\n"
    found = FORM.fullmatch(text)
    require(gap and found, code, "no checkpoint")
    network, size, root, states, block, _, time = found.groups()
    require(time_ms(time) is not None, code, "no time")
    require(lines.endswith("\n"), code, "no line feed at the end")
    signatures = [read_line(line) for line in lines[:-1].split("\n")]
    names = [name for name, _, _ in signatures]
    require(len(names) <= 16 and names == sorted(set(names)), code, "twice, or out of order")
    return {
        "text": text,
        "network": network,
        "size": whole(size),
        "root": base64_of(root),
        "states": base64_of(states),
        "block": whole(block),
        "time": time,
        "signatures": signatures,
    }


def utf16_length(text):
    return len(text.encode("utf-16-be", "surrogatepass")) // 2


def whole(text):
    require(str(int(text)) == text and int(text) < 2**53, "CHECKPOINT_INVALID", "a number of no form")
    return int(text)


def base64_of(text):
    data = decode(text, urlsafe=False)
    require(data is not None, "CHECKPOINT_INVALID", "not base64")
    return data


def read_line(line):
    found = LINE.fullmatch(line)
    require(found, "CHECKPOINT_INVALID", "a signature line of no form")
    data = base64_of(found[2])
    numbers = keys.parse_der(data[4:])
    require(numbers, "CHECKPOINT_INVALID", "not DER")
    return found[1], data[:4], numbers


def verify(checkpoint, pins, now_ms):
    """The organisations that signed."""
    require(checkpoint["network"] == pins["network"], "WRONG_NETWORK", "the checkpoint's")
    logs = {one["msp"]: one["log"] for one in pins["organisations"]}
    for name, key_id, (r, s) in checkpoint["signatures"]:
        is_good = (
            name in logs
            and keys.key_id(logs[name]) == key_id
            and keys.verifies(logs[name], r, s, checkpoint["text"].encode())
        )
        require(is_good, "CHECKPOINT_UNTRUSTED", name)
    if len(checkpoint["signatures"]) < pins["threshold"]:
        raise Refusal("CHECKPOINT_UNTRUSTED", "too few signatures")
    require(time_ms(checkpoint["time"]) <= now_ms + 300_000, "CHECKPOINT_UNTRUSTED", "from the future")
    return [name for name, _, _ in checkpoint["signatures"]]
