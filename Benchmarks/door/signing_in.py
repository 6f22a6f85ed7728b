"""How long a sign-in takes, and how long pages take while people sign in."""

import statistics
import threading
import time

from . import load
from .programs import PASSWORD, ask

EMAILS = [f"{role}@demo.example" for role in ["nurse", "coordinator", "educator", "on-call", "advanced-practice"]]


def measure(program, ids, token, seconds):
    """Two people sign in at a time, one after the other, while 8 connections read pages."""
    waits, stop = [], threading.Event()

    def sign_in(first):
        turn = first
        while not stop.is_set():
            begun = time.perf_counter()
            try:
                ask(program.connect(), "POST", "/api/sign-in", {"email": EMAILS[turn % len(EMAILS)], "password": PASSWORD})
            except SystemExit:
                return
            waits.append((time.perf_counter() - begun) * 1000)
            turn += 2

    alone = load.run(program, load.PAGE, "pages, nobody signs in (8 connections)", seconds, ids, token, connections=8)
    threads = [threading.Thread(target=sign_in, args=(first,)) for first in range(2)]
    [thread.start() for thread in threads]
    try:
        meanwhile = load.run(program, load.PAGE, "pages while people sign in (8 connections)", seconds, ids, token, connections=8)
    finally:
        stop.set()
        [thread.join() for thread in threads]
    return {"sign_ins": len(waits), "median_ms": statistics.median(waits) if waits else 0.0,
            "p99_alone_ms": alone["p99_ms"], "p99_meanwhile_ms": meanwhile["p99_ms"]}
