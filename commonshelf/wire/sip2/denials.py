"""A polite no to every request: what its standard reply has for "not done", and words for the screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from pysip2.models import (
    BlockPatronRequest,
    CheckinRequest,
    CheckinResponse,
    CheckoutRequest,
    CheckoutResponse,
    EndPatronSessionRequest,
    EndSessionResponse,
    FeePaidRequest,
    FeePaidResponse,
    HoldRequest,
    HoldResponse,
    ItemInformationRequest,
    ItemInformationResponse,
    ItemStatusUpdateRequest,
    ItemStatusUpdateResponse,
    LoginRequest,
    LoginResponse,
    PatronEnableRequest,
    PatronEnableResponse,
    PatronInformationRequest,
    PatronInformationResponse,
    PatronStatusRequest,
    PatronStatusResponse,
    RenewAllRequest,
    RenewAllResponse,
    RenewRequest,
    RenewResponse,
    RequestSCResend,
    SIPRequest,
    SIPResponse,
)

NO_MARKS: Final = " " * 14
NO_PRIVILEGES: Final = "YYYY" + " " * 10
"""Patron status: may not borrow, renew, recall or place holds."""
_NO_COUNT: Final = "0000"


def deny(message: SIPRequest, *, words: str, now: str, institution: str) -> SIPResponse:
    """now: 18 characters. A request without an answer of its own gets 96 (say that again)."""
    build = _DENIALS.get(type(message))
    if build is None:
        return RequestSCResend()
    return build(message, {"transaction_date": now, "screen_message": (words,) if words else ()}, institution)


def _patron(message: Any, told: Mapping[str, Any], institution: str) -> dict[str, Any]:
    return {**told, "institution_id": institution, "patron_identifier": message.patron_identifier}


def _status(message: Any, told: Mapping[str, Any], institution: str) -> PatronStatusResponse:
    return PatronStatusResponse(
        patron_status=NO_PRIVILEGES,
        language=getattr(message, "language", "000"),
        personal_name="",
        valid_patron="N",
        valid_patron_password="N",  # noqa: S106  # a flag of the protocol
        **_patron(message, told, institution),
    )


def _information(message: Any, told: Mapping[str, Any], institution: str) -> PatronInformationResponse:
    return PatronInformationResponse(
        patron_status=NO_PRIVILEGES,
        language=message.language,
        hold_items_count=_NO_COUNT,
        overdue_items_count=_NO_COUNT,
        charged_items_count=_NO_COUNT,
        fine_items_count=_NO_COUNT,
        recall_items_count=_NO_COUNT,
        unavailable_holds_count=_NO_COUNT,
        personal_name="",
        valid_patron="N",
        valid_patron_password="N",  # noqa: S106  # a flag of the protocol
        **_patron(message, told, institution),
    )


def _checkout(message: Any, told: Mapping[str, Any], institution: str) -> CheckoutResponse:
    return CheckoutResponse(
        ok="0",
        renewal_ok="N",
        magnetic_media="U",
        desensitize="N",
        item_identifier=message.item_identifier,
        title_identifier="",
        due_date="",
        **_patron(message, told, institution),
    )


def _renew(message: Any, told: Mapping[str, Any], institution: str) -> RenewResponse:
    return RenewResponse(
        ok="0",
        renewal_ok="N",
        magnetic_media="U",
        desensitize="N",
        item_identifier=message.item_identifier or "",
        title_identifier=message.title_identifier or "",
        due_date="",
        **_patron(message, told, institution),
    )


def _checkin(message: Any, told: Mapping[str, Any], institution: str) -> CheckinResponse:
    return CheckinResponse(
        ok="0",
        resensitize="N",
        magnetic_media="U",
        alert="Y",
        institution_id=institution,
        item_identifier=message.item_identifier,
        permanent_location="",
        **told,
    )


def _enable(message: Any, told: Mapping[str, Any], institution: str) -> PatronEnableResponse:
    return PatronEnableResponse(
        patron_status=NO_PRIVILEGES,
        language="000",
        personal_name="",
        valid_patron="N",
        valid_patron_password="N",  # noqa: S106  # a flag of the protocol
        **_patron(message, told, institution),
    )


def _hold(message: Any, told: Mapping[str, Any], institution: str) -> HoldResponse:
    return HoldResponse(
        ok="0",
        available="N",
        item_identifier=message.item_identifier,
        title_identifier=message.title_identifier,
        **_patron(message, told, institution),
    )


def _item(message: Any, told: Mapping[str, Any], _institution: str) -> ItemInformationResponse:
    return ItemInformationResponse(
        circulation_status="01",
        security_marker="00",
        fee_type="01",
        item_identifier=message.item_identifier,
        title_identifier="",
        **told,
    )


_DENIALS: Final[Mapping[type[SIPRequest], Callable[[Any, Mapping[str, Any], str], SIPResponse]]] = {
    LoginRequest: lambda _message, _told, _institution: LoginResponse(ok="0"),
    PatronStatusRequest: _status,
    BlockPatronRequest: _status,
    PatronInformationRequest: _information,
    CheckoutRequest: _checkout,
    RenewRequest: _renew,
    CheckinRequest: _checkin,
    ItemInformationRequest: _item,
    HoldRequest: _hold,
    PatronEnableRequest: _enable,
    RenewAllRequest: lambda _message, told, institution: RenewAllResponse(
        ok="0", renewed_count=_NO_COUNT, unrenewed_count=_NO_COUNT, institution_id=institution, **told
    ),
    EndPatronSessionRequest: lambda message, told, institution: EndSessionResponse(
        end_session="N", **_patron(message, told, institution)
    ),
    FeePaidRequest: lambda message, told, institution: FeePaidResponse(
        payment_accepted="N",
        transaction_id=message.transaction_id,
        **_patron(message, told, institution),
    ),
    ItemStatusUpdateRequest: lambda message, told, _institution: ItemStatusUpdateResponse(
        item_properties_ok="0", item_identifier=message.item_identifier, **told
    ),
}
