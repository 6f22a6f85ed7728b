"""Parts of the benchmark of the door: see ../ingest.py."""
