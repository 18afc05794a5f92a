"""Write tests/content/known_failures.txt anew: the sentences beside the content that are not understood as they must be.

`python -m tools.known_failures` writes it and prints what changed; `--check` prints alone, and ends with 1 if something did.
"""

import sys
from pathlib import Path

from bot.content.build import Places, bundled_root, load
from tests.content.sentences import KNOWN, failure, known, sentences


def main() -> int:
    """Compare, print, and write unless asked not to."""
    root = bundled_root()
    content = load(Places(root, root / "var" / "cache"))
    failures = {s.line: why for s in sentences(content, root) if (why := failure(content, s))}
    before = set(known(root))
    for line in sorted(set(failures) - before):
        print(f"+ {line}: {failures[line]}")
    for line in sorted(before - set(failures)):
        print(f"- {line}")
    print(f"{len(failures)} failures, {len(before)} before")
    if "--check" in sys.argv[1:]:
        return int(set(failures) != before)
    Path(root / KNOWN).write_text("".join(f"{line}\n" for line in sorted(failures)), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
