"""Real server processes that are killed, starved or cut off (`make test-faults`), on the database of the run."""
