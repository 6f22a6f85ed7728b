#!/usr/bin/env python3
"""The door under load: durable posts and audited pages beside a C server and FastAPI, and what idle patients cost.

    swift build -c release --product stepwell
    STEPWELL_YARDSTICKS=FOLDER STEPWELL_YARDSTICK_PYTHON=V/bin/python Benchmarks/ingest.py --patients 50000 --keep CACHE

Needs wrk. A practice of synthetic patients is filled over HTTP by the demo practice, once with --keep; everything is measured on
copies of its data folder, served as a real practice (sessions, roles, encryption, audit). Each round runs every contender once,
one after the other. Prints a JSON line for each figure, then the goals with the median of the rounds and [lowest .. highest].
"""

import argparse
import pathlib
import tempfile

from door import idle, killing, load, practice, signing_in, yardsticks
from door.programs import copy, knows, say, stepwell
from door.report import Rounds, goal, table

# May record and read, and needs no second factor.
EMAIL = "nurse@demo.example"
WITHOUT = "--measure-without"
PARTS = ["memory", "rounds", "sign-in", "kill"]


def options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--patients", type=int, default=5000)
    parser.add_argument("--seconds", type=int, default=6, help="of each contender in each round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", help="a folder where filled practices are kept for the next time")
    parser.add_argument("--only", default=",".join(PARTS), help="some of " + ", ".join(PARTS))
    return parser.parse_args()


def contenders(scratch, data, started):
    """(label, run for some seconds) of everything that takes part in a round."""
    run, ids = [], practice_ids(data)

    def add(label, program, script, ids=(), token=""):
        run.append((label, lambda seconds: load.run(program, script, label, seconds, ids, token)))

    def start(program):
        if program:
            started.append(program)
        return program

    c, fastapi = start(yardsticks.c_server(scratch)), start(yardsticks.fastapi(scratch))
    ours, bare = start(stepwell(copy(data[0], scratch / "ours"))), None
    if knows(WITHOUT):
        bare = start(stepwell(copy(data[0], scratch / "bare"), WITHOUT, "audit,sessions"))
    else:
        say(what="without audit and sessions", left_out=f"this program has no {WITHOUT}")
    servers = [("ours", ours)] + ([("bare", bare)] if bare else [])
    tokens = {name: program.token(EMAIL) for name, program in servers}
    if c:
        add("C POST", c, load.YARDSTICK_POST)
    if fastapi:
        add("FastAPI POST", fastapi, load.YARDSTICK_POST)
    for name, program in servers:
        add(name + " POST", program, load.POST, ids[1], tokens[name])
    # With everybody's records not all in memory, as in a practice.
    add("ours POST, anybody", ours, load.POST, data[1][practice.LONG:] or ids[1], tokens["ours"])
    for name, program in servers:
        add(name + " page", program, load.PAGE, ids[0], tokens[name])
    if fastapi:
        add("FastAPI page", fastapi, load.YARDSTICK_PAGE)
    add("ours board", ours, load.BOARD, token=tokens["ours"])
    return run, ours, tokens["ours"]


def practice_ids(data):
    """Patients with long records, for pages, and as many others as the yardstick has, for posts."""
    ids = data[1]
    return ids[:practice.LONG], ids[practice.LONG:practice.LONG * 2] or ids


def compare(rounds):
    figure = rounds.values
    rows = []
    for name, note in [("ours", ""), ("bare", ", without audit and sessions")]:
        if not figure(name + " POST", "per_second"):
            continue
        post, page = name + " POST", name + " page"
        rows += [
            goal("POST a second" + note, figure(post, "per_second"), form="{:.0f}"),
            goal("POST CPU, ms" + note, figure(post, "cpu_ms")),
            goal("POST / C server" + note, figure(post, "per_second", "C POST"), at_least=0.5),
            goal("POST p99 / C server's" + note, figure(post, "p99_ms", "C POST"), at_most=1.5),
            goal("POST / FastAPI" + note, figure(post, "per_second", "FastAPI POST"), at_least=5.5),
            goal("page a second" + note, figure(page, "per_second"), at_least=3000, form="{:.0f}"),
            goal("page CPU, ms" + note, figure(page, "cpu_ms")),
            goal("page p99, ms" + note, figure(page, "p99_ms"), at_most=15),
            goal("page / FastAPI" + note, figure(page, "per_second", "FastAPI page"),
                 at_least=5 if name == "bare" else None),
        ]
    return rows + [
        goal("POST a second, to anybody", figure("ours POST, anybody", "per_second"), form="{:.0f}"),
        goal("board CPU, ms (everybody)", figure("ours board", "cpu_ms")),
        goal("board a second (everybody)", figure("ours board", "per_second"), form="{:.0f}")]


def main():
    given = options()
    parts, rows = given.only.split(","), []
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        data = practice.filled(given.keep or scratch / "kept", given.patients)
        if "memory" in parts:
            kilobytes, seconds, cpu = idle.measure(data[0], given.patients, given.rounds)
            rows += [goal("KB a patient, idle after restart", kilobytes, at_most=2),
                     goal("ready after start, s", seconds), goal("CPU until ready, s", cpu)]
        if "rounds" in parts or "sign-in" in parts:
            rows += load_rows(given, parts, scratch, data)
        if "kill" in parts:
            rows += [goal("ready after kill -9, s", [killing.measure(copy(data[0], scratch / "killed"), EMAIL)])]
    print()
    table(rows)


def load_rows(given, parts, scratch, data):
    started, rows = [], []
    try:
        run, ours, token = contenders(scratch, data, started)
        rounds = Rounds()
        for _ in range(given.rounds if "rounds" in parts else 0):
            rounds.add({label: measure(given.seconds) for label, measure in run})
        rows += compare(rounds) if "rounds" in parts else []
        if "sign-in" in parts:
            found = signing_in.measure(ours, practice_ids(data)[0], token, given.seconds)
            say(what="sign-in", **found)
            rows += [goal("sign-in, ms (two at a time, under load)", [found["median_ms"]], form="{:.0f}"),
                     goal("page p99 while people sign in, ms", [found["p99_meanwhile_ms"]]),
                     goal("page p99 of the same load alone, ms", [found["p99_alone_ms"]])]
        say(what="resident after the load", mb=round(ours.resident() / 1024, 1))
    finally:
        for program in started:
            program.stop()
    return rows


if __name__ == "__main__":
    main()
