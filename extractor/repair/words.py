from extractor.repair.edits import Edit


def repair_words(text: str) -> list[Edit]:
    return []
