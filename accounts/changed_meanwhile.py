"""Two people, or two tabs, with the same form: the second to save is told before anything is lost.

A change form carries a digest of what it was opened with: the row, what it is tied to, and the rows
of its inlines. Who saves it while the present state is another one gets the form back as it was
typed, and is told who changed what is stored and what their own form would change now. To save
again is then a decision.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from auditlog.models import LogEntry
from babel.dates import format_date
from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.forms.models import _get_foreign_key
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from modeltranslation.manager import get_translatable_fields_for_model

from accounts.bidi import isolated

FIELD = "_seen_state"


class StaleForm:
    """A form that is not saved because of what others saved meanwhile; comes first as a base."""

    changed_by: str
    changed_at: str

    def clean(self) -> dict[str, Any] | None:
        cleaned: dict[str, Any] | None = super().clean()  # type: ignore[misc]  # a mixin
        self.add_error(None, self._told())  # type: ignore[attr-defined]  # as above
        return cleaned

    def _told(self) -> SafeString:
        labels = [self._label(name) for name in self.changed_data]  # type: ignore[attr-defined]  # as above
        who = _(
            "%(who)s changed this after you opened it (%(when)s). Nothing of yours is saved yet."
        )
        differs = _("Your form still differs from it here: %(fields)s.")
        again = _("To keep yours, save again.")
        return format_html(
            '{} <a class="underline" href="" target="_blank">{}</a> {} {}',
            who % {"who": isolated(self.changed_by), "when": self.changed_at},
            _("Look at it as it is now, in a new tab."),
            differs % {"fields": ", ".join(labels)} if labels else "",
            again,
        )

    def _label(self, name: str) -> str:
        """The field's name, with its language where it has one."""
        label = str(self.fields[name].label or name)  # type: ignore[attr-defined]  # as above
        code = name.rpartition("_")[2]
        return f"{label} ({code})" if code in dict(settings.LANGUAGES) else label


class ChangedMeanwhileMixin:
    """A model admin whose change form cannot silently write over what others saved.

    Whoever uses it holds the row (or its campaign) in `get_object` while it is saved, so that of
    two at once the second sees the first.
    """

    change_form_after_template = "admin/seen_state.html"

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, **kwargs)  # type: ignore[misc]  # a mixin
        seen = request.POST.get(FIELD, "")
        if obj is None or not seen or seen == self._state(request, obj):
            return form
        by, at = self._last_change(request, obj)
        return type("StaleForm", (StaleForm, form), {"changed_by": by, "changed_at": at})

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        shown: Model | None = kwargs.get("obj")
        if shown is not None:
            context["seen_state"] = self._state(request, shown)
        response: HttpResponseBase = super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]  # a mixin
        return response

    def _rows(self, request: HttpRequest, obj: Model) -> list[QuerySet[Any]]:
        """What the form shows, stored: the row and those of its inlines."""
        inlines = self.get_inline_instances(request, obj)  # type: ignore[attr-defined]  # a mixin
        return [
            type(obj)._base_manager.filter(pk=obj.pk),
            *(
                one.model._base_manager.filter(
                    **{_get_foreign_key(type(obj), one.model, fk_name=one.fk_name).name: obj}
                )
                for one in inlines
            ),
        ]

    def _state(self, request: HttpRequest, obj: Model) -> str:
        """A digest of what is stored, worked out once for each request."""
        known: dict[Any, str] = request.__dict__.setdefault("_seen_states", {})
        if obj.pk not in known:
            digest = sha256()
            for rows in self._rows(request, obj):
                columns = _columns(rows.model)
                digest.update(repr(list(rows.order_by("pk").values_list(*columns))).encode())
            for field in obj._meta.many_to_many:
                tied = getattr(obj, field.name).order_by("pk").values_list("pk", flat=True)
                digest.update(repr(list(tied)).encode())
            known[obj.pk] = digest.hexdigest()
        return known[obj.pk]

    def _last_change(self, request: HttpRequest, obj: Model) -> tuple[str, str]:
        """Who wrote last into what the form shows, and when, by the audit log."""
        about = Q()
        for rows in self._rows(request, obj):
            pks = [str(pk) for pk in rows.values_list("pk", flat=True)]
            meta = rows.model._meta
            about |= Q(
                content_type__app_label=meta.app_label,
                content_type__model=meta.model_name,
                object_pk__in=pks,
            )
        last = LogEntry.objects.filter(about).select_related("actor").order_by("-timestamp").first()
        moment = timezone.localtime(last.timestamp) if last else timezone.localtime()
        who = str(last.actor) if last and last.actor else _("Somebody")
        day = format_date(moment, format="long", locale=get_language() or settings.LANGUAGE_CODE)
        return who, f"{day}, {moment:%H:%M}"


def _columns(model: type[Model]) -> list[str]:
    """All columns by name: of translated fields those of each language, whoever reads."""
    in_the_readers_language = get_translatable_fields_for_model(model) or ()
    return [
        field.attname
        for field in model._meta.concrete_fields
        if field.name not in in_the_readers_language
    ]
