"""Plans as files, the shipped example, and what is wrong with a plan."""
