"""The mails that Django's file backend wrote, read back with the standard library."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

# How the file backend ends each mail.
_END = b"\n" + b"-" * 79 + b"\n"


@dataclass(frozen=True)
class WrittenMail:
    """A mail as its reader would see it."""

    to: str
    subject: str
    sent_at: datetime | None
    language: str
    body: str

    @property
    def paragraphs(self) -> list[str]:
        """The text in pieces that may each run in a direction of its own."""
        return [piece for piece in re.split(r"\n\s*\n", self.body.strip()) if piece]


def read_mails(folder: Path) -> list[WrittenMail]:
    """All mails in a folder of the file backend, newest first; none if there is no such folder.

    One file holds what one connection sent, in order.
    """
    mails = [
        _read(piece)
        for file in sorted(folder.glob("*.log"))
        for piece in file.read_bytes().split(_END)
        if piece.strip()
    ]
    mails.sort(key=lambda mail: mail.sent_at.timestamp() if mail.sent_at else 0)
    return mails[::-1]


def _read(raw: bytes) -> WrittenMail:
    mail = message_from_bytes(raw, policy=policy.default)
    return WrittenMail(
        to=str(mail["To"] or ""),
        subject=str(mail["Subject"] or ""),
        sent_at=parsedate_to_datetime(mail["Date"]) if mail["Date"] else None,
        language=str(mail["Content-Language"] or ""),
        body=_text(mail),
    )


def _text(mail: EmailMessage) -> str:
    part = mail.get_body(preferencelist=("plain",))
    return str(part.get_content()) if part is not None else ""
