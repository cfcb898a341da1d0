"""Data sets that providers submit every month, as folders of CSV tables.

::

    data_set    which tables and fields of a data set are read, and what codes mean
    files       the tables of each submission, from a folder or a zip
    parts       one table as rows of text, its fields under our names
    origin      whose submission it is, and stand-ins for its identifiers
    people      who a local number stands for, and when they were born
    referrals   referrals and their teams to rows, a row for each service
    contacts    contacts and indirect work to rows
    first_help  scored outcomes, care plans and interventions, which show that help began
    following   what one submission says after another: first contacts, who is gone
    reader      all of it, for one data set
    adapter     the adapter of a data set
"""

from send_metrics.adapters.submissions.adapter import Submitted
from send_metrics.adapters.submissions.data_set import DataSet, Fields

__all__ = ["DataSet", "Fields", "Submitted"]
