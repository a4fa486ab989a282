"""What stands on a certificate, and its setting: no database, no request, no active language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from results.certificate_codes import grouped
from results.typesetting import as_pdf


@dataclass(frozen=True)
class Wording:
    """All sentences of a certificate in one language."""

    language: str
    title: str
    award: str
    campaign: str
    together: str
    citation: str
    day: str
    signatory: str
    office: str
    supported_by: str
    check: str
    code_label: str
    evidence_label: str
    picture_of_code: str


@dataclass(frozen=True)
class Institution:
    """An organiser or supporter: its name as printed, and its logo as PNG where there is one."""

    name: str
    logo: bytes | None


@dataclass(frozen=True)
class Sheet:
    """One certificate. `wordings` has its language first, then the second one, if any."""

    wordings: Sequence[Wording]
    name: str
    account: str
    hashtag: str
    palette: Mapping[str, str]
    organisers: Sequence[Institution]
    supporters: Sequence[Institution]
    code: str
    code_picture: bytes
    address: str
    evidence: str
    issued_at: datetime


def pdf_of(sheet: Sheet) -> bytes:
    """The certificate as tagged PDF; the same sheet gives the same bytes."""
    return as_pdf("certificate", _data(sheet), at=sheet.issued_at, pictures=_pictures(sheet))


def _data(sheet: Sheet) -> dict[str, Any]:
    first = sheet.wordings[0]
    return {
        "wordings": [vars(wording) for wording in sheet.wordings],
        "name": sheet.name,
        "account": sheet.account,
        "hashtag": sheet.hashtag,
        "palette": dict(sheet.palette),
        "organisers": _listed(sheet.organisers, "organiser"),
        "supporters": _listed(sheet.supporters, "supporter"),
        "code": grouped(sheet.code),
        "address": sheet.address,
        "evidence": sheet.evidence,
        "document_title": f"{first.title}: {sheet.name or sheet.account}, {first.campaign}",
        "authors": [one.name for one in sheet.organisers],
    }


def _listed(institutions: Sequence[Institution], kind: str) -> list[dict[str, str]]:
    return [
        {
            "name": one.name,
            "logo": f"{kind}-{number}.png" if one.logo else "",
        }
        for number, one in enumerate(institutions, start=1)
    ]


def _pictures(sheet: Sheet) -> dict[str, bytes]:
    found = {"code.svg": sheet.code_picture}
    for kind, institutions in (("organiser", sheet.organisers), ("supporter", sheet.supporters)):
        for number, one in enumerate(institutions, start=1):
            if one.logo:
                found[f"{kind}-{number}.png"] = one.logo
    return found
