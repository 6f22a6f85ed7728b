#!/usr/bin/env python3
"""Durable posts and audited patient pages of the real server, beside a bare C server, in one run.

    STEPWELL_YARDSTICKS=FOLDER Benchmarks/ingest.py [PATIENTS] [SECONDS] [ROUNDS]

Starts .build/release/stepwell with the demo practice (sessions, roles, encryption and audit on, as always), adds
PATIENTS synthetic patients over HTTP, then in each round runs wrk with 32 connections: the C server's POST (when its
program is in FOLDER/epoll), ours, and our patient page. Every answer of ours is on disk before it is given. Prints one
JSON line for each figure. Needs wrk.
"""

import http.client
import json
import os
import pathlib
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from datetime import datetime, timedelta, timezone

ROOT = pathlib.Path(__file__).resolve().parents[1]
PROGRAM = pathlib.Path(os.environ.get("STEPWELL_PROGRAM", ROOT / ".build" / "release" / "stepwell"))
PATIENTS = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
SECONDS = int(sys.argv[2]) if len(sys.argv) > 2 else 6
ROUNDS = int(sys.argv[3]) if len(sys.argv) > 3 else 3
PASSWORD = "synthetic-heron-47-lantern"
DONE = """
done = function(s, l, r)
  io.write(string.format('WRK {"requests":%d,"per_second":%.0f,"p50_ms":%.2f,"p99_ms":%.2f,"refused":%d,"socket_errors":%d}\\n',
    s.requests, s.requests / (s.duration / 1e6), l:percentile(50) / 1000, l:percentile(99) / 1000, s.errors.status,
    s.errors.connect + s.errors.read + s.errors.write + s.errors.timeout))
end
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait(port, path):
    for _ in range(600):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", path)
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.05)
    raise SystemExit("the server did not answer")


def ask(connection, method, path, body=None, token=None):
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = "Bearer " + token
    connection.request(method, path, json.dumps(body) if body is not None else None, headers)
    response = connection.getresponse()
    data = response.read()
    if response.status >= 300:
        raise SystemExit(f"{path}: {response.status} {data[:200]}")
    return json.loads(data) if data.startswith(b"{") else {}


def iso(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def fill(port, token, count):
    now = datetime.now(timezone.utc)
    ids = [None] * count

    def work(first):
        connection = http.client.HTTPConnection("127.0.0.1", port)
        for index in range(first, count, 16):
            start = now - timedelta(days=20 + index % 60)
            answer = ask(connection, "POST", "/api/patients", {
                "name": f"Load Sample {index}", "born": "1960-01-01", "synthetic": True, "at": iso(start)}, token)
            ids[index] = answer["id"]
            if index < 200:
                events = [{"type": "course-started", "at": iso(start), "therapy": "teclistamab", "regimen": "monotherapy"},
                          {"type": "weighed", "at": iso(start), "weightKg": 60 + index % 40},
                          {"type": "dose-given", "at": iso(start + timedelta(days=1)), "dose": "step-up-1"}]
                events += [{"type": "vitals", "at": iso(start + timedelta(days=1, hours=hour)), "temperatureC": 36.8}
                           for hour in range(1, 47)]
                ask(connection, "POST", f"/api/patients/{answer['id']}/events", {"events": events}, token)

    threads = [threading.Thread(target=work, args=(first,)) for first in range(16)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return ids


def wrk(port, script, label):
    with tempfile.NamedTemporaryFile("w", suffix=".lua", delete=False) as file:
        file.write(script + DONE)
    result = subprocess.run(
        ["wrk", "-t1", "-c32", f"-d{SECONDS}s", "--latency", "-s", file.name, f"http://127.0.0.1:{port}"],
        capture_output=True, text=True)
    os.unlink(file.name)
    found = re.search(r"WRK (\{.*\})", result.stdout)
    figures = json.loads(found.group(1)) if found else {"error": result.stdout[-200:]}
    print(json.dumps({"what": label, **figures, "load": round(os.getloadavg()[0], 1)}), flush=True)
    return figures


def post_script(ids, token):
    return "local ids = {" + ",".join(f'"{i}"' for i in ids) + "}\n" + """
local n = 0
request = function()
  n = n + 1
  local at = os.date("!%Y-%m-%dT%H:%M:%SZ", os.time() - 2)
  return wrk.format("POST", "/api/patients/" .. ids[(n % #ids) + 1] .. "/events",
    {["Content-Type"] = "application/json", ["Authorization"] = "Bearer """ + token + """"},
    '{"type":"vitals","at":"' .. at .. '","temperatureC":37.2,"heartRate":72,"oxygenSaturation":97}')
end
"""


def page_script(ids, token):
    return "local ids = {" + ",".join(f'"{i}"' for i in ids) + "}\n" + """
local n = 0
request = function()
  n = n + 1
  return wrk.format("GET", "/patients/" .. ids[(n % #ids) + 1], {["Authorization"] = "Bearer """ + token + """"})
end
"""


YARDSTICK_POST = """
local t = 1763700000
request = function()
  t = t + 1
  return wrk.format("POST", "/checkin", {["Content-Type"] = "application/json"},
    string.format('{"patient":%d,"at":%d,"temp":%.1f,"chills":false,"dizzy":%s,"confused":false,"breath":false,"note":"rested"}',
      math.random(0, 199), t, 36 + math.random() * 3, math.random() < 0.1 and "true" or "false"))
end
"""


def yardstick(folder):
    """The C server with group commit, on a database of its own; None where it was not built."""
    program = folder / "epoll"
    if not program.exists():
        return None, None
    data = tempfile.mkdtemp()
    database = pathlib.Path(data) / "yardstick.db"
    seed = os.environ.get("STEPWELL_YARDSTICK_SEED")
    if seed:
        subprocess.run([sys.executable, seed, str(database), "10000"], check=True)
    port = free_port()
    return subprocess.Popen([program, str(port), str(database), "sqlite"], stdout=subprocess.DEVNULL), port


def memory(process):
    for line in open(f"/proc/{process.pid}/status"):
        if line.startswith("VmRSS"):
            return int(line.split()[1])


def main():
    folder = tempfile.mkdtemp()
    port = free_port()
    server = subprocess.Popen(
        [PROGRAM, "serve", "--demo", "--data", folder, "--port", str(port)], cwd=ROOT, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL)
    rival, rival_port = yardstick(pathlib.Path(os.environ.get("STEPWELL_YARDSTICKS", "/nonexistent")))
    try:
        wait(port, "/reference")
        connection = http.client.HTTPConnection("127.0.0.1", port)
        token = ask(connection, "POST", "/api/sign-in", {"email": "physician@demo.example", "password": PASSWORD})["token"]
        before = memory(server)
        begun = time.monotonic()
        ids = fill(port, token, PATIENTS)
        print(json.dumps({"what": "fill", "patients": PATIENTS, "seconds": round(time.monotonic() - begun, 1),
                          "kb_per_patient": round((memory(server) - before) / PATIENTS, 2)}), flush=True)
        ratios = []
        for _ in range(ROUNDS):
            theirs = wrk(rival_port, YARDSTICK_POST, "C server, POST") if rival else None
            spread = ids[200:2200] or ids
            ours = wrk(port, post_script(spread, token), "POST, audited")
            wrk(port, page_script(ids[:200], token), "patient page of 50 entries, audited")
            if theirs:
                ratios.append(ours["per_second"] / theirs["per_second"])
        if ratios:
            print(json.dumps({"what": "POST, of the C server", "median": round(statistics.median(ratios), 2)}))
        signing_in(port, token, ids)
        print(json.dumps({"what": "resident", "mb": round(memory(server) / 1024, 1)}))
    finally:
        for process in [server, rival]:
            if process:
                process.terminate()
                process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def signing_in(port, token, ids):
    """How long a sign-in takes, and how long other requests take meanwhile."""
    waits, others = [], []
    stop = threading.Event()

    def browse():
        connection = http.client.HTTPConnection("127.0.0.1", port)
        while not stop.is_set():
            begun = time.perf_counter()
            connection.request("GET", f"/patients/{ids[0]}", headers={"Authorization": "Bearer " + token})
            connection.getresponse().read()
            others.append((time.perf_counter() - begun) * 1000)
            time.sleep(0.005)

    thread = threading.Thread(target=browse)
    thread.start()
    for role in ["nurse", "pharmacist", "coordinator", "educator", "on-call", "administrator"]:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        begun = time.perf_counter()
        ask(connection, "POST", "/api/sign-in", {"email": f"{role}@demo.example", "password": PASSWORD})
        waits.append((time.perf_counter() - begun) * 1000)
    stop.set()
    thread.join()
    others.sort()
    print(json.dumps({"what": "sign-in", "median_ms": round(statistics.median(waits), 0),
                      "pages_meanwhile_p99_ms": round(others[int(len(others) * 0.99) - 1], 1)}))


main()
