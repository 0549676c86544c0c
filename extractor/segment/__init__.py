"""Segmentation: the sections, cohorts and list items of a document's reading, before anything inside them is read."""

from extractor.model.document import Document
from extractor.model.outline import CohortHeading, Item, Outline
from extractor.segment import combination, duplicates, flattened
from extractor.segment.abbreviations import find_abbreviations
from extractor.segment.drafts import Draft
from extractor.segment.sections import divide
from extractor.segment.stretches import read_stretch
from extractor.segment.walk import Walk


def outline(document: Document) -> Outline:
    """The outline of the document, in coordinates of its reading.

    Every letter of the eligibility text stands in an item, a heading, a cohort heading or a line that only announces a list,
    belongs to a registry's form or (on a page with other sections) speaks about the page. An item's span has neither label
    nor outer white space; inside it, a wrapped line keeps its line break.
    """
    text = document.reading
    sections, stretches = divide(document)
    walk = Walk(text)
    for stretch in stretches:
        read_stretch(walk, stretch)
    flattened.adopt(text, walk.drafts)
    combination.combine(text, walk.drafts)
    duplicates.mark(text, walk.drafts)
    abbreviations = find_abbreviations(text)
    return Outline(
        sections=sections,
        cohorts=_expanded(walk.cohorts, dict(abbreviations)),
        items=_items(walk.drafts),
        abbreviations=abbreviations,
        asides=tuple(walk.asides),
    )


def _items(drafts: list[Draft]) -> tuple[Item, ...]:
    """The drafts with ids: "inc-1", "exc-1", ... in page order."""
    counts = {"inclusion": 0, "exclusion": 0}
    ids: list[str] = []
    for draft in drafts:
        counts[draft.category] += 1
        ids.append(f"{draft.category[:3]}-{counts[draft.category]}")
    return tuple(
        Item(
            id=ids[place],
            category=draft.category,
            start=draft.start,
            end=draft.end,
            label=draft.label,
            cohort=draft.cohort,
            parent=None if draft.parent is None else ids[draft.parent],
            combination=draft.combination,
            notes=tuple(dict.fromkeys(draft.notes)),
        )
        for place, draft in enumerate(drafts)
    )


def _expanded(cohorts: dict[str, CohortHeading], abbreviations: dict[str, str]) -> tuple[CohortHeading, ...]:
    """The cohorts with the long form that the page gives elsewhere."""
    return tuple(
        cohort.model_copy(update={"abbreviation": cohort.name, "expansion": abbreviations[cohort.name]})
        if cohort.expansion is None and cohort.name in abbreviations
        else cohort
        for cohort in cohorts.values()
    )
