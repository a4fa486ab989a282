"""What tests of signing in share."""

import re
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.core import mail
from django.test import Client

PASSWORD = "correct horse battery"


def code_in_last_mail() -> str:
    """The code as it stands in the newest mail."""
    found = re.search(r"\b\d{4}-\d{4}\b", mail.outbox[-1].body)
    assert found, mail.outbox[-1].body
    return found[0]


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def go(client: Client, start: str, **data: str) -> Any:
    """Press the button of a platform, agree on its page, come back."""
    led_out = client.post(start, data)
    assert led_out.status_code == 302, led_out.content.decode()
    way_back = urlsplit(httpx.get(led_out.url).headers["Location"])
    return client.get(f"{way_back.path}?{way_back.query}")
