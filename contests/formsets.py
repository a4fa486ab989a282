"""What the hashtags of one campaign must be together."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.forms import PaginationInlineFormSet

from contests.hashtag_keys import strict_key
from contests.models import Hashtag


class HashtagFormSet(PaginationInlineFormSet):
    """The spellings of a campaign: each once, at most one official.

    The database refuses the same; it compares keys that are no field of the form, so that
    Django's own check of constraints cannot say it in words.
    """

    def clean(self) -> None:
        super().clean()
        official = False
        seen: set[str] = set()
        for form in self.forms:
            text = form.cleaned_data.get("text")
            if not text or form.cleaned_data.get("DELETE"):
                continue
            if strict_key(text) in seen:
                form.add_error("text", _("The campaign has this hashtag already."))
            seen.add(strict_key(text))
            if form.cleaned_data.get("kind") == Hashtag.Kind.OFFICIAL:
                if official:
                    form.add_error("kind", _("Only one spelling can be the official one."))
                official = True
        if any(form.errors for form in self.forms):
            raise ValidationError(_("Please correct the hashtags below."))
