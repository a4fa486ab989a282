"""Whose accounts are: the proofs, to be read, and the page on which staff attest one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import display

from accounts.acting import acting_user
from accounts.clock import database_now
from accounts.models import User
from contests.admin.in_reach import InReachMixin
from entries.admin.records import ReadOnlyMixin
from entries.models import Creator, Entry, OwnershipProof
from entries.ownership import attest_ownership
from entries.refusal import EntryRefused


class AttestForm(forms.Form):
    """Whose account it is, by the e-mail address, and how one knows."""

    email = forms.EmailField(
        label=_("E-mail address of the owner’s account on this site"), max_length=254
    )
    reason = forms.CharField(
        label=_("How you know whose account it is"),
        # An empty one is refused by the verb, in its words.
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        self.owner = User.objects.filter(email__iexact=email, is_active=True).first()
        if self.owner is None:
            raise forms.ValidationError(
                _("Nobody has an account with this address. The owner has to sign in once first.")
            )
        return email


class ProofInline(ReadOnlyMixin, TabularInline):
    """How people showed that an account is theirs, the newest first."""

    model = OwnershipProof
    fk_name = "creator"
    fields = ("user", "method", "proven_at", "by", "reason", "entry")
    readonly_fields = fields
    extra = 0
    tab = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[OwnershipProof]:
        proofs: QuerySet[OwnershipProof] = super().get_queryset(request)
        return proofs.select_related("user", "by", "entry__creator", "entry__campaign", "creator")


def attest_page(
    request: HttpRequest, creator: Creator, *, site_context: dict[str, Any]
) -> HttpResponse:
    """The proofs that are there, and the form for one more; for moderators only."""
    entry = _entry_of(creator, request.GET.get("entry", ""))
    submitter = entry.submitted_by if entry else None
    initial = {"email": submitter.email if submitter else ""}
    form = AttestForm(request.POST or None, initial=initial)
    if form.is_valid() and _carry_out(request, creator, entry, form):
        return redirect(_page_of(creator, entry))
    proofs = creator.proofs.select_related("user", "by")
    context = {
        **site_context,
        "title": _("Whose account is it?"),
        "creator": creator,
        "form": form,
        "proofs": proofs,
        "is_disputed": len({proof.user_id for proof in proofs}) > 1,
        "back_url": _page_of(creator, entry),
    }
    return TemplateResponse(request, "admin/entries/attest.html", context)


def attest_url(entry: Entry) -> str:
    """Where staff attest whose video an entry is."""
    page = reverse("admin:entries_creator_attest", args=[entry.creator_id])
    return f"{page}?entry={entry.pk}"


def _entry_of(creator: Creator, pk: str) -> Entry | None:
    """The entry from which one came, if it is this account's."""
    if not (pk.isascii() and pk.isdigit() and len(pk) <= 18):
        return None
    return creator.entries.select_related("submitted_by").filter(pk=int(pk)).first()


def _page_of(creator: Creator, entry: Entry | None) -> str:
    if entry:
        return reverse("admin:entries_entry_change", args=[entry.pk])
    return reverse("admin:entries_creator_change", args=[creator.pk])


def _carry_out(
    request: HttpRequest, creator: Creator, entry: Entry | None, form: AttestForm
) -> bool:
    """Do what a valid form asks for and say so; False, with the reason in the form, if refused."""
    if form.owner is None:
        return False
    try:
        attest_ownership(
            creator_id=creator.pk,
            user_id=form.owner.pk,
            entry_id=entry.pk if entry else None,
            by=acting_user(request),
            at=database_now(),
            reason=form.cleaned_data["reason"],
        )
    except EntryRefused as refused:
        field = "reason" if refused.code == "attest_reason_missing" else "email"
        form.add_error(field, refused.message)
        return False
    messages.success(
        request,
        _("It is recorded that %(account)s is the account of %(owner)s.")
        % {"account": f"\u2068{creator}\u2069", "owner": f"\u2068{form.owner}\u2069"},
    )
    return True


class DisputedFilter(admin.SimpleListFilter):
    """Accounts that several people have shown to be theirs."""

    title = _("proven by")
    parameter_name = "proven_by"

    def lookups(self, request: HttpRequest, _model_admin: Any) -> list[tuple[str, Any]]:
        return [("several", _("several people"))]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[OwnershipProof]
    ) -> QuerySet[OwnershipProof]:
        if self.value() != "several":
            return queryset
        people = Count("proofs__user", distinct=True)
        disputed = Creator.objects.annotate(people=people).filter(people__gt=1)
        return queryset.filter(creator__in=disputed)


@admin.register(OwnershipProof)
class OwnershipProofAdmin(InReachMixin, ReadOnlyMixin, ModelAdmin):
    """All proofs, the newest first."""

    campaign_path = "creator__entries__campaign"
    in_several_campaigns = True
    list_display = ("account", "user", "method", "proven_at", "by")
    list_filter = (DisputedFilter, "method", "creator__platform")
    list_select_related = ("creator", "user", "by")
    list_per_page = 50
    search_fields = ("creator__handle", "user__email")
    fields = ("creator", "user", "method", "proven_at", "entry", "by", "reason", "evidence")
    readonly_fields = fields
    actions = None

    @display(description=_("account"), ordering="creator__handle")
    def account(self, proof: OwnershipProof) -> str:
        return f"\u2068{proof.creator}\u2069 · {proof.creator.get_platform_display()}"
