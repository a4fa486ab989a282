"""The read-only JSON interface under /api/v1/: what is public, for programs. See docs/api.md.

It is written by hand, on the same views and the same page cache as the pages: see
docs/decisions/0036-machines.md.
"""
