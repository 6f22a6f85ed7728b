"""Backup and restore, moving between stores, and keys: with the commands an administrator has."""

import re
import shutil
import sqlite3
import stat

import pytest
from load import Load, missing
from practice import Client, Practice
from program import Ended, run, verify


def journal(data):
    return data / "journal.sqlite"


def test_a_backup_under_load_restores_to_a_practice_that_verifies_and_serves(practice, servers, folder):
    server = servers(practice.data).start()
    client = Client(server, practice.clinician)
    patients = [client.register(f"Backup {index}") for index in range(3)]
    copy = folder / "backup.sqlite"
    with Load([server], practice.clinician, patients, writers=3, mark="backup") as load:
        load.wait(10)
        with load.lock:
            before = {patient: list(texts) for patient, texts in load.answered.items()}
        done = run("backup", "--data", practice.data, copy)
        assert done.returncode == 0, done.stderr
        load.wait(5)
    assert set(load.statuses) <= {201, 503} and load.refusal_codes <= {"record.busy"}, load.refusals
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    again = run("backup", "--data", practice.data, copy)
    assert again.returncode != 0 and len(again.stderr.splitlines()) == 1, "a backup was overwritten"
    server.stop()

    restored = folder / "restored"
    done = run("restore", "--data", restored, copy)
    assert done.returncode == 0, done.stderr
    intact, said = verify("--data", restored)
    assert intact, said
    refused = run("restore", "--data", restored, copy)
    assert refused.returncode != 0 and len(refused.stderr.splitlines()) == 1, "a journal was overwritten"

    with pytest.raises(Ended) as ended:
        servers(restored, name="keyless").start()
    assert ended.value.status == 2 and "error[keys.missing]" in ended.value.said
    assert len(ended.value.said.splitlines()) == 1

    shutil.copy(practice.data / "master.key", restored / "master.key")
    other = servers(restored).start()
    reader = Client(other, practice.clinician)
    if reader.get("/board").status != 200:
        # Sessions end with a restore.
        reader.token = None
        reader.sign_in(Practice.CLINICIAN)
    # Everything answered before the backup began is in it.
    assert missing(reader, before) == []
    assert reader.note(patients[0], "after the restore").status == 201


def test_a_foreign_broken_or_empty_file_is_no_backup(practice, folder):
    for name, content in (("empty", b""), ("text", b"not a journal" * 100), ("half", journal(practice.data).read_bytes()[:6000])):
        file = folder / name
        file.write_bytes(content)
        done = run("restore", "--data", folder / f"from-{name}", file)
        assert done.returncode != 0, name
        assert done.stderr.startswith("stepwell: error[journal.") and len(done.stderr.splitlines()) == 1, done.stderr
        assert not journal(folder / f"from-{name}").exists()


def test_a_changed_event_is_named_by_verify(practice, servers):
    server = servers(practice.data).start()
    client = Client(server, practice.clinician)
    patient = client.register("Tampered With")
    assert client.note(patient, "as it was").status == 201
    server.stop()
    with sqlite3.connect(journal(practice.data)) as file:
        file.execute("DROP TRIGGER events_refuse_update")
        file.execute("UPDATE events SET author = 'somebody else' WHERE version = 2 AND stream_key = "
                     "(SELECT stream_key FROM streams WHERE id = ?)", (patient,))
    file.close()
    done = run("audit", "verify", "--data", practice.data)
    assert done.returncode == 1, done
    assert patient in done.stdout + done.stderr


def test_a_journal_of_a_newer_program_is_refused_and_left_alone(practice, servers):
    with sqlite3.connect(journal(practice.data)) as file:
        file.execute("INSERT INTO grdb_migrations VALUES ('999-from-the-future')")
    file.close()
    before = journal(practice.data).read_bytes()
    with pytest.raises(Ended) as ended:
        servers(practice.data).start()
    assert ended.value.status == 2
    assert len(ended.value.said.splitlines()) == 1
    assert "error[journal.newer-schema]" in ended.value.said and "999-from-the-future" in ended.value.said
    assert journal(practice.data).read_bytes() == before


def test_the_first_start_makes_a_private_key_file_and_says_to_keep_a_copy(folder, servers):
    server = servers(folder / "practice").start()
    key = folder / "practice" / "master.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(journal(folder / "practice").stat().st_mode) == 0o600
    said = server.out.read_text()
    assert str(key) in said and "Keep a copy" in said
    server.stop()
    # The keys themselves are told to nobody.
    assert not [word for word in re.findall(r"\S{20,}", key.read_text()) if word in server.said()]
    kept = key.read_text()
    key.unlink()
    with pytest.raises(Ended) as ended:
        server.start()
    assert ended.value.status == 2 and "error[keys.missing]" in ended.value.said
    other = servers(folder / "other").start()
    other.stop()
    shutil.copy(folder / "other" / "master.key", key)
    with pytest.raises(Ended) as ended:
        server.start()
    assert ended.value.status == 2 and "error[journal.master-key" in ended.value.said
    key.write_text(kept)
    server.start()


def test_moving_to_postgresql_and_back_keeps_every_record(practice, servers, folder, cluster):
    server = servers(practice.data).start()
    client = Client(server, practice.clinician)
    patient = client.register("Moves House")
    texts = [f"note {index} before the move" for index in range(20)]
    for text in texts:
        assert client.note(patient, text).status == 201
    server.stop()
    cluster.sql("postgres", "DROP DATABASE IF EXISTS moved WITH (FORCE)")
    cluster.sql("postgres", "CREATE DATABASE moved")
    url = cluster.url("moved")
    done = run("journal", "copy", "--from", practice.data, "--to", url)
    assert done.returncode == 0, done.stderr
    intact, said = verify("--postgres", url)
    assert intact, said
    again = run("journal", "copy", "--from", practice.data, "--to", url)
    assert again.returncode == 1 and "error[journal.copy]" in again.stderr

    node = servers(folder / "node", "--postgres", url, "--key", practice.data / "master.key").start()
    reader = Client(node).sign_in(Practice.CLINICIAN)
    assert reader.notes(patient) == texts
    assert reader.note(patient, "in PostgreSQL").status == 201
    node.stop()

    back = folder / "back"
    done = run("journal", "copy", "--from", url, "--to", back)
    assert done.returncode == 0, done.stderr
    intact, said = verify("--data", back)
    assert intact, said
    shutil.copy(practice.data / "master.key", back / "master.key")
    home = servers(back).start()
    assert Client(home).sign_in(Practice.CLINICIAN).notes(patient) == [*texts, "in PostgreSQL"]
    home.stop()
    cluster.sql("postgres", "DROP DATABASE moved WITH (FORCE)")


def test_the_master_key_is_rotated_on_a_stopped_and_on_a_running_practice(practice, servers):
    server = servers(practice.data).start()
    client = Client(server, practice.clinician)
    patients = [client.register(f"Rotated {index}") for index in range(3)]
    assert client.note(patients[0], "before any rotation").status == 201
    server.stop()
    key = practice.data / "master.key"
    old = key.read_text()
    done = run("keys", "rotate", "--data", practice.data)
    assert done.returncode == 0, done.stderr
    assert key.read_text() != old and stat.S_IMODE(key.stat().st_mode) == 0o600

    server.start()
    assert client.notes(patients[0]) == ["before any rotation"]
    with Load([server], practice.clinician, patients, writers=3, mark="rotation") as load:
        load.wait(5)
        done = run("keys", "rotate", "--data", practice.data)
        assert done.returncode == 0, done.stderr
        load.wait(10)
    assert set(load.statuses) <= {201, 503} and load.refusal_codes <= {"record.busy"}, load.refusals
    new = client.register("After The Rotation")
    assert client.note(new, "under the new key").status == 201
    server.kill()
    server.start()
    assert missing(client, load.answered) == []
    assert client.notes(new) == ["under the new key"]
    server.stop()
    key.write_text(old)
    with pytest.raises(Ended) as ended:
        server.start()
    assert ended.value.status == 2 and "error[journal.master-key" in ended.value.said


def test_an_erased_patient_is_gone_for_good_while_the_chain_verifies(practice, servers):
    server = servers(practice.data).start()
    client = Client(server, practice.clinician)
    gone, kept = client.register("Erased Person"), client.register("Kept Person")
    for patient in (gone, kept):
        assert client.note(patient, "something private").status == 201
    server.stop()
    unsure = run("keys", "erase", "--data", practice.data, gone)
    assert unsure.returncode == 2 and "--for-good" in unsure.stderr
    done = run("keys", "erase", "--data", practice.data, gone, "--for-good")
    assert done.returncode == 0, done.stderr
    nobody = run("keys", "erase", "--data", practice.data, "01900000-0000-7000-8000-000000000000", "--for-good")
    assert nobody.returncode == 2 and "error[patient.unknown]" in nobody.stderr
    intact, said = verify("--data", practice.data)
    assert intact, said
    server.start()
    board = client.get("/board?all=1").text
    assert "Kept Person" in board and "Erased Person" not in board
    for path in (f"/patients/{gone}", f"/patients/{gone}/export", f"/api/patients/{gone}/advice"):
        answer = client.get(path)
        assert answer.status in (404, 410), (path, answer)
        assert "private" not in answer.text
    assert client.note(gone, "more").status in (404, 410)
    assert client.notes(kept) == ["something private"]
