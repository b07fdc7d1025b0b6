"""`flask documents`: the signing key, and what the machine lacks."""

import stat
from pathlib import Path

import pytest
from flask import Flask

from portal.config import Settings
from portal.documents import fonts, signing


@pytest.fixture
def no_key(settings: Settings) -> Path:
    """The path of the key, with no key there."""
    path = settings.data_folder / signing.FILE
    path.unlink(missing_ok=True)
    return path


def test_the_key_is_made_once_and_kept(app: Flask, no_key: Path) -> None:
    runner = app.test_cli_runner()
    assert runner.invoke(args=["documents", "make-key"]).exit_code == 0
    made = no_key.read_bytes()
    assert stat.S_IMODE(no_key.stat().st_mode) == 0o600
    assert runner.invoke(args=["documents", "make-key"]).exit_code == 0
    assert no_key.read_bytes() == made


def test_a_machine_that_lacks_a_font_is_named(
    app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    runner = app.test_cli_runner()
    assert runner.invoke(args=["documents", "check"]).exit_code == 0
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    answer = runner.invoke(args=["documents", "check"])
    assert answer.exit_code == 1
    assert "babelstone-han.ttf" in answer.output
