"""Which texts of judging exist in every language."""

from modeltranslation.translator import TranslationOptions, register

from judging.models import Criterion


@register(Criterion)
class CriterionTranslation(TranslationOptions):
    fields = ("title", "help", "point_labels")
