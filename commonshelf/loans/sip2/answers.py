"""Which request is answered where."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from django.utils.translation import gettext, override
from pysip2.models import (
    BlockPatronRequest,
    CheckinRequest,
    CheckoutRequest,
    EndPatronSessionRequest,
    FeePaidRequest,
    ItemInformationRequest,
    PatronInformationRequest,
    PatronStatusRequest,
    RenewAllRequest,
    RenewRequest,
    SIPRequest,
    SIPResponse,
)

from commonshelf.loans.sip2 import items, patrons
from commonshelf.loans.sip2.asked import Asked

ANSWERS: Final[Mapping[type[SIPRequest], Callable[[Asked], SIPResponse]]] = {
    PatronStatusRequest: patrons.status,
    PatronInformationRequest: patrons.information,
    BlockPatronRequest: patrons.block,
    EndPatronSessionRequest: patrons.end,
    FeePaidRequest: patrons.fee_paid,
    CheckoutRequest: items.check_out,
    CheckinRequest: items.check_in,
    RenewRequest: items.renew,
    RenewAllRequest: items.renew_all,
    ItemInformationRequest: items.item,
}


def answer(asked: Asked) -> SIPResponse:
    """Raises what the doors raise. What is not served (15, 19, 25) is a polite no."""
    with override(asked.language):
        serve = ANSWERS.get(type(asked.message))
        return serve(asked) if serve else asked.no(gettext("This is not done at terminals here."))
