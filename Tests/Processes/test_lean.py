"""Check-ins come by a way of their own, without the framework: it must not be told apart from the other one."""

import http.client
import json
import re
import socket
import time

import pytest
from practice import Client, now
from program import SOAK, answers, verify


@pytest.fixture
def server(practice, servers):
    return servers(practice.data).start()


@pytest.fixture
def client(server, practice):
    return Client(server, practice.clinician)


def request(client, patient, body, **headers):
    fields = {"Host": "localhost", "Content-Type": "application/json", "Content-Length": str(len(body)),
              "Authorization": f"Bearer {client.token}"}
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value is not None)
    return f"POST /api/patients/{patient}/events HTTP/1.1\r\n{head}\r\n".encode() + body


def note(text, **more):
    return json.dumps({"type": "note", "at": now(), "text": text} | more).encode()


class Wire:
    """One connection, read answer by answer."""

    def __init__(self, server, timeout=20):
        self.socket = socket.create_connection(("127.0.0.1", server.port), timeout=timeout)
        self.file = self.socket.makefile("rb")

    def send(self, data):
        self.socket.sendall(data)

    def answer(self):
        line = self.file.readline()
        if not line:
            return None
        headers = http.client.parse_headers(self.file)
        body = self.file.read(int(headers.get("Content-Length", 0)))
        return int(line.split()[1]), {name.lower(): value for name, value in headers.items()}, body


def both(server, client, patient, body, **headers):
    """The same request by the lean way and, because its connection is to be closed, by the framework's."""
    given = []
    for more in ({}, {"Connection": "close"}):
        wire = Wire(server)
        wire.send(request(client, patient, body, **headers, **more))
        status, fields, said = wire.answer()
        fields.pop("connection", None)
        fields.pop("date")
        # A refusal of what lies ahead names the moment it was refused at.
        said = re.sub(rb"now [-0-9T:.]+Z", b"now", said)
        fields["content-length"] = str(len(said))
        given.append((status, fields, said))
    return given


def test_both_ways_in_answer_alike_whatever_they_are_asked(server, client, practice):
    patient = client.register("Alike")
    assert client.note(patient, "one").status == 201
    lean, framework = both(server, client, patient, note("two"))
    assert (lean[0], framework[0]) == (201, 201)
    assert json.loads(lean[2])["version"] + 1 == json.loads(framework[2])["version"]
    assert lean[1] == framework[1]
    old = note("old", expecting=1)
    bodies = [b"", b"{", b"[]", b'{"type":"note"}', b'{"type":"nothing","at":"2026-11-01T00:00:00Z"}',
              note(""), note("x", words="y"), old, note("x", at="2126-01-01T00:00:00Z"), b"[" * 9000,
              json.dumps({"type": "course-started", "at": now(), "therapy": "no-such"}).encode(),
              json.dumps({"events": []}).encode()]
    for body in bodies:
        lean, framework = both(server, client, patient, body)
        assert lean == framework, body[:60]
        assert lean[0] >= 400, body[:60]
    for headers in [{"Authorization": None}, {"Authorization": "Bearer " + "A" * 43}, {"Authorization": "Basic x"},
                    {"Host": "evil.test"}, {"Origin": "https://evil.test"}, {"Content_Type": "text/plain"}]:
        lean, framework = both(server, client, patient, note("never"), **headers)
        assert lean == framework, headers
        assert lean[0] >= 400, headers
    for stranger in ["no-such-patient", "A" * 200, "%2e%2e", ""]:
        lean, framework = both(server, client, stranger, note("never"))
        assert lean == framework and lean[0] >= 400, stranger
    assert client.notes(patient) == ["one", "two", "two"]


def test_many_requests_sent_at_once_are_answered_in_their_order(server, client):
    patient = client.register("In Order")
    wire = Wire(server)
    texts = [f"number {index}" for index in range(150)]
    page = f"GET /patients/{patient}/export HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {client.token}\r\n\r\n"
    sent = b""
    for index, text in enumerate(texts):
        sent += request(client, patient, note(text))
        if index % 50 == 49:
            sent += page.encode() + request(client, patient, b"{")
    wire.send(sent)
    version = 1
    for index in range(len(texts)):
        status, _, body = wire.answer()
        version += 1
        assert (status, json.loads(body)) == (201, {"version": version})
        if index % 50 == 49:
            status, _, body = wire.answer()
            assert status == 200 and len(json.loads(body)["entries"]) == version
            assert wire.answer()[0] == 400
    assert client.notes(patient) == texts


def test_a_body_in_pieces_is_one_body_and_one_broken_off_is_none(server, client):
    patient = client.register("In Pieces")
    wire = Wire(server)
    whole = request(client, patient, note("in pieces"))
    for place in range(0, len(whole), 7):
        wire.send(whole[place:place + 7])
        time.sleep(0.001)
    assert wire.answer()[0] == 201
    body = note("in chunks")
    chunked = request(client, patient, b"", Content_Length=None, Transfer_Encoding="chunked")
    chunked += b"".join(b"1\r\n" + body[place:place + 1] + b"\r\n" for place in range(len(body))) + b"0\r\n\r\n"
    wire.send(chunked)
    assert wire.answer()[0] == 201
    for cut in (len(whole) - 1, len(whole) - 30, 60):
        broken = Wire(server)
        broken.send(request(client, patient, note("broken off"))[:cut])
        time.sleep(0.05)
        broken.socket.close()
    # One that says all and then nothing more still gets its answer.
    half = Wire(server)
    half.send(request(client, patient, note("half closed")))
    half.socket.shutdown(socket.SHUT_WR)
    assert half.answer()[0] == 201
    # One that goes away without waiting is recorded or not, and harms nobody.
    for index in range(30):
        gone = Wire(server)
        gone.send(request(client, patient, note("went away")))
        gone.socket.close()
    assert client.note(patient, "after").status == 201
    assert [text for text in client.notes(patient) if text != "went away"] == [
        "in pieces", "in chunks", "half closed", "after"]
    server.stop()
    assert verify("--data", server.data)[0]


def test_bodies_between_the_two_limits_and_above_go_the_long_way(server, client):
    patient = client.register("Large")
    padding = " " * 20_000
    assert client.send("POST", f"/api/patients/{patient}/events", note("padded").decode() + padding,
                       {"Content-Type": "application/json"}).status == 201
    wire = Wire(server)
    body = note("chunked").decode().encode() + padding.encode()
    wire.send(request(client, patient, b"", Content_Length=None, Transfer_Encoding="chunked"))
    for place in range(0, len(body), 4000):
        piece = body[place:place + 4000]
        wire.send(b"%x\r\n" % len(piece) + piece + b"\r\n")
    wire.send(b"0\r\n\r\n")
    assert wire.answer()[0] == 201
    wire.send(request(client, patient, note("after it")))
    assert wire.answer()[0] == 201
    assert client.note(patient, "x" * 300_000).status == 413
    assert client.notes(patient) == ["padded", "chunked", "after it"]


@pytest.mark.skipif(not SOAK, reason="waits a minute; run with STEPWELL_SOAK=1")
def test_a_slow_body_is_closed_and_recorded_never(server, client):
    patient = client.register("Slow")
    wire = Wire(server, timeout=90)
    wire.send(request(client, patient, note("slow"))[:-1])
    began = time.monotonic()
    assert wire.answer() is None
    assert time.monotonic() - began < 75
    assert answers(server.address) == 200
    assert client.notes(patient) == []


def test_every_recording_is_in_the_audit_with_where_it_came_from(server, client, practice):
    patient = client.register("Audited")
    for index in range(5):
        assert client.note(patient, f"note {index}").status == 201
    report = Client(server, practice.administrator).get(f"/patients/{patient}/access-report.csv")
    assert report.status == 200, report
    lines = [line for line in report.text.splitlines() if "POST /api/patients/{id}/events" in line]
    assert len(lines) == 5 and all("127.0.0.1" in line for line in lines), report.text
