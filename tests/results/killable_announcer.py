"""Announces in a process of its own, to be killed at any moment.

Run as a program: for each line of its input (a campaign's number, the digest, the person's number,
the moment) a child announces. It writes the child's number, a dot for every statement that writes,
and how the child ended.
"""

import os
import sys
from datetime import datetime
from typing import Any


def tell(text: str) -> None:
    os.write(1, text.encode())


def count_writes(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    if sql.startswith(("INSERT", "UPDATE", "DELETE")):
        tell(".")
    return execute(sql, params, many, context)


def announce(campaign_id: str, digest: str, user_id: str, at: str) -> None:
    from django.db import connection

    from accounts.models import User
    from results.announcement import announce_campaign

    with connection.execute_wrapper(count_writes):
        announce_campaign(
            campaign_id=int(campaign_id),
            digest=digest,
            by=User.objects.get(pk=user_id),
            at=datetime.fromisoformat(at),
        )


def main() -> None:
    import django

    django.setup()
    from results import announcement  # noqa: F401 - loaded once, before the children

    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            announce(*line.split())
            os._exit(0)
        tell(f"{child}\n")
        _child, status = os.waitpid(child, 0)
        tell(f"\n{status}\n")


if __name__ == "__main__":
    main()
