"""The one clock that decides deadlines."""

from datetime import UTC, datetime

from django.db import connection
from django.utils import timezone


def database_now() -> datetime:
    """Return the moment by the database's clock, in UTC.

    Clocks of several application hosts differ; the database is one. SQLite runs inside this
    process, so its clock is ours.
    """
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        row = cursor.fetchone()
    moment: datetime = row[0]
    return moment.astimezone(UTC)
