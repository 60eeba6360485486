"""Cells of templates that are quickly run, kill, or eat memory."""

SHORT = """\
from analysis.display.blocks import Blocks, Masthead, TextBlock
from analysis.display.languages import phrase

facts = tuple((phrase(name), phrase("-")) for name in ("Programme", "Looks at", "As of", "Source"))
Blocks(Masthead("Porsgrunn", phrase("Trial"), facts, language))
"""
KILLING = "import os, signal, time\nos.kill(os.getppid(), signal.SIGKILL)\ntime.sleep(60)"
KILLING_ITS_WORKER = """\
import os, signal, time
from pathlib import Path

# Between a kernel and its worker there is a warm parent, or nobody.
above = os.getppid()
while b"dask" not in Path(f"/proc/{above}/cmdline").read_bytes():
    above = int(Path(f"/proc/{above}/stat").read_text().rpartition(")")[2].split()[1])
os.kill(above, signal.SIGKILL)
time.sleep(60)
"""
FINDING = 'Blocks(TextBlock((phrase("Made."),)))'
HUNGRY = "held = bytearray(3 * 2**30)"
DYING = "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"
