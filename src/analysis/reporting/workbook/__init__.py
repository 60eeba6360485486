"""A report as a workbook: about it, what it says, and a sheet for each of its tables."""
