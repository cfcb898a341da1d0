"""What readers of published waiting lists in bands have in common.

::

    opening     a CSV or zip to bytes, or a refusal
    months      the month that a text names
    counts      a cell to a number of people, or not
    agreement   lists that are repeated, totals and what they sum up
    findings    what is said of lists that break a rule
    placing     lists to the rows of the canonical table, every one accounted for
"""
