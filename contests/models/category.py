"""What is awarded: categories and their prizes."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contests.models.campaign import Campaign
from partners.models import Partner, Platform


class Category(models.Model):
    """What is awarded, and how it is decided."""

    class Method(models.TextChoices):
        JURY = "jury", _("a jury decides")
        MOST_VIEWED_VIDEO = "most_viewed_video", _("the video with the most views")
        MOST_VIEWED_CREATOR = "most_viewed_creator", _("the creator with the most views")

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="categories", verbose_name=_("campaign")
    )
    slug = models.SlugField(_("address name"), max_length=60)
    title = models.CharField(_("title"), max_length=120)
    description = models.TextField(_("description"), blank=True)
    method = models.CharField(_("method"), max_length=20, choices=Method.choices)
    platform = models.CharField(
        _("platform"),
        max_length=10,
        choices=Platform.choices,
        blank=True,
        help_text=_("Views are counted on one platform only."),
    )
    is_chosen = models.BooleanField(
        _("chosen by the entrant"),
        default=False,
        help_text=_("Otherwise every entry takes part in the category."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "slug"],
                name="contests_category_slug_unique",
                violation_error_message=_("The campaign has a category with this address name."),
            ),
            models.CheckConstraint(
                condition=Q(method="jury") | ~Q(platform=""),
                name="contests_category_views_need_platform",
                violation_error_message=_("Name the platform on which views are counted."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.slug

    @property
    def by_views(self) -> bool:
        return self.method != self.Method.JURY

    @property
    def ranks_creators(self) -> bool:
        return self.method == self.Method.MOST_VIEWED_CREATOR


class Prize(models.Model):
    """What a place wins; several winners of equal rank may share the place."""

    category = models.ForeignKey(
        Category, on_delete=models.CASCADE, related_name="prizes", verbose_name=_("category")
    )
    place = models.PositiveSmallIntegerField(
        _("place"), default=1, validators=[MinValueValidator(1)]
    )
    quantity = models.PositiveSmallIntegerField(
        _("winners of this place"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    title = models.CharField(_("title"), max_length=150)
    description = models.TextField(_("description"), blank=True)
    value = models.DecimalField(
        _("value for each winner"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    currency = models.CharField(
        _("currency"), max_length=3, blank=True, help_text=_("Three letters, e.g. KZT.")
    )
    sponsor = models.ForeignKey(
        Partner,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="prizes",
        verbose_name=_("sponsor"),
    )

    class Meta:
        verbose_name = _("prize")
        verbose_name_plural = _("prizes")
        ordering = ["category", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["category", "place"],
                name="contests_prize_place_unique",
                violation_error_message=_("The category has a prize for this place already."),
            ),
            models.CheckConstraint(
                condition=Q(place__gte=1, quantity__gte=1),
                name="contests_prize_place_from_one",
                violation_error_message=_("Places and winners are counted from one."),
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True, currency="")
                | (Q(value__isnull=False, value__gte=0) & ~Q(currency="")),
                name="contests_prize_value_with_currency",
                violation_error_message=_("A value needs its currency, and a currency its value."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.place)
