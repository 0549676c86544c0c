"""The quantity: one comparison as it is printed, before anyone knows what it is a quantity of."""

from extractor.model.base import Frozen
from extractor.model.values import Members, Range


class Quantity(Frozen):
    """Characters `start` to `end` of a text state `value`; all coordinates are of the text given to `find_quantities`.

    `number_start` and `number_end` bracket the number, or both numbers of a range, without comparator and last unit.
    `operator` is the comparator as printed in lower case ("" for a bare number or a range without one). `explicit` says that
    the words make a comparison, not a bare number. `negated` marks "not between". `domain` is "age" where the comparator can
    only be about age ("or older"), "birth" where it tells a birth ("born before"), "better" or "worse" where its direction
    hangs on what is measured ("or better"); the value is then the bare number. `shared` says that the comparator or the
    reference value is printed with a neighbour only; `restates` that a bracket gives the quantity before it once more, in
    another unit. `pair` is the second number of a pair such as "140/90", under the same comparator.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    value: Range | Members
    operator: str = ""
    explicit: bool = False
    negated: bool = False
    domain: str = ""
    shared: bool = False
    restates: bool = False
    pair: Range | None = None
    pair_start: int | None = None

    @property
    def unit(self) -> str | None:
        """The UCUM code of the value."""
        return self.value.unit
