"""The one exception of the second verifier."""


class Refusal(Exception):
    """A check that does not hold. `code` is one of docs/proof.md."""

    def __init__(self, code, detail):
        super().__init__(f"{code}: {detail}")
        self.code = code


def require(holds, code, detail):
    if not holds:
        raise Refusal(code, detail)
