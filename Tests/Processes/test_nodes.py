"""Two servers on one PostgreSQL: they agree, share the work, and either may die."""

import concurrent.futures
import pathlib
import random
import re
import tempfile
import time

import pytest
from load import Load, missing
from practice import Client, Practice
from program import SOAK, Server, verify

ROUNDS = 60 if SOAK else 8
DATABASE = "practice"


class Nodes:
    """Two servers with one database and one key file."""

    def __init__(self, folder, practice, key, cluster, content):
        self.practice = practice
        self.url = cluster.url(DATABASE)
        options = ("--postgres", self.url, "--key", key, "--content", content)
        self.both = [Server(folder / name, *options) for name in ("one", "two")]

    def client(self, number, who=None):
        return Client(self.both[number], who or self.practice.clinician)


@pytest.fixture(scope="session")
def shared_practice(cluster):
    """A practice set up once in PostgreSQL, and its key file."""
    with tempfile.TemporaryDirectory(prefix="stepwell-processes-") as name:
        key = pathlib.Path(name) / "master.key"
        cluster.sql("postgres", f"CREATE DATABASE {DATABASE}")
        server = Server(pathlib.Path(name) / "node", "--postgres", cluster.url(DATABASE), "--key", key)
        try:
            server.start()
            practice = Practice.found(server)
            server.stop()
            yield practice, key
        finally:
            if server.runs:
                server.kill()


@pytest.fixture(scope="module")
def pair(cluster, shared_practice, lean_content):
    """The two nodes; tests that kill one start it again."""
    practice, key = shared_practice
    with tempfile.TemporaryDirectory(prefix="stepwell-processes-") as name:
        pair = Nodes(pathlib.Path(name), practice, key, cluster, lean_content)
        try:
            yield pair
        finally:
            for server in pair.both:
                if server.runs:
                    server.kill()


@pytest.fixture
def nodes(pair):
    """Both nodes, serving."""
    for server in pair.both:
        if not server.runs:
            server.launch()
    for server in pair.both:
        server.wait()
    return pair


def board(client):
    """Who is on the board, as one node shows it."""
    answer = client.get("/board?all=1")
    assert answer.status == 200, answer
    rows = re.findall(r'href="/patients/([0-9a-f-]{36})"', answer.text)
    return sorted(set(rows))


def test_appends_from_both_nodes_race_and_one_wins_each_version(nodes, seed, capsys):
    patients = [nodes.client(0).register(f"Race {index}") for index in range(3)]
    chance = random.Random(seed)
    rounds = ROUNDS * 4
    won = lost = 0

    def write(number, patient, version, mark):
        return nodes.client(number).note(patient, f"race {mark} from {number}", expecting=version)

    versions = dict.fromkeys(patients, 1)
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        for turn in range(rounds):
            patient = chance.choice(patients)
            tries = [pool.submit(write, number % 2, patient, versions[patient], f"{turn}/{number}")
                     for number in range(4)]
            statuses = sorted(task.result().status for task in tries)
            assert statuses == [201, 409, 409, 409], statuses
            versions[patient] += 1
            won += 1
            lost += 3
    for patient in patients:
        kept = [nodes.client(number).notes(patient) for number in (0, 1)]
        assert kept[0] == kept[1]
        assert len(kept[0]) == versions[patient] - 1
    with capsys.disabled():
        print(f"\ntwo nodes: {rounds} races of 4, {won} won, {lost} told that somebody was first")


def test_appends_without_an_expected_version_succeed_from_both_nodes(nodes):
    patients = [nodes.client(0).register(f"Both {index}") for index in range(3)]
    with Load(nodes.both, nodes.practice.clinician, patients, writers=6, mark="both") as load:
        load.wait(60)
    assert set(load.statuses) <= {201, 503} and load.refusal_codes <= {"record.busy"}, load.refusals
    for number in (0, 1):
        assert missing(nodes.client(number), load.answered) == []
    intact, said = verify("--postgres", nodes.url)
    assert intact, said


def test_boards_of_both_nodes_agree_right_after_each_change(nodes):
    here, there = nodes.client(0), nodes.client(1)
    for index in range(6):
        writer, reader = (here, there) if index % 2 else (there, here)
        patient = writer.register(f"Board {index}")
        assert patient in board(reader), "the other node does not list the patient right after"
        assert board(here) == board(there)
        answer = reader.note(patient, "seen from the other node")
        assert answer.status == 201, answer
    found = there.get("/board?q=Board%203")
    assert "Board 3" in found.text and "Board 4" not in found.text


def test_deactivation_on_one_node_ends_sessions_on_the_other_at_once(nodes):
    token = nodes.practice.invite(nodes.client(0), "leaver@practice.test", "nurse")
    leaver = nodes.client(1, token)
    assert leaver.get("/board").status == 200
    administrator = nodes.client(0, nodes.practice.administrator)
    people = administrator.get("/people").text
    found = [path for path in re.findall(r'href="(/people/[\w-]+)"', people)
             if path != "/people/invite" and "leaver@practice.test" in administrator.get(path).text]
    assert len(found) == 1
    assert administrator.form(found[0] + "/deactivate", {}).status == 303
    refused = leaver.get("/board")
    assert refused.status == 303 and refused.headers["Location"].startswith("/sign-in"), refused
    assert leaver.post("/api/patients", {"name": "Nobody", "born": "1956-03-14"}).status == 401
    again = Client(nodes.both[1]).post("/api/sign-in", {"email": "leaver@practice.test", "password": "x" * 20})
    assert again.status == 401


def test_kill_9_of_either_node_under_load_loses_nothing_and_the_other_serves_on(nodes, seed, capsys):
    chance = random.Random(seed)
    answered = 0
    for turn in range(ROUNDS):
        patients = [nodes.client(0).register(f"Node {turn} patient {index}") for index in range(2)]
        victim = chance.randrange(2)
        dying, other = nodes.both[victim], nodes.both[1 - victim]
        loads = [Load([server], nodes.practice.clinician, patients, writers=3, mark=f"{turn} {side}")
                 for side, server in (("dying", dying), ("other", other))]
        with loads[0], loads[1]:
            time.sleep(chance.uniform(0.05, 0.8))
            dying.kill()
            loads[1].wait(10, seconds=20)
        # One that lost every race of a crowd on one record is told to try again.
        assert set(loads[1].statuses) <= {201, 503} and loads[1].refusal_codes <= {"record.busy"}, loads[1].refusals
        for load in loads:
            assert missing(nodes.client(1 - victim), load.answered) == []
            answered += load.count
        dying.start()
        for load in loads:
            assert missing(nodes.client(victim), load.answered) == []
    intact, said = verify("--postgres", nodes.url)
    assert intact, said
    with capsys.disabled():
        print(f"\ntwo nodes, kill -9 of one: {ROUNDS} rounds, {answered} answered events, all there (seed {seed})")


def test_when_a_node_dies_the_other_looks_at_every_due_stream_within_ten_seconds(nodes, cluster, seed):
    chance = random.Random(seed)
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda index: nodes.client(index % 2).register(f"Due {index}"), range(200)))
    count = int(cluster.sql(DATABASE, "SELECT count(*) FROM stepwell.streams WHERE kind = 'patient'")[0][0])
    # The nodes themselves have to notice: their moments come while both run, and one dies with claims in its hands.
    cluster.sql(DATABASE, "UPDATE stepwell.streams SET leased_until = NULL, "
                "wake_at = (extract(epoch FROM now()) * 1000)::bigint + 200 WHERE kind = 'patient'")
    due = time.monotonic() + 0.2
    question = "SELECT count(*) FROM stepwell.streams WHERE kind = 'patient' AND wake_at <= " \
               "(extract(epoch FROM now()) * 1000)::bigint"
    victim = chance.randrange(2)
    # Not before one of them has begun.
    for _ in range(1000):
        claimed = int(cluster.sql(
            DATABASE, "SELECT count(*) FROM stepwell.streams WHERE leased_until IS NOT NULL")[0][0])
        if claimed or time.monotonic() > due + 6:
            break
        time.sleep(0.01)
    nodes.both[victim].kill()
    died = time.monotonic()
    while (left := int(cluster.sql(DATABASE, question)[0][0])) and time.monotonic() < due + 30:
        time.sleep(0.1)
    assert left == 0
    assert time.monotonic() - died <= 10, f"{count} due streams took {time.monotonic() - died:.1f} s after the death"


def test_postgresql_gone_and_back_is_refused_clearly_and_nothing_answered_is_lost(nodes, cluster, seed, capsys):
    chance = random.Random(seed)
    patients = [nodes.client(0).register(f"Outage {index}") for index in range(3)]
    rounds = 6 if SOAK else 2
    with Load(nodes.both, nodes.practice.clinician, patients, writers=4, mark="outage") as load:
        for turn in range(rounds):
            load.wait(10)
            time.sleep(chance.uniform(0, 0.3))
            cluster.stop(crash=turn % 2 == 1)
            began = time.monotonic()
            for client in (nodes.client(0), nodes.client(1)):
                answer = client.note(patients[0], "while PostgreSQL is away")
                assert answer.status == 503 and answer.headers["Retry-After"], answer
                assert client.get("/board").status == 503
                assert client.get("/reference").status == 200
            assert time.monotonic() - began < 15, "a refusal took too long"
            cluster.start()
            load.wait(10)
    assert set(load.statuses) <= {201, 503}, (load.statuses, load.refusals)
    assert load.statuses[503] > 0
    for number in (0, 1):
        assert missing(nodes.client(number), load.answered) == []
    assert all(server.runs for server in nodes.both)
    intact, said = verify("--postgres", nodes.url)
    assert intact, said
    with capsys.disabled():
        print(f"\nPostgreSQL gone and back: {rounds} rounds, {load.count} answered events, all there")
