"""Ratios, all from one run: `.venv/bin/python -m tests.benchmarks` (about five minutes), or one part by its name.

Processor time and counts, never seconds against another machine's. Exit code 1 where a bar is missed.
"""

import sys

from tests.benchmarks import legal_text, legal_text_in, legal_text_out, pages

PARTS = {
    "pages": pages.main,
    "legal_text": legal_text.main,
    "legal_text_in": legal_text_in.main,
    "legal_text_out": legal_text_out.main,
}


def main(asked: list[str]) -> int:
    """Run the parts that are asked for, by default all; 0 where every bar holds."""
    if unknown := set(asked) - set(PARTS):
        print(f"There is no part {', '.join(sorted(unknown))}: choose among {', '.join(PARTS)}.")
        return 2
    held = []
    for name in asked or PARTS:
        print(f"\n{name}")
        held.append(PARTS[name]())
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
