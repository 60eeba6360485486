"""What blocks say of themselves is the same in every run: notebooks can be compared."""

from analysis.display.blocks import Blocks, TextBlock
from analysis.display.languages import phrase


def test_blocks_name_what_they_hold_and_no_place_in_memory():
    text = TextBlock((phrase("A figure."),))
    assert repr(Blocks(text, text)) == "Blocks(TextBlock, TextBlock)"
