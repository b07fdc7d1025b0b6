"""The catalogue: every sentence has its Chinese, none is guessed, none is left over, all in our tone."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from deploy.checks.findings import ROOT, Finding

CATALOGUE = "portal/translations/zh_Hans/LC_MESSAGES/messages.po"
_CONTEXT = ((1, "c"), 2)
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    **dict.fromkeys(("_", "_l", "gettext", "lazy_gettext")),
    **dict.fromkeys(("_n", "_ln", "ngettext", "lazy_ngettext"), (1, 2)),
    **dict.fromkeys(("_p", "_lp", "pgettext", "lazy_pgettext"), _CONTEXT),
    **dict.fromkeys(("npgettext", "lazy_npgettext"), (*_CONTEXT, 3)),
}
"""Functions whose arguments are sentences."""

UNWANTED = {
    r"(?<![邀申提报敬聘宴])请(?![求示假愿])": "no 请: say what is to be done",
    r"[！!]": "no exclamation marks",
    r"登陆": "登录",
    r"帐[号户]": "账号",
    r"您好": "no greetings",
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]")

Key = tuple[str | None, str]
"""Context and the (singular) English sentence."""


def findings() -> Iterator[Finding]:
    """Missing, fuzzy, unused and unfit entries of the Chinese catalogue."""
    path = ROOT / CATALOGUE
    if not path.exists():
        yield Finding(CATALOGUE, 1, "there is no Chinese catalogue", "make translations")
        return
    catalogue = read_po(BytesIO(path.read_bytes()), locale="zh_Hans")
    known = {_key(message): message for message in catalogue if message.id}
    used = sentences()
    for key in used.keys() - known.keys():
        file, line = used[key]
        yield Finding(
            file, line, f"no Chinese for “{key[1][:60]}”", f"make translations, then fill in {CATALOGUE}"
        )
    for key, message in known.items():
        yield from _entry(message, key in used)
    for message in catalogue.obsolete.values():
        yield Finding(CATALOGUE, 1, f"left over: “{_key(message)[1][:60]}”", "make translations removes it")


def sentences() -> dict[Key, tuple[str, int]]:
    """Every sentence of the source, with the first place where it stands."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)  # type: ignore[no-untyped-call]
    found: dict[Key, tuple[str, int]] = {}
    rows = extract_from_dir(
        ROOT, methods, options, KEYWORDS, comment_tags=("TRANSLATORS:",), directory_filter=_ours
    )
    for file, line, message, _comments, context in rows:
        sentence = message[0] if isinstance(message, tuple) else message
        found.setdefault((context, sentence), (str(file), line))
    return found


def _ours(folder: str | Path) -> bool:
    name = Path(folder).name
    return not name.startswith(".") and name not in (
        "node_modules",
        "vendor",
        "var",
        "tests",
        "deploy",
        "migrations",
    )


def _key(message: Message) -> Key:
    sentence = message.id[0] if isinstance(message.id, tuple | list) else message.id
    return (message.context or None, str(sentence))


def _entry(message: Message, used: bool) -> Iterator[Finding]:
    line, english = message.lineno or 1, _key(message)[1]
    quoted = f"“{english[:60]}”"
    chinese = message.string if isinstance(message.string, str) else "".join(message.string or ())
    if not used:
        yield Finding(CATALOGUE, line, f"nobody says {quoted}", "make translations removes it")
    elif not chinese:
        yield Finding(CATALOGUE, line, f"no Chinese for {quoted}", "fill it in")
    elif message.fuzzy:
        yield Finding(CATALOGUE, line, f"a guess for {quoted}", "check it and remove the word fuzzy")
    elif set(PLACEHOLDER.findall(english)) - set(PLACEHOLDER.findall(chinese)) - {"num"}:
        yield Finding(
            CATALOGUE, line, f"a placeholder is missing in the Chinese of {quoted}", "name it there too"
        )
    for pattern, way_out in UNWANTED.items():
        if found := re.search(pattern, chinese):
            yield Finding(CATALOGUE, line, f"{found[0]} in the Chinese of {quoted}", way_out)
