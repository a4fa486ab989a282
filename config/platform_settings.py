"""The video platforms: where they are asked, with which keys, how often, and signing in with them.

A part of the settings (see `config/settings.py`), in a file of its own.
"""

from pathlib import Path

from config.environment import Environment

_env = Environment(Path(__file__).resolve().parent.parent / ".env")

# Where they are asked. Trials name the fake server here: python -m tests.fakes.platforms
TIKTOK_URL = _env.web_address("TIKTOK_URL", default="https://www.tiktok.com")
TIKTOK_API_URL = _env.web_address("TIKTOK_API_URL", default="https://open.tiktokapis.com")
YOUTUBE_API_URL = _env.web_address("YOUTUBE_API_URL", default="https://www.googleapis.com")
YOUTUBE_API_KEY = _env.text("YOUTUBE_API_KEY", default="")
TIKTOK_CLIENT_KEY = _env.text("TIKTOK_CLIENT_KEY", default="")
TIKTOK_CLIENT_SECRET = _env.text("TIKTOK_CLIENT_SECRET", default="")
GOOGLE_CLIENT_ID = _env.text("GOOGLE_CLIENT_ID", default="")
GOOGLE_CLIENT_SECRET = _env.text("GOOGLE_CLIENT_SECRET", default="")
GOOGLE_URL = _env.web_address("GOOGLE_URL", default="https://accounts.google.com")
GOOGLE_TOKEN_URL = _env.web_address("GOOGLE_TOKEN_URL", default="https://oauth2.googleapis.com")
# host=address, so that short links and covers can come from the fake server; the only private
# addresses that are ever asked.
PLATFORM_HOSTS = _env.pairs("PLATFORM_HOSTS")
PLATFORM_TIMEOUT_SECONDS = _env.integer("PLATFORM_TIMEOUT_SECONDS", default=8)
TIKTOK_CALLS_PER_MINUTE = _env.integer("TIKTOK_CALLS_PER_MINUTE", default=120)
YOUTUBE_UNITS_PER_DAY = _env.integer("YOUTUBE_UNITS_PER_DAY", default=10_000)
# Signing in with a platform's account is offered where the keys above are set.
SOCIALACCOUNT_ADAPTER = "accounts.adapter.PlatformAccountAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "tiktok": {
        "provider_class": "accounts.platform_sign_in.TikTok",
        "SCOPE": ["user.info.basic", "user.info.profile", "video.list"],
    },
    "google": {
        "provider_class": "accounts.platform_sign_in.Google",
        "SCOPE": ["email", "https://www.googleapis.com/auth/youtube.readonly"],
        "OAUTH_PKCE_ENABLED": True,
    },
}
SOCIALACCOUNT_STORE_TOKENS = True
SOCIALACCOUNT_AUTO_SIGNUP = False  # an account opens when its e-mail address is proven
SOCIALACCOUNT_REQUESTS_TIMEOUT = PLATFORM_TIMEOUT_SECONDS
# Where a browser is sent to sign in: nowhere without keys.
SIGN_IN_ADDRESSES = [
    *([TIKTOK_URL] if TIKTOK_CLIENT_KEY else []),
    *([GOOGLE_URL] if GOOGLE_CLIENT_ID else []),
]
