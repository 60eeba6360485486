"""Workers that are lost, by an executor that breaks as a pool of processes does."""

import os
import signal
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_context

import pytest

from analysis.errors import OutputError
from analysis.reporting.batch.pool import Crew, Runs
from analysis.reporting.batch.workers import Result, WorkerLost

OK = Result("ok", 0.1)
DIED = Result("died", 0.1, "the kernel died")
LOST = "the process that made the report was killed"


class Breaking(Executor):
    """Ends what is under way a moment after it was begun: each by its task, or, if that says that
    it kills its worker, all of it as lost; then it takes no more."""

    def __init__(self) -> None:
        self.broken = False
        self._lock = threading.Lock()
        self._under_way: list[tuple[Future, Callable[[], Result | None]]] = []

    def submit(self, task, /, *arguments, **named):
        with self._lock:
            if self.broken:
                raise BrokenProcessPool
            future: Future = Future()
            self._under_way.append((future, lambda: task(*arguments, **named)))
        threading.Timer(0.002, self._settle).start()
        return future

    def _settle(self) -> None:
        with self._lock:
            under_way, self._under_way = self._under_way, []
            answers = [(future, task()) for future, task in under_way]
            self.broken = self.broken or any(answer is None for _, answer in answers)
            for future, answer in answers:
                if self.broken:
                    future.set_exception(BrokenProcessPool())
                else:
                    future.set_result(answer)


class Making:
    """What comes of runs by name and attempt, ok if nothing else is said; None kills the worker."""

    def __init__(self, workers: int, **said: Callable[[int], Result | None]):
        self.begun: list[tuple[str, int]] = []
        self.pools: list[Breaking] = []
        self.stopped = False
        self._said = said
        self._crew = Crew(self._start)
        self._runs = Runs(self._submit, workers, lambda: self.stopped)

    def _start(self) -> Breaking:
        self.pools.append(Breaking())
        return self.pools[-1]

    def _submit(self, name: str, attempt: int) -> "Future[Result]":
        self.begun.append((name, attempt))
        return self._crew.submit(self._said.get(name, lambda _: OK), attempt)

    def __call__(self, *names: str) -> dict[str, Result]:
        found = list(self._runs.results(names))
        assert len(found) == len(dict(found))
        return dict(found)


def kills(attempt: int) -> None:
    return None


def test_one_that_kills_its_worker_each_time_leaves_all_others_made():
    making = Making(3, poison=kills)
    names = [f"innocent {number}" for number in range(7)]
    found = making(*names[:4], "poison", *names[4:])
    assert found.pop("poison") == Result("died", 0.0, LOST, lost=True)
    assert found == dict.fromkeys(names, OK)
    assert {attempt for name, attempt in making.begun if name != "poison"} == {1}
    # Once beside others, for which nobody is blamed, and twice alone.
    assert [attempt for name, attempt in making.begun if name == "poison"] == [1, 1, 2]


def test_two_that_kill_their_workers_take_nobody_with_them():
    making = Making(2, first=kills, second=kills)
    found = making("first", "second", "third", "fourth")
    assert {name: result.state for name, result in found.items()} == {
        "first": "died", "second": "died", "third": "ok", "fourth": "ok",
    }  # fmt: skip
    assert max(Counter(making.begun).values()) == 2


def test_one_worker_is_alone_with_its_run():
    making = Making(1, poison=kills)
    assert {name: item.state for name, item in making("poison", "next").items()} == {
        "poison": "died",
        "next": "ok",
    }
    assert making.begun == [("poison", 1), ("poison", 2), ("next", 1)]


def test_one_whose_worker_was_lost_once_is_made():
    lost = iter([None])
    making = Making(2, once=lambda _: next(lost, OK))
    assert making("once", "other") == {"once": OK, "other": OK}


def test_one_whose_kernel_dies_is_tried_once_more_beside_the_others():
    making = Making(2, dying=lambda _: DIED)
    assert making("dying", "one", "two") == {"dying": DIED, "one": OK, "two": OK}
    assert [attempt for name, attempt in making.begun if name == "dying"] == [1, 2]
    assert len(making.pools) == 1


@pytest.mark.parametrize(
    ("error", "state", "said", "attempts"),
    [
        (OutputError("no room"), "not written", "no room", 1),
        (WorkerLost("the worker x was lost"), "died", "the worker x was lost", 2),
        (CancelledError(), "died", LOST, 2),
    ],
)
def test_what_a_future_raises_is_what_came_of_its_run(error, state, said, attempts):
    begun = []

    def submit(name: str, attempt: int) -> "Future[Result]":
        begun.append(attempt)
        future: Future[Result] = Future()
        future.set_exception(error)
        return future

    ((_, result),) = Runs(submit, 1, lambda: False).results(["one"])
    assert (result.state, result.error) == (state, said)
    assert begun == list(range(1, attempts + 1))


def test_once_stopped_what_is_under_way_ends_and_nothing_more_is_begun():
    making = Making(2, second=kills)

    def stop(_: int) -> Result:
        making.stopped = True
        return OK

    making._said["first"] = stop
    assert set(making("first", "third", "second")) <= {"first", "third"}
    assert {name for name, _ in making.begun} == {"first", "third"}


def test_a_pool_found_broken_when_something_is_submitted_is_replaced():
    pools = [Breaking(), Breaking()]
    started = iter(pools)
    with Crew(lambda: next(started)) as crew:
        assert crew.submit(lambda: OK).result() == OK
        pools[0].broken = True
        assert crew.submit(lambda: OK).result() == OK


def test_a_worker_that_is_killed_between_two_submissions_is_replaced():
    made = []

    def start() -> Executor:
        made.append(ProcessPoolExecutor(1, mp_context=get_context("spawn")))
        return made[-1]

    with Crew(start) as crew:
        os.kill(crew.submit(os.getpid).result(), signal.SIGKILL)
        with suppress(BrokenProcessPool):
            while True:
                made[0].submit(os.getpid).exception()
        assert crew.submit(os.getpid).result() > 0
    assert len(made) == 2
