"""Reads settings from the environment; a wrong value is a sentence that names its variable."""

from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off", ""})


class Environment:
    """The environment, with a file `.env` behind it."""

    def __init__(self, dotenv: Path) -> None:
        self._env = environ.FileAwareEnv()
        if dotenv.is_file():
            environ.Env.read_env(dotenv)

    def text(self, name: str, default: str = "") -> str:
        value: str = self._env.str(name, default=default)
        return value

    def boolean(self, name: str, *, default: bool) -> bool:
        raw = self.text(name, "1" if default else "0").strip().lower()
        if raw in _TRUE | _FALSE:
            return raw in _TRUE
        raise ImproperlyConfigured(f"{name}={raw!r} is neither yes nor no. Write 1 or 0.")

    def integer(self, name: str, *, default: int) -> int:
        raw = self.text(name, str(default)).strip()
        if raw.isascii() and raw.isdigit():
            return int(raw)
        raise ImproperlyConfigured(f"{name}={raw!r} is not a whole number of zero or more.")

    def words(self, name: str, default: list[str]) -> list[str]:
        raw = self.text(name, ",".join(default))
        return [word.strip() for word in raw.split(",") if word.strip()]

    def pairs(self, name: str) -> dict[str, str]:
        """Words like host=address."""
        pairs = [word.partition("=") for word in self.words(name, default=[])]
        if all(key and value for key, _equals, value in pairs):
            return {key: value for key, _equals, value in pairs}
        raise ImproperlyConfigured(f"{name} is not a list of pairs. Write host=address, ….")

    def web_address(self, name: str, default: str) -> str:
        value = self.text(name, default).rstrip("/")
        if value.startswith(("http://", "https://")):
            return value
        raise ImproperlyConfigured(f"{name}={value!r} is not a web address. Write https://….")

    def choice(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        value = self.text(name, default).strip().upper()
        if value in choices:
            return value
        raise ImproperlyConfigured(f"{name}={value!r} is unknown. Write one of {choices}.")

    def database(self, name: str, default: str) -> dict[str, Any]:
        """Return Django's settings for an address like postgres://user:password@host/name."""
        found: dict[str, Any] = self._address(name, default, environ.Env.db_url_config)
        if found.get("ENGINE") in (
            "django.db.backends.sqlite3",
            "django.db.backends.postgresql",
        ):
            return found
        raise ImproperlyConfigured(
            f"{name} must begin with postgres:// or sqlite:///, other databases are not supported."
        )

    def cache(self, name: str, default: str) -> dict[str, Any]:
        return self._address(name, default, environ.Env.cache_url_config)

    def email(self, name: str, default: str) -> dict[str, Any]:
        return self._address(name, default, environ.Env.email_url_config)

    def _address(self, name: str, default: str, parse: Any) -> dict[str, Any]:
        raw = self.text(name, default)
        try:
            found: dict[str, Any] = parse(raw)
        except Exception as error:
            raise ImproperlyConfigured(
                f"{name} is not an address that can be understood ({type(error).__name__}). "
                "See the table in the README."
            ) from error
        if not found:
            raise ImproperlyConfigured(f"{name} is empty or of an unknown kind. See the README.")
        return found
