"""A redline where there is room: whose change it is stands beside the text, and in a table in its own cell."""

from typing import Any

import pytest

pytestmark = pytest.mark.browser

_OUTSIDE = """() => [...document.querySelectorAll(".table-cell .owner")].filter(owner => {
    const inner = owner.getBoundingClientRect(), cell = owner.closest(".table-cell").getBoundingClientRect();
    return inner.left < cell.left || inner.right > cell.right;
}).length"""
_BESIDE = """() => [...document.querySelectorAll(".clause .owner")].filter(owner =>
    !owner.closest(".table-cell")
    && owner.getBoundingClientRect().left >= owner.closest(".text").getBoundingClientRect().right
).length"""


@pytest.mark.parametrize(("width", "is_beside"), [(1440, True), (700, False)])
def test_owners_stand_in_the_margin_and_in_tables_inside_their_cells(
    chromium: Any, demonstration: Any, width: int, is_beside: bool
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900})
    try:
        page = context.new_page()
        page.goto(demonstration.path("/modifications/MP902/legal-text/appendix-ab"))
        assert page.locator(".table-cell .owner").count() > 0
        assert page.evaluate(_OUTSIDE) == 0
        assert (page.evaluate(_BESIDE) > 0) is is_beside
    finally:
        context.close()
