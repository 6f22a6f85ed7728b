"""A real PostgreSQL 15 in a temporary folder, on a free port."""

import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import tempfile
import time

from program import free_port

BIN = pathlib.Path(os.environ.get("STEPWELL_POSTGRES_BIN", "/usr/lib/postgresql/15/bin"))


class Cluster:
    """Started by `start`, ended by `remove`. Durable as in production: fsync is on."""

    def __init__(self):
        # Short, because the path of a socket has at most 107 bytes.
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="stepwell-pg-", dir="/tmp"))
        self.port = free_port()
        self.process = None
        self.become = []
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
            # PostgreSQL refuses to run as root.
            self.become = ["setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups", "--"]
        self.tool("initdb", "-D", self.folder / "data", "-U", "stepwell", "-A", "trust", "-E", "UTF8",
                  "--locale=C", "--no-sync")

    def tool(self, name, *arguments):
        done = subprocess.run(
            [*self.become, BIN / name, *map(str, arguments)], cwd=self.folder, capture_output=True, text=True,
            timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def url(self, database):
        return f"postgres://stepwell@127.0.0.1:{self.port}/{database}"

    def start(self):
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(
                [*self.become, BIN / "postgres", "-D", self.folder / "data", "-c", "listen_addresses=127.0.0.1",
                 "-c", f"port={self.port}", "-c", f"unix_socket_directories={self.folder}",
                 "-c", "max_connections=100", "-c", "shared_buffers=32MB", "-c", "logging_collector=off"],
                cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        for _ in range(600):
            ready = subprocess.run([BIN / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)], timeout=20)
            if ready.returncode == 0:
                return self
            assert self.process.poll() is None, (self.folder / "log").read_text()
            time.sleep(0.05)
        raise TimeoutError((self.folder / "log").read_text())

    def stop(self, crash=False):
        """Ends it with all its connections: `fast` as an administrator would, or at once as a crash does."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT if crash else signal.SIGINT)
            self.process.wait(timeout=60)

    def remove(self):
        self.stop(crash=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def sql(self, database, text):
        """Runs SQL and gives the rows as lists of texts."""
        said = self.tool("psql", "-h", "127.0.0.1", "-p", self.port, "-U", "stepwell", "-d", database, "-X", "-q",
                         "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-c", text)
        return [line.split("\t") for line in said.splitlines()]
