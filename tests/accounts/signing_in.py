"""What tests of signing in share."""

import re

from django.core import mail

PASSWORD = "correct horse battery"


def code_in_last_mail() -> str:
    """The code as it stands in the newest mail."""
    found = re.search(r"\b\d{4}-\d{4}\b", mail.outbox[-1].body)
    assert found, mail.outbox[-1].body
    return found[0]


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session
