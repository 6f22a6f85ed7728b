#!/usr/bin/env python3
"""Measures the server with a large practice: start, memory, board, patient page, durable appends over HTTP.

    Benchmarks/server.py [PATIENTS] [SECONDS]

Starts .build/release/stepwell on a free port with a data folder of its own, fills it through the HTTP interface with
synthetic patients, then starts it again and measures. Prints one JSON line for each figure.
"""

import http.client
import json
import pathlib
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from datetime import datetime, timedelta, timezone

ROOT = pathlib.Path(__file__).resolve().parents[1]
PROGRAM = ROOT / ".build" / "release" / "stepwell"
PATIENTS = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
SECONDS = float(sys.argv[2]) if len(sys.argv) > 2 else 6


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    def __init__(self, data):
        self.port = free_port()
        self.begun = time.monotonic()
        self.process = subprocess.Popen(
            [PROGRAM, "serve", "--data", data, "--port", str(self.port)], cwd=ROOT, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        while True:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                connection.request("GET", "/board")
                connection.getresponse().read()
                break
            except OSError:
                time.sleep(0.002)
        self.ready = time.monotonic() - self.begun

    def memory(self):
        for line in open(f"/proc/{self.process.pid}/status"):
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024

    def stop(self):
        self.process.terminate()
        self.process.wait()


def post(connection, path, body):
    connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
    response = connection.getresponse()
    data = response.read()
    if response.status >= 300:
        raise RuntimeError(f"{path}: {response.status} {data[:200]}")
    return json.loads(data)


def times(port, path, count):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    found = []
    for _ in range(count):
        begun = time.perf_counter()
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        assert response.status == 200, (path, response.status)
        found.append((time.perf_counter() - begun) * 1000)
    found.sort()
    return {"median_ms": round(statistics.median(found), 2), "p99_ms": round(found[int(len(found) * 0.99) - 1], 2)}


def iso(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def fill(port, count):
    """Registers synthetic patients at different places of a course."""
    now = datetime.now(timezone.utc)
    ids = [None] * count

    def work(first):
        connection = http.client.HTTPConnection("127.0.0.1", port)
        for index in range(first, count, 8):
            start = now - timedelta(days=20 + index % 60)
            answer = post(connection, "/api/patients", {
                "name": f"Load Sample {index}", "born": "1960-01-01", "synthetic": True, "at": iso(start)})
            ids[index] = answer["id"]
            events = [
                {"type": "course-started", "at": iso(start), "therapy": "teclistamab", "regimen": "monotherapy"},
                {"type": "weighed", "at": iso(start), "weightKg": 60 + index % 40},
                {"type": "dose-given", "at": iso(start + timedelta(days=1)), "dose": "step-up-1"},
                {"type": "dose-given", "at": iso(start + timedelta(days=4)), "dose": "step-up-2"},
                {"type": "dose-given", "at": iso(start + timedelta(days=7)), "dose": "first-treatment"},
                {"type": "vitals", "at": iso(start + timedelta(days=7, hours=6)), "temperatureC": 37.1},
            ]
            post(connection, f"/api/patients/{answer['id']}/events", {"events": events})

    threads = [threading.Thread(target=work, args=(first,)) for first in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ids


def wrk(port, ids):
    """Check-in-sized appends from 32 connections, each answered after it is on disk."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua", delete=False) as script:
        script.write("local ids = {" + ",".join(f'"{i}"' for i in ids[:2000]) + "}\n")
        script.write('''
local n = 0
request = function()
  n = n + 1
  local id = ids[(n % #ids) + 1]
  local at = os.date("!%Y-%m-%dT%H:%M:%SZ", os.time() - 2)
  return wrk.format("POST", "/api/patients/" .. id .. "/events", {["Content-Type"] = "application/json"},
    '{"type":"vitals","at":"' .. at .. '","temperatureC":37.2,"heartRate":72,"oxygenSaturation":97}')
end
''')
    result = subprocess.run(
        ["wrk", "-t1", "-c32", f"-d{int(SECONDS)}s", "--latency", "-s", script.name, f"http://127.0.0.1:{port}"],
        capture_output=True, text=True)
    return result.stdout


def main():
    with tempfile.TemporaryDirectory() as data:
        server = Server(data)
        begun = time.monotonic()
        ids = fill(server.port, PATIENTS)
        print(json.dumps({"what": "fill", "patients": PATIENTS, "seconds": round(time.monotonic() - begun, 1)}), flush=True)
        server.stop()
        server = Server(data)
        print(json.dumps({"what": "ready after start", "patients": PATIENTS, "seconds": round(server.ready, 3)}))
        print(json.dumps({"what": "board", **times(server.port, "/board", 50)}))
        print(json.dumps({"what": "patient page, first look", **times_once(server.port, ids[:200])}))
        print(json.dumps({"what": "patient page, again", **times(server.port, f"/patients/{ids[0]}", 200)}))
        print(json.dumps({"what": "memory", "resident_mb": round(server.memory(), 1)}), flush=True)
        print(wrk(server.port, ids))
        print(json.dumps({"what": "memory after load", "resident_mb": round(server.memory(), 1)}))
        server.stop()


def times_once(port, ids):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    found = []
    for identifier in ids:
        begun = time.perf_counter()
        connection.request("GET", f"/patients/{identifier}")
        response = connection.getresponse()
        response.read()
        found.append((time.perf_counter() - begun) * 1000)
    found.sort()
    return {"median_ms": round(statistics.median(found), 2), "p99_ms": round(found[int(len(found) * 0.99) - 1], 2)}


main()
