"""Forms as spreadsheets: written with lists to choose from and examples, and read back.

write_form(path, form)                  a form in one language
read_form(path, [form_nb, form_nn])     a filled one, whichever of the languages it was written in
"""

from analysis.sources.forms.filled import Filled, Row
from analysis.sources.forms.labels import frame_words, read_labels
from analysis.sources.forms.layout import Choice, Column, Form, Line, Table, Value
from analysis.sources.forms.reading import read_form
from analysis.sources.forms.writing import write_form

__all__ = [
    "Choice",
    "Column",
    "Filled",
    "Form",
    "Line",
    "Row",
    "Table",
    "Value",
    "frame_words",
    "read_form",
    "read_labels",
    "write_form",
]
