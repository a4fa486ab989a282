"""A column whose value follows from another one."""

from collections.abc import Callable
from typing import Any

from django.db import models


class HashtagKeyField(models.CharField[str, str]):
    """The key of a hashtag: computed from `source` by the pure function `key` at every write.

    A declared derivation like `auto_now`, so that no caller can forget it.
    """

    def __init__(
        self, *args: Any, source: str = "", key: Callable[[str], str] | None = None, **kwargs: Any
    ) -> None:
        self.source = source
        self.key = key
        kwargs.setdefault("max_length", 200)
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: ARG002 - Django's signature
        if self.key is not None:
            setattr(model_instance, self.attname, self.key(getattr(model_instance, self.source)))
        value: str = getattr(model_instance, self.attname)
        return value

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        return str(name), path, list(args), kwargs
