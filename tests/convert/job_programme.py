"""A job whose needs all have floor 1, as a linear programme of its own: the least labour that covers them.

Written from the messages alone, apart from the converters' tables and from the C++ builder, to judge both.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from planwerk.v1 import economy_pb2, job_pb2


@dataclass
class Programme:
    """min labour'x  s.t.  net x + drawn >= asked,  0 <= x <= upper,  0 <= drawn <= opening."""

    products: list[str]  # those with a balance
    recipes: list[str]
    net: sparse.csr_matrix  # products x recipes, per unit of activity
    labour: np.ndarray  # hours per unit of activity
    upper: np.ndarray
    asked: np.ndarray
    opening: np.ndarray
    offered: float  # hours

    def shortages(self, activity: np.ndarray) -> np.ndarray:
        """What is missing of each product with all stocks drawn; negative: left over."""
        return self.asked - self.net @ activity - self.opening

    def least_labour(self) -> float:
        drawable = np.flatnonzero(self.opening > 0)
        drawing = sparse.identity(len(self.products)).tocsc()[:, drawable]
        bounds = [(0, None if np.isinf(u) else u) for u in self.upper] + [(0, o) for o in self.opening[drawable]]
        solution = linprog(
            np.concatenate([self.labour, np.zeros(len(drawable))]),
            A_ub=-sparse.hstack([self.net, drawing]),
            b_ub=-self.asked,
            bounds=bounds,
            method="highs",
        )
        assert solution.status == 0, solution.message
        return solution.fun


def programme_of(job: job_pb2.Job) -> Programme:
    economy = job.economy
    products = [p.id for p in economy.products if p.balance != economy_pb2.Product.FREE]
    assert all(p.balance != economy_pb2.Product.EXACT for p in economy.products)
    row = {product: i for i, product in enumerate(products)}
    entries = [
        (row[flow.product], column, sign * flow.amount)
        for column, recipe in enumerate(economy.recipes)
        for sign, side in ((1, recipe.outputs), (-1, recipe.inputs))
        for flow in side
        if flow.product in row
    ]
    rows, columns, values = zip(*entries)
    sizes = {cohort.id: cohort.size for cohort in economy.cohorts}
    asked, opening = np.zeros(len(products)), np.zeros(len(products))
    for need in economy.needs:
        assert need.floor == 1 and len(need.alternatives) == 1
        asked[row[need.alternatives[0].product]] += need.amount_per_head * sizes[need.cohort]
    for stock in economy.stocks:
        opening[row[stock.product]] += stock.opening
    return Programme(
        products=products,
        recipes=[recipe.id for recipe in economy.recipes],
        net=sparse.csr_matrix((values, (rows, columns)), shape=(len(products), len(economy.recipes))),
        labour=np.array([sum(flow.amount for flow in recipe.labour) for recipe in economy.recipes]),
        upper=np.array([r.upper_activity if r.HasField("upper_activity") else np.inf for r in economy.recipes]),
        asked=asked,
        opening=opening,
        offered=sum(step.hours for offer in economy.labour_offers for step in offer.steps),
    )
