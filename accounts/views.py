"""One's account, and where a person lands after signing in."""

from allauth.account import views as allauth_views
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.acting import acting_user
from accounts.forms import LanguageForm
from accounts.platform_sign_in import connected_accounts
from accounts.sign_in_code import code_is_awaited


@login_required
def landing(request: HttpRequest) -> HttpResponse:
    """Send staff to the admin, judges to their desk, everybody else to their own entries."""
    if request.user.is_staff:
        return redirect("admin:index")
    if request.user.has_perm("judging.score_entries"):
        return redirect("judging:desk")
    return redirect("entries:mine")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: HttpRequest) -> HttpResponse:
    """One's address, language, password and second factor."""
    person = acting_user(request)
    form = LanguageForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        user = form.save()
        with translation.override(user.preferred_language):
            messages.success(request, _("Your language is kept."))
            response = redirect("account_overview")
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            user.preferred_language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            samesite="Lax",
        )
        return response
    context = {
        "form": form,
        "has_second_factor": is_mfa_enabled(person),
        "connected": connected_accounts(person),
    }
    return render(request, "account/overview.html", context)


@login_required
@require_POST
def disconnect(request: HttpRequest, account_id: int) -> HttpResponse:
    """Forget an account of a platform with its tokens; what it has proven stays proven."""
    mine = SocialAccount.objects.filter(user=acting_user(request))
    get_object_or_404(mine, pk=account_id).delete()
    messages.success(request, _("The account is no longer connected."))
    return redirect("account_overview")


@never_cache
def confirm_login_code(request: HttpRequest) -> HttpResponseBase:
    """allauth's page for the code; says why when there is no code to wait for."""
    if request.user.is_anonymous and not code_is_awaited(request):
        messages.warning(request, _("The code is no longer good. Ask for a new one."))
        return redirect("account_request_login_code")
    return allauth_views.confirm_login_code(request)
