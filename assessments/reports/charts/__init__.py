"""Charts as SVG: plain functions from values to text, no state, nothing imported from outside.

One drawing serves the page and the PDF. Colours are presentation attributes, which any style sheet
outranks, and every shape carries a class by which the site gives it its light and dark theme.
"""

from assessments.reports.charts.dot_range import Row, RowGroup, Value, dot_range
from assessments.reports.charts.group_bars import GroupBar, group_bars
from assessments.reports.charts.heat_map import Scale, Tile, TileRow, heat_map
from assessments.reports.charts.key import KeyWords
from assessments.reports.charts.level_mark import level_mark

__all__ = [
    "GroupBar",
    "KeyWords",
    "Row",
    "RowGroup",
    "Scale",
    "Tile",
    "TileRow",
    "Value",
    "dot_range",
    "group_bars",
    "heat_map",
    "level_mark",
]
