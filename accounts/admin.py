"""People and their roles in the admin. Nobody below a superuser can make or touch one."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from accounts.address_change import forget_former_addresses
from accounts.models import User
from accounts.reach import has_topics
from accounts.role_names import role_name
from accounts.roles import STAFF_ROLES

admin.site.unregister(
    (Group, EmailAddress, AccessAttempt, AccessFailureLog, AccessLog, Authenticator)
)
# Keys of platforms are in the settings, and nobody needs to read people's tokens.
admin.site.unregister((SocialAccount, SocialApp, SocialToken))


VERBS = {"view": _("view"), "add": _("add"), "change": _("change"), "delete": _("delete")}


class RolesField(forms.ModelMultipleChoiceField[Group]):
    """The roles to tick, by their names in the reader's language."""

    widget = UnfoldAdminCheckboxSelectMultipleWidget

    def label_from_instance(self, obj: Group) -> str:
        return role_name(obj.name)


class RoleFilter(admin.RelatedFieldListFilter):
    """The roles to filter by, by their names in the reader's language."""

    def field_choices(
        self, field: Any, request: HttpRequest, model_admin: admin.ModelAdmin[Any]
    ) -> Any:
        choices = super().field_choices(field, request, model_admin)
        return [(pk, role_name(str(name))) for pk, name in choices]


class UserForm(forms.ModelForm[User]):
    """A person with roles. Who has a staff role may enter the admin; nobody else may."""

    groups = RolesField(label=_("Roles"), queryset=Group.objects.order_by("pk"), required=False)

    class Meta:
        model = User
        fields = ("email", "name", "preferred_language", "is_active", "is_superuser", "groups")

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if "groups" in self.cleaned_data:
            names = {group.name for group in self.cleaned_data["groups"]}
            is_superuser = self.cleaned_data.get("is_superuser", self.instance.is_superuser)
            has_role = bool(names & set(STAFF_ROLES)) or has_topics(self.instance)
            self.instance.is_staff = is_superuser or has_role
        return cleaned


@admin.register(User)
class UserAdmin(ModelAdmin):
    """Staff, judges and creators. They sign in by a code sent to their address."""

    form = UserForm
    list_display = ("person", "roles", "second_factor", "is_active", "last_login")
    list_filter = (("groups", RoleFilter), "is_staff", "is_active")
    list_per_page = 50
    search_fields = ("email", "name")
    ordering = ("email",)
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        factors = Authenticator.objects.filter(user=OuterRef("pk"))
        users: QuerySet[User] = super().get_queryset(request)
        return users.annotate(has_factor=Exists(factors)).prefetch_related("groups")

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        rights: tuple[str, ...] = ("groups", "is_active")
        if request.user.is_superuser:
            rights = (*rights, "is_superuser")
        shown = ("second_factor", "last_login", "date_joined") if obj else ()
        return [
            (None, {"fields": ("email", "name", "preferred_language")}),
            (_("Roles"), {"fields": rights}),
            *([(_("Sign-in"), {"fields": shown})] if obj else []),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        own_rights = ("groups", "is_active", "is_superuser") if obj == request.user else ()
        return ("second_factor", "last_login", "date_joined", *own_rights)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        if obj and obj.is_superuser and not request.user.is_superuser:
            return False
        return bool(super().has_change_permission(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        if obj and obj.is_superuser and not request.user.is_superuser:
            return False
        return bool(super().has_delete_permission(request, obj))

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data:
            forget_former_addresses(obj)

    @display(description=_("person"), ordering="email", header=True)
    def person(self, user: User) -> list[str]:
        return [str(user), user.email]

    @display(description=_("roles"))
    def roles(self, user: User) -> str:
        names = [role_name(group.name) for group in user.groups.all()]
        if user.is_superuser:
            names.insert(0, str(_("Superuser")))
        return ", ".join(names)

    @display(description=_("second factor"), boolean=True)
    def second_factor(self, user: User) -> bool:
        return bool(getattr(user, "has_factor", False))


class ReadOnlyAdmin(ModelAdmin):
    """Rows that are looked at and not touched here."""

    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Group)
class RoleAdmin(ReadOnlyAdmin):
    """What each role may do. Roles change with the software, never by hand."""

    list_display = ("role", "people")
    ordering = ("pk",)
    fields = ("role", "people", "rights")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        groups: QuerySet[Group] = super().get_queryset(request)
        return groups.annotate(user_count=Count("user"))

    @display(description=_("role"), ordering="name")
    def role(self, group: Group) -> str:
        return role_name(group.name)

    @display(description=_("people"))
    def people(self, group: Group) -> int:
        return int(getattr(group, "user_count", 0))

    @display(description=_("rights"))
    def rights(self, group: Group) -> SafeString:
        held = Permission.objects.filter(group=group).select_related("content_type")
        about: dict[str, list[str]] = {}
        for one in held.order_by("content_type__app_label", "content_type__model", "pk"):
            verb = VERBS.get(one.codename.partition("_")[0])
            # Names are stored in English; models say them in every language.
            said = verb if verb and one.codename.count("_") == 1 else gettext(one.name)
            about.setdefault(str(one.content_type.name), []).append(str(said))
        rows = ((name, ", ".join(rights)) for name, rights in about.items())
        return format_html_join("", "<div>{}: {}</div>", rows)


@admin.register(Authenticator)
class SecondFactorAdmin(ReadOnlyAdmin):
    """Superusers delete the factor of somebody who lost the telephone. Secrets are not shown."""

    list_display = ("user", "type", "created_at", "last_used_at")
    list_select_related = ("user",)
    fields = ("user", "type", "created_at", "last_used_at")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)


@admin.register(AccessAttempt)
class FailedSignInAdmin(ReadOnlyAdmin):
    """Superusers delete a row to let somebody in who was locked out."""

    list_display = ("attempt_time", "username", "ip_address", "failures_since_start")
    fields = ("attempt_time", "username", "ip_address", "user_agent", "failures_since_start")
    search_fields = ("username", "ip_address")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)
