"""The question before an act on many mails, and the answer after it."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

QUESTIONS: dict[str, Any] = {
    "release": ngettext_lazy("Send %(count)d mail now?", "Send %(count)d mails now?", "count"),
    "hold": ngettext_lazy("Hold %(count)d mail back?", "Hold %(count)d mails back?", "count"),
    "retry": ngettext_lazy("Send %(count)d mail again?", "Send %(count)d mails again?", "count"),
}
DONE: dict[str, Any] = {
    "release": ngettext_lazy(
        "%(count)d mail is on its way.", "%(count)d mails are on their way.", "count"
    ),
    "hold": ngettext_lazy(
        "%(count)d mail is held back.", "%(count)d mails are held back.", "count"
    ),
    "retry": ngettext_lazy(
        "%(count)d mail is on its way again.", "%(count)d mails are on their way again.", "count"
    ),
}
PEOPLE: Any = ngettext_lazy("To %(count)d person.", "To %(count)d different people.", "count")
BUTTONS: dict[str, Promise] = {
    "release": _("Send now"),
    "hold": _("Hold back"),
    "retry": _("Send again"),
}
EXPLANATIONS: dict[str, Promise] = {
    "release": _("They leave within a minute and cannot be called back."),
    "hold": _("They stay here until somebody releases them."),
    "retry": _(
        "Where a mail was interrupted it may have arrived already: the reader could get it twice."
    ),
}
