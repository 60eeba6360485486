"""A report as a Word document: styles, paragraphs, tables, figures, what stands on every page."""
