"""Pages about invented trials, written for the tests."""

from pathlib import Path

REGISTRY = """Title: Tonic infusion in stubborn kidney lupus
Registry number: NCT00000102
Sponsor: Hilltop Hospital
Overall status: Recruiting
Phase: Phase 2
Last update: 2025-03-04

Eligibility Criteria
Ages 10-65 years
Sex: All

Inclusion Criteria:
1. Diagnosis of lupus nephritis proven by biopsy
2. Platelet count >= 50 x 10^9/L
3. Hemoglobin at least 9.0 g/dL within 14 days before screening

Exclusion Criteria:
1. Pregnant or breastfeeding
2. Live vaccine within 4 weeks before the infusion
"""

NAVIGATOR = """Tonic infusion study: a guide for families
Registry number: NCT00000102
Who may join
- Adults 18 years of age and older
- Kidney lupus shown by biopsy (VERIFY: how long ago)
- Platelets above 50,000 per microliter
Who may not join
- Women who are pregnant
- People with a serious infection
"""

SHOPPING = "Two loaves of bread\nA pound of butter\nSoap, and a card for aunt May\n"


def write_pages(folder: Path) -> tuple[Path, Path]:
    """Both pages as files in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    registry, navigator = folder / "registry.txt", folder / "navigator.txt"
    registry.write_text(REGISTRY, encoding="utf-8", newline="")
    navigator.write_text(NAVIGATOR, encoding="utf-8", newline="")
    return registry, navigator


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file below `folder` with its bytes, by its name inside it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def names_in(folder: Path) -> list[str]:
    """The names of everything directly in `folder`, hidden or not."""
    return sorted(path.name for path in folder.iterdir())
