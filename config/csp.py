"""The content security policy: strict everywhere, relaxed under the admin only."""

from csp.middleware import CSPMiddleware as StrictCSPMiddleware
from csp.middleware import PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


class CSPMiddleware(StrictCSPMiddleware):
    """Sends the site's policy; pages of the admin get what Unfold's scripts need."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        match = request.resolver_match
        if match and match.namespaces[:1] == ["admin"] and not report_only:
            parts.replace = {**settings.ADMIN_CSP_REPLACEMENTS, **(parts.replace or {})}
        return parts
