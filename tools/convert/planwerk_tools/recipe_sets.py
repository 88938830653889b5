"""What recipe sets share: which goods they can yield, and the least labour for a basket of them.

The attainable net outputs of recipes are a cone, so that one linear programme tells all goods that can be had.
"""

from __future__ import annotations

import math
from collections.abc import Set
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import linprog


@dataclass
class Balances:
    """Net output of the balanced items per unit of activity: items x recipes. `exact`: nothing may be left over."""

    items: list[str]
    matrix: sparse.csr_matrix
    exact: np.ndarray  # per item


def balances(items: list[str], recipes: pd.Series, flows: pd.DataFrame, exact: Set[str] = frozenset()) -> Balances:
    """Of inputs and outputs in `flows` (recipe, kind, id, amount); other items are free."""
    row = pd.Series(np.arange(len(items)), index=items)
    column = pd.Series(np.arange(len(recipes)), index=recipes)
    balanced = flows[flows["id"].isin(items) & flows["kind"].isin(["input", "output"])]
    sign = np.where(balanced["kind"] == "output", 1.0, -1.0)
    entries = (sign * balanced["amount"], (row[balanced["id"]], column[balanced["recipe"]]))
    matrix = sparse.csr_matrix(entries, shape=(len(items), len(recipes)))
    return Balances(items, matrix, np.isin(items, list(exact)))


def producible(balances: Balances) -> np.ndarray:
    """Which items the recipes can yield a net positive amount of: max sum y, A x >= y, 0 <= y <= 1, x >= 0, where every
    such item reaches y = 1. Exact items have A x = 0, and are none of them."""
    items, recipes = balances.matrix.shape
    # A recipe may be run any number of times: its unit of activity is chosen so that its largest amount is 1.
    largest = abs(balances.matrix).max(axis=0).toarray().ravel()
    scaled = balances.matrix @ sparse.diags(1 / np.where(largest > 0, largest, 1.0))
    constraint = sparse.hstack([-scaled, sparse.identity(items)]).tocsr()
    cost = np.concatenate([np.zeros(recipes), -np.ones(items)])
    bounds = [(0, None)] * recipes + [(0, 0 if exact else 1) for exact in balances.exact]
    reached = _solved(_programme(cost, constraint, np.zeros(items), balances.exact, bounds, "highs-ds")).x[recipes:]
    undecided = (reached > 1e-6) & (reached < 1 - 1e-6)
    if undecided.any():
        names = ", ".join(np.array(balances.items)[undecided][:5])
        raise ArithmeticError(f"{undecided.sum()} items are neither producible nor not ({names}): numerical trouble")
    return reached > 0.5


def least_cost(balances: Balances, cost: np.ndarray, wanted: np.ndarray) -> float:
    """min cost'x,  A x >= 1 for the wanted items, >= 0 for the others (exact ones: =), x >= 0."""
    asked = wanted.astype(float)
    return _solved(_programme(cost, -balances.matrix, -asked, balances.exact, (0, None), "highs")).fun


def rounded_up_to_one_digit(value: float) -> float:
    """2341 -> 3000, 0.041 -> 0.05; so that the last digits of a solver do not reach the job."""
    unit = 10.0 ** math.floor(math.log10(value)) if value > 0 else 1.0
    return float(f"{math.ceil(value / unit) * unit:.1g}")


def exchange_rate(least_hours: float, needs: int, floor: float) -> float:
    """Hours that full coverage at step value 1 is worth: the mean labour of an item. With a floor of 1 nothing is
    traded, and the coverage term, then a constant, is kept small beside the labour."""
    mean = least_hours / max(1, needs)
    return rounded_up_to_one_digit(mean if floor < 1 else mean / 1000)


def one_of_each(items: pd.DataFrame, floor: float, cohort: str, reason: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "id": "one:" + items["id"],
            "name": items["name"],
            "cohort": cohort,
            "product": items["id"],
            "amount_per_head": 1.0,
            "weight_origin": "all items alike",
            "floor": floor,
            "reason": reason,
        }
    )


def _programme(cost, constraint, bound, exact, bounds, method):
    equal = {"A_eq": constraint[exact], "b_eq": bound[exact]} if exact.any() else {}
    return linprog(cost, A_ub=constraint[~exact], b_ub=bound[~exact], bounds=bounds, method=method, **equal)


def _solved(solution):
    if solution.status != 0:
        raise ArithmeticError(f"linear programme of the converter: {solution.message}")
    return solution
