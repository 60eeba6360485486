"""One module for each report. ``suits`` raises ParameterError for a programme that the report is
not about; ``open_report`` reads the figures, evaluates, and returns the report."""
