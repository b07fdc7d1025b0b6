"""Static files: compressed, kept where the address names the content, and nothing but files of the folder."""

import gzip
import os
from pathlib import Path

import pytest
from werkzeug.test import Client, TestResponse

from portal.serving import StaticFiles, drop_stale_twins

PAST = 1_000_000_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.css").write_text("a { color: inherit }\n" * 200)
    (tmp_path / "a.css.gz").write_bytes(gzip.compress((tmp_path / "a.css").read_bytes()))
    return tmp_path


def get(folder: Path, address: str, **headers: str) -> TestResponse:
    def behind(_environ, start_response):
        start_response("404 NOT FOUND", [])
        return [b"the app"]

    answer = Client(StaticFiles(behind, folder)).get(address, headers=headers)
    answer.get_data()
    answer.close()
    return answer


def test_an_address_that_names_the_content_is_kept_for_ever(folder):
    assert "immutable" in get(folder, "/static/a.css?v=1234").headers["Cache-Control"]


def test_another_address_is_asked_again_soon(folder):
    answer = get(folder, "/static/a.css")
    assert answer.headers["Cache-Control"] == "max-age=60, public"


def test_an_unchanged_file_is_not_sent_again(folder):
    first = get(folder, "/static/a.css")
    again = get(folder, "/static/a.css", **{"If-Modified-Since": first.headers["Last-Modified"]})
    assert again.status_code == 304


def test_a_browser_that_can_gets_the_compressed_twin(folder):
    answer = get(folder, "/static/a.css", **{"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.data) == (folder / "a.css").read_bytes()


def test_a_twin_older_than_its_source_is_dropped(folder):
    os.utime(folder / "a.css.gz", (PAST, PAST))
    drop_stale_twins(folder)
    assert "Content-Encoding" not in get(folder, "/static/a.css", **{"Accept-Encoding": "gzip"}).headers


@pytest.mark.parametrize(
    "address", ["/static/../conftest.py", "/static/%2e%2e/a.css", "/static/nothing.css", "/static/"]
)
def test_what_is_no_file_of_the_folder_goes_to_the_app(folder, address):
    assert get(folder, address).data == b"the app"


def test_static_files_are_never_run_as_pages(folder):
    headers = get(folder, "/static/a.css").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]
