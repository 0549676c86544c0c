"""The catalogue: what measurements, units and topics exist, as rows of `extractor/data/*.csv`, and how pages spell them."""

from extractor.catalogue.conversion import convert_measured
from extractor.catalogue.measurement import Measurement, measured_in, measurement, measurements
from extractor.catalogue.namesake import namesake
from extractor.catalogue.term import TermMatch, find_terms
from extractor.catalogue.topic import Topic, topic, topics
from extractor.catalogue.unit import Unit, convert, dimension, unit, units

__all__ = [
    "Measurement",
    "TermMatch",
    "Topic",
    "Unit",
    "convert",
    "convert_measured",
    "dimension",
    "find_terms",
    "measured_in",
    "measurement",
    "measurements",
    "namesake",
    "topic",
    "topics",
    "unit",
    "units",
]
