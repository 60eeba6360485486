"""The steps on which parties judge measures: those that the form offers, or somebody's own."""

from analysis.model.replies import WITHDRAWN
from analysis.model.texts import LANGUAGES
from analysis.sources.forms.labels import read_labels
from analysis.sources.forms.programme.answers import Step
from analysis.sources.forms.programme.names import made_id

ACCEPTED = "two to nine different steps, best first, with semicolons between, each in a few words"
_LONGEST = 60


def steps_of(said: str, language: str) -> tuple[Step, ...]:
    """Return the steps that ``said`` is: the key of an offered scale, or titles in ``language``
    with semicolons between; none for "". ValueError for what is no scale."""
    if not said:
        return ()
    offered = {code: words["scales"] for code, words in read_labels("programme").items()}
    if said in offered[language]:
        titles = {code: _titles(scales[said]) for code, scales in offered.items()}
        names = [made_id(title, "step") for title in titles["en"]]
        every = [{code: titles[code][place] for code in LANGUAGES} for place in range(len(names))]
    else:
        every = [{language: title} for title in _titles(said)]
        names = [made_id(title[language], "step") for title in every]
    if not 2 <= len(names) <= 9 or len(set(names)) < len(names):
        raise ValueError(said)
    if any(len(text) > _LONGEST for title in every for text in title.values()):
        raise ValueError(said)
    # In a reply, that word says that a verdict is taken back.
    names = [f"step-{name}" if name == WITHDRAWN else name for name in names]
    return tuple(Step(name, title) for name, title in zip(names, every, strict=True))


def _titles(said: str) -> list[str]:
    return [title for part in said.split(";") if (title := " ".join(part.split()))]
