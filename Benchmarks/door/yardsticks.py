"""What the server is judged by: the C server (epoll, SQLite, group commit) and FastAPI with a commit per request.

Neither is part of this project. STEPWELL_YARDSTICKS names the folder that has them: `epoll.c`, `server.py` and `seed.py`, in it or
in its folder `ingest`. STEPWELL_YARDSTICK_PYTHON is a Python with fastapi, uvicorn, uvloop, httptools and jinja2. What is absent is
said and left out.
"""

import os
import pathlib
import subprocess
import sys

from .programs import Program, say

ROWS = "10000"


def folder():
    named = os.environ.get("STEPWELL_YARDSTICKS")
    if not named:
        return None
    inner = pathlib.Path(named) / "ingest"
    return inner if inner.is_dir() else pathlib.Path(named)


def missing(what, why):
    say(what=what, left_out=why)


def database(source, path):
    subprocess.run([sys.executable, str(source / "seed.py"), str(path), ROWS], check=True)
    return path


def c_server(scratch):
    source = folder()
    if not source or not (source / "epoll.c").exists() or not (source / "seed.py").exists():
        return missing("C server", "STEPWELL_YARDSTICKS names no folder with epoll.c and seed.py")
    program = scratch / "epoll"
    build = subprocess.run(
        ["gcc", "-O3", "-w", "-o", str(program), str(source / "epoll.c"), "-lsqlite3"], capture_output=True, text=True)
    if build.returncode:
        return missing("C server", "gcc could not build it: " + build.stderr.strip()[-200:])
    path = database(source, scratch / "c.db")
    return Program([str(program), "PORT", str(path), "sqlite"], "/patient/1")


def fastapi(scratch):
    source, python = folder(), os.environ.get("STEPWELL_YARDSTICK_PYTHON")
    if not source or not python or not (source / "server.py").exists():
        return missing("FastAPI", "needs STEPWELL_YARDSTICKS with server.py and STEPWELL_YARDSTICK_PYTHON")
    path = database(source, scratch / "fastapi.db")
    return Program(
        [python, "-m", "uvicorn", "server:app", "--port", "PORT", "--no-access-log", "--log-level", "warning"],
        "/patient/1", cwd=source, env={"DB": str(path), "MODE": "async", "PYTHONDONTWRITEBYTECODE": "1"})
