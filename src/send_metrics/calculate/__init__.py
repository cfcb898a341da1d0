"""Records and definitions in, exact figures out."""

from send_metrics.calculate.calculate import calculate
from send_metrics.calculate.figure import Figure, Figures
from send_metrics.calculate.merge import merge
from send_metrics.calculate.roles import Role
from send_metrics.calculate.working import show_working

__all__ = ["Figure", "Figures", "Role", "calculate", "merge", "show_working"]
