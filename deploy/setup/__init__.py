"""Set-up: everything that a checkout needs beside itself, made once and remade only where its sources changed.

`python3 -m deploy.setup run` for the portal, `… dev` for tests and checks too. Runs on the system's Python
(3.11 or newer) with nothing installed; what needs a library runs in a second process, in `.venv`.
"""
