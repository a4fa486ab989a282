"""What staff say to get a private link to the preview."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from results.sharing import DAYS, LONGEST, label_length


class PreviewLinkForm(forms.Form):
    """For whom a link is, and how many days it works."""

    label = forms.CharField(label=_("For whom"), max_length=label_length())
    days = forms.IntegerField(label=_("Days"), min_value=1, max_value=LONGEST, initial=DAYS)
