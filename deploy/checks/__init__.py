"""The rules of our style that ruff, mypy, import-linter and djlint cannot hold: one topic a file, tables first.

`python -m deploy.checks` runs all topics but `dependencies`; `python -m deploy.checks sizes doors` some. Each
finding is one line: where, what, and the way out. There is no list of exemptions.
"""
