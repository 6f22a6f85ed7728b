"""What patients cost while nobody asks for them: memory after a restart, and the time until the server is ready."""

import pathlib
import statistics
import tempfile

from .programs import copy, say, stepwell


def once(folder):
    """Starts on a folder; KiB resident once idle and seconds until the first answer."""
    program = stepwell(folder)
    try:
        program.settle()
        return program.resident(), program.seconds
    finally:
        program.stop()


def measure(data, count, rounds):
    """Restarts beside an empty practice, alternating. Returns (KB a patient, seconds to ready), medians."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        full = copy(data, folder / "data")
        kilobytes, starts = [], []
        for turn in range(rounds):
            (folder / f"empty-{turn}").mkdir()
            empty, _ = once(folder / f"empty-{turn}")
            resident, seconds = once(full)
            kilobytes.append((resident - empty) * 1.024 / max(1, count))
            starts.append(seconds)
            say(what="idle after restart", patients=count, empty_mb=round(empty / 1024, 1),
                full_mb=round(resident / 1024, 1), kb_per_patient=round(kilobytes[-1], 2), ready_s=round(seconds, 2))
    return statistics.median(kilobytes), statistics.median(starts)
