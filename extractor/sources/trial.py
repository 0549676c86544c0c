"""What a registry record says, in the same shape whatever its format; the words are the record's own."""

from collections.abc import Mapping
from typing import NamedTuple

from extractor.sources.builder import Value


class Arm(NamedTuple):
    """An arm of an interventional or a group of an observational study."""

    label: str
    type: str = ""
    description: str = ""
    interventions: tuple[str, ...] = ()


class Intervention(NamedTuple):
    """What is given or done; `arms` are labels of arms."""

    name: str
    type: str = ""
    description: str = ""
    other_names: tuple[str, ...] = ()
    arms: tuple[str, ...] = ()


class Outcome(NamedTuple):
    """An outcome measure of a rank: "primary", "secondary" or "other"."""

    rank: str
    measure: str
    time_frame: str = ""
    description: str = ""


class Place(NamedTuple):
    """A study site; whatever the record leaves out is empty."""

    facility: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    country: str = ""
    status: str = ""


class Trial(NamedTuple):
    """A registry record.

    `values` maps the field names of `extractor.sources` to the values in the record's order; `passages` maps them to longer
    texts whose line ends count. `omitted` counts parts that are left out of the page on purpose, by kind.
    """

    values: Mapping[str, tuple[Value, ...]]
    passages: Mapping[str, str]
    arms: tuple[Arm, ...] = ()
    interventions: tuple[Intervention, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    places: tuple[Place, ...] = ()
    omitted: Mapping[str, int] = {}
