"""The lock that decisions about a campaign wait for."""

from contests.models import Campaign


def lock_campaign(campaign_id: int) -> Campaign:
    """Return the campaign, held until the surrounding transaction ends.

    PostgreSQL locks the row, while new rows may go on pointing at it; SQLite's immediate
    transactions let one writer in at a time. Always taken before locks on entries and what
    belongs to them. Raises Campaign.DoesNotExist.
    """
    return Campaign.objects.select_for_update(no_key=True).get(pk=campaign_id)
