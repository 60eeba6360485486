"""The connection to a Dask cluster: who is there, and one task for one of them."""

import asyncio
import logging
import pickle
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, wait
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from analysis.errors import FetchError, ParameterError
from analysis.reporting.batch.workers import WorkerLost

if TYPE_CHECKING:
    from distributed import Client

Answer = TypeVar("Answer")

PATIENCE = 10
"""Seconds for the scheduler to answer."""
LOOK = 1.0
"""Seconds between two looks at who is still there."""


@dataclass(frozen=True, order=True)
class Worker:
    """A worker process. Another at the same ``address`` has another ``folder``."""

    address: str
    folder: str


class _Call:
    """A call that is made when it is unpickled, by the task. Sent as it is, it would be unpickled
    by the scheduler, which need not have Tiltak, and by the loop of a worker, which would end."""

    def __init__(self, task: Callable[..., Any], arguments: Sequence[Any]):
        self._task, self._arguments = task, arguments

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return self._task, tuple(self._arguments)


class Cluster:
    """The workers that a scheduler knows. Any method raises FetchError if the scheduler is gone."""

    def __init__(self, client: "Client", address: str):
        self.address = address
        self._client = client
        self._executor = client.get_executor(pure=False, retries=0)
        self._lock = threading.Lock()
        self._looked = float("-inf")
        self._workers: frozenset[Worker] = frozenset()

    def workers(self) -> frozenset[Worker]:
        """Return the workers there are, as of a second ago at most."""
        with self._lock:
            if self._client.status != "running":
                raise FetchError(
                    f"the scheduler at {self.address} is gone. What was made is kept: when it is "
                    "there again, the same command makes the rest."
                )
            if time.monotonic() - self._looked > LOOK:
                known = self._client.scheduler_info()["workers"]
                self._workers = frozenset(
                    Worker(at, of["local_directory"]) for at, of in known.items()
                )
                self._looked = time.monotonic()
            return self._workers

    def ask(self, worker: Worker, task: Callable[..., Answer], *arguments: Any) -> Answer:
        """Return what one worker answers. It is asked once: should it be lost, the scheduler does
        not try the next, but WorkerLost is raised."""
        call = pickle.dumps(_Call(task, arguments))
        future = self._executor.submit(
            pickle.loads, call, workers=[worker.address], allow_other_workers=False
        )
        while not wait([future], timeout=LOOK).done:
            self._stay_with(worker, future)
        try:
            answer: Answer = future.result()
        except CancelledError:
            self.workers()
            raise WorkerLost(f"the worker {worker.address} was lost") from None
        except Exception as error:
            raise WorkerLost(
                f"the worker {worker.address} failed: {type(error).__name__}: {error}"
            ) from error
        return answer

    def send(self, worker: Worker, receive: Callable[..., Any], *arguments: Any) -> Any:
        """As :meth:`ask` for a coroutine function and arguments of any size."""
        try:
            answers = self._client.run(receive, *arguments, workers=[worker.address])
        except Exception as error:
            self.workers()
            raise WorkerLost(
                f"the worker {worker.address} could not be sent the workspace: {error}"
            ) from error
        return answers[worker.address]

    def _stay_with(self, worker: Worker, future: Any) -> None:
        try:
            lost = worker not in self.workers()
        except FetchError:
            future.cancel()
            raise
        if lost:
            future.cancel()
            raise WorkerLost(f"the worker {worker.address} was lost")


@contextmanager
def connected(address: str) -> Iterator[Cluster]:
    """Connect to the scheduler at ``address``, such as ``tcp://10.0.0.5:8786``. ParameterError if
    the extra is not installed or this is no address, FetchError if nobody answers."""
    client = _client(address)
    try:
        yield Cluster(client, address)
    finally:
        client.close(timeout=PATIENCE)


def _client(address: str) -> "Client":
    try:
        from distributed import Client
    except ImportError as error:
        raise ParameterError(
            f"--dask needs what is not installed here ({error}): pip install 'tiltak[cluster]'"
        ) from None
    # What goes wrong is said by the batch, once.
    for name in ("distributed", "distributed.client", "tornado"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        asyncio.run(asyncio.wait_for(_ask_who(address), PATIENCE))
        return Client(address, timeout=PATIENCE, set_as_default=False)
    except ValueError as error:
        raise ParameterError(
            f"--dask is '{address}'. Accepted: the address of a scheduler, such as "
            f"tcp://10.0.0.5:8786 ({error})."
        ) from None
    except Exception as error:
        reason = str(error) or type(error).__name__
        raise FetchError(
            f"no Dask scheduler answers at {address} ({reason}). Start one with `dask scheduler`, "
            "which prints its address."
        ) from None


async def _ask_who(address: str) -> None:
    """Raise an exception unless a scheduler is at ``address``. A client would wait for anything
    else that answers, and for good."""
    from distributed import Security
    from distributed.core import rpc

    secure = Security().get_connection_args("client")
    async with rpc(address, timeout=PATIENCE, connection_args=secure) as other:
        kind = (await other.identity())["type"]
        if kind != "Scheduler":
            raise ConnectionError(f"there is a {kind.lower()}")
