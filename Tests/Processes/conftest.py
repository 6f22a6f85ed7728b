"""What the process tests share: folders that vanish, a practice to copy, a PostgreSQL."""

import os
import pathlib
import random
import shutil
import tempfile

import pytest
from cluster import Cluster
from practice import Practice
from program import ROOT, Server


@pytest.fixture
def folder():
    with tempfile.TemporaryDirectory(prefix="stepwell-processes-") as name:
        yield pathlib.Path(name)


@pytest.fixture
def servers():
    """Makes servers that are gone when the test is over, however it ends."""
    made = []

    def make(*arguments, **named):
        made.append(Server(*arguments, **named))
        return made[-1]

    yield make
    for server in made:
        if server.runs:
            server.kill()


@pytest.fixture(scope="session")
def template():
    """A practice in a folder, set up once and stopped: tests copy it."""
    with tempfile.TemporaryDirectory(prefix="stepwell-processes-") as name:
        server = Server(pathlib.Path(name) / "practice")
        try:
            server.start()
            practice = Practice.found(server)
            server.stop()
            yield practice
        finally:
            if server.runs:
                server.kill()


@pytest.fixture
def practice(template, folder):
    """A practice of this test's own."""
    return template.copy(folder / "practice")


@pytest.fixture(scope="session")
def lean_content():
    """The content with one therapy and no more than a course needs, so that a server that is started often starts fast."""
    with tempfile.TemporaryDirectory(prefix="stepwell-processes-") as name:
        folder = pathlib.Path(name) / "Content"
        therapies = [file for file in (ROOT / "Content" / "therapies").iterdir() if "use: reference" not in file.read_text()]
        therapies.sort(key=lambda file: file.stat().st_size)
        others = {file.name for file in (ROOT / "Content" / "therapies").iterdir()} - {therapies[0].name}
        skipped = others | {"reference", "management", "medicines", "scales", "search.yaml", "changes.yaml"}
        shutil.copytree(ROOT / "Content", folder, ignore=lambda _, names: skipped.intersection(names))
        yield folder


@pytest.fixture(scope="session")
def cluster():
    cluster = Cluster()
    try:
        yield cluster.start()
    finally:
        cluster.remove()


@pytest.fixture
def seed(request):
    """Chance, the same again with STEPWELL_SEED; printed where a test fails."""
    value = int(os.environ.get("STEPWELL_SEED") or random.SystemRandom().randrange(1 << 32))
    print(f"STEPWELL_SEED={value}")
    return value
