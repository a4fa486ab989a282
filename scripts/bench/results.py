"""`make bench-results`: 20,000 entries and 60,000 reviews, from the standings to the certificates.

Works in a PostgreSQL database of its own and measures, in one run: the standings, beside the plain
mean in hand-written SQL; the evidence file, beside writing the same data as plain JSON; the whole
announcement; `verify.py` on that file, beside only reading and hashing it; and how many
certificates and share cards are set in a second, beside a compiler that is started anew for each.
Ends with a line for each goal. BENCH_ENTRIES makes it smaller: its goals are of the full size.
"""

import sys

from scripts.bench.running import run_bench

if __name__ == "__main__":
    sys.exit(run_bench("results"))
