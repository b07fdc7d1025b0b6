"""Set-up does again only what has changed, and takes the icons that pages use."""

import pytest

from deploy.setup import assets, debian, fonts, stamps
from deploy.setup.stamps import Step


@pytest.fixture
def step(tmp_path, monkeypatch) -> Step:
    monkeypatch.setattr(stamps, "STAMPS", tmp_path / "stamps")
    (tmp_path / "source").write_text("1")
    return Step("a step", (tmp_path / "source",), (tmp_path / "made",))


def test_a_step_is_done_once(step):
    assert step.do(step.makes[0].touch)
    assert not step.do(step.makes[0].touch)


def test_a_step_is_done_again_when_its_source_has_changed(step):
    step.do(step.makes[0].touch)
    step.reads[0].write_text("2")
    assert step.do(step.makes[0].touch)


def test_a_step_is_done_again_when_what_it_made_is_gone(step):
    step.do(step.makes[0].touch)
    step.makes[0].unlink()
    assert step.do(step.makes[0].touch)


def test_a_step_that_failed_is_not_done(step):
    with pytest.raises(OSError, match="full"):
        step.do(lambda: (_ for _ in ()).throw(OSError("full")))
    assert not step.is_done()


def test_every_icon_that_a_template_names_is_taken():
    assert "list" in assets.icon_names()


def test_what_is_missing_is_named_with_its_command(monkeypatch):
    monkeypatch.setattr(debian, "may_install", lambda: False)
    with pytest.raises(SystemExit, match="sudo apt-get install --no-install-recommends fontconfig"):
        debian.install((debian.Need("fontconfig", "fonts", lambda: False),))


def test_what_is_there_is_not_installed(monkeypatch):
    monkeypatch.setattr(debian, "may_install", lambda: False)
    debian.install((debian.Need("fontconfig", "fonts", lambda: True),))


@pytest.mark.parametrize("character", ["安", "报", "a", "—", "。", "Ω"])
def test_the_cut_of_a_font_keeps_common_characters(character):
    assert ord(character) in fonts.common_characters()


def test_the_cut_of_a_font_leaves_rare_characters_to_the_full_font():
    assert ord("喆") not in fonts.common_characters()
