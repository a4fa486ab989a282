"""Which texts of partners exist in every language."""

from modeltranslation.translator import TranslationOptions, register

from partners.models import Partner, Quote


@register(Partner)
class PartnerTranslation(TranslationOptions):
    fields = ("name", "description", "region")


@register(Quote)
class QuoteTranslation(TranslationOptions):
    fields = ("speaker", "post", "text")
