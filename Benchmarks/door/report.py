"""Figures of all rounds, and their ratios: each of two figures taken in the same round, then the median of the rounds."""

import statistics


class Rounds:
    def __init__(self):
        self.figures = []

    def add(self, round_figures):
        self.figures.append(round_figures)

    def values(self, label, key, below=None):
        """`key` of `label` in each round, divided by that of `below` when one is named."""
        values = []
        for figures in self.figures:
            if label not in figures or (below and below not in figures):
                continue
            value = figures[label][key]
            values.append(value / figures[below][key] if below else value)
        return values


def spread(values, form="{:.2f}"):
    if not values:
        return "not measured"
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"{form.format(middle)}  [{form.format(low)} .. {form.format(high)}]"


def table(rows):
    """Lines of (what, goal, is held, figures); `held` is judged on the median."""
    width = max(len(row[0]) for row in rows)
    for what, goal, held, text in rows:
        mark = {True: "held", False: "MISSED", None: ""}[held]
        print(f"{what:<{width}}  {goal:<22}  {mark:<6}  {text}")


def goal(what, values, at_least=None, at_most=None, form="{:.2f}", unit=""):
    if at_least is not None:
        limit, held = f"at least {at_least:g}{unit}", bool(values) and statistics.median(values) >= at_least
    elif at_most is not None:
        limit, held = f"at most {at_most:g}{unit}", bool(values) and statistics.median(values) <= at_most
    else:
        limit, held = "", None
    return what, limit, held if values else None, spread(values, form)
