"""Check 1 of docs/proof.md: the form of a bundle, and what is read of it."""
import hashlib

import canonical
from form import CODES_MAX, LOT, NAME, ROLES, SERIAL, STATES, Form, encode
from refusal import require

form = Form("BUNDLE_INVALID")


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def read(text):
    """The bundle, its events and subjects completed by what is worked out of them."""
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        size = None
    require(size is not None and size <= 512 * 1024, "BUNDLE_INVALID", "too long, or a lone surrogate")
    bundle = form.obj(
        form.canonical(text, 300),
        ("checkpoint", "events", "lot", "states", "subjects", "tree", "version"),
        ("codes", "consistency"),
    )
    form.whole(bundle["version"], 1, 1)
    form.text(bundle["lot"], LOT)
    form.text(bundle["checkpoint"], r"(?s).*")
    events = [read_event(one) for one in form.items(bundle["events"], 400)]
    for before, after in zip(events, events[1:]):
        form.need(before["ordinal"] < after["ordinal"], "ordinals do not rise")
        form.need(ledger_place(before) < ledger_place(after), "not in the order of the ledger")
    form.need(len({event["id"] for event in events}) == len(events), "an event twice")
    subjects = [read_subject(one) for one in form.items(bundle["subjects"], 400)]
    names = [(one["kind"], one["id"].encode("utf-16-be")) for one in subjects]
    form.need(all(before < after for before, after in zip(names, names[1:])), "subjects not in order")
    if "consistency" in bundle:
        form.obj(bundle["consistency"], ("from", "path"))
        form.whole(bundle["consistency"]["from"])
        for node in form.items(bundle["consistency"]["path"], 106):
            form.digest(node)
    if "codes" in bundle:
        read_codes(bundle["codes"], bundle["lot"])
    return {**bundle, "events": events, "subjects": subjects}


def ledger_place(event):
    return event["block"], event["tx"], event["place"]


def read_event(value):
    form.obj(value, ("block", "breaches", "ordinal", "payload", "place", "signatures", "time", "tx"))
    for name in ("block", "ordinal", "place", "tx"):
        form.whole(value[name])
    for breach in form.items(value["breaches"], 64):
        form.text(breach, "[A-Z][A-Z0-9_]{0,63}")
    form.instant(value["time"])
    for signature in form.items(value["signatures"], 8):
        form.obj(signature, ("protected", "signature"))
        form.text(signature["protected"], "[A-Za-z0-9_-]{1,256}")
        form.bytes(signature["signature"], 64)
    payload = form.text(value["payload"], r"(?s).*")
    form.need(len(payload.encode()) <= 64 * 1024, "payload too long")
    said = form.canonical(payload, 8)
    event_id = encode(sha256(payload.encode()))
    leaf = {name: value[name] for name in ("block", "breaches", "place", "signatures", "time", "tx")}
    leaf_text = canonical.write({**leaf, "id": event_id})
    read_payload(said)
    return {
        **value,
        "id": event_id,
        "leaf": sha256(b"\0", leaf_text.encode()),
        "said": said,
        "signers": [said["device"], *said["cosigners"]],
    }


def read_payload(said):
    for name, pattern in (("act", "[A-Za-z]{1,40}"), ("party", NAME), ("network", NAME)):
        form.text(form.member(said, name), pattern)
    form.instant(form.member(said, "eventTime"))
    device = form.digest(form.member(said, "device"))
    form.need(device not in form.digests(form.member(said, "cosigners"), 7), "a signer twice")
    reader = PAYLOADS.get(said["act"])
    if reader:
        reader(said)


def read_found(said):
    form.text(form.member(said, "organisation"), NAME)
    keys = {form.key(form.member(said, name)) for name in ("registrarKey", "logKey", "serviceKey")}
    form.need(len(keys) == 3, "a key twice")


def read_enrolment(said):
    form.text(form.member(said, "subject"), NAME)
    form.key(form.member(said, "key"))
    form.word(form.member(said, "role"), ("operator", "registrar"))


def read_transform(said):
    lots = [form.text(form.member(line, "lot"), LOT) for line in form.items(form.member(said, "inputs"), 256)]
    form.need(len(set(lots)) == len(lots), "a lot twice")


def read_set(said):
    form.text(form.member(said, "lot"), LOT)
    form.whole(form.member(said, "set"), 1, 99)


def read_issue(said):
    read_set(said)
    form.whole(form.member(said, "count"), 1, CODES_MAX)
    form.digest(form.member(said, "root"))


def read_range(said):
    read_set(said)
    first = form.whole(form.member(said, "from"), 0, CODES_MAX - 1)
    form.whole(form.member(said, "to"), first, CODES_MAX - 1)


PAYLOADS = {
    "found": read_found,
    "enrolDevice": read_enrolment,
    "revokeDevice": lambda said: form.digest(form.member(said, "subject")),
    "transform": read_transform,
    "issueCodes": read_issue,
    "activateCodes": read_range,
    "voidCodes": read_range,
}


def read_subject(value):
    form.obj(value, ("digest", "events", "id", "kind", "state"), ("of",))
    kind = form.word(value["kind"], tuple(STATE_FORMS))
    if kind == "lot":
        form.text(value["id"], LOT)
    elif kind in ("certificate", "party", "product", "site"):
        form.text(value["id"], NAME)
    else:
        form.digest(value["id"])
    form.whole(value["events"], 1)
    if "of" in value:
        for place in form.items(value["of"], 400):
            form.whole(place)
    STATE_FORMS[kind](value["state"])
    told = canonical.write({name: value[name] for name in ("digest", "events", "state")})
    key = sha256(f"{kind}/{value['id']}".encode())
    return {
        **value,
        "chained": form.bytes(value["digest"], 32),
        "key": key,
        "leaf": sha256(b"\0", key, sha256(told.encode())),
    }


def lot_state(state):
    form.obj(state, ("claims", "holds", "recalls"), ("bestBefore", "crowded", "madeBy", "reversed"))
    claims = [form.text(one, "[a-z0-9][a-z0-9-]{0,19}") for one in form.items(state["claims"], 64)]
    form.need(claims == sorted(set(claims)), "claims not sorted")
    form.digests(state["holds"], 400)
    form.digests(state["recalls"], 400)
    if "bestBefore" in state:
        form.text(state["bestBefore"], "20[0-9]{2}-[0-9]{2}-[0-9]{2}")
    if "madeBy" in state:
        form.digest(state["madeBy"])
    if "reversed" in state:
        form.need(state["reversed"] is True, "reversed is not true")
    crowded(state)


def crowded(state):
    if "crowded" in state:
        form.need(state["crowded"] is True, "crowded is not true")


def hold_state(state):
    form.obj(state, ("released", "scope"))
    form.flag(state["released"])
    form.word(state["scope"], ("lots", "holding", "party", "goods"))


def recall_state(state):
    form.obj(state, ("closed", "drill", "level"))
    form.flag(state["closed"])
    form.flag(state["drill"])
    form.whole(state["level"], 1, 3)


def device_state(state):
    form.obj(state, ("party", "revoked", "role"), ("validUntil",))
    form.text(state["party"], NAME)
    form.flag(state["revoked"])
    form.word(state["role"], ROLES)
    if "validUntil" in state:
        form.instant(state["validUntil"])


def certificate_state(state):
    form.word(form.obj(state, ("state",))["state"], STATES)


def party_state(state):
    form.obj(state, ("holds", "organisation", "state"), ("crowded",))
    crowded(state)
    form.digests(state["holds"], 400)
    form.text(state["organisation"], NAME)
    form.word(state["state"], STATES)


def product_state(state):
    form.obj(state, ("category", "owner"))
    form.text(state["category"], NAME)
    form.text(state["owner"], NAME)


def site_state(state):
    form.obj(state, ("division", "kind", "state"))
    form.text(state["division"], "[0-9]{6}")
    form.text(state["kind"], NAME)
    form.word(state["state"], STATES)


STATE_FORMS = {
    "lot": lot_state,
    "hold": hold_state,
    "recall": recall_state,
    "device": device_state,
    "certificate": certificate_state,
    "party": party_state,
    "product": product_state,
    "site": site_state,
}


def read_codes(value, lot):
    form.obj(value, ("count", "index", "lot", "party", "path", "serial", "set"))
    count = form.whole(value["count"], 1, CODES_MAX)
    form.whole(value["index"], 0, count - 1)
    form.need(value["lot"] == lot, "another lot")
    form.text(value["party"], NAME)
    form.text(value["serial"], SERIAL)
    form.whole(value["set"], 1, 99)
    for node in form.items(value["path"], 24):
        form.digest(node)
