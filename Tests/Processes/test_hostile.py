"""Strangers, broken requests and a full disk: refused clearly, nothing lost, nothing told, the server still serving."""

import concurrent.futures
import html
import os
import re
import socket
import subprocess
import threading
import time

import pytest
from load import Load, missing
from practice import PASSWORD, Client, Practice
from program import answers, verify


@pytest.fixture
def server(practice, servers):
    return servers(practice.data).start()


def raw(server, request, timeout=25, ends=False):
    """Sends bytes as they are, and nothing after them if `ends`, and gives what came back until the server closed or said all of one answer."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=timeout) as connection:
        try:
            connection.sendall(request)
            if ends:
                connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        said = b""
        try:
            while chunk := connection.recv(65536):
                said += chunk
                if b"\r\n\r\n" in said and b"connection: close" not in said.lower():
                    break
        except OSError:
            pass
        return said


def status(said):
    found = re.match(rb"HTTP/1\.1 (\d{3})", said)
    return int(found[1]) if found else 0


# Slow clients.


def test_clients_that_send_a_byte_a_second_are_closed_and_hold_nobody_up(server):
    lines = [b"GET /reference HTTP/1.1\r\nHost: localhost\r\nX-Slow: " + b"a" * 60,
             b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n"]
    slow = [socket.create_connection(("127.0.0.1", server.port), timeout=5) for _ in range(60)]
    began = time.monotonic()
    open_ones = dict(enumerate(slow))
    step = 0
    while open_ones and time.monotonic() - began < 30:
        for number, connection in list(open_ones.items()):
            line = lines[number % 2]
            connection.setblocking(False)
            try:
                if connection.recv(4096) == b"":
                    raise OSError
            except BlockingIOError:
                pass
            except OSError:
                del open_ones[number]
                continue
            try:
                connection.send(line[step % len(line):][:1] if step < len(line) else b"a")
            except OSError:
                del open_ones[number]
        step += 1
        assert answers(server.address, timeout=3) == 200
        time.sleep(1)
    for connection in slow:
        connection.close()
    assert not open_ones, f"{len(open_ones)} slow clients still hold a connection after 30 s"


# Requests that are too large or make no sense.


def test_heads_and_bodies_that_are_too_large_are_refused(server, practice):
    client = Client(server, practice.clinician)
    patient = client.register("Large Requests")
    big = "x" * (300 * 1024)
    answer = client.note(patient, big)
    assert answer.status == 413 and answer.json["code"] == "request.too-large", answer
    assert Client(server).form("/sign-in", {"email": big, "password": "x"}).status == 413
    for head in (b"X-Long: " + b"a" * 40_000, b"\r\n".join(b"X-%d: a" % n for n in range(400))):
        said = raw(server, b"GET /reference HTTP/1.1\r\nHost: localhost\r\n" + head + b"\r\n\r\n")
        assert status(said) in (0, 400, 431), said[:200]
    said = raw(server, b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert status(said) in (0, 400, 414, 431), said[:200]
    # A length that is a lie: more is announced than allowed, and nothing of it is waited for.
    said = raw(server, b"POST /api/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                       b"Content-Length: 99999999999\r\n\r\n{")
    assert status(said) == 413, said[:200]
    assert answers(server.address) == 200
    assert client.notes(patient) == []


MALFORMED = [
    b"\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 20,
    b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nHost evil\r\n\r\n",
    b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
    b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"GET /%00 HTTP/1.1\r\nHost: localhost\r\n\r\n", b"GET /patients/%ff%fe HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET http://elsewhere.test/reference HTTP/1.1\r\nHost: elsewhere.test\r\n\r\n",
    b"TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n", b"CONNECT localhost:1 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
]


def test_malformed_requests_are_refused_or_closed_and_the_server_goes_on(server):
    with concurrent.futures.ThreadPoolExecutor(len(MALFORMED)) as pool:
        answered = list(pool.map(lambda request: raw(server, request, timeout=20, ends=True), MALFORMED))
    for request, said in zip(MALFORMED, answered):
        assert status(said) < 500, (request[:60], said[:200])
        if status(said):
            assert status(said) >= 300, (request[:60], said[:200])
        assert server.runs
    assert answers(server.address) == 200


BAD_JSON = [b"", b"{", b"[]", b"null", b'"a"', b"{" * 5000, b"[" * 100_000, b'{"type":"note"}', b'\xff\xfe{}',
            b'{"type":"note","at":"yesterday","text":"a"}', b'{"type":"note","at":"2026-13-45T99:99:99Z","text":"a"}',
            b'{"type":"note","at":"2026-11-01T00:00:00Z","text":1e999}', b'{"type":"nothing","at":"2026-11-01T00:00:00Z"}',
            b'{"type":"note","at":"2026-11-01T00:00:00Z","text":"a","expecting":-1}',
            b'{"type":"note","at":"2026-11-01T00:00:00Z","text":"a","expecting":99999999999999999999}',
            b'{"events":[]}', b'{"type":"note","type":"vitals","at":"2026-11-01T00:00:00Z","text":"a"}',
            b'{"type":"note","at":"2026-11-01T00:00:00Z","text":"\\ud800"}']


def test_malformed_bodies_get_a_code_and_a_line_and_record_nothing(server, practice):
    client = Client(server, practice.clinician)
    patient = client.register("Malformed Bodies")
    for body in BAD_JSON:
        answer = client.send("POST", f"/api/patients/{patient}/events", body, {"Content-Type": "application/json"})
        assert answer.status in (400, 422), (body[:60], answer)
        assert answer.json["code"] and answer.json["message"]
    assert client.notes(patient) == []
    answer = client.send("POST", f"/api/patients/{patient}/events", b"a=b", {"Content-Type": "text/plain"})
    assert answer.status == 415
    for name in ("..", "%2e%2e", "a" * 500, "' OR 1=1 --", "%00", "patient/../../x"):
        answer = client.get("/patients/" + name.replace(" ", "%20") + "/export")
        assert answer.status in (400, 403, 404), (name, answer)


def test_path_tricks_on_files_give_nothing_but_assets(server):
    page = Client(server).get("/reference").text
    asset = re.search(r"/assets/(\w+)/stepwell\.css", page)
    version = asset[1]
    assert Client(server).get(asset[0]).status == 200
    tricks = ["../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/etc/passwd", "....//....//etc/passwd",
              "..\\..\\etc\\passwd", "%5c..%5c..%5cetc%5cpasswd", "%252e%252e%252fetc/passwd", "/etc/passwd",
              "stepwell.css/../../../Package.swift", "../Package.swift", "../Templates/page.mustache",
              "stepwell.css%00.png", "./stepwell.css%00", ".", "..", "", "%c0%ae%c0%ae/etc/passwd"]
    for trick in tricks:
        said = raw(server, f"GET /assets/{version}/{trick} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        assert status(said) in (400, 404), (trick, said[:200])
        assert b"root:" not in said and b"swift-tools-version" not in said and b"{{" not in said


def test_a_page_asked_for_under_a_foreign_name_and_a_form_from_another_site_are_refused(server, practice):
    assert Client(server).get("/reference", Host="evil.test").status == 421
    answer = Client(server, practice.clinician).post(
        "/api/patients", {"name": "Cross Site", "born": "1956-03-14"}, Origin="https://evil.test")
    assert answer.status == 403, answer
    assert "Cross Site" not in Client(server, practice.clinician).get("/board?all=1").text


# What people type.

HOSTILE = ["<script>alert('p1')</script>", "\"><img src=x onerror=alert(1)>", "'; DROP TABLE events; --",
           "' OR '1'='1", "{{{name}}} {{#patients}}", "&lt;b&gt; & <b>", "Robert\u202e\u0007\u0000O", "${7*7} %s %n"]


def test_sql_and_html_in_every_field_of_a_registration_come_back_as_text(server, practice):
    client = Client(server, practice.clinician)
    for text in HOSTILE:
        fields = {"name": text, "recordNumber": text, "allergies": text, "phone": text}
        answer = client.post("/api/patients", fields | {"born": "1956-03-14"})
        if answer.status != 201:
            assert answer.status == 422, (text, answer)
            continue
        patient = answer.json["id"]
        assert client.note(patient, text).status == 201
        assert client.notes(patient) == [text]
        pages = [client.get(path) for path in (f"/patients/{patient}", "/board?all=1", f"/patients/{patient}/access")]
        for page in pages:
            assert page.status == 200, (text, page.status)
            assert "<script>alert" not in page.text and "<img src=x" not in page.text and "<b>" not in page.text
        # Control characters are no HTML; pages show spaces for them.
        shown = re.sub(r"[\x00-\x08\x0b-\x1f]", " ", text)
        assert any(shown in html.unescape(page.text) for page in pages), text
        assert client.post("/api/patients", {"name": "Born", "born": text}).status == 422
    search = client.get("/board?q=%3Cscript%3Ealert%281%29%3C%2Fscript%3E")
    assert search.status == 200 and "<script>alert" not in search.text
    intact, said = verify("--data", practice.data)
    assert intact, said


# Guessing passwords.


def test_ten_thousand_sign_in_attempts_hold_up_neither_the_owner_nor_anybody_else(server, practice):
    owner = Client(server)
    answer = owner.form("/sign-in", {"email": Practice.CLINICIAN, "password": PASSWORD})
    assert answer.status == 303, answer
    device = re.search(r"__Host-stepwell-device=([^;]+)", ",".join(answer.headers.get_all("Set-Cookie")))[1]
    statuses = {}
    lock = threading.Lock()
    waits = []

    def guess(number):
        client = Client(server)
        for step in range(2500):
            body = {"email": Practice.CLINICIAN if step % 2 else f"nobody{step}@practice.test",
                    "password": f"guess {number} {step} of a stranger"}
            answer = client.post("/api/sign-in", body)
            with lock:
                statuses[answer.status] = statuses.get(answer.status, 0) + 1
            if answer.status == 429:
                assert int(answer.headers["Retry-After"]) >= 1
        client.close()

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    signed_in = []
    reader = Client(server, practice.clinician)
    while any(thread.is_alive() for thread in threads):
        began = time.monotonic()
        assert reader.get("/reference").status == 200
        waits.append(time.monotonic() - began)
        if len(waits) % 40 == 5 and len(signed_in) < 3:
            answer = owner.form("/sign-in", {"email": Practice.CLINICIAN, "password": PASSWORD},
                                Cookie=f"__Host-stepwell-device={device}")
            signed_in.append(answer.status)
        time.sleep(0.02)
    for thread in threads:
        thread.join()
    assert sum(statuses.values()) == 10_000 and set(statuses) == {401, 429}, statuses
    assert statuses[401] < 50, statuses
    assert signed_in == [303] * len(signed_in) and signed_in, signed_in
    slowest = sorted(waits)[int(len(waits) * 0.99)]
    assert slowest < 1, f"p99 of other requests: {slowest:.2f} s"


# Nothing is told.


def test_planted_values_are_in_no_log_no_address_and_no_file_at_rest(server, practice):
    client = Client(server, practice.clinician)
    planted = {"name": "Zyxara Plantedname", "recordNumber": "MRNPLANTED7731", "phone": "555PLANTED90",
               "allergies": "plantedallergy quux"}
    words = ["Zyxara", "MRNPLANTED7731", "555PLANTED90", "plantedallergy", "plantednote", "plantedpassword",
             "plantedbearer", "plantedquery", "plantedcookie", "plantedform", "plantedjson"]
    patient = client.register(**planted)
    assert client.note(patient, "plantednote fever at home").status == 201
    locations = []
    new = Client(server, practice.clinician).form(
        "/patients/new", {"name": "Zyxara Second", "born": "1956-03-14", "synthetic": "no"})
    locations.append(new.headers.get("Location"))
    for path in (f"/patients/{patient}", "/board?q=Zyxara", f"/patients/{patient}/export", "/plantedquery/Zyxara",
                 f"/patients/{patient}/record/note", "/board?plantedquery=1", "/calculators/dose?weight=plantedquery"):
        locations.append(client.get(path).headers.get("Location"))
    attempt = Client(server)
    assert attempt.post("/api/sign-in", {"email": Practice.CLINICIAN, "password": "plantedpassword one"}).status == 401
    attempt.form("/sign-in?plantedquery=1", {"email": "zyxara@practice.test", "password": "plantedpassword two"})
    attempt.send("POST", "/api/sign-in", b'{"plantedjson', {"Content-Type": "application/json"})
    Client(server, "plantedbearer").get(f"/patients/{patient}")
    locations.append(attempt.get("/board?q=Zyxara", Cookie="__Host-stepwell=plantedcookie").headers.get("Location"))
    locations.append(attempt.form(f"/patients/{patient}/record/note", {"text": "plantedform"}).headers.get("Location"))
    client.post(f"/api/patients/{patient}/events", {"type": "plantedjson", "at": "plantedjson"})
    server.kill()
    found = {word: [str(path) for path in seen(practice.data) if word.lower() in path.read_bytes().lower().decode("latin-1")]
             for word in words}
    assert not any(found.values()), {word: paths for word, paths in found.items() if paths}
    said = server.said().lower() + " ".join(location or "" for location in locations).lower()
    assert [word for word in words if word.lower() in said] == []
    server.start()
    assert "Zyxara" in Client(server, practice.clinician).get("/board?all=1").text


def seen(data):
    """Every file of a practice."""
    files = [path for path in data.rglob("*") if path.is_file()]
    assert any(path.name.startswith("journal") for path in files), files
    return files


# A full disk.


@pytest.fixture
def small_disk(folder):
    place = folder / "disk"
    place.mkdir()
    mounted = os.geteuid() == 0 and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", place], capture_output=True).returncode == 0
    if not mounted:
        pytest.skip("mounting a small disk needs root")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def test_a_full_disk_is_refused_with_a_clear_line_and_nothing_is_lost(template, small_disk, servers, folder):
    practice = template.copy(small_disk / "practice")
    server = servers(practice.data)
    # The output goes elsewhere: a full disk must not silence it.
    server.out, server.err = folder / "out", folder / "err"
    server.start()
    client = Client(server, practice.clinician)
    patients = [client.register(f"Full Disk {index}") for index in range(2)]
    with Load([server], practice.clinician, patients, writers=3, mark="disk") as load:
        load.wait(5)
        with open(small_disk / "filler", "wb", buffering=0) as filler:
            with pytest.raises(OSError):
                while True:
                    filler.write(b"\0" * 4096)
        for _ in range(1500):
            if load.statuses.get(503, 0) >= 5:
                break
            time.sleep(0.02)
        assert load.statuses.get(503, 0) >= 5, (load.statuses, load.refusals)
        assert answers(server.address) == 200
        refusal = client.note(patients[0], "on a full disk")
        assert refusal.status == 503, refusal
        (small_disk / "filler").unlink()
        load.wait(5)
    assert set(load.statuses) <= {201, 503}, load.refusals
    assert missing(client, load.answered) == []
    intact, said = verify("--data", practice.data)
    assert intact, said
    server.kill()
    server.start()
    assert missing(Client(server, practice.clinician), load.answered) == []
    server.stop()
    assert "full" in refusal.text.lower() or "audit" in refusal.text.lower(), refusal
