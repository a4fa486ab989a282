"""Names inside text that may run the other way."""

# First strong isolate … pop directional isolate.
_OPEN, _CLOSE = "\u2068", "\u2069"


def isolated(value: object) -> str:
    """Text whose direction is its own: keeps "@name" whole inside a right-to-left sentence.

    For plain text: mails, messages, options. In HTML a `<bdi>` does the same.
    """
    text = str(value)
    return f"{_OPEN}{text}{_CLOSE}" if text else ""
