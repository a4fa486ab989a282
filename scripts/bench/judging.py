"""`make bench-judging`: a jury of 40 and 20,000 entries, from the assignment to the figures.

Works in a PostgreSQL database of its own and measures, in one run: the assignment of three reviews
to each entry, beside dealing judges out at random and in turns; the pages of the judge's desk at
200 entries and at all of them; 40 judges who open, save and finish reviews at once through the
running server, every save counted afterwards; and 240,000 scores put together by each method,
beside the plain mean in hand-written SQL. Ends with a line for each goal. BENCH_ENTRIES makes it
smaller: its goals are of the full size.
"""

import sys

from scripts.bench.running import run_bench

if __name__ == "__main__":
    sys.exit(run_bench("judging"))
