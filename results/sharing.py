"""A private link to the preview, for people without an account here: the minister's office.

Whoever has it reads, without signing in, exactly what would be announced at that moment. The link
is signed, works for some days, and can be withdrawn. It opens nothing else; what it opens,
website.pages.preview says.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import constant_time_compare, get_random_string
from django.utils.translation import override

from accounts.models import User
from results.locking import lock_for_results
from results.models import PreviewLink
from results.refusal import ResultsRefused

DAYS, LONGEST = 7, 30
"""How long a link works, by default and at most."""
_SALT = "results.sharing"


@transaction.atomic
def make_preview_link(
    *, campaign_id: int, label: str, days: int = DAYS, by: User, at: datetime
) -> PreviewLink:
    """Make a link that works for so many days; `label` says for whom it is.

    Raises ResultsRefused: link_label, link_days, showcase, and the codes of the phase.
    """
    campaign = lock_for_results(campaign_id, at=at)
    if campaign.is_showcase:
        raise ResultsRefused("showcase")
    label = " ".join(label.split())
    if not label or len(label) > label_length():
        raise ResultsRefused("link_label", most=label_length())
    if not 1 <= days <= LONGEST:
        raise ResultsRefused("link_days", most=LONGEST)
    return PreviewLink.objects.create(
        campaign=campaign,
        label=label,
        nonce=get_random_string(32),
        created_at=at,
        created_by=by,
        expires_at=at + timedelta(days=days),
    )


@transaction.atomic
def withdraw_preview_link(*, link_id: int, by: User, at: datetime) -> PreviewLink:
    """Let a link open nothing any more. Withdrawing it again changes nothing."""
    link = PreviewLink.objects.select_for_update(of=("self",)).get(pk=link_id)
    if link.revoked_at is None:
        link.revoked_at, link.revoked_by = at, by
        link.save(update_fields=["revoked_at", "revoked_by"])
    return link


def label_length() -> int:
    """The most letters in which it can be said for whom a link is."""
    return PreviewLink._meta.get_field("label").max_length or 0


def key_of(link: PreviewLink) -> str:
    """What to put behind `?key=` of the preview's pages."""
    return signing.dumps([link.pk, link.nonce], salt=_SALT)


def preview_path(link: PreviewLink) -> str:
    """The path of the preview behind the link, in the campaign's first language."""
    with override(link.campaign.languages[0]):
        address = reverse("website:winners_preview", args=[link.campaign.slug])
    return f"{address}?key={key_of(link)}"


def open_preview_link(token: str, *, campaign_id: int, at: datetime) -> PreviewLink:
    """The link that a key names, if it opens that campaign's preview at a moment.

    Refused: preview_unknown, preview_withdrawn, preview_expired.
    """
    try:
        pk, nonce = signing.loads(token, salt=_SALT)
        link = PreviewLink.objects.filter(pk=int(pk), campaign=campaign_id).first()
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise ResultsRefused("preview_unknown") from error
    if link is None or not constant_time_compare(link.nonce, str(nonce)):
        raise ResultsRefused("preview_unknown")
    if link.revoked_at is not None and link.revoked_at <= at:
        raise ResultsRefused("preview_withdrawn")
    if not link.works(at=at):
        raise ResultsRefused("preview_expired")
    return link
