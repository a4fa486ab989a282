"""A draft that can be published as it is."""

from typing import Any

from contests.models import Campaign, Partnership
from contests.phases import Phase
from tests.builders import build_campaign, build_category, build_partnership, build_prize

LANGUAGES = ["kk", "ru"]


def texts(field: str, *codes: str) -> dict[str, str]:
    return {f"{field}_{code}": f"{field} {code}" for code in codes}


def ready_campaign(**fields: Any) -> Campaign:
    """A draft with everything that publishing asks for, in Kazakh and Russian."""
    values: dict[str, Any] = {
        "languages": LANGUAGES,
        **texts("title", *LANGUAGES),
        **texts("description", *LANGUAGES),
    }
    campaign = build_campaign(phase=Phase.DRAFT, **values | fields)
    campaign.rules.update(number=2, text_kk="Ереже", text_ru="Правила")
    build_partnership(campaign, role=Partnership.Role.ORGANISER)
    build_prize(
        build_category(campaign, **texts("title", *LANGUAGES)), **texts("title", *LANGUAGES)
    )
    return campaign
