"""NHS numbers, record ids and pseudonyms: made and checked the same way everywhere."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from wholeplace.core.errors import SettingsError

KEY_BYTES = 32
DIGEST = 32
"""Bytes of a digest of SHA-256."""
PLACEHOLDER_NHS_NUMBERS = frozenset({"0000000000", "1111111111", "9999999999", "4444444444"})
_WEIGHTS = range(10, 1, -1)


def nhs_number_is_valid(number: str) -> bool:
    """Whether ten digits carry the right Modulus 11 check digit and are no placeholder.

    Args:
        number: Ten digits without spaces.

    Returns:
        True for a number that could have been issued, or is kept for test and synthetic use.

    Source: NHS Data Model and Dictionary, NHS NUMBER.

    >>> nhs_number_is_valid("9434765919"), nhs_number_is_valid("9434765918")
    (True, False)
    """
    if len(number) != 10 or not (number.isascii() and number.isdigit()):
        return False
    if number in PLACEHOLDER_NHS_NUMBERS:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    check = (11 - total % 11) % 11
    return check != 10 and check == int(number[9])


def record_ids(key: bytes, source: str, local_ids: Sequence[str]) -> np.ndarray:
    """Keyed record ids for one source's local ids.

    A local id may itself identify somebody, so outside the vault a row carries this instead: the
    first 63 bits of HMAC-SHA-256(key, source, local id).

    Args:
        key: The installation's secret key.
        source: The sending system's name.
        local_ids: The distinct local ids.

    Returns:
        int64 array, positive, in the order given.
    """
    made = _digests(key, b"record\0" + source.encode() + b"\0", local_ids)
    first = np.frombuffer(made, dtype=">u8").reshape(-1, DIGEST // 8)[:, 0]
    return (first >> 1).astype(np.int64)


def pseudonyms(key: bytes, purpose: str, person_ids: Sequence[str]) -> NDArray[np.bytes_]:
    """Pseudonyms of people for one purpose: HMAC-SHA-256(key, purpose, person id) in hex.

    Args:
        key: The installation's secret key.
        purpose: What the pseudonyms are for; another purpose gives unrelated ones.
        person_ids: Random surrogates minted at linkage.

    Returns:
        64 hexadecimal digits for each person, in the order given.
    """
    return in_hexadecimal(pseudonym_digests(key, purpose, person_ids))


def pseudonym_digests(
    key: bytes, purpose: str, person_ids: Sequence[str]
) -> NDArray[np.unsignedinteger]:
    """What :func:`pseudonyms` says in hex, as four whole numbers for each person."""
    made = _digests(key, b"pseudonym\0" + purpose.encode() + b"\0", person_ids)
    return np.frombuffer(made, dtype=">u8").reshape(-1, DIGEST // 8)


def in_hexadecimal(digests: NDArray[np.unsignedinteger]) -> NDArray[np.bytes_]:
    """Digests as 64 hexadecimal digits each, which sort as they do."""
    return np.frombuffer(digests.tobytes().hex().encode(), dtype=f"S{2 * DIGEST}")


def order_of(digests: NDArray[np.unsignedinteger]) -> NDArray[np.intp]:
    """The places of digests from the least to the greatest.

    Args:
        digests: Rows of whole numbers, the first weighing most.

    Returns:
        One place for each row. The first number alone decides, unless chance made two rows alike
        in it that differ in another.
    """
    order = np.argsort(digests[:, 0].astype(np.uint64))
    ordered = digests[order]
    tied = ordered[1:, 0] == ordered[:-1, 0]
    if (ordered[1:][tied] != ordered[:-1][tied]).any():
        order = np.lexsort(digests.T[::-1])
    return order


def _digests(key: bytes, about: bytes, texts: Sequence[str]) -> bytes:
    """HMAC-SHA-256 of many texts that begin alike, one after another.

    What is the same for all is worked out once.
    """
    start, made = hmac.new(key, about, hashlib.sha256), bytearray()
    for text in texts:
        digest = start.copy()
        digest.update(text.encode())
        made += digest.digest()
    return bytes(made)


def new_person_ids(number: int) -> list[str]:
    """Random surrogates of 32 hexadecimal digits, one per new person."""
    text = os.urandom(16 * number).hex()
    return [text[start : start + 32] for start in range(0, len(text), 32)]


def load_key(file: Path) -> bytes:
    """The secret key, made on first use.

    Args:
        file: Where the key is kept; its folder is made if need be.

    Returns:
        32 bytes.

    Raises:
        SettingsError: If the file is not such a key, or others can read it.
    """
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            handle.write(secrets.token_hex(KEY_BYTES) + "\n")
    if file.stat().st_mode & 0o077:
        raise SettingsError(f"Others can read the key file {file}.", f"Run: chmod 600 {file}")
    text = file.read_text().strip()
    if not re.fullmatch(rf"[0-9a-f]{{{2 * KEY_BYTES}}}", text):
        raise SettingsError(
            f"{file} is not a key.", "Restore it from the backup of this installation."
        )
    return bytes.fromhex(text)


def slug(text: str) -> str:
    """A name as it stands in an address: lower-case words joined by hyphens.

    >>> slug("Bretton Park & Hampton")
    'bretton-park-and-hampton'
    """
    plain = unicodedata.normalize("NFKD", text.replace("&", " and ")).encode("ascii", "ignore")
    return re.sub(r"[^a-z0-9]+", "-", plain.decode().lower().replace("'", "")).strip("-")
