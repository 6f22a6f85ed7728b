"""A real practice with people in it, and a client that speaks as one of them."""

import datetime
import http.client
import json
import pathlib
import re
import shutil
import urllib.parse

PASSWORD = "plum harbour lantern fourteen"


class Answer:
    """What came back."""

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.text = body.decode("utf-8", "replace")

    @property
    def json(self):
        return json.loads(self.text)

    def __repr__(self):
        return f"{self.status} {self.text[:400]}"


class Client:
    """Speaks to one server over one kept connection; not for two threads at once."""

    def __init__(self, server, token=None, timeout=30):
        self.server = server
        self.token = token
        self.timeout = timeout
        self.connection = None
        self.process = None

    def send(self, method, path, body=None, headers=None):
        headers = dict(headers or {})
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if self.process is not self.server.process:
            # The server was started again since: another process on another port.
            self.close()
        if self.connection is None:
            self.process = self.server.process
            self.connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=self.timeout)
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
            read = Answer(answer.status, answer.headers, answer.read())
        except BaseException:
            self.close()
            raise
        if answer.will_close:
            self.close()
        return read

    def close(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def get(self, path, **headers):
        return self.send("GET", path, headers=headers)

    def post(self, path, value, **headers):
        """Sends JSON."""
        return self.send("POST", path, json.dumps(value), {"Content-Type": "application/json"} | headers)

    def form(self, path, fields, **headers):
        """Sends a form; fields are pairs or a mapping."""
        body = urllib.parse.urlencode(fields)
        return self.send("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"} | headers)

    # What the tests do again and again.

    def sign_in(self, email, password=PASSWORD):
        answer = self.post("/api/sign-in", {"email": email, "password": password})
        assert answer.status == 200, answer
        self.token = answer.json["token"]
        return self

    def register(self, name, **more):
        answer = self.post("/api/patients", {"name": name, "born": "1956-03-14"} | more)
        assert answer.status == 201, answer
        return answer.json["id"]

    def note(self, patient, text, expecting=None):
        """One note; the answer is for the test to judge."""
        event = {"type": "note", "at": now(), "text": text}
        return self.post(f"/api/patients/{patient}/events", event | ({} if expecting is None else {"expecting": expecting}))

    def notes(self, patient):
        """The texts of all notes in a patient's record, in its order."""
        answer = self.get(f"/patients/{patient}/export")
        assert answer.status == 200, answer
        return [entry["body"]["text"] for entry in answer.json["entries"] if entry["type"] == "note"]


def now():
    return datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Practice:
    """A practice that was set up once; copies of it are made for the tests that break things."""

    ADMINISTRATOR = "admin@practice.test"
    CLINICIAN = "clinician@practice.test"

    def __init__(self, data):
        self.data = pathlib.Path(data)
        self.tokens = {}

    @property
    def clinician(self):
        return self.tokens[self.CLINICIAN]

    @property
    def administrator(self):
        return self.tokens[self.ADMINISTRATOR]

    @classmethod
    def found(cls, server):
        """Goes from the printed link to a signed-in administrator and clinician, as people would."""
        practice = cls(server.data)
        client = Client(server)
        link = re.search(r"/join/(\S+)", server.out.read_text())
        practice.join(client, link[1], cls.ADMINISTRATOR)
        practice.invite(client, cls.CLINICIAN, "nurse", "physician")
        client.close()
        return practice

    def invite(self, client, email, *roles):
        """An account with these roles at the home site, and its token."""
        client.token = self.administrator
        fields = [("email", email), ("name", "Robin Vale"), ("sites", "practice")] + [("roles", role) for role in roles]
        answer = client.form("/people/invite", fields)
        link = re.search(r"/join/([\w-]+)", answer.text)
        assert answer.status == 200 and link, answer
        return self.join(client, link[1], email)

    def join(self, client, link, email):
        client.token = None
        # Only the first administrator is asked for an address; others were invited under theirs.
        fields = {"email": email, "name": "Robin Vale", "password": PASSWORD, "again": PASSWORD}
        answer = client.form(f"/join/{link}", fields)
        assert answer.status == 303, answer
        self.tokens[email] = client.sign_in(email).token
        return self.tokens[email]

    def copy(self, folder):
        """The same practice in another folder; its server must be stopped."""
        shutil.copytree(self.data, folder)
        twin = Practice(folder)
        twin.tokens = dict(self.tokens)
        return twin
