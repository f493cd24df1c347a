"""RFC 6962 trees, and the map of states of docs/proof.md."""
import hashlib

from form import decode
from refusal import require


def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def split(size):
    return 1 << ((size - 1).bit_length() - 1)


def pair(part, code):
    require(isinstance(part, list) and len(part) == 2, code, "a part of no form")
    require(not all(isinstance(side, str) for side in part), code, "expanded where it leads to nothing")
    return part


def is_number(part):
    return isinstance(part, (int, float)) and not isinstance(part, bool)


def hash_of(text, code):
    found = decode(text, urlsafe=True)
    require(found is not None and len(found) == 32, code, "a hash of no form")
    return found


def tree_root(tree, size, events):
    """The root of a pruned tree; every event stands in it at its ordinal, once and in order."""
    code, met = "NOT_IN_LOG", []

    def root(part, start, count):
        if isinstance(part, str):
            return hash_of(part, code)
        if is_number(part):
            require(part == len(met) < len(events) and count == 1, code, "a leaf out of place")
            event = events[len(met)]
            require(event["ordinal"] == start, code, "not at its ordinal")
            met.append(event)
            return event["leaf"]
        left, right = pair(part, code)
        require(count > 1, code, "a node where a leaf is")
        first = split(count)
        before = root(left, start, first)
        return node(before, root(right, start + first, count - first))

    require(size > 0, code, "a log without events")
    found = root(tree, 0, size)
    require(len(met) == len(events), code, "an event is not in the tree")
    return found


def map_root(states, subjects):
    """The root of a pruned map; every subject stands in it once, where its key leads."""
    code, met = "NOT_IN_STATES", set()

    def root(part, way):
        if isinstance(part, str):
            if part == "":
                return bytes(32)
            found = hash_of(part, code)
            require(found != bytes(32), code, "a side without keys, spelt otherwise")
            return found
        if is_number(part):
            require(float(part).is_integer() and 0 <= part < len(subjects), code, "no subject")
            subject = subjects[int(part)]
            require(part not in met, code, "a subject twice")
            bits = f"{int.from_bytes(subject['key'], 'big'):0256b}"
            require(bits.startswith(way), code, "not where its key leads")
            met.add(part)
            return subject["leaf"]
        left, right = pair(part, code)
        require(not ("" in part and any(map(is_number, part))), code, "a node for one key")
        require(len(way) < 256, code, "deeper than a key")
        before = root(left, way + "0")
        return node(before, root(right, way + "1"))

    found = root(states, "")
    require(len(met) == len(subjects), code, "a subject is not in the map")
    return found


def is_consistent(old_size, old_root, size, root, path):
    """RFC 6962 §2.1.2 read backwards: the path must be used up, and give both roots."""
    rest = list(path)

    def both(count, part, is_whole):
        """Roots of the first `part` of `count` leaves, and of all."""
        if part == count:
            found = old_root if is_whole else rest.pop()
            return found, found
        first = split(count)
        if part <= first:
            right = rest.pop()
            old, new = both(first, part, is_whole)
            return old, node(new, right)
        left = rest.pop()
        old, new = both(count - first, part - first, False)
        return node(left, old), node(left, new)

    try:
        return both(size, old_size, True) == (old_root, root) and not rest
    except IndexError:
        return False


def is_included(leaf, index, size, path, root):
    """RFC 6962 §2.1.1 read backwards."""
    rest = list(path)

    def up(at, count):
        if count == 1:
            return leaf
        first = split(count)
        sibling = rest.pop()
        if at < first:
            return node(up(at, first), sibling)
        return node(sibling, up(at - first, count - first))

    try:
        return up(index, size) == root and not rest
    except IndexError:
        return False
