"""How the admin looks and where its navigation leads."""

from typing import Any

UNFOLD: dict[str, Any] = {"SITE_TITLE": "Sahna", "SITE_HEADER": "Sahna"}
