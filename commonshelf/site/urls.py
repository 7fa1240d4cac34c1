"""All addresses: each room brings its own."""

from __future__ import annotations

from django.urls import include, path

from commonshelf.site.robots import robots

urlpatterns = [
    path("robots.txt", robots, name="robots"),
    path("", include("commonshelf.search.urls")),
    path("", include("commonshelf.members.urls")),
    path("", include("commonshelf.votes.urls")),
    path("", include("commonshelf.work.urls")),
    path("", include("commonshelf.catalogue.urls")),
    path("", include("commonshelf.review.urls")),
    path("", include("commonshelf.cataloguing.urls")),
    path("", include("commonshelf.browse.urls")),
    path("", include("commonshelf.cards.urls")),
    path("", include("commonshelf.loans.urls")),
    path("", include("commonshelf.visits.urls")),
    path("", include("commonshelf.lists.urls")),
    path("", include("commonshelf.office.urls")),
    path("", include("commonshelf.resources.urls")),
    path("", include("commonshelf.delivery.urls")),
    path("", include("commonshelf.sharing.urls")),
    path("", include("commonshelf.privacy.urls")),
    path("accounts/", include("allauth.urls")),
]

handler400 = "commonshelf.ui.views.bad_request"
handler403 = "commonshelf.ui.views.forbidden"
handler404 = "commonshelf.ui.views.absent"
handler500 = "commonshelf.ui.views.broken"
