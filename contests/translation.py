"""Which texts of campaigns exist in every language."""

from modeltranslation.translator import TranslationOptions, register

from contests.models import (
    Ambassador,
    Campaign,
    CampaignQuestion,
    Category,
    Partnership,
    Prize,
    RejectionReason,
    RulesVersion,
)


@register(Campaign)
class CampaignTranslation(TranslationOptions):
    fields = ("title", "tagline", "description")


@register(Category)
class CategoryTranslation(TranslationOptions):
    fields = ("title", "description")


@register(Prize)
class PrizeTranslation(TranslationOptions):
    fields = ("title", "description")


@register(Partnership)
class PartnershipTranslation(TranslationOptions):
    fields = ("contribution",)


@register(Ambassador)
class AmbassadorTranslation(TranslationOptions):
    fields = ("name", "note")


@register(RulesVersion)
class RulesVersionTranslation(TranslationOptions):
    fields = ("text",)


@register(RejectionReason)
class RejectionReasonTranslation(TranslationOptions):
    fields = ("text",)


@register(CampaignQuestion)
class CampaignQuestionTranslation(TranslationOptions):
    fields = ("question", "answer")
