"""Looking at figures before anything is evaluated: choose, look, compare, take over.

from analysis.notebook.explore import Explore

explore = Explore("porsgrunn-sick-leave", language="en")
explore.choose(indicator="sick_leave", since="2006Q1")
explore.series                       # a DataFrame
explore.view("peers").figure         # a matplotlib figure
explore.report_cell("series")        # the line that shows the same in a report
"""

from analysis.notebook.explore.explorer import Explore

__all__ = ["Explore"]
