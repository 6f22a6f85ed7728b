"""Starts and stops the programs that are measured, and reads what they hold in memory."""

import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
STEPWELL = pathlib.Path(os.environ.get("STEPWELL_PROGRAM", ROOT / ".build" / "release" / "stepwell"))
PASSWORD = "synthetic-heron-47-lantern"
# The demo practice's own site, so that its accounts keep their patients when the folder is served without --demo.
SITE = "site: demo\nname: Demo practice\nzone: America/Chicago\n"


def say(**figures):
    print(json.dumps({**figures, "load": round(os.getloadavg()[0], 1)}), flush=True)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ask(connection, method, path, body=None, token=None):
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = "Bearer " + token
    connection.request(method, path, json.dumps(body) if body is not None else None, headers)
    response = connection.getresponse()
    data = response.read()
    if response.status >= 300:
        raise SystemExit(f"{method} {path}: {response.status} {data[:200]}")
    return json.loads(data) if data.startswith(b"{") else {}


class Program:
    """A server process on a port of its own; `path` answers once it is ready."""

    def __init__(self, command, path, cwd=None, env=None, limit=120):
        self.port = free_port()
        begun = time.monotonic()
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            [part.replace("PORT", str(self.port)) for part in command], cwd=cwd, stdout=self.log, stderr=self.log,
            env={**os.environ, **(env or {})})
        while not self.answers(path):
            if self.process.poll() is not None or time.monotonic() - begun > limit:
                self.kill()
                self.log.seek(0)
                raise SystemExit(f"{command[0]} did not answer: {self.log.read()[-500:]}")
            time.sleep(0.01)
        self.seconds = time.monotonic() - begun

    def answers(self, path):
        try:
            connection = self.connect()
            connection.request("GET", path)
            connection.getresponse().read()
            return True
        except OSError:
            return False

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)

    def token(self, email):
        return ask(self.connect(), "POST", "/api/sign-in", {"email": email, "password": PASSWORD})["token"]

    def resident(self):
        """Resident memory in KiB."""
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))

    def cpu(self):
        """CPU seconds used so far."""
        with open(f"/proc/{self.process.pid}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def settle(self, limit=300):
        """Waits until it has been idle for six seconds: longer than the waker's pause."""
        begun, quiet, before = time.monotonic(), 0, self.cpu()
        while quiet < 6 and time.monotonic() - begun < limit:
            time.sleep(1)
            now = self.cpu()
            quiet = quiet + 1 if now - before < 0.05 else 0
            before = now

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def stepwell(folder, *options, demo=False):
    """Our server on a data folder."""
    site = pathlib.Path(folder).parent / "site.yaml"
    site.write_text(SITE)
    kind = ["--demo"] if demo else ["--site", str(site)]
    return Program(
        [str(STEPWELL), "serve", *kind, "--data", str(folder), "--port", "PORT", *options], "/reference", cwd=ROOT)


def knows(option):
    """Whether the program has an option, hidden ones included."""
    return option in subprocess.run([STEPWELL, "serve", "--help-hidden"], capture_output=True, text=True).stdout


def copy(folder, to):
    shutil.copytree(folder, to)
    return to
