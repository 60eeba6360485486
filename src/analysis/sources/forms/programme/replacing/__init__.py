"""A programme file written anew from a mended form: what was said of the earlier stays with it.

Replies name measures, parties and steps by their ids, which a form does not show. They are kept by
what the form does show: titles. A number alone says nothing, since a row more moves all of them.

keep_ids(workspace, answers, earlier, file, day)    the answers with the ids that replies know
keep_earlier(path)                                  where the file that is replaced is to be kept
"""

from analysis.sources.forms.programme.replacing.files import keep_earlier
from analysis.sources.forms.programme.replacing.keeping import Kept, keep_ids

__all__ = ["Kept", "keep_earlier", "keep_ids"]
