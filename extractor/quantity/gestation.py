"""Gestational age in completed weeks and days, "24+6 weeks", "24 6/7 weeks" (WHO, ICD-10: counted in completed days)."""

import re
from decimal import Decimal

_AGE = r"(?:[1-3]\d|4[0-4]|[4-9])(?:[ ]?\+[ ]?[0-6]|[ ][0-6]/7)(?![\d/+])"
_WEEKS = r"[ ]?(?:completed |gestational )?(?:weeks?|wks?|w)\b"
_JOIN = r"(?:[ ]?(?:weeks?|wks?))?[ ]?(?:-|–|to|and|through|until|up to)[ ]?(?:<|≤|less than )?[ ]?"
GESTATION = rf"(?<![\w.,+/]){_AGE}(?=(?:{_JOIN}{_AGE})?{_WEEKS})"
"""Weeks and days with the word "weeks" behind them or behind the other end of their range ("3+4" alone is a score)."""

_PARTS = re.compile(r"\d+")
_DAYS_A_WEEK = 7


def gestation_days(written: str) -> Decimal:
    """The days of a gestational age that `GESTATION` matched: 174 of "24+6" and of "24 6/7"."""
    weeks, days = _PARTS.findall(written)[:2]
    return Decimal(int(weeks) * _DAYS_A_WEEK + int(days))
