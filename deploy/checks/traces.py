"""Nothing of the machine, the network or the people behind the work stands in the repository."""

import re
from collections.abc import Iterator

from deploy.checks.findings import Finding, files, read

TEXTS = (
    "*.py", "*.html", "*.css", "*.js", "*.mjs", "*.md", "*.toml", "*.cfg", "*.txt", "*.json", "*.yml", "*.po", "*.svg",
    "Makefile", "*.conf", "*.service", ".ci/*", "deploy/*",
)  # fmt: skip

# fmt: off
TRACES = (
    (r"(?<![\w./-])/(?:home|root|work|Users|mnt|media)/[\w.-]+",  "a machine's path",  "start from the root"),
    (r"(?<![\w./-])/tmp/[\w.-]+",                                 "a machine's path",  "use tempfile or tmp_path"),
    (r"(?:extra-)?index-url|--find-links|\"resolved\":",          "a registry's host", "leave it out"),
    (r"https?://[\w.-]*\.(?:internal|corp|lan|local)\b",          "an internal host",  "use example.org"),
    (r"[\w.+-]+@(?!example\.)[\w-]+\.(?:com|cn|net|org)\b",       "a mail address",    "use @example.org"),
)
# fmt: on


SPEAK_OF_THEM = ("deploy/checks/traces.py", "tests/deploy/test_checks.py", "package-lock.json")


def findings() -> Iterator[Finding]:
    """Every trace, by line."""
    rules = [(re.compile(pattern), wrong, way_out) for pattern, wrong, way_out in TRACES]
    for path in files(*TEXTS):
        if path in SPEAK_OF_THEM:
            continue
        for number, line in enumerate(read(path).splitlines(), 1):
            for pattern, wrong, way_out in rules:
                if found := pattern.search(line):
                    yield Finding(path, number, f"{wrong}: {found[0]}", way_out)
    if '"resolved":' in read("package-lock.json"):
        yield Finding(
            "package-lock.json", 1, "names a registry", "npm install --omit-lockfile-registry-resolved"
        )
