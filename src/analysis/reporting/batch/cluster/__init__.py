"""Batches on more than one machine: the same runs, sent to an existing Dask cluster.

A cluster is started by two commands, the second on each machine that is to work. There the same
version of Tiltak has to be installed as here, with its extra (``pip install tiltak[cluster]``):

    dask scheduler --port 8786
    dask worker tcp://SCHEDULER:8786 --nworkers 2 --nthreads 1

``tiltak batch ... --dask tcp://SCHEDULER:8786`` then makes its reports there (connection,
executor). A worker makes one report at a time, so more threads gain nothing. It reads the
workspace where it sees the same one at the same path, and is sent it otherwise (shipping). It
makes the report in a folder of its own and sends it back (at_worker): only the process that runs
the batch writes to the folder of reports.

Whoever can reach a scheduler can run code on it: a cluster belongs in a closed network.
"""

from analysis.reporting.batch.cluster.connection import Cluster, connected
from analysis.reporting.batch.cluster.executor import ClusterExecutor

__all__ = ["Cluster", "ClusterExecutor", "connected"]
