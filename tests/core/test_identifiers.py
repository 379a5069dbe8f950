"""NHS numbers, record ids, pseudonyms and the key they rest on."""

from __future__ import annotations

import hmac
import stat
from pathlib import Path

import nhs_number
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from wholeplace.core.errors import SettingsError
from wholeplace.core.identifiers import (
    PLACEHOLDER_NHS_NUMBERS,
    in_hexadecimal,
    load_key,
    new_person_ids,
    nhs_number_is_valid,
    order_of,
    pseudonyms,
    record_ids,
    slug,
)

KEY, OTHER_KEY = bytes(32), bytes(range(32))
TEN_DIGITS = st.from_regex(r"[0-9]{10}", fullmatch=True)
NINE_DIGITS = st.from_regex(r"[0-9]{9}", fullmatch=True)
LOCAL_IDS = st.lists(st.text(min_size=1, max_size=20), min_size=1, unique=True)


@given(TEN_DIGITS)
def test_the_check_digit_agrees_with_the_nhs_number_library(number: str) -> None:
    assume(number not in PLACEHOLDER_NHS_NUMBERS)
    # The library also asks whether a Scottish number begins with a date.
    assume(not nhs_number.REGION_SCOTLAND.contains_number(number))

    assert nhs_number_is_valid(number) == nhs_number.is_valid(number)


@given(NINE_DIGITS)
def test_at_most_one_check_digit_completes_a_number_and_none_where_it_would_be_ten(
    start: str,
) -> None:
    valid = [digit for digit in "0123456789" if nhs_number_is_valid(start + digit)]
    wanted = nhs_number.calculate_checksum(start)
    assume(start + str(wanted) not in PLACEHOLDER_NHS_NUMBERS)

    assert valid == ([] if wanted == 10 else [str(wanted)])


@given(NINE_DIGITS, st.integers(0, 8))
def test_two_neighbouring_digits_changed_round_are_noticed(start: str, place: int) -> None:
    wanted = nhs_number.calculate_checksum(start)
    assume(wanted != 10)
    number = f"{start}{wanted}"
    one, two = number[place], number[place + 1]
    assume(one != two)

    swapped = number[:place] + two + one + number[place + 2 :]

    assert not nhs_number_is_valid(swapped)


@pytest.mark.parametrize(
    "number",
    [
        *sorted(PLACEHOLDER_NHS_NUMBERS),
        "",
        "943476591",
        "94347659190",
        "943 476 591",
        "943-476-59",
        "９４３４７６５９１９",
        "943476591X",
    ],
)
def test_placeholders_and_anything_but_ten_plain_digits_are_refused(number: str) -> None:
    assert not nhs_number_is_valid(number)


@given(LOCAL_IDS)
def test_record_ids_are_stable_positive_63_bit_and_differ_from_person_to_person(
    local_ids: list[str],
) -> None:
    made = record_ids(KEY, "gp", local_ids)

    assert made.dtype == np.int64
    assert (made >= 0).all()
    assert len(set(made.tolist())) == len(local_ids)
    assert made[::-1].tolist() == record_ids(KEY, "gp", local_ids[::-1]).tolist()


def test_record_ids_use_all_63_bits() -> None:
    made = record_ids(KEY, "gp", [str(number) for number in range(1_000)])

    seen = np.bitwise_or.reduce(made)
    assert seen == np.iinfo(np.int64).max


@given(LOCAL_IDS)
def test_another_key_or_source_gives_unrelated_record_ids(local_ids: list[str]) -> None:
    made = set(record_ids(KEY, "gp", local_ids).tolist())

    assert made.isdisjoint(record_ids(OTHER_KEY, "gp", local_ids).tolist())
    assert made.isdisjoint(record_ids(KEY, "cuh", local_ids).tolist())


def test_a_source_and_local_id_cannot_be_cut_elsewhere_to_give_the_same_record_id() -> None:
    assert record_ids(KEY, "gp", ["1x"])[0] != record_ids(KEY, "gp1", ["x"])[0]


@given(st.lists(st.text("0123456789abcdef", min_size=32, max_size=32), min_size=1, unique=True))
def test_pseudonyms_are_stable_for_a_purpose_and_unrelated_between_purposes_and_keys(
    people: list[str],
) -> None:
    made = pseudonyms(KEY, "planning", people).tolist()

    assert made == pseudonyms(KEY, "planning", people).tolist()
    assert len(set(made)) == len(people)
    assert all(len(name) == 64 and set(name) <= set(b"0123456789abcdef") for name in made)
    assert set(made).isdisjoint(pseudonyms(KEY, "research", people).tolist())
    assert set(made).isdisjoint(pseudonyms(OTHER_KEY, "planning", people).tolist())


@given(st.lists(st.text(max_size=200)), st.binary(min_size=1, max_size=100))
def test_pseudonyms_and_record_ids_are_what_the_standard_library_makes_of_them(
    texts: list[str], key: bytes
) -> None:
    def expected(about: bytes) -> list[bytes]:
        return [hmac.digest(key, about + text.encode(), "sha256") for text in texts]

    wanted = expected(b"pseudonym\0planning\0")
    assert pseudonyms(key, "planning", texts).tolist() == [d.hex().encode() for d in wanted]
    firsts = [int.from_bytes(digest[:8], "big") >> 1 for digest in expected(b"record\0gp\0")]
    assert record_ids(key, "gp", texts).tolist() == firsts


@given(st.lists(st.lists(st.integers(0, 2), min_size=4, max_size=4), min_size=1))
def test_digests_are_put_in_order_by_all_their_numbers_and_so_are_their_digits(
    rows: list[list[int]],
) -> None:
    digests = np.array(rows, dtype=">u8")

    ordered = digests[order_of(digests)]

    assert ordered.tolist() == sorted(rows)
    assert in_hexadecimal(ordered).tolist() == sorted(in_hexadecimal(digests).tolist())


def test_person_ids_are_random() -> None:
    made = new_person_ids(1_000)

    assert len(set(made)) == 1_000
    assert all(len(person_id) == 32 for person_id in made)
    assert set(made).isdisjoint(new_person_ids(1_000))


def test_a_key_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "pseudonym.key"

    key = load_key(file)

    assert len(key) == 32
    assert load_key(file) == key
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert load_key(tmp_path / "other.key") != key


def test_a_key_that_others_can_read_is_refused_with_the_command_that_mends_it(
    tmp_path: Path,
) -> None:
    file = tmp_path / "pseudonym.key"
    load_key(file)
    file.chmod(0o640)

    with pytest.raises(SettingsError, match=r"chmod 600 .*pseudonym\.key"):
        load_key(file)


@pytest.mark.parametrize("text", ["", "not a key", "ab" * 31, "AB" * 32, "ab" * 33])
def test_a_spoiled_key_is_refused_and_not_replaced(tmp_path: Path, text: str) -> None:
    file = tmp_path / "pseudonym.key"
    file.write_text(text)
    file.chmod(0o600)

    with pytest.raises(SettingsError, match="is not a key"):
        load_key(file)
    assert file.read_text() == text


@given(st.text())
def test_a_slug_is_lower_case_words_joined_by_single_hyphens(text: str) -> None:
    made = slug(text)

    assert all(word.isascii() and word.isalnum() for word in made.split("-")) or made == ""
    assert made == made.lower()
    assert slug(made) == made
