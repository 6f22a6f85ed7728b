"""Fills a practice with synthetic patients over HTTP, once; the data folder is kept and copied for each run."""

import json
import pathlib
import shutil
import threading
import time
from datetime import datetime, timedelta, timezone

from .programs import ask, say, stepwell

# How many patients have 50 entries; the others have seven and nothing left to be woken for.
LONG = 200
WORKERS = 16


def iso(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def entries(index, start):
    """A course from its start; as many entries as the yardstick's pages have rows for the first patients."""
    dose = start + timedelta(days=1)
    events = [
        {"type": "course-started", "at": iso(start), "therapy": "teclistamab", "regimen": "monotherapy"},
        {"type": "weighed", "at": iso(start), "weightKg": 60 + index % 40},
        {"type": "dose-given", "at": iso(dose), "dose": "step-up-1"}]
    hours = 46 if index < LONG else 3
    return events + [
        {"type": "vitals", "at": iso(dose + timedelta(hours=hour)), "temperatureC": 36.8} for hour in range(1, hours + 1)]


def fill(program, count, stop=None):
    """Registers patients with a course each; returns their ids. Ends early when `stop` is set or the server is gone."""
    token = program.token("physician@demo.example")
    now = datetime.now(timezone.utc)
    ids = [None] * count

    def work(first):
        connection = program.connect()
        try:
            for index in range(first, count, WORKERS):
                if stop and stop.is_set():
                    return
                start = now - timedelta(days=20 + index % 60)
                answer = ask(connection, "POST", "/api/patients", {
                    "name": f"Load Sample {index}", "born": "1960-01-01", "synthetic": True, "at": iso(start)}, token)
                ask(connection, "POST", f"/api/patients/{answer['id']}/events",
                    {"events": entries(index, start)}, token)
                ids[index] = answer["id"]
        except (OSError, ConnectionError):
            if not stop:
                raise

    threads = [threading.Thread(target=work, args=(first,)) for first in range(WORKERS)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return ids


def filled(keep, count):
    """A folder with `count` patients, made now or found in `keep`, and the patients' ids."""
    home = pathlib.Path(keep) / f"patients-{count}"
    done = home / "ids.json"
    if not done.exists():
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        program = stepwell(home / "data", demo=True)
        try:
            empty, begun = program.resident(), time.monotonic()
            ids = fill(program, count)
            say(what="fill", patients=count, seconds=round(time.monotonic() - begun, 1),
                kb_per_patient_while_filling=round((program.resident() - empty) / max(1, count), 2))
        finally:
            program.stop()
        if any(patient is None for patient in ids):
            raise SystemExit("not every patient was taken; nothing is measured on half a practice")
        done.write_text(json.dumps(ids))
    return home / "data", json.loads(done.read_text())
