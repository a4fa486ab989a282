"""The lock that decisions about a campaign wait for."""

from django.db import connection

from contests.models import Campaign


def lock_campaign(campaign_id: int) -> Campaign:
    """Return the campaign, held until the surrounding transaction ends.

    PostgreSQL locks the row, while new rows may go on pointing at it; SQLite's immediate
    transactions let one writer in at a time. Always taken before locks on entries and what
    belongs to them. Raises Campaign.DoesNotExist.
    """
    return Campaign.objects.select_for_update(no_key=True).get(pk=campaign_id)


def share_campaign(campaign_id: int) -> Campaign:
    """Return the campaign, with others who share it at the same time, until the transaction ends.

    Nobody who locks it gets in between, and it waits for whoever has locked it: so many judges
    save at once, but none while their round is closed or their campaign announced. Whoever shares
    it must not lock it in the same transaction. Raises Campaign.DoesNotExist.
    """
    if connection.vendor != "postgresql":  # one writer at a time anyway
        return lock_campaign(campaign_id)
    share = "SELECT * FROM contests_campaign WHERE id = %s FOR SHARE"
    shared = list(Campaign.objects.raw(share, [campaign_id]))
    if not shared:
        raise Campaign.DoesNotExist
    return shared[0]
