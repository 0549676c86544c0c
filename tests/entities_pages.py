"""A small labelled corpus of our own in brat's format, and pages to read with what is learnt from it."""

import random
from pathlib import Path

CONDITIONS = ("glarosis", "tremic fever", "velmian disease", "ostral atrophy", "dermal spikes", "pulmic cramp")
DRUGS = ("zaltomab", "prenifil", "oxidarone", "quillomycin", "febratide", "mirvastine")
PROCEDURES = ("lobe scraping", "arc lavage", "spinal banding", "duct stenting", "loop excision", "nerve ironing")
FRAMES = (
    ("History of {}", CONDITIONS, "Condition"),
    ("Active or suspected {} at screening", CONDITIONS, "Condition"),
    ("Treatment with {} within the last month", DRUGS, "Drug"),
    ("Currently taking {} or likely to start it", DRUGS, "Drug"),
    ("Prior {} on either side", PROCEDURES, "Procedure"),
    ("Scheduled for {} before the end of the study", PROCEDURES, "Procedure"),
)


def write_corpus(folder: Path, *, trials: int = 60, line_end: str = "\n") -> Path:
    """Write trials of six criteria each, with labels whose offsets count the line ends as they stand."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(7)
    for number in range(trials):
        text, rows = "", []
        for at, (frame, names, kind) in enumerate(FRAMES, start=1):
            name = chance.choice(names)
            start = len(text) + frame.index("{}")
            text += frame.format(name) + line_end
            rows.append(f"T{at}\t{kind} {start} {start + len(name)}\t{name}")
        stem = f"TRIAL{number:04}_exc"
        _write(folder / f"{stem}.txt", text)
        _write(folder / f"{stem}.ann", "\n".join(rows) + "\n")
    return folder


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
