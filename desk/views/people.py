"""Who works on a campaign: giving roles by mail, and taking them back."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from unfold.widgets import (
    UnfoldAdminEmailInputWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.acting import acting_user
from accounts.clock import database_now
from accounts.models import User
from accounts.role_names import role_name
from accounts.roles import STAFF_ROLES
from contests.campaign_roles import staff_of
from contests.giving_roles import RoleRefused, give_role, roles_to_give, take_role
from contests.models import Campaign, CampaignRole
from contests.wording import day_and_time
from desk.views.campaign import campaigns, page_context
from judging.models import Judge
from partners.language_tabs import own_name


class RoleForm(forms.Form):
    """Whom to invite, and with which role."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        help_text=gettext_lazy(
            "A person without an account here gets one, and signs in with a mailed code."
        ),
        widget=UnfoldAdminEmailInputWidget(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        required=False,
        max_length=150,
        help_text=gettext_lazy("Only for a person who has no account yet."),
        widget=UnfoldAdminTextInputWidget(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the mail"),
        choices=[(code, own_name(code)) for code, _name in settings.LANGUAGES],
        help_text=gettext_lazy("Only for a person who has no account yet."),
        widget=UnfoldAdminSelectWidget,
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), widget=UnfoldAdminSelectWidget)

    def __init__(self, *args: Any, roles: Iterable[CampaignRole.Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]  # a ChoiceField, see above


@dataclass(frozen=True)
class Person:
    """Somebody who may work on the campaign. `role_id` is None for roles on the whole site."""

    user: User
    role: str
    since: str
    last_login: str
    has_factor: bool
    role_id: int | None
    may_take: bool


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Show who works on a campaign; POST gives a role and tells the person by mail."""
    user = acting_user(request)
    if not user.has_perm("contests.view_campaignrole"):
        raise PermissionDenied
    may_change = user.has_perm("contests.change_campaignrole")
    campaign = get_object_or_404(campaigns(), pk=campaign_id)
    roles = roles_to_give(user, campaign) if may_change else []
    form = RoleForm(
        request.POST if request.method == "POST" else None,
        roles=roles,
        initial={"language": get_language()},
    )
    if request.method == "POST":
        if not may_change:
            raise PermissionDenied
        if form.is_valid() and _given(form, campaign, by=user):
            messages.success(
                request, _("The role is given, and a mail tells the person. It holds at once.")
            )
            return redirect("admin:desk_people", campaign_id=campaign.pk)
    context = {
        **page_context(request, campaign),
        "subtitle": _("People"),
        "form": form if roles else None,
        "people": list(_here(campaign, roles, reader=user)),
        "site_people": list(_everywhere(campaign)),
        "judges": Judge.objects.sitting().filter(campaign=campaign).count(),
    }
    return TemplateResponse(request, "desk/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, campaign_id: int, role_id: int) -> HttpResponse:
    """Ask, then take a role back."""
    user = acting_user(request)
    if not user.has_perm("contests.change_campaignrole"):
        raise PermissionDenied
    campaign = get_object_or_404(campaigns(), pk=campaign_id)
    there = CampaignRole.objects.filter(campaign=campaign).select_related("user")
    given = there.filter(pk=role_id).first()
    if given is None:
        messages.info(request, _("This role has been taken back already."))
        return redirect("admin:desk_people", campaign_id=campaign.pk)
    if request.method == "POST":
        try:
            take_role(role_id=given.pk, by=user, at=database_now())
        except RoleRefused as refused:
            messages.error(request, refused.message)
        except CampaignRole.DoesNotExist:
            messages.info(request, _("This role has been taken back already."))
        else:
            messages.success(request, _("The role is taken back."))
        return redirect("admin:desk_people", campaign_id=campaign.pk)
    context = {**page_context(request, campaign), "subtitle": _("People"), "given": given}
    return TemplateResponse(request, "desk/take_role.html", context)


def _given(form: RoleForm, campaign: Campaign, *, by: User) -> bool:
    try:
        give_role(
            campaign_id=campaign.pk,
            email=form.cleaned_data["email"],
            name=form.cleaned_data["name"],
            language=form.cleaned_data["language"],
            role=form.cleaned_data["role"],
            by=by,
            at=database_now(),
        )
    except RoleRefused as refused:
        form.add_error("role" if refused.code == "more_than_yours" else "email", refused.message)
        return False
    return True


def _here(campaign: Campaign, roles: Collection[str], *, reader: User) -> Iterable[Person]:
    factors = Authenticator.objects.filter(user=OuterRef("user"))
    given = CampaignRole.objects.filter(campaign=campaign).select_related("user")
    for one in given.annotate(has_factor=Exists(factors)).order_by("user__name", "user__email"):
        yield Person(
            user=one.user,
            role=one.get_role_display(),
            since=day_and_time(one.given_at, campaign.zone),
            last_login=_last_login(one.user, campaign),
            has_factor=getattr(one, "has_factor", False),
            role_id=one.pk,
            may_take=one.role in roles and one.user_id != reader.pk,
        )


def _everywhere(campaign: Campaign) -> Iterable[Person]:
    factors = Authenticator.objects.filter(user=OuterRef("pk"))
    staff = staff_of(campaign).exclude(campaign_roles__campaign=campaign)
    for user in staff.annotate(has_factor=Exists(factors)).prefetch_related("groups"):
        names = [role_name(one.name) for one in user.groups.all() if one.name in STAFF_ROLES]
        if user.is_superuser:
            names.insert(0, _("Superuser"))
        yield Person(
            user=user,
            role=", ".join(names),
            since="",
            last_login=_last_login(user, campaign),
            has_factor=getattr(user, "has_factor", False),
            role_id=None,
            may_take=False,
        )


def _last_login(user: User, campaign: Campaign) -> str:
    return day_and_time(user.last_login, campaign.zone) if user.last_login else _("never")
