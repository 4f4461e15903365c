"""Which box a tick belongs to is told by rule, whatever the tick looks like and wherever it stands."""

import pytest

from voting.documents.report import read_report_text

LARGE, SMALL, ELECTRICITY, GAS, OTHER, DCC = (
    *("Large Suppliers", "Small Suppliers", "Electricity Network Operators", "Gas Network Operators"),
    *("Other SEC Parties", "DCC"),
)


def _ticked(grid: str) -> list[str]:
    impacts = f"SEC Party Categories impacted\n{grid}\n\nDCC impacts\n\nThe DCC has work.\n"
    return list(read_report_text(f"1. Summary\n\nNone.\n\n2. Impacts\n\n{impacts}").report.impacted)


@pytest.mark.parametrize(
    ("grid", "ticked"),
    [
        # A sign in the middle of the only line: the box stands before its label, as in the template.
        (f"{LARGE} {SMALL}\n{OTHER} ✓ {DCC}", [DCC]),
        (f"✓ {LARGE} ✓ {SMALL}\n{OTHER} {DCC}", [LARGE, SMALL]),
        (f"{LARGE} ✓ {SMALL} ✓\n{OTHER} ✓ {DCC}", [LARGE, SMALL, OTHER]),
        # One line ends with its sign where the others begin with theirs: that line speaks for itself.
        (f"✓ {LARGE} {SMALL}\n✓ {ELECTRICITY} {GAS}\n{OTHER} {DCC} ✓", [LARGE, ELECTRICITY, DCC]),
        (f"☒ {LARGE} ☐ {SMALL}\n☐ {OTHER} ☑ {DCC}", [LARGE, DCC]),
        (f"{LARGE} ☐ {SMALL} ☒\n{OTHER} ☐ {DCC} ☒", [SMALL, DCC]),
        (f"[X] {LARGE} [ ] {SMALL}\n[] {OTHER} [x] {DCC}", [LARGE, DCC]),
        # A cross is a mark where crosses are all there is, and the opposite of a tick where there are ticks.
        (f"X {LARGE} {SMALL}", [LARGE]),
        (f"✓ {LARGE} ✗ {SMALL}", [LARGE]),
        (f"✓{LARGE} {SMALL} ✓{DCC}", [LARGE, DCC]),
        (f"Yes {LARGE} No {SMALL}", [LARGE]),
        (f"{LARGE} – Impacted\n{SMALL} – Not impacted", [LARGE]),
        ("✓\nLarge Supplier Parties\nSmall Supplier Parties\n✓\nThe DCC", [LARGE, DCC]),
        # A label that the form does not usually have.
        (f"✓ {LARGE} ✓ Lamp Board\n{OTHER} {DCC}", [LARGE, "Lamp Board"]),
        # A list of those who are impacted, without any box.
        (f"• {SMALL}\n• {DCC}", [SMALL, DCC]),
        (f"{LARGE} {SMALL}\n{OTHER} {DCC}", []),
        ("", []),
    ],
)
def test_a_tick_belongs_to_its_label(grid: str, ticked: list[str]) -> None:
    assert _ticked(grid) == ticked


def test_sentences_that_name_a_category_are_no_grid() -> None:
    assert _ticked("Large Suppliers will tick X boxes. The DCC says yes.") == []
