"""Writing a mail in the reader's language, for a person to look at before it leaves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils import translation

from accounts.models import User
from outbox.models import Message

SUBJECT_LENGTH = 200


def draft_message(
    *,
    key: str,
    purpose: str,
    recipient: User | str,
    template: str,
    context: Mapping[str, Any],
    at: datetime,
    topic: str = "",
    language: str = "",
) -> Message:
    """Return the draft with this key, writing it now unless it exists already.

    key: what makes the mail the only one of its kind, e.g. "winner:17:42". An existing mail is
        returned as it is: its text may have been edited or sent meanwhile.
    recipient: a user, or an address of somebody who has no account.
    template: the name of templates/mail/<template>.txt. Its first line is the subject, the rest
        the text; nothing is HTML-escaped. Beside `context` it knows `site_name` and `site_url`,
        and `{% url %}` leads to pages in the mail's language.
    topic: what staff filter by, usually the campaign's slug.
    language: the user's preferred language unless given; for an address the site's default.
    """
    existing = Message.objects.filter(key=key).first()
    if existing is not None:
        return existing
    user, address = (
        (recipient, recipient.email) if isinstance(recipient, User) else (None, recipient)
    )
    language = language or (user.preferred_language if user else settings.LANGUAGE_CODE)
    subject, body = write(template=template, context=context, language=language)
    message, _created = Message.objects.get_or_create(
        key=key,
        defaults={
            "purpose": purpose,
            "topic": topic,
            "recipient": user,
            "to_email": address,
            "language": language,
            "subject": subject,
            "body": body,
            "created_at": at,
        },
    )
    return message


def write(*, template: str, context: Mapping[str, Any], language: str) -> tuple[str, str]:
    """Return subject and text of a mail template in a language."""
    values = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL, **context}
    with translation.override(language):
        # A plain text: "&" stays "&".
        page = get_template(f"mail/{template}.txt").template  # type: ignore[attr-defined]  # only Django's own engine is configured
        text = page.render(Context(values, autoescape=False))
    subject, _newline, body = text.strip().partition("\n")
    body = re.sub(r"\n[ \t]*(?:\n[ \t]*)+\n", "\n\n", f"\n{body}\n").strip("\n")
    return " ".join(subject.split())[:SUBJECT_LENGTH], f"{body}\n"
