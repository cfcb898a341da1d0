"""Timings against the plain alternatives, printed side by side from one run."""
