"""DfE's XML messages: a header, then one record after another, read as a stream.

What is said of form, limits and refusals holds for every collection that comes so.
"""
