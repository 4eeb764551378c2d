"""Charts as SVG: plain functions from values to text, no state, nothing imported from outside.

One drawing serves the page and the PDF. Colours are presentation attributes, which any style sheet
outranks, and every shape carries a class by which the site gives it its light and dark theme.
"""

from assessments.reports.charts.axis import Axis, axis_from_zero, share_axis
from assessments.reports.charts.bar_with_mark import Mark, OwnBar, Reach, bar_with_mark
from assessments.reports.charts.bins import Bin, draw_bins
from assessments.reports.charts.dot_range import Row, RowGroup, Value, dot_range
from assessments.reports.charts.group_bars import GroupBar, group_bars
from assessments.reports.charts.heat_map import Scale, Tile, TileRow, heat_map
from assessments.reports.charts.key import KeyWords
from assessments.reports.charts.level_mark import level_mark
from assessments.reports.charts.radar import RadarAxis, draw_radar
from assessments.reports.charts.share_with_sides import Sides, share_with_sides
from assessments.reports.charts.stances import Stance, StanceRow, draw_stances
from assessments.reports.charts.trend import TrendKey, TrendPoint, draw_trend

__all__ = [
    "Axis",
    "Bin",
    "GroupBar",
    "KeyWords",
    "Mark",
    "OwnBar",
    "RadarAxis",
    "Reach",
    "Row",
    "RowGroup",
    "Scale",
    "Sides",
    "Stance",
    "StanceRow",
    "Tile",
    "TileRow",
    "TrendKey",
    "TrendPoint",
    "Value",
    "axis_from_zero",
    "bar_with_mark",
    "dot_range",
    "draw_bins",
    "draw_radar",
    "draw_stances",
    "draw_trend",
    "group_bars",
    "heat_map",
    "level_mark",
    "share_axis",
    "share_with_sides",
]
