"""What can be wrong with a value, in words: each problem with the remedy the reject file gives."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """A kind of mistake in data.

    Attributes:
        code: A short name used inside queries and counts.
        sentence: What is wrong.
        remedy: What to do about it.
    """

    code: str
    sentence: str
    remedy: str


_ALL = (
    Problem("missing", "A required value is missing", "Send the value."),
    Problem(
        "unknown_code",
        "The code is not in the contract's list",
        "Send one of the listed codes; if a leading zero was lost, format the column as text.",
    ),
    Problem(
        "wrong_form",
        "The value does not have the form the contract asks for",
        "Compare it with the contract: its letters, digits and length, and no extra signs.",
    ),
    Problem(
        "line_break",
        "The value runs over several lines",
        "Close the quotation mark where the value ends.",
    ),
    Problem("not_whole", "The value is not a whole number", "Send digits only."),
    Problem("not_number", "The value is not a number", "Send digits with a decimal point."),
    Problem(
        "separator",
        "The number holds a thousands separator, or a decimal point where none belongs",
        'Send digits only, or confirm the separator with --thousands "," (or ".").',
    ),
    Problem(
        "decimal_comma",
        "The number has a decimal comma",
        'Send a decimal point, or confirm with --thousands ".".',
    ),
    Problem(
        "scientific",
        "A spreadsheet has rounded the number to scientific notation",
        "Format the column as text in the spreadsheet and export it again from the system.",
    ),
    Problem(
        "out_of_range", "The number lies outside the allowed range", "Check how it was recorded."
    ),
    Problem("not_date", "The value is not a date", "Send dates as yyyy-mm-dd or dd/mm/yyyy."),
    Problem("no_such_date", "There is no such day or time", "Check the day, month and year."),
    Problem(
        "month_first",
        "The date has the month before the day",
        "Send dates as yyyy-mm-dd or dd/mm/yyyy.",
    ),
    Problem("short_year", "The year has two digits", "Send four: yyyy-mm-dd or dd/mm/yyyy."),
    Problem(
        "serial_date",
        "A spreadsheet has turned the date into a day number",
        "Format the column as a date in the spreadsheet and export it again.",
    ),
    Problem(
        "not_datetime",
        "The value is not a date and time",
        "Send date-times as yyyy-mm-dd hh:mm or dd/mm/yyyy hh:mm.",
    ),
    Problem(
        "no_time",
        "The time of day is missing",
        "Send date-times as yyyy-mm-dd hh:mm; leave the value blank if the time is unknown.",
    ),
    Problem(
        "zoned_time",
        "The time names a time zone",
        "Send the time as the clocks of the UK showed it, without a zone.",
    ),
    Problem(
        "after_received",
        "The date is after the day the file was received",
        "Correct the date, or the received date of the file.",
    ),
    Problem("too_early", "The date is before 1880", "Correct the date; leave it blank if unknown."),
    Problem("wrong_order", "Two dates of the row are in the wrong order", "Check both dates."),
    Problem(
        "outside_period",
        "The row is not of the period that the file replaces",
        "Send it with its own period, or land the file as an increment.",
    ),
    Problem(
        "conflict",
        "Rows with the same key say different things; none of them was loaded",
        "Send one row for each key.",
    ),
    Problem("too_few", "The row has fewer values than the header", "Complete the row."),
    Problem(
        "too_many",
        "The row has more values than the header",
        "Put values that hold the separator in quotation marks.",
    ),
    Problem(
        "quotes",
        "A quotation mark is followed by other text",
        "Double the quotation marks inside a quoted value.",
    ),
    Problem("unreadable_row", "The row could not be read", "Check its length and its signs."),
    Problem(
        "nhs_check_digit",
        "The NHS number's check digit is wrong; it was left blank",
        "Check it with the Personal Demographics Service.",
    ),
    Problem(
        "nhs_digits",
        "The NHS number does not have ten digits; it was left blank",
        "If a spreadsheet dropped leading digits, format the column as text and export again.",
    ),
    Problem(
        "nhs_scientific",
        "A spreadsheet has rounded the NHS number; it was left blank",
        "Format the column as text in the spreadsheet and export it again from the system.",
    ),
    Problem(
        "nhs_placeholder",
        "The NHS number is a placeholder; it was left blank",
        "Send nothing where the number is not known.",
    ),
    Problem(
        "nhs_never_issued",
        "The NHS number lies in a range never issued; it was left blank",
        "Check it with the Personal Demographics Service; test numbers need synthetic = true.",
    ),
)

PROBLEMS: dict[str, Problem] = {problem.code: problem for problem in _ALL}
