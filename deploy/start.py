"""`make run`: migrate, fill an empty database with the demo city, say where and as whom, serve.

One process does it all, for each start of the program costs seconds.
"""

import os
from pathlib import Path

from flask import Flask

from portal import create_app
from portal.access import SYSTEM, act_as
from portal.db import session
from portal.demo.queries import loaded
from portal.serving import serve

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Bring the portal up on ADDRESS; a source checkout runs in demo mode unless DEMO=0."""
    host, _, port = os.environ.get("ADDRESS", "127.0.0.1:8000").rpartition(":")
    os.environ.setdefault("DEMO", "1")
    os.environ.setdefault("LOG_JSON", "0")
    os.environ.setdefault("PORTAL_URL", f"http://{host}:{port}")
    os.chdir(ROOT)
    app = create_app()
    run(app, "db", "upgrade")
    if app.config["SETTINGS"].demo:
        if is_empty(app):
            print("The database is empty: loading the demo city …", flush=True)
            run(app, "demo", "load")
        run(app, "demo", "accounts")
    print(f"\nAnbao answers on {app.config['SETTINGS'].portal_url}   (Ctrl-C ends it)\n", flush=True)
    serve(app, host, int(port))


def is_empty(app: Flask) -> bool:
    """Whether no enterprise is there yet."""
    with app.app_context():
        act_as(SYSTEM)
        return not loaded(session())


def run(app: Flask, *command: str) -> None:
    """Run one of the portal's commands in this process."""
    with app.app_context():
        app.cli.main(list(command), prog_name="flask", standalone_mode=False)


if __name__ == "__main__":
    main()
