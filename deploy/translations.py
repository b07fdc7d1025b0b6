"""`make translations`: collect the sentences, merge them into the catalogue, drop what nobody says, compile.

`python -m deploy.translations words.json …` also fills in pairs of flat JSON files: {"English": "中文"};
`"context\\u0004English"` for sentences with a context, the singular for those with a plural.
"""

import json
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from deploy.checks.words import CATALOGUE, KEYWORDS
from deploy.setup.words import PYBABEL, TRANSLATIONS, compile_all

ALWAYS = datetime(2026, 1, 1, tzinfo=UTC)
"""The date in the catalogue's head: a true one would make every merge a conflict."""

ROOT = Path(__file__).resolve().parents[1]


def main(sources: list[str]) -> None:
    """Bring the catalogue up to date, then say what is left to translate."""
    merge()
    catalogue = load()
    for source in sources:
        fill(catalogue, json.loads(Path(source).read_text(encoding="utf-8")))
    save(catalogue)
    compile_all()
    left = [message.id for message in catalogue if message.id and not translated(message.string)]
    print(f"{len(catalogue)} sentences, {len(left)} without Chinese")
    for sentence in left:
        print(f"  {sentence!r}")


def merge() -> None:
    """Extract all sentences and update, or begin, the catalogue."""
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "messages.pot"
        keywords = [part for word in spelled() for part in ("-k", word)]
        tidy = ["--omit-header", "--sort-by-file", "--no-location"]
        source = ["-F", "babel.cfg", "--ignore-dirs", "node_modules .* var vendor"]
        babel("extract", *source, "--no-default-keywords", *keywords, *tidy, "-o", str(template), ".")
        if (ROOT / CATALOGUE).exists():
            kept = ["--ignore-obsolete", "--no-fuzzy-matching", "--omit-header"]
            babel("update", "-i", str(template), "-d", str(TRANSLATIONS), "-l", "zh_Hans", *kept)
        else:
            babel("init", "-i", str(template), "-d", str(TRANSLATIONS), "-l", "zh_Hans")


def spelled() -> list[str]:
    """The keywords as the command line wants them: `ngettext:1,2`, `pgettext:1c,2`."""
    return [
        name if places is None else f"{name}:{','.join(map(_place, places))}"
        for name, places in KEYWORDS.items()
    ]


def _place(place: int | tuple[int, str]) -> str:
    return str(place) if isinstance(place, int) else f"{place[0]}{place[1]}"


def babel(*arguments: str) -> None:
    """Run pybabel from the root."""
    subprocess.run([PYBABEL, "-q", *arguments], cwd=ROOT, check=True)


def load() -> Catalog:
    """The catalogue as it stands."""
    with (ROOT / CATALOGUE).open("rb") as file:
        return read_po(file, locale="zh_Hans", ignore_obsolete=True)


def fill(catalogue: Catalog, pairs: dict[str, str]) -> None:
    """Put the Chinese of these pairs where the catalogue has the English."""
    for message in catalogue:
        if not message.id:
            continue
        english = message.id[0] if isinstance(message.id, tuple | list) else message.id
        key = f"{message.context}\x04{english}" if message.context else english
        if key in pairs:
            message.string = (pairs[key],) if message.pluralizable else pairs[key]
            message.flags.discard("fuzzy")


def save(catalogue: Catalog) -> None:
    """Write it sorted, so that branches clash only where they say the same thing."""
    catalogue.header_comment = "# Anbao in Chinese. Kept by `make translations`."
    catalogue.project, catalogue.version, catalogue.fuzzy = "Anbao", "1", False
    catalogue.msgid_bugs_address = catalogue.last_translator = catalogue.language_team = ""
    catalogue.creation_date = catalogue.revision_date = ALWAYS
    with (ROOT / CATALOGUE).open("wb") as file:
        write_po(file, catalogue, width=110, sort_output=True, omit_header=False, include_previous=False)


def translated(string: str | tuple[str, ...] | list[str] | None) -> bool:
    """Whether there is Chinese in every form."""
    return bool(string) and all(string or ())


if __name__ == "__main__":
    main(sys.argv[1:])
