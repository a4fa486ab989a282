"""The code of a certificate: nobody guesses it, and a person can type it from paper."""

from __future__ import annotations

import secrets
import unicodedata

# Without 0 and O, 1, I and L, U and V's neighbour: what eyes and print confuse.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
GROUP = 4
# Typed on a Cyrillic keyboard, these look right and are other letters.
_CYRILLIC = str.maketrans("АВЕЗКМНРСТУХЅЈҺҮ", "ABE3KMHPCTYXSJHY")


def new_code() -> str:
    """A code nobody can guess: 30¹² of them, 58 bits."""
    return "".join(secrets.choice(ALPHABET) for _each in range(LENGTH))


def grouped(code: str) -> str:
    """A code as it is printed and read out: ABCD-EFGH-JKMN."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def code_in(typed: str) -> str:
    """The code that somebody typed or pasted; empty where it cannot be one.

    Small letters, spaces, any dashes and Cyrillic look-alikes are forgiven.
    """
    if len(typed) > 10 * LENGTH:
        return ""
    letters = unicodedata.normalize("NFKC", typed).upper().translate(_CYRILLIC)
    code = "".join(letter for letter in letters if letter.isalnum())
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""
