"""Check 6 of docs/proof.md: who signed, with keys that go back to the pinned registrars."""
import keys
from form import decode, encode
from refusal import require

FOUND_KEYS = {"registrarKey": "registrar", "logKey": "log", "serviceKey": "service"}


def verify(events, subjects, pins):
    """For each event its signers: kid, party, role."""
    devices = {one["id"]: device(one, events) for one in subjects if one["kind"] == "device"}
    for event in events:
        headers = [entry["protected"] for entry in event["signatures"]]
        require(headers == list(map(header, event["signers"])), "SIGNATURE_INVALID", "not its signers")
    for event in events:
        for kid in event["signers"]:
            known = devices.get(kid)
            require(known, "SIGNER_UNKNOWN", kid)
            require(known["from"] <= event["ordinal"], "SIGNER_UNKNOWN", "enrolled later")
            ended = any(ordinal < event["ordinal"] for ordinal in known["ends"])
            require(not ended, "SIGNER_REVOKED", kid)
    registrars = {one["msp"]: one["registrar"] for one in pins["organisations"]}
    for event in events:
        require_right(event, devices, registrars)
    for event in events:
        for kid, entry in zip(event["signers"], event["signatures"]):
            signature = decode(entry["signature"], urlsafe=True)
            r, s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
            signed = f"{entry['protected']}.{event['payload']}".encode()
            require(keys.verifies(devices[kid]["key"], r, s, signed), "SIGNATURE_INVALID", event["id"])
    return [
        [{name: devices[kid][name] for name in ("kid", "party", "role")} for kid in event["signers"]]
        for event in events
    ]


def header(kid):
    members = f'"alg":"ES256","b64":false,"crit":["b64"],"kid":"{kid}","typ":"mengsu-event+json"'
    return encode(f"{{{members}}}".encode())


def keys_of(said):
    """What an event brings: key, role, party."""
    if said["act"] == "enrolDevice":
        return [(said["key"], said["role"], said["subject"])]
    if said["act"] == "found":
        return [(said[name], role, said["party"]) for name, role in FOUND_KEYS.items()]
    return []


def device(subject, events):
    """None where the bundle does not have all its events, or they do not bring it once as the map says."""
    kid, state = subject["id"], subject["state"]
    if "of" not in subject:
        return None
    all_of = [events[int(place)] for place in subject["of"]]
    brought = [
        (event, *told)
        for event in all_of
        for told in keys_of(event["said"])
        if keys.thumbprint(told[0]) == kid
    ]
    if len(brought) != 1:
        return None
    first, key, role, party = brought[0]
    if (role, party) != (state["role"], state["party"]):
        return None
    ends = [
        event["ordinal"]
        for event in all_of
        if event is not first
        and (
            event["said"]["act"] == "found"
            or (event["said"]["act"] == "revokeDevice" and event["said"]["subject"] == kid)
        )
    ]
    return {"kid": kid, "key": key, "role": role, "party": party, "from": first["ordinal"], "ends": ends}


def require_right(event, devices, registrars):
    """Who brings a key may bring it."""
    said, first = event["said"], event["said"]["device"]
    if said["act"] == "found":
        is_pinned = registrars.get(said["organisation"]) == first
        require(is_pinned and keys.thumbprint(said["registrarKey"]) == first, "SIGNER_UNKNOWN", "not pinned")
    if said["act"] == "enrolDevice":
        enroller = devices[first]
        is_own = (
            enroller["role"] == "operator"
            and said["role"] == "operator"
            and enroller["party"] == said["subject"]
        )
        require(enroller["role"] == "registrar" or is_own, "SIGNER_UNKNOWN", "may not enrol")
        require(keys.thumbprint(said["key"]) in said["cosigners"], "SIGNER_UNKNOWN", "key did not sign")
