"""Which texts of readings exist in every language."""

from modeltranslation.translator import TranslationOptions, register

from metrics.models import CampaignReading


@register(CampaignReading)
class CampaignReadingTranslation(TranslationOptions):
    fields = ("source",)
