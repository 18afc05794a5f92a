"""Compiling: YAML and catalogues → a snapshot, from the cache when nothing has changed.

The cache lies under a hash of every file: `facts-<key>.json` (plain data) and `model-<key>.npz` (arrays). Training happens in a
process of its own, so that the one that answers stays small.
"""

import fcntl
import hashlib
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bot import __version__
from bot.content.load import RawContent, load_content
from bot.content.snapshot import Content, Facts, emergency_rules, evidence_phrases, variants_of
from bot.content.source import Problem
from bot.errors import RaastaError
from bot.understanding import danger, scope
from bot.understanding.danger import DangerModel, Evidence
from bot.understanding.gazetteer import Gazetteer
from bot.understanding.lexicon import Lexicon
from bot.understanding.logistic import fit, unseen
from bot.understanding.matcher import Matcher, Scores, restore, save
from bot.understanding.normalise import words
from bot.understanding.patterns import PatternIndex
from bot.understanding.phrases import PhraseMarks
from bot.understanding.scope import ScopeModel
from bot.understanding.training import Example, Trained, train
from bot.understanding.understand import Thresholds
from bot.vocabulary import OUT_OF_SCOPE

FOLDERS = (
    "intents",
    "intents/examples",
    "data",
    "data/agencies",
    "locales/ur/LC_MESSAGES",
    "locales/ur_Latn/LC_MESSAGES",
)


class ContentError(RaastaError):
    """The content does not pass its rules. `problems` holds them all, sorted."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        first = f", the first: {problems[0]}" if problems else ""
        super().__init__(f"the content has {len(problems)} errors{first}")


@dataclass(frozen=True)
class Places:
    """Where content comes from and where its compiled form is kept."""

    root: Path
    cache: Path


def bundled_root() -> Path:
    """The folder that holds `intents/`, `data/` and `locales/`: the repository if there is one, else the package's own."""
    package = Path(__file__).resolve().parent.parent
    repository = package.parent
    return repository if (repository / "intents").is_dir() else package / "_bundled"


def content_files(root: Path) -> Iterable[Path]:
    """Every file that the snapshot is made from, in a fixed order."""
    for folder in FOLDERS:
        for file in sorted((root / folder).glob("*")):
            if file.suffix in {".yaml", ".po"}:
                yield file


def content_key(root: Path) -> str:
    """A hash over the names and bytes of every file and the version of the code that compiles them."""
    digest = hashlib.sha256(__version__.encode())
    code = Path(__file__).resolve().parent.parent
    for file in sorted(
        [*(code / "understanding").glob("*.py"), *(code / "content").glob("*.py"), *(code / "directory").glob("*.py")]
    ):
        digest.update(file.read_bytes())
    for file in content_files(root):
        digest.update(str(file.relative_to(root)).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:20]


def load(places: Places) -> Content:
    """The snapshot of the content under `places.root`. Raises ContentError with all problems if it does not pass."""
    key = content_key(places.root)
    cached = _from_cache(places, key)
    if cached is None:
        _build_apart(places, key)
        cached = _from_cache(places, key)
    if cached is None:
        return build(places)
    return cached


def _from_cache(places: Places, key: str) -> Content | None:
    from pydantic import TypeAdapter, ValidationError

    try:
        facts = TypeAdapter(Facts).validate_json((places.cache / f"facts-{key}.json").read_bytes())
        trained = restore(places.cache / f"model-{key}.npz")
    except (OSError, ValueError, KeyError, ValidationError):
        return None
    return _content(facts, trained)


def _content(facts: Facts, trained: Trained) -> Content:
    lexicon = Lexicon(facts.lexicon)
    return Content(facts, Matcher(trained, lexicon), DangerModel(trained.danger), ScopeModel(trained.scope), lexicon)


def _build_apart(places: Places, key: str) -> None:
    """Train and write the cache in another process. A failure there is met again, with its message, by `build`.

    Of several processes that start at once one builds; the others wait for it and read its cache.
    """
    print("Raasta: reading the content and learning from the examples (once) ...", file=sys.stderr)
    command = [sys.executable, "-m", "bot.content.build", str(places.root), str(places.cache)]
    with _one_at_a_time(places.cache):
        if not (places.cache / f"facts-{key}.json").is_file():
            subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; a folder that cannot be written to has none."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stream = (folder / "build.lock").open("w")
    except OSError:
        yield
        return
    with stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def build(places: Places) -> Content:
    """Compile without looking at the cache, and write it if the cache folder can be written."""
    from bot.content.rules import check_all

    raw = load_content(places.root)
    problems = check_all(raw)
    if problems:
        raise ContentError(problems)
    facts, trained = learn(facts_of(raw, places.root), examples_of(raw))
    _write_cache(places, facts, trained)
    return _content(facts, trained)


def examples_of(raw: RawContent) -> list[Example]:
    """All training messages in a fixed order."""
    return [
        Example(text, file.intent, is_now)
        for file in sorted(raw.examples, key=lambda f: (f.intent, f.language))
        for is_now, texts in ((True, file.now), (False, file.examples))
        for text in texts
    ]


def facts_of(raw: RawContent, root: Path) -> Facts:
    """The plain-data part of a snapshot."""
    from bot.content.catalogues import read_catalogues
    from bot.directory.numbers import HOME_PREFIX, at_home

    numbers = {
        contact.value: at_home(contact.value)
        for agency in raw.agencies.values()
        for contact in agency.contacts
        if contact.is_number and contact.value.startswith(HOME_PREFIX)
    }
    order = {intent: place for place, intent in enumerate(_order())}
    return Facts(
        key=content_key(root),
        intents=dict(sorted(raw.intents.items(), key=lambda pair: order.get(pair[0], 99))),
        agencies=raw.agencies,
        roles=raw.roles,
        role_titles=raw.role_titles,
        guides=raw.guides,
        lexicon=raw.lexicon,
        places=raw.places,
        calm=tuple(text for texts in raw.calm.values() for text in texts),
        cries={"alone": (), "beside": (), **raw.cries},
        follow_ups=raw.follow_ups,
        points=raw.points,
        home_numbers=numbers,
        texts=read_catalogues(root / "locales"),
    )


def _order() -> list[str]:
    from bot.content.intent_rules import CONVERSATION, SERVICES

    return [*SERVICES, *CONVERSATION, OUT_OF_SCOPE]


def learn(facts: Facts, examples: list[Example]) -> tuple[Facts, Trained]:
    """Train the matcher, then the models of danger and scope and the thresholds on what it says of examples that it has not seen."""
    from bot.understanding.calibration import thresholds_of

    lexicon = Lexicon(facts.lexicon)
    patterns = PatternIndex(lexicon)
    trained = train(
        examples, lexicon, PhraseMarks(evidence_phrases(facts.intents), patterns), Gazetteer(facts.places, lexicon)
    )
    rules, variants = emergency_rules(facts, patterns), variants_of(facts.intents, patterns)
    evidence = []
    for example, row in zip(examples, trained.unseen, strict=True):
        message, scores = words(example.text), Scores(trained.heads, row)
        alarms, is_calm = rules.alarms(message), rules.is_calm(message)
        evidence.append(
            Evidence(scores, message, example.text, alarms, is_calm, variants.leaning(scores.ranked[0][0], message))
        )
    dangers = np.array([danger.features(one, lexicon) for one in evidence])
    is_now = np.array([e.is_now for e in examples])
    scopes = np.array([scope.features(one.scores, len(one.words)) for one in evidence])
    is_inside = np.array([e.intent != OUT_OF_SCOPE for e in examples])
    weights = fit(scopes, is_inside, scope.PENALTY)
    thresholds = thresholds_of(trained, examples, unseen(dangers, is_now), scopes @ weights)
    return replace(facts, thresholds=thresholds), replace(trained, danger=fit(dangers, is_now), scope=weights)


def _write_cache(places: Places, facts: Facts, trained: Trained) -> None:
    from pydantic import TypeAdapter

    try:
        places.cache.mkdir(parents=True, exist_ok=True)
        for old in [*places.cache.glob("facts-*.json"), *places.cache.glob("model-*.npz")]:
            if facts.key not in old.name:
                old.unlink(missing_ok=True)
        model = places.cache / f"model-{facts.key}.draft"
        save(trained, model)
        model.replace(model.with_suffix(".npz"))
        plain = places.cache / f"facts-{facts.key}.draft"
        plain.write_bytes(TypeAdapter(Facts).dump_json(facts))
        plain.replace(plain.with_suffix(".json"))
    except OSError as error:
        print(f"Raasta: the cache cannot be written ({error.strerror}: {places.cache})", file=sys.stderr)


if __name__ == "__main__":
    build(Places(Path(sys.argv[1]), Path(sys.argv[2])))

__all__ = ["Content", "ContentError", "Places", "Thresholds", "build", "bundled_root", "content_key", "load"]
