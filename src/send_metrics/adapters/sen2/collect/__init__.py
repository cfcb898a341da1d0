"""Read COLLECT's "Blade" export of a SEN2 return: nine CSV files, one for each table.

::

    files     the nine files in a folder or a zip, or a refusal
    columns   which columns of a file are read, and whether it is that table's file
    days      days as COLLECT and spreadsheets write them
    tables    one file to rows, each under the key of the row that it belongs to
    people    rows joined to persons, as the XML would give them
"""

from send_metrics.adapters.sen2.collect.files import is_export, open_message
from send_metrics.adapters.sen2.collect.people import people_of_export

__all__ = ["is_export", "open_message", "people_of_export"]
