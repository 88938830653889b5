"""The base year of a job that was an input-output table, recomputed from its messages alone: x = (I - A)^-1 y."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csc_matrix, diags
from scipy.sparse.linalg import spsolve

from planwerk.v1 import job_pb2


class BaseYear:
    """`output` by product that has a recipe of its own; `total(id)` of satellites, labour kinds."""

    def __init__(self, job: job_pb2.Job):
        economy = job.economy
        self._sectors = [recipe for recipe in economy.recipes if not recipe.id.startswith("import:")]
        row = {recipe.id: place for place, recipe in enumerate(self._sectors)}
        demand = np.zeros(len(row))
        sizes = {cohort.id: cohort.size for cohort in economy.cohorts}
        for need in economy.needs:
            product = need.alternatives[0].product
            if product in row:
                demand[row[product]] += need.amount_per_head * sizes[need.cohort]
        for recipe in economy.recipes:
            if recipe.id.startswith("import:") and recipe.outputs[0].product in row:
                demand[row[recipe.outputs[0].product]] -= recipe.upper_activity
        for stock in economy.stocks:
            if stock.product in row:
                demand[row[stock.product]] -= stock.opening
        entries = [
            (sign * flow.amount, row[flow.product], column)
            for column, recipe in enumerate(self._sectors)
            for sign, side in ((1, recipe.outputs), (-1, recipe.inputs))
            for flow in side
            if flow.product in row
        ]
        values, rows, columns = zip(*entries)
        matrix = csc_matrix((values, (rows, columns)), shape=(len(row), len(row)))
        # A recipe that makes exactly what it uses does not run.
        idle = np.asarray(abs(matrix).sum(axis=0)).ravel() == 0
        self._activity = spsolve(matrix + diags(idle.astype(float)).tocsc(), demand)
        self.output = dict(zip(row, self._activity))

    def total(self, product: str) -> float:
        """Net output of a product without a recipe; negative: taken."""
        return sum(
            sign * flow.amount * activity
            for recipe, activity in zip(self._sectors, self._activity)
            for sign, side in ((1, recipe.outputs), (-1, recipe.inputs))
            for flow in side
            if flow.product == product
        )

    def labour(self) -> float:
        return sum(
            flow.amount * activity for recipe, activity in zip(self._sectors, self._activity) for flow in recipe.labour
        )
