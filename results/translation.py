"""Which texts of results exist in every language."""

from modeltranslation.translator import TranslationOptions, register

from results.models import Award


@register(Award)
class AwardTranslation(TranslationOptions):
    fields = ("citation",)
