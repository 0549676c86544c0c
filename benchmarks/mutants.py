"""Whether golden/ would notice: plant faults in the reader and the reconciler, and count those that a check catches.

    python benchmarks/mutants.py [--golden DIR] [--seed N] [--sample N] [--survivors FILE] [--results FILE] [--afresh]
    python benchmarks/mutants.py --only criteria/concept.py data/units.csv

`benchmarks/mutants.toml` says how many faults of each kind are drawn, from which modules and vocabularies. Each is planted
in a process of its own (`benchmarks/planting.py`): no file of the tree is touched. A fault is caught when something that
passes without it (an expectation of a case, a phrase) fails with it, when a case is read otherwise (on other words alone
does not count), when a known failure passes, or when nothing can be read at all. The first difference ends the process;
the parts of golden/ that call the faulty function come first, so that most faults are caught soon. With `--results`, what
is known is kept and an interrupted run goes on where it stopped, as long as neither the mutated file nor golden/ has
changed; `--survivors` reads such a file and tries its survivors again.

`--only` draws nothing and tries every fault of the files named, for whoever wrote them.

The survivors are listed by place. Those that mutants.toml argues to be equivalent do not count. Ends with 1 where fewer than
the floor are caught.
"""

import argparse
import ast
import gc
import hashlib
import json
import os
import random
import resource
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from faults import faults, row_faults
from planting import CONFIGURATION, ROOT, Mutant, forget, loaded, plant, plant_in_place

if TYPE_CHECKING:
    from extractor.check.cases import Case
    from extractor.check.phrase import Phrase

SECONDS = 25
MEMORY = 2 << 30
NOT_PLANTED, NEEDS_IMPORT = 3, 4
IDENTITY = "identity warning silenced"


class Verdict(NamedTuple):
    """Whether a mutant was caught, and by what."""

    mutant: Mutant
    caught: bool
    by: str


def every_mutant(configuration: dict[str, Any]) -> list[Mutant]:
    """All faults that could be planted, by file and place."""
    package, modules = ROOT / "extractor", configuration["modules"]
    paths = [path for stage in modules["stages"] for path in sorted((package / stage).glob("*.py"))]
    paths += [package / name for name in modules["single"]]
    found = []
    for path in paths:
        name = str(path.relative_to(package))
        for ordinal, fault in enumerate(faults(ast.parse(path.read_text(encoding="utf-8")))):
            kind = IDENTITY if name in modules["identity"] else fault.kind
            found.append(Mutant(kind, name, fault.line, ordinal, fault.what))
    for vocabulary, (first, last) in configuration["vocabularies"].items():
        text = (package / "data" / vocabulary).read_text(encoding="utf-8")
        for ordinal, row in enumerate(row_faults(vocabulary, text, first, last)):
            kind = IDENTITY if vocabulary == "reconcile_identity.csv" else row.kind
            found.append(Mutant(kind, f"data/{vocabulary}", row.line, ordinal, row.what))
    return found


def draw(mutants: Sequence[Mutant], counts: dict[str, int], seed: int) -> list[Mutant]:
    """As many of each kind as are asked for (or as there are), the same for the same seed and sources."""
    drawn = []
    for kind, count in counts.items():
        of_kind = [mutant for mutant in mutants if mutant.kind == kind]
        random.Random(f"{seed} {kind}").shuffle(of_kind)
        drawn += of_kind[:count]
    return drawn


Signs = dict[str, frozenset[str]]
"""What passes and what appears that must not, by case and by file of phrases."""

Part = Callable[[], frozenset[str]]
"""What a check finds in one case or in one file of phrases."""


def parts_of(golden: Path) -> dict[str, Part]:
    """The parts of a check of `golden`: each file of phrases and each case."""
    from extractor.check.cases import load_cases
    from extractor.check.phrases import load_phrases

    phrases, _ = load_phrases(golden)
    cases, _ = load_cases(golden)
    found: dict[str, Part] = {}
    for topic in dict.fromkeys(phrase.topic for phrase in phrases):
        found[f"phrases/{topic}"] = partial(_phrase_signs, [phrase for phrase in phrases if phrase.topic == topic])
    for case in cases:
        found[case.name] = partial(_case_signs, case)
    return found


def _phrase_signs(phrases: "Sequence[Phrase]") -> frozenset[str]:
    from extractor.check.phrase_check import check_phrase

    results = [check_phrase(phrase) for phrase in phrases]
    return frozenset(f"{each.phrase.place} {each.passes}" for each in results)


def _case_signs(case: "Case") -> frozenset[str]:
    from extractor.check import check_case

    result = check_case(case, debug=True)
    met = {f"met {outcome.label}" for outcome in result.outcomes if outcome.met}
    lines = (*(violation.label for violation in result.violations), *result.troubles)
    read = Counter(line.meaning for line in result.lines)
    counted = {f"read {count} times: {meaning}" for meaning, count in read.items()}
    return frozenset(met | counted | {f"wrong {line}" for line in lines})


class Sound(NamedTuple):
    """A check without a fault, part by part: what it finds, the processor time, and who calls what.

    `calls` maps a file of the extractor to the first lines of its functions and the parts that call each.
    """

    parts: dict[str, Part]
    signs: Signs
    seconds: dict[str, float]
    calls: dict[str, dict[int, set[str]]]

    def order(self, mutant: Mutant, wins: Counter[str]) -> list[str]:
        """All parts: first those that call the faulty function, the quickest to catch something before the others."""
        starts = self.calls.get(str(ROOT / "extractor" / mutant.path), {})
        at = max((line for line in starts if line <= mutant.line), default=None)
        callers = starts[at] if at is not None else set()
        return sorted(self.parts, key=lambda name: (name not in callers, self.seconds[name] / (1 + wins[name]), name))


def sound_check(golden: Path) -> Sound:
    """Check `golden` as the extractor is. A function whose answers are kept shows only its first caller."""
    sound = Sound(parts_of(golden), {}, {}, {})
    for name, part in sound.parts.items():
        start = time.process_time()
        called = _Called(str(ROOT / "extractor"))
        sys.setprofile(called)
        try:
            sound.signs[name] = part()
        finally:
            sys.setprofile(None)
        sound.seconds[name] = time.process_time() - start
        for file, line in called.places:
            sound.calls.setdefault(file, {}).setdefault(line, set()).add(name)
    return sound


class _Called:
    """A profiler that notes where the functions begin that are called in files below `folder`."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.places: set[tuple[str, int]] = set()

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(self.folder):
            self.places.add((frame.f_code.co_filename, frame.f_code.co_firstlineno))


def first_difference(parts: dict[str, Part], signs: Signs, order: Iterable[str]) -> str | None:
    """The first thing that a check would tell of; None where all is as without the fault."""
    for name in order:
        before, found = signs[name], parts[name]()
        lost = sorted(line for line in before - found if not line.startswith("wrong "))
        new = sorted(line for line in found - before if not line.startswith("met "))
        if lost or new:
            return f"{name}: {(lost or new)[0]}"
    return None


def in_a_process(mutant: Mutant | None, golden: Path, sound: Sound, order: Sequence[str], *, afresh: bool) -> str | None:
    """The first difference that a mutant makes, found in a process of its own; `afresh`: with all modules imported anew.

    None stands for no fault at all, and for a check that tells of nothing. Ends the program where nothing can be planted.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        os._exit(_child(mutant, golden, sound, order, writer, afresh=afresh))
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code == NEEDS_IMPORT:
        return in_a_process(mutant, golden, sound, order, afresh=True)
    if code == NOT_PLANTED:
        sys.exit(f"this fault cannot be planted: {mutant}")
    return json.loads(said)["by"] if said else f"the process ended with {code}"


def _child(mutant: Mutant | None, golden: Path, sound: Sound, order: Sequence[str], writer: int, *, afresh: bool) -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.stdout = sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115
    try:
        if not _plant(mutant, afresh=afresh):
            return NEEDS_IMPORT
    except BaseException:
        return NOT_PLANTED
    try:
        by = first_difference(parts_of(golden) if afresh else sound.parts, sound.signs, order)
    except BaseException as error:
        by = f"{type(error).__name__}: {error}"[:200]
    with os.fdopen(writer, "w", encoding="utf-8") as pipe:
        pipe.write(json.dumps({"by": by}))
    return 0


def _plant(mutant: Mutant | None, *, afresh: bool) -> bool:
    if afresh:
        forget()
    if mutant and not afresh:
        return plant_in_place(mutant)
    if mutant:
        plant(mutant)
    return True


def state_of(golden: Path, mutant: Mutant) -> str:
    """A digest of what a verdict rests on: the mutated file and golden/."""
    digest = hashlib.sha256((ROOT / "extractor" / mutant.path).read_bytes())
    for path in sorted(golden.rglob("*")):
        if path.is_file() and path.suffix != ".md":
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def known_verdicts(results: Path | None) -> dict[tuple[str, str], Verdict]:
    """The verdicts that a results file holds, by mutant and state."""
    if results is None or not results.exists():
        return {}
    lines = [json.loads(line) for line in results.read_text(encoding="utf-8").splitlines() if line.endswith("}")]
    return {(line["id"], line["state"]): Verdict(Mutant(**line["mutant"]), line["caught"], line["by"]) for line in lines}


def try_all(mutants: Iterable[Mutant], golden: Path, results: Path | None, *, afresh: bool) -> list[Verdict]:
    """The verdict on each mutant, one after the other; known ones are taken from `results`, new ones added to it."""
    known = known_verdicts(results)
    sound = sound_check(golden)
    wins: Counter[str] = Counter()
    if by := in_a_process(None, golden, sound, list(sound.parts), afresh=afresh):
        sys.exit(f"golden/ does not read the same twice without a fault: {by}")
    loaded()
    gc.disable()  # a collection in each process would copy all of the memory that they share
    verdicts = []
    for number, mutant in enumerate(mutants, start=1):
        key = mutant.id, state_of(golden, mutant)
        if key not in known:
            by = _caught_by(mutant, golden, sound, sound.order(mutant, wins), afresh=afresh)
            wins[(by or "").partition(": ")[0]] += 1
            known[key] = Verdict(mutant, by is not None, by or "")
            _note(results, key, known[key])
        verdicts.append(known[key])
        caught = sum(verdict.caught for verdict in verdicts)
        print(f"\r{number} tried, {caught} caught", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return verdicts


def _caught_by(mutant: Mutant, golden: Path, sound: Sound, order: Sequence[str], *, afresh: bool) -> str | None:
    """What catches a mutant. One that survives in place is tried afresh: what was computed on import stays else."""
    by = in_a_process(mutant, golden, sound, order, afresh=afresh)
    return by if by or afresh else in_a_process(mutant, golden, sound, order, afresh=True)


def _note(results: Path | None, key: tuple[str, str], verdict: Verdict) -> None:
    if results is None:
        return
    line = {"id": key[0], "state": key[1], "mutant": verdict.mutant._asdict(), "caught": verdict.caught, "by": verdict.by}
    with results.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def show(verdicts: Sequence[Verdict], equivalent: dict[tuple[str, str], str]) -> float:
    """Print the survivors and the share caught by kind; return the share over all that are not equivalent."""
    survivors = [each.mutant for each in verdicts if not each.caught]
    argued = [mutant for mutant in survivors if (mutant.path, mutant.what) in equivalent]
    open_ones = [mutant for mutant in survivors if mutant not in argued]
    for title, mutants in (("survived", open_ones), ("equivalent", argued)):
        for mutant in sorted(mutants, key=lambda each: (each.path, each.line)):
            print(f"{title}  extractor/{mutant.path}:{mutant.line}  {mutant.kind}: {mutant.what}")
    tried, caught = (
        Counter(each.mutant.kind for each in verdicts),
        Counter(each.mutant.kind for each in verdicts if each.caught),
    )
    for kind in tried:
        print(f"{kind:40} {caught[kind]:4} of {tried[kind]:4}")
    counted = len(verdicts) - len(argued)
    share = sum(caught.values()) / counted if counted else 0.0
    print(f"caught {sum(caught.values())} of {counted} ({share:.3f}); {len(argued)} equivalent, not counted")
    return share


def equivalents(configuration: dict[str, Any]) -> dict[tuple[str, str], str]:
    """Why a mutant is equivalent, by its file and what it changes."""
    return {(each["path"], each["what"]): each["why"] for each in configuration.get("equivalent", ())}


def options() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--golden", type=Path, default=ROOT / "golden")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--only", nargs="+", default=[], metavar="FILE", help="every fault of these files below extractor/")
    parser.add_argument("--sample", type=int, help="only so many of those drawn")
    parser.add_argument("--survivors", type=Path, help="only the survivors in this results file")
    parser.add_argument("--afresh", action="store_true", help="import all modules anew for each: slower, and exact")
    parser.add_argument("--results", type=Path, help="keep verdicts here, and go on from it")
    parser.add_argument("--floor", type=float, default=0.95)
    return parser.parse_args()


def main() -> int:
    """Draw, plant, count."""
    chosen = options()
    configuration = tomllib.loads(CONFIGURATION.read_text(encoding="utf-8"))
    seed = chosen.seed if chosen.seed is not None else configuration["seed"]
    mutants = draw(every_mutant(configuration), configuration["draw"], seed)
    if chosen.only:
        mutants = [mutant for mutant in every_mutant(configuration) if mutant.path in chosen.only]
    if chosen.survivors:
        survived = {verdict.mutant.id for verdict in known_verdicts(chosen.survivors).values() if not verdict.caught}
        mutants = [mutant for mutant in mutants if mutant.id in survived]
    if chosen.sample:
        mutants = random.Random(seed).sample(mutants, min(chosen.sample, len(mutants)))
    share = show(try_all(mutants, chosen.golden, chosen.results, afresh=chosen.afresh), equivalents(configuration))
    return 0 if share >= chosen.floor else 1


if __name__ == "__main__":
    sys.exit(main())
