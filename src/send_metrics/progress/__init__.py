"""Progress over time: control charts, trajectories, ratings, and whether waits settle."""

from send_metrics.progress.queue import (
    load,
    pressure,
    relief_capacity,
    target_capacity,
    target_list_size,
    target_mean_wait,
    weeks_to_clear,
)
from send_metrics.progress.rating import Rating, Target, rate
from send_metrics.progress.series import series_of
from send_metrics.progress.signals import Signal
from send_metrics.progress.stabilised import Stabilised, judged, stabilised
from send_metrics.progress.stability import Stability, stability
from send_metrics.progress.trajectory import Trajectory, TrajectoryPoint
from send_metrics.progress.xmr import ChartPoint, XmrChart, xmr

__all__ = [
    "ChartPoint",
    "Rating",
    "Signal",
    "Stabilised",
    "Stability",
    "Target",
    "Trajectory",
    "TrajectoryPoint",
    "XmrChart",
    "judged",
    "load",
    "pressure",
    "rate",
    "relief_capacity",
    "series_of",
    "stabilised",
    "stability",
    "target_capacity",
    "target_list_size",
    "target_mean_wait",
    "weeks_to_clear",
    "xmr",
]
