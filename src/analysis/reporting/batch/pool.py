"""Workers of which any may be lost, and runs that are begun again when their kernel or worker was.

A worker process that dies breaks the pool it is in, and all that was under way is lost with it:
nobody can say whose run did it. So each of these runs is begun again alone, one at a time, and only
what is lost while it is alone has itself to blame.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Generic, TypeVar

from analysis.errors import OutputError
from analysis.reporting.batch.workers import Result, WorkerLost

Answer = TypeVar("Answer")
Item = TypeVar("Item")

ATTEMPTS = 2


class Crew:
    """Workers, started when they are first needed, and again when some were lost."""

    def __init__(self, start: Callable[[], Executor]):
        self._start = start
        self._executor: Executor | None = None

    def __enter__(self) -> "Crew":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._dismiss()

    def submit(self, task: Callable[..., Answer], *arguments: Any) -> "Future[Answer]":
        """Have one of the workers call ``task``; by new workers if one was lost before."""
        try:
            return self._started().submit(task, *arguments)
        except BrokenProcessPool:
            # What the lost workers still had comes to its end as lost.
            self._dismiss()
            return self._started().submit(task, *arguments)

    def _started(self) -> Executor:
        if self._executor is None:
            self._executor = self._start()
        return self._executor

    def _dismiss(self) -> None:
        executor, self._executor = self._executor, None
        if executor is not None:
            executor.shutdown(cancel_futures=True)


@dataclass(frozen=True)
class _Attempt(Generic[Item]):
    item: Item
    number: int


class Runs(Generic[Item]):
    """Runs of items, ``workers`` at a time. ``submit`` begins one, given the number of the attempt;
    once ``stopped`` says so, what is under way comes to its end and nothing more is begun."""

    def __init__(
        self,
        submit: Callable[[Item, int], "Future[Result]"],
        workers: int,
        stopped: Callable[[], bool],
    ):
        self._submit = submit
        self._workers = workers
        self._stopped = stopped
        self._alone: deque[_Attempt[Item]] = deque()

    def results(self, items: Iterable[Item]) -> Iterator[tuple[Item, Result]]:
        """Run ``items``; give each with what came of it, as they end."""
        waiting = deque(_Attempt(item, 1) for item in items)
        while (waiting or self._alone) and not self._stopped():
            if self._alone:
                yield from self._until_one_is_lost(self._alone, 1)
            else:
                yield from self._until_one_is_lost(waiting, self._workers)

    def _until_one_is_lost(
        self, queue: deque[_Attempt[Item]], count: int
    ) -> Iterator[tuple[Item, Result]]:
        under_way: dict[Future[Result], _Attempt[Item]] = {}
        going_on = True
        while under_way or (queue and going_on):
            while queue and going_on and len(under_way) < count:
                attempt = queue.popleft()
                under_way[self._submit(attempt.item, attempt.number)] = attempt
            for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                attempt, result = under_way.pop(future), _result_of(future)
                going_on = going_on and not result.lost
                if not self._is_begun_again(attempt, result, queue, alone=count == 1):
                    yield attempt.item, result
            going_on = going_on and not self._stopped()

    def _is_begun_again(
        self, attempt: _Attempt[Item], result: Result, queue: deque[_Attempt[Item]], alone: bool
    ) -> bool:
        if result.lost and not alone:
            self._alone.append(attempt)
            return True
        if result.state == "died" and attempt.number < ATTEMPTS:
            where = self._alone if result.lost else queue
            where.append(_Attempt(attempt.item, attempt.number + 1))
            return True
        return False


def _result_of(future: "Future[Result]") -> Result:
    """What came of a run that is over, also where its worker can no longer say it."""
    try:
        return future.result()
    except OutputError as error:
        return Result(error.status, 0.0, str(error))
    except WorkerLost as error:
        return Result("died", 0.0, str(error))
    except (BrokenProcessPool, CancelledError):
        return Result("died", 0.0, "the process that made the report was killed", lost=True)
