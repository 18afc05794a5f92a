"""`make bench`: one message understood, the cold start of `raasta ask`, memory, start to ready; with ratios in the same run.

Figures are printed, never asserted: machines differ by a factor of two. The peer is rapidfuzz's nearest example, in the same run.
"""

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.content.build import Places, bundled_root, load
from bot.content.load import load_content

ROOT = Path(__file__).resolve().parent.parent
SET = ROOT / "tests" / "evaluation" / "own.jsonl"
ROUNDS = 3


def main() -> None:
    """Print the table."""
    places = Places(bundled_root(), ROOT / "var" / "cache")
    load(places)
    started = time.perf_counter()
    content = load(places)
    ready = time.perf_counter() - started
    texts = [json.loads(line)["text"] for line in SET.read_text("utf-8").splitlines()]
    _row("", "p50 ms", "p99 ms")
    cold = _times(content.understander.understand, texts)
    _row("understand, words not seen before", *cold)
    warm = _times(content.understander.understand, texts * ROUNDS)
    _row("understand, words known", *warm)
    peer = _peer(places)
    near = _times(peer, texts[:100])
    _row("peer: rapidfuzz nearest example", *near)
    print(f"ratio to the peer, p50: {warm[0] / near[0]:.3f}")
    print(f"content loaded from a warm cache: {ready:.2f} s")
    print(
        f"resident memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB (peer's examples included)"
    )
    print(f"resident memory with the content alone: {_alone(places):.0f} MB")
    print(f"raasta --help: {_command('--help'):.2f} s")
    print(f"raasta ask, cold start with a warm cache: {_command('ask', 'my son is missing'):.2f} s")


def _times(call: Callable[[str], object], texts: Sequence[str]) -> tuple[float, float]:
    took = []
    for text in texts:
        started = time.perf_counter()
        call(text)
        took.append((time.perf_counter() - started) * 1000)
    took.sort()
    return statistics.median(took), took[min(len(took) - 1, int(len(took) * 0.99))]


def _peer(places: Places) -> Callable[[str], object]:
    from rapidfuzz import fuzz, process

    from bot.understanding.normalise import fold

    rows = [fold(t) for f in load_content(places.root).examples for t in (*f.now, *f.examples)]
    return lambda text: process.extractOne(fold(text), rows, scorer=fuzz.token_set_ratio, processor=None)


def _alone(places: Places) -> float:
    code = (
        "import resource, sys; from pathlib import Path; from bot.content.build import Places, load;"
        "c = load(Places(Path(sys.argv[1]), Path(sys.argv[2]))); c.understander.understand('mera beta gum ho gaya');"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(places.root), str(places.cache)], capture_output=True, text=True, check=True
    )
    return int(done.stdout.split()[-1]) / 1024


def _command(*words: str) -> float:
    best = 99.0
    for _ in range(ROUNDS):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-m", "bot", *words], capture_output=True, check=True, cwd=ROOT)
        best = min(best, time.perf_counter() - started)
    return best


def _row(name: str, *cells: object) -> None:
    print(f"{name:36}" + "".join(f"{c:>12.3f}" if isinstance(c, float) else f"{c:>12}" for c in cells))


if __name__ == "__main__":
    main()
