# SPDX-FileCopyrightText: 2026 Global Connect contributors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Draws what bench_quality_against measured, as an SVG: for each measure a grid of small charts over the loss."""

import html
import math

from bench_quality_against import CONCEALED, FROZEN, MOUTH_TO_EAR, SERVERS, figure

TITLES = {
    FROZEN: "Picture stands still, % of the time",
    CONCEALED: "Sound made up, %",
    MOUTH_TO_EAR: "Mouth to ear, ms",
}
# Colours that the colour-blind tell apart, and shapes for those who print.
STYLES = dict(zip(SERVERS, [("#0072b2", "circle"), ("#e69f00", "square"), ("#b2182b", "triangle")]))
WIDTH, HEIGHT = 230, 110  # of one chart
GAP_X, GAP_Y = 22, 16
LEFT, RIGHT = 130, 24
LEGEND, TITLE, FOOT = 48, 52, 58  # heights: of the legend; above and below each grid
LEGEND_WIDTH = 680
LEGEND_STEP = 110
Y_STEPS = 4
STYLE = """
text { font: 12px system-ui, sans-serif; fill: #333 }
.title { font-size: 15px; font-weight: 600; fill: #111 }
.tick { font-size: 10px; fill: #666 }
.grid { stroke: #e4e4e4 }
.frame { fill: none; stroke: #bbb }
.line { fill: none; stroke-width: 2; stroke-linejoin: round }
"""


def label(x, y, text, anchor="start", kind=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" class="{kind}">{html.escape(text)}</text>'


def mark(server, x, y):
    colour, shape = STYLES[server]
    if shape == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.2" fill="{colour}"/>'
    points = {"square": "-3,-3 3,-3 3,3 -3,3", "triangle": "0,-4 4,3 -4,3"}[shape]
    return f'<polygon points="{points}" transform="translate({x:.1f} {y:.1f})" fill="{colour}"/>'


def line(server, points):
    """@points: (x, y) of each loss; None where there is no figure, which leaves a gap."""
    colour, _ = STYLES[server]
    path, pen = "", "M"
    for point in points:
        path += f"{pen}{point[0]:.1f} {point[1]:.1f} " if point else ""
        pen = "L" if point else "M"
    return [f'<path d="{path}" class="line" stroke="{colour}"/>', *(mark(server, *point) for point in points if point)]


def nice_top(value):
    """The end of an axis from 0 that holds @value and has round steps."""
    step = max(value, 1e-9) / Y_STEPS
    power = 10 ** math.floor(math.log10(step))
    return Y_STEPS * power * next(n for n in [1, 2, 2.5, 5, 10] if n * power >= step * (1 - 1e-9))


class Grid:
    """The charts of one measure: a row for each rate, a column for each round trip. @top is where it begins."""

    def __init__(self, results, measure, top):
        self.results, self.measure, self.top = results, measure, top
        self.rates, self.round_trips, self.losses = (sorted(set(values)) for values in zip(*results))
        known = [figure(call, measure) for calls in results.values() for call in calls.values()]
        self.most = nice_top(max((value for value in known if value is not None), default=1))

    def width(self):
        return LEFT + len(self.round_trips) * (WIDTH + GAP_X) - GAP_X + RIGHT

    def height(self):
        return TITLE + len(self.rates) * (HEIGHT + GAP_Y) - GAP_Y + FOOT

    def x(self, loss):
        return 10 + (WIDTH - 20) * loss / max(self.losses[-1], 1)

    def y(self, value):
        return HEIGHT * (1 - value / self.most)

    def points(self, cells, server):
        values = [figure(self.results[cell][server], self.measure) for cell in cells]
        return [None if value is None else (self.x(cell.loss), self.y(value)) for cell, value in zip(cells, values)]

    def chart(self, rate, round_trip):
        cells = sorted(cell for cell in self.results if (cell.rate, cell.round_trip) == (rate, round_trip))
        steps = [self.y(self.most * step / Y_STEPS) for step in range(1, Y_STEPS)]
        return [*(f'<path d="M0 {y:.1f}h{WIDTH}" class="grid"/>' for y in steps),
                f'<rect width="{WIDTH}" height="{HEIGHT}" class="frame"/>',
                *(part for server in reversed(SERVERS) for part in line(server, self.points(cells, server)))]

    def y_axis(self):
        values = [self.most * step / Y_STEPS for step in range(Y_STEPS + 1)]
        return [label(-6, self.y(value) + 3.5, f"{value:g}", "end", "tick") for value in values]

    def x_axis(self):
        return [*(label(self.x(loss), HEIGHT + 14, f"{loss}", "middle", "tick") for loss in self.losses),
                label(WIDTH / 2, HEIGHT + 32, "loss each way, %", "middle")]

    def draw(self):
        parts = [label(16, 18, TITLES[self.measure], kind="title")]
        for i, round_trip in enumerate(self.round_trips):
            left = LEFT + i * (WIDTH + GAP_X)
            parts.append(label(left + WIDTH / 2, TITLE - 10, f"round trip {round_trip} ms", "middle"))
            for j, rate in enumerate(self.rates):
                top = TITLE + j * (HEIGHT + GAP_Y)
                parts += [f'<g transform="translate({left} {top})">', *self.chart(rate, round_trip)]
                parts += self.y_axis() if i == 0 else []
                parts += self.x_axis() if j == len(self.rates) - 1 else []
                parts.append("</g>")
        parts += [label(16, TITLE + j * (HEIGHT + GAP_Y) + HEIGHT / 2 + 4, f"{rate / 1000:g} Mbit/s")
                  for j, rate in enumerate(self.rates)]
        return [f'<g transform="translate(0 {self.top})">', *parts, "</g>"]


def legend():
    parts = []
    for i, server in enumerate(SERVERS):
        x = LEFT + i * LEGEND_STEP
        parts += [*line(server, [(x, 24), (x + 28, 24)]), label(x + 38, 28, server)]
    return [*parts, label(LEFT + len(SERVERS) * LEGEND_STEP, 28, "gap: no call, or nothing heard")]


def draw(results):
    """@results: cell -> server -> call."""
    grids, top = [], LEGEND
    for measure in TITLES:
        grids.append(Grid(results, measure, top))
        top += grids[-1].height()
    width = max(LEGEND_WIDTH, *(grid.width() for grid in grids))
    parts = [part for grid in grids for part in grid.draw()]
    return "\n".join([f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {top}" width="{width}" height="{top}">',
                      f"<style>{STYLE}</style>", f'<rect width="{width}" height="{top}" fill="#fff"/>',
                      *legend(), *parts, "</svg>", ""])
