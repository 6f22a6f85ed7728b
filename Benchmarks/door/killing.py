"""kill -9 while patients are registered: how soon the server is back, and whether everything answered is there."""

import threading
import time

from .programs import ask, say, stepwell


def measure(folder, email, wait=4.0, workers=8):
    """Returns seconds until the server answers again on the folder it was killed on."""
    program = stepwell(folder)
    token = program.token(email)
    answered, stop = [], threading.Event()

    def register(first):
        connection = program.connect()
        number = first
        while not stop.is_set():
            try:
                body = {"name": f"Killed Sample {number}", "born": "1960-01-01", "synthetic": True}
                answered.append(ask(connection, "POST", "/api/patients", body, token)["id"])
            except Exception:
                return
            number += workers

    threads = [threading.Thread(target=register, args=(first,)) for first in range(workers)]
    [thread.start() for thread in threads]
    time.sleep(wait)
    program.kill()
    stop.set()
    [thread.join() for thread in threads]
    again = stepwell(folder)
    try:
        token, connection = again.token(email), again.connect()
        for patient in answered:
            ask(connection, "GET", f"/api/patients/{patient}/advice", token=token)
        say(what="kill -9 while registering", answered=len(answered), lost=0, ready_s=round(again.seconds, 2))
        return again.seconds
    finally:
        again.stop()
