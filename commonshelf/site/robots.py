"""What programs that read the web are asked to leave alone (RFC 9309)."""

from __future__ import annotations

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse

ASKED = """\
# Editions and libraries are for everybody. Result lists with filters, orders and further pages are
# countless and all lead to the same editions: please read those from the sitemap.
# 检索结果的筛选组合无穷无尽，请改读站点地图中的各版本页面。
User-agent: *
Allow: /edition/
Allow: /search$
Allow: /search?q=
Disallow: /search?q=*&
Disallow: /search?
Disallow: /edition/*?
Disallow: /edition/*/
Disallow: /get
Disallow: /requests
Disallow: /api/
Disallow: /accounts/
Disallow: /here
Disallow: /start
Disallow: /house/
Disallow: /*?lang=
Disallow: /*&lang=
Crawl-delay: 5
"""
SITEMAP = "search:sitemap"
A_DAY = 24 * 3600


def robots(request: HttpRequest) -> HttpResponse:
    """Never refused and never counted by the guard, or crawlers could not learn what we ask of them."""
    said = ASKED
    with suppress(NoReverseMatch):  # an installation may leave it out
        said += f"\nSitemap: {request.build_absolute_uri(reverse(SITEMAP))}\n"
    response = HttpResponse(said, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={A_DAY}"
    return response
