"""What patients cost while nobody asks for them: memory after a restart, and the time until the server is ready."""

import pathlib
import tempfile

from .programs import copy, say, stepwell


def once(folder):
    """Starts on a folder; KiB resident once idle, seconds and CPU seconds until the first answer."""
    program = stepwell(folder)
    try:
        cpu = program.cpu()
        program.settle()
        return program.resident(), program.seconds, cpu
    finally:
        program.stop()


def measure(data, count, rounds):
    """Restarts beside an empty practice, alternating. Returns KB a patient, seconds and CPU seconds until ready, of each round."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        full = copy(data, folder / "data")
        kilobytes, starts, cpus = [], [], []
        for turn in range(rounds):
            (folder / f"empty-{turn}").mkdir()
            empty, _, _ = once(folder / f"empty-{turn}")
            resident, seconds, cpu = once(full)
            kilobytes.append((resident - empty) * 1.024 / max(1, count))
            starts.append(seconds)
            cpus.append(cpu)
            say(what="idle after restart", patients=count, empty_mb=round(empty / 1024, 1),
                full_mb=round(resident / 1024, 1), kb_per_patient=round(kilobytes[-1], 2), ready_s=round(seconds, 2), ready_cpu_s=round(cpu, 2))
    return kilobytes, starts, cpus
