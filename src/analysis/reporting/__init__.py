"""From template to report: check, execute, export, publish."""
