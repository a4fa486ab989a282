"""Which texts of results exist in every language."""

from modeltranslation.translator import TranslationOptions, register

from results.models import (
    Announcement,
    AnnouncementPlan,
    Award,
    CategoryRemark,
    Correction,
    PressRelease,
)


@register(Award)
class AwardTranslation(TranslationOptions):
    fields = ("citation",)


@register(CategoryRemark)
class CategoryRemarkTranslation(TranslationOptions):
    fields = ("text",)


@register(Correction)
class CorrectionTranslation(TranslationOptions):
    fields = ("note",)


@register(Announcement)
class AnnouncementTranslation(TranslationOptions):
    fields = ("note",)


@register(AnnouncementPlan)
class AnnouncementPlanTranslation(TranslationOptions):
    fields = ("signatory", "signatory_role")


@register(PressRelease)
class PressReleaseTranslation(TranslationOptions):
    fields = ("title", "body")
