"""A Django project with nothing in it but two views: what our pages are compared with."""

ROWS = 50
"""On the plain page."""
