"""The form in which a party says what came of the measures of a programme, out and in.

write_status_form(workspace, programme, "union", as_of, "nb", path)
read_status_form(workspace, path, today)      checked as a whole, as a reply that can be stored
"""

from analysis.sources.forms.status.layout import write_status_form
from analysis.sources.forms.status.lines import check_takes_replies, named_party
from analysis.sources.forms.status.taking import Taken, is_status_form, read_status_form

__all__ = [
    "Taken",
    "check_takes_replies",
    "is_status_form",
    "named_party",
    "read_status_form",
    "write_status_form",
]
