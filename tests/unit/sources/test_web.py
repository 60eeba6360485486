"""The client for services on the network, against a real server on this machine."""

import gzip
import json
import multiprocessing
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest
from web_server import (
    Reply,
    as_json,
    cut_off,
    failing,
    fetch_often,
    malformed,
    redirect,
    serving,
    slow,
    too_many,
)

from analysis.errors import FetchError, OutputError, ParameterError
from analysis.sources.web import ADDRESSES, NotKept, Refused, Web, address_of
from analysis.sources.web import client as module

FIGURES = {"values": [8.7, 9.0, 8.8, 9.6], "note": "blåbær"}


@pytest.fixture
def server():
    with serving() as running:
        running.routes["/figures"] = lambda _: FIGURES
        running.routes["/echo"] = lambda asked: {
            "method": asked.method,
            "query": asked.query,
            "body": asked.json if asked.body else None,
        }
        yield running


@pytest.fixture
def web(tmp_path):
    return Web(tmp_path / "cache", pause=0.0, limit=2.0)


def kept_files(web):
    return sorted(path for path in web.cache.rglob("*") if path.is_file())


def refusal(web, address, **others):
    with pytest.raises(FetchError) as refused:
        web.get_json(address, **others)
    return str(refused.value)


class TestAnswers:
    def test_an_answer_is_read_as_json_and_kept_as_it_came(self, server, web):
        assert web.get_json(server.address + "/figures") == FIGURES
        (file,) = kept_files(web)
        assert file.read_bytes() == json.dumps(FIGURES, ensure_ascii=False).encode()
        assert file.parent.name == "127.0.0.1"

    def test_the_raw_answer_has_its_time_and_sum(self, server, web):
        before = datetime.now(UTC)
        answer, content = web.get_both(server.address + "/figures")
        assert content == FIGURES
        assert before <= answer.retrieved <= datetime.now(UTC)
        assert answer.content == web.get(server.address + "/figures").content
        assert len(answer.sha256) == 64
        assert not answer.kept

    def test_parameters_and_bodies_arrive(self, server, web):
        assert web.get_json(server.address + "/echo", {"lang": "no", "n": 2}) == {
            "method": "GET",
            "query": {"lang": "no", "n": "2"},
            "body": None,
        }
        found = web.post_both(server.address + "/echo", {"år": [2012]}, {"lang": "sv"})[1]
        assert found == {"method": "POST", "query": {"lang": "sv"}, "body": {"år": [2012]}}

    def test_questions_that_differ_in_anything_are_kept_apart(self, server, web):
        address = server.address + "/echo"
        web.get_json(address)
        web.get_json(address, {"page": 1})
        web.get_json(address, {"page": 2})
        web.post_both(address, {"page": 1})[1]
        web.post_both(address, {"page": 2})[1]
        web.post_both(address, None)[1]
        assert len(kept_files(web)) == 6

    def test_an_answer_by_gzip_is_read(self, server, web):
        body = gzip.compress(json.dumps(FIGURES).encode())
        server.first(Reply(body, headers={"Content-Encoding": "gzip"}))
        assert web.get_json(server.address + "/figures") == FIGURES


class TestAskingAgain:
    @pytest.mark.parametrize(
        "trouble",
        [
            too_many(0),
            too_many(),
            too_many("soon"),
            too_many("²"),
            failing(500),
            failing(502),
            failing(503),
            failing(504),
            cut_off(FIGURES, 20),
            cut_off(FIGURES, 20, noticed=False),
            cut_off(FIGURES, 0),
            malformed(),
            malformed(""),
            malformed("[" * 200_000),
            malformed("<html>maintenance</html>"),
            Reply(b"\xff\xfe\x00", headers={"Content-Type": "application/json"}),
            Reply(b"no gzip", headers={"Content-Encoding": "gzip"}),
        ],
    )
    def test_what_may_pass_is_asked_again_and_the_answer_is_whole(self, server, web, trouble):
        server.first(trouble, trouble)
        assert web.get_json(server.address + "/figures") == FIGURES
        assert server.paths() == ["/figures"] * 3
        assert len(kept_files(web)) == 1

    @pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 422, 501])
    def test_an_answer_that_says_what_was_wrong_is_not_asked_for_again(self, server, web, status):
        server.first(failing(status, "too many\n  cells selected"))
        told = refusal(web, server.address + "/figures")
        assert f"127.0.0.1 answered {status} to {server.address}/figures." in told
        assert "It says: too many cells selected" in told
        assert "Try again later" not in told
        assert len(server.asked) == 1
        assert kept_files(web) == []

    def test_after_the_last_attempt_the_refusal_says_what_to_do(self, server, web):
        server.first(*[failing(503)] * 5)
        told = refusal(web, server.address + "/figures")
        assert "answered 503" in told
        assert "Try again later" in told
        assert "--offline" in told
        assert len(server.asked) == 5

    def test_an_answer_cut_off_every_time_is_never_kept(self, server, web):
        server.first(*[cut_off(FIGURES, 20)] * 5)
        told = refusal(web, server.address + "/figures")
        assert "cut off" in told
        assert "in 5 attempts" in told
        assert kept_files(web) == []

    def test_a_service_that_is_down_is_named_with_what_to_do(self, server, web):
        server.stop()
        told = refusal(web, server.address + "/figures")
        assert told.startswith("127.0.0.1 could not be reached")
        assert "--offline" in told


class TestWaiting:
    def test_retry_after_in_seconds_is_obeyed(self, server, web):
        server.first(too_many(1))
        begun = time.monotonic()
        web.get_json(server.address + "/figures")
        assert 1.0 <= time.monotonic() - begun < 2.5

    def test_retry_after_as_a_date_is_obeyed(self, server, web):
        then = datetime.now(UTC) + timedelta(seconds=3)
        server.first(too_many(format_datetime(then, usegmt=True)))
        web.get_json(server.address + "/figures")
        # The date has whole seconds.
        assert datetime.now(UTC) >= then.replace(microsecond=0)

    def test_a_date_gone_by_means_at_once(self, server, web):
        then = datetime.now(UTC) - timedelta(hours=1)
        server.first(too_many(format_datetime(then, usegmt=True)))
        begun = time.monotonic()
        web.get_json(server.address + "/figures")
        assert time.monotonic() - begun < 1.0

    @pytest.mark.parametrize("form", ["seconds", "date"])
    def test_who_asks_for_more_than_we_wait_is_left_alone(self, server, web, form):
        then = datetime.now(UTC) + timedelta(hours=1)
        server.first(too_many(3600 if form == "seconds" else format_datetime(then, usegmt=True)))
        begun = time.monotonic()
        told = refusal(web, server.address + "/figures")
        assert time.monotonic() - begun < 1.0
        assert "left alone for 3" in told
        assert len(server.asked) == 1

    def test_each_wait_is_twice_as_long(self, server, tmp_path):
        times = []
        web = Web(tmp_path, pause=0.05, attempts=5)

        def busy(asked):
            times.append(time.monotonic())
            return failing(503) if len(times) < 5 else FIGURES

        server.routes["/busy"] = busy
        assert web.get_json(server.address + "/busy") == FIGURES
        waits = [later - sooner for sooner, later in pairwise(times)]
        for wait, least in zip(waits, (0.1, 0.2, 0.4, 0.8), strict=True):
            assert least <= wait < least + 0.35

    def test_requests_come_one_pause_apart(self, server, tmp_path):
        web = Web(tmp_path, pause=0.15)
        begun = time.monotonic()
        for _ in range(4):
            web.get_json(server.address + "/figures")
        assert 0.45 <= time.monotonic() - begun < 1.5

    def test_a_silent_service_is_not_waited_for_longer_than_the_limit(self, server, tmp_path):
        web = Web(tmp_path, pause=0.0, limit=0.2, attempts=2)
        server.first(slow(3.0), slow(3.0))
        begun = time.monotonic()
        told = refusal(web, server.address + "/figures")
        assert time.monotonic() - begun < 2.0
        assert "ReadTimeout" in told

    def test_a_service_that_drips_is_given_up_after_four_times_the_limit(self, server, tmp_path):
        web = Web(tmp_path, pause=0.0, limit=0.2, attempts=1)
        server.first(Reply(b"0" * 100, piece=1, pause=0.1))
        begun = time.monotonic()
        told = refusal(web, server.address + "/figures")
        assert 0.8 <= time.monotonic() - begun < 2.0
        assert "comes too slowly" in told


class TestWhatIsRefused:
    def test_an_answer_that_is_too_large_is_not_asked_for_again(self, server, web, monkeypatch):
        monkeypatch.setattr(module, "LARGEST", 1024 * 1024)
        server.routes["/large"] = lambda _: b"0" * (1024 * 1024 + 1)
        server.routes["/fits"] = lambda _: b"1" * (1024 * 1024)
        told = refusal(web, server.address + "/large")
        assert "more than 1 MB" in told
        assert "Ask for less" in told
        assert len(server.asked) == 1
        assert len(web.get(server.address + "/fits").content) == 1024 * 1024

    @pytest.mark.parametrize(
        "address", ["http://example.invalid/v3", "ftp://example.invalid/v3", "figures", "https://["]
    )
    def test_only_https_is_asked_but_on_this_machine(self, web, address):
        assert "cannot be fetched" in refusal(web, address)

    def test_a_redirect_on_the_same_machine_is_followed(self, server, web):
        server.routes["/old"] = lambda _: redirect("/figures", 301)
        assert web.get_json(server.address + "/old") == FIGURES
        assert server.paths() == ["/old", "/figures"]

    def test_a_redirect_to_plain_http_elsewhere_is_refused(self, server, web):
        server.routes["/old"] = lambda _: redirect("http://example.invalid/figures")
        told = refusal(web, server.address + "/old")
        assert "http://example.invalid/figures is not HTTPS" in told
        assert len(server.asked) == 1

    def test_redirects_in_a_circle_end(self, server, web):
        server.routes["/a"] = lambda _: redirect("/b")
        server.routes["/b"] = lambda _: redirect("/a")
        assert "cannot be fetched" in refusal(web, server.address + "/a")
        assert len(server.asked) < 50


class TestOffline:
    def test_what_was_fetched_is_there_and_nothing_is_asked(self, server, web):
        asked = [("/figures", None), ("/echo", {"page": 1}), ("/echo", {"page": 2})]
        before = [web.get_both(server.address + path, params) for path, params in asked]
        server.stop()
        offline = Web(web.cache, offline=True)
        after = [offline.get_both(server.address + path, params) for path, params in asked]
        assert [content for _, content in after] == [content for _, content in before]
        assert [answer.sha256 for answer, _ in after] == [answer.sha256 for answer, _ in before]
        for (answer, _), (first, _) in zip(after, before, strict=True):
            assert answer.kept
            assert abs(answer.retrieved - first.retrieved) < timedelta(microseconds=2)

    def test_what_was_never_fetched_is_named_with_what_to_do(self, server, web):
        told = refusal(Web(web.cache, offline=True), server.address + "/figures")
        assert f"{server.address}/figures was never fetched" in told
        assert "without --offline" in told
        assert server.asked == []

    def test_a_kept_answer_that_was_broken_is_refused_plainly(self, server, web):
        web.get_json(server.address + "/figures")
        (file,) = kept_files(web)
        file.write_bytes(file.read_bytes()[:10])
        told = refusal(Web(web.cache, offline=True), server.address + "/figures")
        assert str(file) in told
        assert "without --offline" in told

    def test_an_answer_is_replaced_by_a_newer_one(self, server, web):
        server.routes["/count"] = lambda asked: asked.number
        assert [web.get_json(server.address + "/count") for _ in range(2)] == [1, 2]
        assert Web(web.cache, offline=True).get_json(server.address + "/count") == 2
        assert len(kept_files(web)) == 1

    def test_a_failed_fetch_leaves_what_was_kept(self, server, web):
        web.get_json(server.address + "/figures")
        server.first(*[failing(503)] * 5)
        refusal(web, server.address + "/figures")
        assert Web(web.cache, offline=True).get_json(server.address + "/figures") == FIGURES

    def test_a_cache_that_cannot_be_written_is_an_output_error(self, server, tmp_path):
        (tmp_path / "cache").write_text("a file in the way")
        with pytest.raises(OutputError):
            Web(tmp_path / "cache").get_json(server.address + "/figures")
        assert (tmp_path / "cache").read_text() == "a file in the way"

    def test_two_threads_that_keep_the_same_answer_do_not_take_each_others_file(
        self, server, web, monkeypatch
    ):
        both, utime = threading.Barrier(2), os.utime

        def together(*given, **more):
            both.wait(10)
            utime(*given, **more)

        monkeypatch.setattr(module.os, "utime", together)
        with ThreadPoolExecutor() as crew:
            asked = [crew.submit(web.get_json, server.address + "/figures") for _ in range(2)]
            assert [item.result() for item in asked] == [FIGURES, FIGURES]
        assert len(kept_files(web)) == 1

    def test_two_processes_that_write_the_same_answer_never_leave_half_of_it(self, server, web):
        server.routes["/long"] = lambda asked: [asked.number % 10] * 50_000
        address = server.address + "/long"
        web.get_json(address)
        context = multiprocessing.get_context("spawn")
        others = [context.Process(target=fetch_often, args=(web.cache, address)) for _ in "ab"]
        for other in others:
            other.start()
        offline, read = Web(web.cache, offline=True), 0
        while any(other.is_alive() for other in others):
            found = offline.get_json(address)
            assert len(found) == 50_000
            assert len(set(found)) == 1
            read += 1
        assert [other.exitcode for other in others] == [0, 0]
        assert read > 5
        assert len(kept_files(web)) == 1


class TestAddresses:
    @pytest.fixture(autouse=True)
    def _plain(self, monkeypatch):
        for name in [name for name in os.environ if name.startswith("TILTAK_")]:
            monkeypatch.delenv(name)

    @pytest.mark.parametrize("service", sorted(ADDRESSES))
    def test_every_service_has_an_address_by_https(self, copied, service):
        assert address_of(copied, service) == ADDRESSES[service]
        assert ADDRESSES[service].startswith("https://")

    def test_the_workspace_says_otherwise_and_a_variable_wins(self, copied, monkeypatch):
        (copied.root / "tiltak.toml").write_text(
            '[addresses]\nkolada = "https://mirror.example/v3/"\n'
        )
        assert address_of(copied, "kolada") == "https://mirror.example/v3"
        assert address_of(copied, "ssb") == ADDRESSES["ssb"]
        monkeypatch.setenv("TILTAK_KOLADA", "https://other.example")
        assert address_of(copied, "kolada") == "https://other.example"

    @pytest.mark.parametrize(
        "address", ["http://localhost:8000", "http://127.0.0.1:80/v3", "http://[::1]:8000"]
    )
    def test_this_machine_may_do_without_https(self, copied, monkeypatch, address):
        monkeypatch.setenv("TILTAK_SSB", address)
        assert address_of(copied, "ssb") == address

    @pytest.mark.parametrize(
        "address",
        [
            "http://data.ssb.no/api",
            "http://localhost.example/v3",
            "http://127.0.0.1.example",
            "https://",
            "https://[",
            "data.ssb.no",
            "file:///etc/passwd",
        ],
    )
    def test_other_addresses_are_refused_by_name(self, copied, monkeypatch, address):
        monkeypatch.setenv("TILTAK_SSB", address)
        with pytest.raises(ParameterError) as refused:
            address_of(copied, "ssb")
        assert address.rstrip("/") in str(refused.value)
        assert "https://" in str(refused.value)

    def test_addresses_that_are_no_table_are_refused(self, copied):
        (copied.root / "tiltak.toml").write_text('addresses = "https://mirror.example"\n')
        with pytest.raises(ParameterError, match="addresses"):
            address_of(copied, "ssb")


def test_the_server_of_these_tests_answers_for_all_below_a_route(tmp_path):
    with serving() as server:
        server.routes["/v3/data/"] = lambda asked: as_json([asked.path])
        web = Web(tmp_path, pause=0.0)
        assert web.get_json(server.address + "/v3/data/kpi/N00090") == ["/v3/data/kpi/N00090"]


class TestPatience:
    def test_a_service_that_lets_us_wait_is_asked_twice_and_no_more(self, server, tmp_path):
        server.routes["/slow"] = lambda _: slow(0.5, FIGURES)
        hasty = Web(tmp_path / "cache", pause=0.0, limit=0.1)
        said = refusal(hasty, server.address + "/slow")
        assert "in 2 attempts (ReadTimeout" in said
        assert server.paths() == ["/slow"] * 2

    def test_one_that_fails_is_asked_as_often_as_it_is_said(self, server, web):
        server.first(*[cut_off(FIGURES, 5)] * 4)
        assert web.get_json(server.address + "/figures") == FIGURES
        assert len(server.asked) == 5

    def test_what_is_no_json_is_told_from_what_was_not_reached(self, server, web):
        server.routes["/page"] = lambda _: b"<html>Sign in</html>"
        said = refusal(web, server.address + "/page")
        assert "127.0.0.1 answered, but not in JSON" in said
        assert "in 5 attempts. Is the address right" in said
        assert "could not be reached" not in said


class TestKinds:
    def test_an_answer_that_is_not_to_be_had_is_refused(self, server, web):
        with pytest.raises(Refused, match="answered 404"):
            web.get(server.address + "/nowhere")
        server.routes["/busy"] = lambda _: failing(500)
        with pytest.raises(FetchError) as caught:
            web.get(server.address + "/busy")
        assert not isinstance(caught.value, Refused)

    def test_what_was_never_fetched_is_not_kept(self, server, web):
        web.offline = True
        with pytest.raises(NotKept):
            web.get(server.address + "/figures")

    def test_the_oldest_answer_is_that_of_the_cache(self, server, web):
        assert web.oldest is None
        first = web.get(server.address + "/figures")
        web.get(server.address + "/echo")
        assert web.oldest == first.retrieved
        (path,) = (p for p in kept_files(web) if b"note" in p.read_bytes())
        long_ago = datetime(2020, 5, 1, tzinfo=UTC)
        os.utime(path, (long_ago.timestamp(),) * 2)
        later = Web(web.cache, offline=True)
        later.get(server.address + "/echo")
        later.get(server.address + "/figures")
        later.get(server.address + "/echo")
        assert later.oldest == long_ago
