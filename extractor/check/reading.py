"""Reading the pages of a golden case: by rules, and where the case asks for it by a language model from recordings alone."""

from extractor import pipeline
from extractor.check.cases import Case
from extractor.errors import ExtractorError
from extractor.model.base import Frozen
from extractor.model.run import Run, Settings


class CaseReading(Frozen):
    """What was read from a case's pages; `troubles` say why a model's answers are missing."""

    run: Run
    troubles: tuple[str, ...] = ()


def read_case(case: Case, *, debug: bool = False) -> CaseReading:
    """Read the pages of a case. Nothing is ever sent: a model's answer without a recording is a trouble of the case."""
    run = by_rules(case, debug=debug)
    recorded = case.expected.run
    if recorded is None or case.recordings is None:
        return CaseReading(run=run)
    from extractor.llm.settings import LlmSettings

    if not case.recordings.is_dir():
        return CaseReading(run=run, troubles=(f"there is no folder of recordings {case.recordings}",))
    settings = LlmSettings(model=recorded.model, replay=case.recordings)
    try:
        found, reading = pipeline.second_read(run, llm=settings)
    except ExtractorError as error:
        return CaseReading(run=run, troubles=(str(error),))
    return CaseReading(run=found, troubles=tuple(reading.trouble))


def by_rules(case: Case, *, debug: bool = False) -> Run:
    """What the rules alone read, with the settings that a second reader of the case goes by."""
    recorded = case.expected.run
    settings = Settings(debug=debug)
    if recorded:
        settings = settings.model_copy(update={"llm": recorded.model, "llm_scope": recorded.scope})
    return pipeline.run(sorted(case.pages.values()), settings=settings)
