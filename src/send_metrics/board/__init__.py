"""Every measure of a plan as it stands on a day, and the record of the days before."""

from send_metrics.board.measure import Board, Measure, Point, Quality
from send_metrics.board.measuring import measured

__all__ = ["Board", "Measure", "Point", "Quality", "measured"]
