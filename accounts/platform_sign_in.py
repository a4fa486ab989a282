"""Signing in with an account of a video platform: TikTok, and Google for YouTube.

allauth does the talking; here it learns the addresses from the settings, so that trials can name
another server, and that people may allow less than they were asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.google.provider import GoogleProvider
from allauth.socialaccount.providers.google.views import GoogleOAuth2Adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.tiktok.provider import TikTokProvider
from allauth.socialaccount.providers.tiktok.views import TikTokOAuth2Adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.cache import never_cache

from accounts.models import User

LANGUAGE_KEY = "platform_sign_in_language"
_FIELDS = {
    "user.info.basic": ("open_id", "display_name"),
    "user.info.profile": ("username",),
}


class TikTokOAuth(TikTokOAuth2Adapter):
    """TikTok's Login Kit."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.authorize_url = f"{settings.TIKTOK_URL}/v2/auth/authorize/"
        self.access_token_url = f"{settings.TIKTOK_API_URL}/v2/oauth/token/"
        self.profile_url = f"{settings.TIKTOK_API_URL}/v2/user/info/"

    def complete_login(
        self,
        request: HttpRequest,
        app: SocialApp,  # noqa: ARG002 - allauth names what it hands over
        token: Any,
        **kwargs: Any,
    ) -> SocialLogin:
        """Ask who it is, and only for what was allowed: asking for more is refused wholly."""
        granted = str(kwargs["response"].get("scope", "")).split(",")
        names = [name for scope, names in _FIELDS.items() if scope in granted for name in names]
        with get_adapter().get_requests_session() as session:
            answer = session.get(
                self.profile_url,
                headers={"Authorization": f"Bearer {token.token}"},
                params={"fields": ",".join(names)},
            )
            answer.raise_for_status()
            person = _part(_part(answer.json(), "data"), "user")
        if not isinstance(person.get("open_id"), str) or not person["open_id"]:
            raise OAuth2Error("TikTok did not tell who it is")
        return _login(self, request, person)


class GoogleOAuth(GoogleOAuth2Adapter):
    """Google's sign-in, for people with a channel on YouTube."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.authorize_url = f"{settings.GOOGLE_URL}/o/oauth2/v2/auth"
        self.access_token_url = f"{settings.GOOGLE_TOKEN_URL}/token"
        self.identity_url = f"{settings.YOUTUBE_API_URL}/oauth2/v2/userinfo"

    def complete_login(
        self,
        request: HttpRequest,
        app: SocialApp,  # noqa: ARG002 - allauth names what it hands over
        token: Any,
        **kwargs: Any,
    ) -> SocialLogin:
        told = super()._fetch_user_info(token.token)  # type: ignore[no-untyped-call]  # allauth's
        person = {name: told[name] for name in ("id", "email") if isinstance(told.get(name), str)}
        if not person.get("id"):
            raise OAuth2Error("Google did not tell who it is")
        return _login(self, request, person)


def _login(oauth: Any, request: HttpRequest, person: dict[str, Any]) -> SocialLogin:
    login: SocialLogin = oauth.get_provider().sociallogin_from_response(request, person)
    return login


class TikTok(TikTokProvider):
    oauth2_adapter_class = TikTokOAuth


class Google(GoogleProvider):
    oauth2_adapter_class = GoogleOAuth


@dataclass(frozen=True, slots=True)
class ConnectedAccount:
    """An account of a platform as its owner reads it."""

    pk: int
    platform: str
    name: str


def connected_accounts(user: User, *, provider: str = "") -> list[ConnectedAccount]:
    """The accounts that the user can sign in with; of platforms without keys here, too.

    provider: "tiktok" or "google" for those of one platform only.
    """
    names = {TikTok.id: TikTok.name, Google.id: Google.name}
    accounts = SocialAccount.objects.filter(user=user).order_by("provider", "pk")
    return [
        ConnectedAccount(account.pk, names.get(account.provider, account.provider), _name(account))
        for account in (accounts.filter(provider=provider) if provider else accounts)
    ]


def _name(account: SocialAccount) -> str:
    told = account.extra_data
    if told.get("username"):
        return f"@{told['username']}"
    return str(told.get("email") or told.get("display_name") or account.uid)


def _part(content: Any, name: str) -> dict[str, Any]:
    found = content.get(name) if isinstance(content, dict) else None
    return found if isinstance(found, dict) else {}


View = Callable[..., HttpResponse]


def _where_offered(view: View) -> View:
    """404 where the site has no keys for it."""

    @wraps(view)
    def page(request: HttpRequest) -> HttpResponse:
        try:
            return view(request)
        except SocialApp.DoesNotExist as error:
            raise Http404 from error

    return page


def _starting(oauth: type[TikTokOAuth | GoogleOAuth]) -> View:
    """The page that leads to the platform; it notes the language for the way back."""
    lead = OAuth2LoginView.adapter_view(oauth)

    @never_cache
    @_where_offered
    def start(request: HttpRequest) -> HttpResponse:
        if request.method == "POST":
            request.session[LANGUAGE_KEY] = translation.get_language()
        response: HttpResponse = lead(request)
        return response

    return start


def _returning(oauth: type[TikTokOAuth | GoogleOAuth]) -> View:
    """The address that the platform leads back to, in the language in which one set out.

    It has no language in it, because platforms want each such address registered.
    """
    take_in = OAuth2CallbackView.adapter_view(oauth)

    @never_cache
    @_where_offered
    def come_back(request: HttpRequest) -> HttpResponse:
        language = request.session.get(LANGUAGE_KEY)
        if language in dict(settings.LANGUAGES):
            translation.activate(language)
            request.LANGUAGE_CODE = language
        before = request.user.pk
        response: HttpResponse = take_in(request)
        if before and isinstance(request.user, User) and request.user.pk == before:
            _tell_connected(request, request.user, oauth.provider_id)
        return response

    return come_back


def _tell_connected(request: HttpRequest, user: User, provider: str) -> None:
    """Somebody who was signed in already has come back; sign-ins themselves end elsewhere."""
    account = SocialAccount.objects.filter(user=user, provider=provider).order_by("-last_login")
    adapter: Any = get_account_adapter(request)
    if newest := account.first():
        adapter.platform_account_shown(user, newest)


start_tiktok = _starting(TikTokOAuth)
start_google = _starting(GoogleOAuth)
tiktok_comes_back = _returning(TikTokOAuth)
google_comes_back = _returning(GoogleOAuth)
