"""The form for a programme of one's own: written empty, or read back into a programme file."""

from analysis.sources.forms.programme.answers import Answers
from analysis.sources.forms.programme.asked import form_versions, is_programme_form, programme_form
from analysis.sources.forms.programme.prefill import rows_of
from analysis.sources.forms.programme.writing import Written, write_programme_of

__all__ = [
    "Answers",
    "Written",
    "form_versions",
    "is_programme_form",
    "programme_form",
    "rows_of",
    "write_programme_of",
]
