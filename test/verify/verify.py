#!/usr/bin/env python3
"""The second verifier of docs/proof.md, written from that page alone. Python's standard library and `cryptography`.

    verify.py FILE|- --pins FILE [--at TIME] [--seen FILE]
    verify.py --lines       each line of the input a JSON object {bundle, pins, nowMs, seen?}, each line of the output its answer

prints {"ok": true, ...} or {"ok": false, "code": ...}, and ends with 0 or 1.
"""
import argparse
import json
import sys
import time

import bundle as bundles
import checkpoint as checkpoints
import merkle
import signers
from form import decode, encode, time_ms
from refusal import Refusal, require


def verify(text, pins, now_ms, seen=None):
    """The answer of the page, as JSON. Raises Refusal."""
    checkpoints.read_pins(pins)
    bundle = bundles.read(text)
    checkpoint = checkpoints.read(bundle["checkpoint"])
    organisations = checkpoints.verify(checkpoint, pins, now_ms)
    events, subjects = bundle["events"], bundle["subjects"]
    root = merkle.tree_root(bundle["tree"], checkpoint["size"], events)
    require(root == checkpoint["root"], "NOT_IN_LOG", "another root")
    require(all(one["block"] <= checkpoint["block"] for one in events), "NOT_IN_LOG", "a later block")
    states = merkle.map_root(bundle["states"], subjects)
    require(states == checkpoint["states"], "NOT_IN_STATES", "another root")
    for subject in subjects:
        require_complete(subject, events)
    who = signers.verify(events, subjects, pins)
    networks = {event["said"]["network"] for event in events}
    require(networks <= {pins["network"]}, "WRONG_NETWORK", "an event's")
    require_marks(bundle)
    older = is_older(bundle, checkpoint, seen)
    lots = {one["id"]: stand(one, events, subjects) for one in subjects if one["kind"] == "lot"}
    answer = {
        "ok": True,
        "lot": bundle["lot"],
        "events": [
            {**{name: event[name] for name in ("id", "ordinal", "time", "block", "breaches")}, "signers": who[at]}
            for at, event in enumerate(events)
        ],
        "lots": lots,
        "checkpoint": {
            **{name: checkpoint[name] for name in ("network", "size", "block", "time")},
            "organisations": organisations,
            "root": encode(checkpoint["root"]),
            "states": encode(checkpoint["states"]),
            "age": age(now_ms - time_ms(checkpoint["time"])),
            **({"older": True} if older else {}),
        },
    }
    if "codes" in bundle:
        answer["code"] = code_state(bundle["codes"], events, lots)
    return answer


def age(old_ms):
    if old_ms <= 600_000:
        return "fresh"
    return "old" if old_ms <= 86_400_000 else "stale"


def require_complete(subject, events):
    if "of" not in subject:
        return
    of, code = subject["of"], "SUBJECT_INCOMPLETE"
    require(len(of) == subject["events"], code, "too few or too many")
    require(all(before < after for before, after in zip(of, of[1:])), code, "not rising")
    require(all(place < len(events) for place in of), code, "not there")
    chained = bytes(32)
    for place in of:
        chained = bundles.sha256(chained, decode(events[int(place)]["id"], urlsafe=True))
    require(chained == subject["chained"], code, "another digest")


def require_marks(bundle):
    there = {(one["kind"], one["id"]) for one in bundle["subjects"]}
    needed = {("lot", bundle["lot"])}
    for one in bundle["subjects"]:
        if one["kind"] == "lot":
            needed |= {("hold", mark) for mark in one["state"]["holds"]}
            needed |= {("recall", mark) for mark in one["state"]["recalls"]}
    require(needed <= there, "SUBJECT_MISSING", str(needed - there))


def is_older(bundle, checkpoint, seen):
    if seen is None:
        return False
    size, old = checkpoint["size"], seen["size"]
    if size < old:
        return True
    root, old_root = checkpoint["root"], decode(seen["root"], urlsafe=True)
    if size == old:
        require(root == old_root and encode(checkpoint["states"]) == seen["states"], "FORKED", "same size")
    elif old > 0:
        told = bundle.get("consistency")
        require(told is not None and told["from"] == old, "FORKED", "no consistency from there")
        path = [decode(one, urlsafe=True) for one in told["path"]]
        require(merkle.is_consistent(old, old_root, size, root, path), "FORKED", "does not lead here")
    return False


def parents_of(lot, by_id):
    """None where the event that made it is not there."""
    if "madeBy" not in lot["state"]:
        return []
    maker = by_id.get(lot["state"]["madeBy"])
    if maker is None:
        return None
    return [line["lot"] for line in maker["said"]["inputs"]] if maker["said"]["act"] == "transform" else []


def stand(lot, events, subjects):
    by_id = {event["id"]: event for event in events}
    there = {(one["kind"], one["id"]): one for one in subjects}
    family, absent, recalls, holds = [lot["id"]], [], [], []
    for name in family:
        member = there.get(("lot", name))
        if member is None:
            absent.append(name)
            continue
        family += [one for one in dict.fromkeys(parents_of(member, by_id) or []) if one not in family]
        for mark in member["state"]["recalls"]:
            recall = there[("recall", mark)]["state"]
            if not recall["closed"] and not recall["drill"]:
                recalls.append({"id": mark, "lot": name})
        for mark in member["state"]["holds"]:
            hold = there[("hold", mark)]["state"]
            if not hold["released"] and (member is lot or hold["scope"] == "lots"):
                holds.append({"id": mark, "lot": name, "scope": hold["scope"]})
    parents = parents_of(lot, by_id)
    return {
        "complete": "of" in lot,
        "ids": [events[int(place)]["id"] for place in lot.get("of", [])],
        "state": lot["state"],
        "recalls": recalls,
        "holds": holds,
        **({} if parents is None else {"parents": parents}),
        "absentParents": absent,
    }


def code_state(codes, events, lots):
    said = [
        event["said"]
        for event in events
        if event["said"]["act"] in ("issueCodes", "activateCodes", "voidCodes")
        and all(event["said"][name] == codes[name] for name in ("party", "lot", "set"))
    ]
    leaf = bundles.sha256(b"\0", codes["serial"].encode("ascii"))
    path = [decode(one, urlsafe=True) for one in codes["path"]]
    index, count = int(codes["index"]), int(codes["count"])
    is_issued = any(
        one["act"] == "issueCodes"
        and one["count"] == count
        and merkle.is_included(leaf, index, count, path, decode(one["root"], urlsafe=True))
        for one in said
    )
    require(is_issued, "CODE_UNPROVEN", "in no issued set")
    acts = {one["act"] for one in said if one["act"] != "issueCodes" and one["from"] <= index <= one["to"]}
    if "voidCodes" in acts:
        return "void"
    return "activated" if "activateCodes" in acts and lots[codes["lot"]]["complete"] else "issued"


def answer_to(text, pins, now_ms, seen=None):
    try:
        return verify(text, pins, now_ms, seen)
    except Refusal as refusal:
        return {"ok": False, "code": refusal.code, "detail": str(refusal)}


def main():
    parser = argparse.ArgumentParser(description="The second verifier of docs/proof.md.")
    parser.add_argument("bundle", nargs="?", help="a file, or - for the standard input")
    parser.add_argument("--pins", help="JSON file of whom to believe")
    parser.add_argument("--at", help="the reader's time (RFC 3339, UTC, milliseconds); default: now")
    parser.add_argument("--seen", help="JSON file of a checkpoint seen before: size, root, states")
    parser.add_argument("--lines", action="store_true", help="many bundles, a JSON object a line")
    options = parser.parse_args()
    if options.lines:
        for line in sys.stdin:
            asked = json.loads(line)
            answer = answer_to(asked["bundle"], asked["pins"], asked["nowMs"], asked.get("seen"))
            print(json.dumps(answer), flush=True)
        return 0
    if not options.bundle or not options.pins:
        parser.error("a bundle and --pins are needed")
    now_ms = int(time.time() * 1000) if options.at is None else time_ms(options.at)
    if now_ms is None:
        parser.error("--at is no time")
    answer = ask(options, now_ms)
    print(json.dumps(answer, ensure_ascii=False, indent=2))
    return 0 if answer["ok"] else 1


def ask(options, now_ms):
    pins = load(options.pins)
    seen = load(options.seen) if options.seen else None
    raw = sys.stdin.buffer.read() if options.bundle == "-" else open(options.bundle, "rb").read()
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return {"ok": False, "code": "BUNDLE_INVALID", "detail": "not UTF-8"}
    return answer_to(text, pins, now_ms, seen)


def load(name):
    with open(name, encoding="utf-8") as file:
        return json.load(file)


if __name__ == "__main__":
    sys.exit(main())
