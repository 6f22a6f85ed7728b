"""Kill -9 at any moment loses nothing that was answered."""

import concurrent.futures
import random
import time

from load import Load, missing
from practice import Client
from program import SOAK, verify

HOUSES = 3
ROUNDS = 400 if SOAK else 150


def test_kill_9_at_random_moments_under_load_loses_nothing_that_was_answered(
        template, folder, servers, lean_content, seed, capsys):
    def house(number):
        practice = template.copy(folder / f"house-{number}")
        server = servers(practice.data, "--content", lean_content)
        return torture(practice, server, random.Random(seed + number), number)

    # Several practices at once, so that one's start does not leave the disk and the processors idle.
    with concurrent.futures.ThreadPoolExecutor(HOUSES) as pool:
        results = list(pool.map(house, range(HOUSES)))
    rounds = sum(rounds for rounds, _ in results)
    answered = sum(answered for _, answered in results)
    assert rounds == ROUNDS // HOUSES * HOUSES
    assert answered > rounds, "the load was too small to show anything"
    with capsys.disabled():
        print(f"\nkill -9: {rounds} rounds, {answered} answered events, all there (seed {seed})")


def torture(practice, server, chance, number):
    """Kills and checks again and again; gives rounds and answered events."""
    told = {}
    latest = {}
    rounds = ROUNDS // HOUSES
    for turn in range(rounds):
        if chance.random() < 0.15:
            # While it starts: opening, migrating, reading and making up summaries.
            server.launch()
            time.sleep(chance.uniform(0, 1.2))
            server.kill()
        server.start()
        client = Client(server, practice.clinician)
        assert missing(client, latest) == []
        assert server.runs, "somebody else ended the server, or took its port"
        latest = one_round(practice, server, client, chance, f"house {number} round {turn}")
        told |= latest
    server.start()
    assert missing(Client(server, practice.clinician), told) == []
    assert Client(server, practice.administrator).get("/people").status == 200
    intact, said = verify("--data", practice.data)
    assert intact, said
    server.stop()
    intact, said = verify("--data", practice.data)
    assert intact, said
    return rounds, sum(len(texts) for texts in told.values())


def one_round(practice, server, client, chance, mark):
    """Load on new patients, ended by a kill in the middle of it; gives what was answered."""
    patients = [client.register(f"Kill {mark} patient {index}") for index in range(chance.randint(1, 3))]
    client.close()
    with Load([server], practice.clinician, patients, writers=chance.randint(1, 6), mark=mark) as load:
        time.sleep(chance.uniform(0.02, 0.4))
        server.kill()
    # One that lost every race of a crowd on one record is told to try again.
    assert set(load.statuses) <= {201, 503, "lost"} and load.refusal_codes <= {"record.busy"}, load.refusals
    return load.answered
