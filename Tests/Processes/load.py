"""People recording, many at once, and what they were told."""

import http.client
import json
import threading

from practice import Client

# A connection that ends without an answer; what was sent may or may not have been recorded.
LOST = (OSError, http.client.HTTPException)


class Load:
    """Threads that post notes, each with words of its own, until told to stop; remembers every answer.

    `answered` maps a patient to the texts that were answered with 201: these must never be lost. `statuses` counts all.
    """

    def __init__(self, servers, token, patients, writers=4, mark=""):
        self.servers = servers
        self.token = token
        self.patients = patients
        self.mark = mark
        self.answered = {patient: [] for patient in patients}
        self.statuses = {}
        self.refusals = {}
        self.lock = threading.Lock()
        self.over = threading.Event()
        self.threads = [threading.Thread(target=self._write, args=(number,)) for number in range(writers)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        self.over.set()
        for thread in self.threads:
            thread.join(timeout=60)
            assert not thread.is_alive(), "a request hangs"

    @property
    def count(self):
        """How many notes were answered with 201."""
        with self.lock:
            return sum(len(texts) for texts in self.answered.values())

    @property
    def refusal_codes(self):
        """The codes of the last refusal of each status."""
        with self.lock:
            return {json.loads(text)["code"] for text in self.refusals.values()}

    def wait(self, count, seconds=30):
        """Returns when so many more notes were answered."""
        wanted = self.count + count
        for _ in range(int(seconds * 50)):
            if self.count >= wanted:
                return
            self.over.wait(0.02)
        raise AssertionError(f"only {self.count} of {wanted} notes were answered: {self.statuses} {self.refusals}")

    def _write(self, number):
        client = Client(self.servers[number % len(self.servers)], self.token, timeout=40)
        step = 0
        while not self.over.is_set():
            step += 1
            patient = self.patients[(step + number) % len(self.patients)]
            text = f"{self.mark} writer {number} note {step}"
            try:
                answer = client.note(patient, text)
            except LOST:
                self._note("lost")
                self.over.wait(0.02)
                continue
            self._note(answer.status)
            if answer.status == 201:
                with self.lock:
                    self.answered[patient].append(text)
            else:
                with self.lock:
                    self.refusals[answer.status] = answer.text
                self.over.wait(0.02)
        client.close()

    def _note(self, status):
        with self.lock:
            self.statuses[status] = self.statuses.get(status, 0) + 1


def missing(client, answered):
    """What was answered and is not there exactly once; empty when nothing is wrong."""
    wrong = []
    for patient, texts in answered.items():
        kept = client.notes(patient)
        counts = {text: kept.count(text) for text in set(kept)} if len(kept) != len(set(kept)) else dict.fromkeys(kept, 1)
        wrong += [(patient, text, counts.get(text, 0)) for text in texts if counts.get(text, 0) != 1]
        wrong += [(patient, text, count) for text, count in counts.items() if count > 1]
    return wrong
