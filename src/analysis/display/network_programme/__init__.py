"""The report on a programme of many municipalities."""

from analysis.display.network_programme.beside import Beside
from analysis.display.network_programme.limits import Limits
from analysis.display.network_programme.people import People
from analysis.display.network_programme.published import PublishedParts


class NetworkReport(Beside, People, PublishedParts, Limits):
    """What the template ``network_programme`` shows; ``evaluation`` holds all that was found."""
