"""Fonts of papers: Noto from npm with a cut for common characters; 仿宋 and rare characters from Debian packages."""

import shutil
import subprocess
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from deploy.setup import debian
from deploy.setup.stamps import ROOT, STAMPS, Step, digest, say

FONTS = ROOT / "portal" / "documents" / "fonts"
MODULES = ROOT / "node_modules" / "@expo-google-fonts"

NOTO = {
    "noto-sans-sc-400": MODULES / "noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf",
    "noto-sans-sc-700": MODULES / "noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf",
    "noto-serif-sc-400": MODULES / "noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf",
    "noto-serif-sc-700": MODULES / "noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf",
}


@dataclass(frozen=True)
class Packed:
    """A font inside a Debian package, and what papers lack without it."""

    package: str
    inside: str
    name: str
    without: str


PACKED = (
    Packed(
        "texlive-lang-chinese",
        "./usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/FandolFang-Regular.otf",
        "fandolfang-regular.otf",
        "official papers are set in Song instead of 仿宋",
    ),
    Packed(
        "fonts-babelstone-han",
        "./usr/share/fonts/truetype/babelstone/BabelStoneHan.ttf",
        "babelstone-han.ttf",
        "very rare characters of names are printed as 〓",
    ),
)


def install() -> None:
    """Bring every font into portal/documents/fonts; a Debian font that cannot be had is named and left out."""
    FONTS.mkdir(parents=True, exist_ok=True)
    cuts = tuple(FONTS / f"{name}-gb2312.ttf" for name in NOTO)
    Step("fonts", (Path(__file__), *NOTO.values()), cuts).do(_noto)
    for packed in PACKED:
        if not (FONTS / packed.name).exists() and not _was_missed_lately(packed):
            _unpack(packed)


def _noto() -> None:
    for name, source in NOTO.items():
        shutil.copyfile(source, FONTS / f"{name}.ttf")
    with ProcessPoolExecutor() as pool:
        list(pool.map(_cut, NOTO))


def _cut(name: str) -> None:
    """Cut the font to GB2312 and Latin: 2.4 MB instead of 10, and papers are made faster by as much."""
    from fontTools import subset

    options = subset.Options(layout_features=["*"], notdef_outline=True, name_IDs=["*"], hinting=False)
    font = subset.load_font(str(FONTS / f"{name}.ttf"), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=common_characters())
    cutter.subset(font)
    subset.save_font(font, str(FONTS / f"{name}-gb2312.ttf"), options)


def common_characters() -> set[int]:
    """GB2312 (6,763 Chinese characters, marks, Greek, kana), Latin with accents, general punctuation."""
    rows = (bytes([high, low]) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF))
    chinese = "".join(pair.decode("gb2312", errors="ignore") for pair in rows)
    return {ord(character) for character in chinese} | set(range(0x20, 0x180)) | set(range(0x2000, 0x2070))


def _unpack(packed: Packed) -> None:
    say(f"font {packed.name} out of {packed.package} …")
    with tempfile.TemporaryDirectory() as folder:
        found = _download(packed.package, Path(folder))
        if found is None and debian.may_install():
            debian.refresh()
            found = _download(packed.package, Path(folder))
        if found is None:
            say(
                f"{packed.package} cannot be had here: {packed.without}. Later: apt-get update, then make again"
            )
            _missed(packed).parent.mkdir(parents=True, exist_ok=True)
            _missed(packed).write_text(_state_of_apt())
            return
        tar = subprocess.run(["dpkg-deb", "--fsys-tarfile", found], capture_output=True, check=True).stdout
        font = subprocess.run(
            ["tar", "-xO", packed.inside], input=tar, capture_output=True, check=True
        ).stdout
        (FONTS / packed.name).write_bytes(font)


def _download(package: str, folder: Path) -> Path | None:
    if shutil.which("apt-get") is None:
        return None
    subprocess.run(["apt-get", "download", package], cwd=folder, capture_output=True, check=False)
    return next(folder.glob("*.deb"), None)


def _missed(packed: Packed) -> Path:
    return STAMPS / f"missed-{packed.package}"


def _was_missed_lately(packed: Packed) -> bool:
    """Whether apt knows no more than when the font could not be had: asking again would only cost time."""
    return _missed(packed).exists() and _missed(packed).read_text() == _state_of_apt()


def _state_of_apt() -> str:
    lists = Path("/var/lib/apt/lists")
    return str(lists.stat().st_mtime_ns) if lists.exists() else digest(())
