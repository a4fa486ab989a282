"""Forms about guardians: naming one, and being one."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class GuardianForm(forms.Form):
    """Whom to ask, where an entrant corrects it or lets them be asked again."""

    name = forms.CharField(label=_("Guardian’s name"), max_length=150)
    email = forms.EmailField(
        label=_("Guardian’s e-mail address"),
        help_text=_("We send a link to it. The video takes part once the guardian has agreed."),
        max_length=254,
    )


class AgreementForm(forms.Form):
    """A tick and a button, so that no mail scanner agrees by opening links."""

    agree = forms.BooleanField(
        label=_(
            "I am the guardian. The child may take part by these rules, and the video and the "
            "handle may be shown on this site and in its reports."
        ),
        error_messages={"required": _("Tick this box if you agree.")},
    )
