"""The real program: starting it, stopping it, killing it, and running its commands."""

import os
import pathlib
import random
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("STEPWELL_PROGRAM", ROOT / ".build" / "debug" / "stepwell"))
# However the tests end, and be it by a kill: what they started ends with them.
DIES_WITH_US = ["setpriv", "--pdeathsig", "KILL", "--"]
SOAK = os.environ.get("STEPWELL_SOAK") == "1"


class Ended(Exception):
    """The server ended before it answered; holds its status and what it said."""

    def __init__(self, status, said):
        super().__init__(f"the server ended with status {status}: {said}")
        self.status = status
        self.said = said


# Below the ports that the system gives to clients, and none of them twice: another server that is starting at the same
# time, or a connection of somebody else, cannot take it in between.
_ports = iter(random.SystemRandom().sample(range(12_000, 32_000), 20_000))


def free_port():
    for port in _ports:
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
    raise OSError("no port is free")


def run(*arguments, timeout=60, **environment):
    """Runs one command of the program to its end, with its output as text."""
    return subprocess.run(
        [PROGRAM, *map(str, arguments)], cwd=ROOT, env=plain_environment() | environment, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=timeout)


def verify(*place):
    """Whether every chain is intact, with what the program said."""
    done = run("audit", "verify", *place)
    return done.returncode == 0, done.stdout + done.stderr


def plain_environment():
    """This environment without what would change where the program looks."""
    return {name: value for name, value in os.environ.items() if not name.startswith("STEPWELL_")}


class Server:
    """One server process; output goes to files beside the data folder, so nothing ever waits for a reader."""

    def __init__(self, data, *options, name="server", scheme="http"):
        self.data = pathlib.Path(data)
        self.options = [str(option) for option in options]
        self.scheme = scheme
        self.port = None
        self.process = None
        self.out = self.data.parent / f"{self.data.name}-{name}.out"
        self.err = self.data.parent / f"{self.data.name}-{name}.err"

    @property
    def address(self):
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def launch(self, *more):
        """Starts the process and does not wait for it."""
        self.port = free_port()
        with open(self.out, "ab") as out, open(self.err, "ab") as err:
            self.process = subprocess.Popen(
                [*DIES_WITH_US, PROGRAM, "serve", "--data", self.data, "--port", str(self.port), *self.options, *more],
                cwd=ROOT, env=plain_environment(), stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        return self

    def start(self, *more):
        """Starts it and returns when it answers."""
        self.launch(*more)
        return self.wait()

    def wait(self, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise Ended(self.process.returncode, self.err.read_text().strip())
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                    return self
            except OSError:
                time.sleep(0.02)
        raise TimeoutError(f"no answer at {self.address}: {self.err.read_text()}")

    @property
    def runs(self):
        return self.process is not None and self.process.poll() is None

    def kill(self):
        """As a power cut does to a process: no chance to finish anything."""
        if self.runs:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=20)

    def stop(self):
        """As an administrator stops it; killed when it does not end."""
        if not self.runs:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError("the server did not end in 30 s after SIGTERM")

    def said(self):
        """Everything this server has printed in all its runs."""
        return self.out.read_text() + self.err.read_text()


def answers(address, path="/reference", timeout=5):
    """The status of a plain GET; 0 when there is no answer."""
    try:
        with urllib.request.urlopen(address + path, timeout=timeout) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0
