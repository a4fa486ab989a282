"""`make bench-public`: how fast the public pages are, beside a bare Django project.

Works in a PostgreSQL database of its own with 20,000 entries, and measures in one run, with
gunicorn and the same number of processes: a view of a Django project without middleware that
returns a constant; a plain page of 50 rows from one query, as heavy as our gallery; our pages from
the page cache and without it; and a page through nginx with the configuration that is shipped.
Needs `wrk` and `nginx`. Ends with a line for each goal. BENCH_ENTRIES makes it smaller: its goals
are of the full size.
"""

import shutil
import sys

from scripts.bench.running import run_bench

NEEDED = ("wrk", "nginx")

if __name__ == "__main__":
    missing = [name for name in NEEDED if not shutil.which(name)]
    if missing:
        sys.exit(f"Not found: {' and '.join(missing)} (sudo apt install wrk nginx-light).")
    sys.exit(run_bench("public"))
