"""A cost of a report in words; a range, a least or a most is never said as one exact amount."""

from decimal import Decimal

from voting.domain.modifications.report.values import Cost


def cost_in_words(cost: Cost) -> str:
    """Effort and money: "2 days, about £1,200", "about £100,000 to £150,000", "up to £50,000", "no figure given"."""
    parts = [_days(cost.effort_days)] if cost.effort_days is not None else []
    money = _money(cost)
    if money:
        parts.append(f"about {money}" if cost.approximate else money)
    return ", ".join(parts) or "no figure given"


def _money(cost: Cost) -> str:
    if cost.min_gbp is not None and cost.max_gbp is not None:
        return f"{_pounds(cost.min_gbp)} to {_pounds(cost.max_gbp)}"
    if cost.max_gbp is not None:
        return f"up to {_pounds(cost.max_gbp)}"
    if cost.min_gbp is not None:
        return f"{_pounds(cost.min_gbp)} or more"
    return _pounds(cost.amount_gbp) if cost.amount_gbp is not None else ""


def _pounds(amount: Decimal) -> str:
    return f"£{amount:,.0f}" if amount == amount.to_integral_value() else f"£{amount:,.2f}"


def _days(days: Decimal) -> str:
    number = f"{days:f}".rstrip("0").rstrip(".") if "." in f"{days:f}" else f"{days:f}"
    return f"{number} day{'' if days == 1 else 's'}"
