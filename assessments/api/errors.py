"""Every refusal in one shape: {"code", "message", "faults": [{"path", "code", "message"}]}.

`code` and the codes of faults are stable; messages are in the language of the request. A conflict
also carries `theirs`, the answer that is stored now.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from django.core.exceptions import RequestDataTooBig
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from assessments.access import Frozen
from assessments.api.refusals import TooLarge
from assessments.api.serializers.answers import AnswerOutput
from assessments.models import Answer
from assessments.services.refusals import Conflict, Rejected
from assessments.wording import fault_text
from maturity.instruments.faults import Fault, InvalidFile, join_path

# The framework's names where the rest of the interface already has one.
_CODES = {"required": "field_missing", "max_length": "text_too_long"}


def handle(exc: Exception, context: Mapping[str, Any]) -> Response | None:
    """Turn a refusal into its response; None for what is a mistake of ours (500, logged)."""
    match exc:
        case Rejected() | InvalidFile():
            return Response(_rejected([fault_as_json(fault) for fault in exc.faults]), status=400)
        case ValidationError():
            return Response(_rejected(list(_flatten(exc.detail, path=""))), status=400)
        case Conflict():
            message = _("Somebody else saved this answer in the meantime.")
            theirs = {"theirs": AnswerOutput(cast(Answer, exc.theirs)).data}
            return Response(_body("conflict", message) | theirs, status=409)
        case Frozen():
            message = _("This assessment was submitted; nothing in it changes any more.")
            return Response(_body("frozen", message), status=409)
        case RequestDataTooBig():
            exc = TooLarge()
    response = exception_handler(exc, dict(context))
    if response is not None:
        detail = response.data["detail"]
        response.data = _body(detail.code, detail)
    return response


def fault_as_json(fault: Fault) -> dict[str, str]:
    return {"path": fault.path, "code": fault.code, "message": fault_text(fault)}


def _body(code: str, message: str, faults: Sequence[Mapping[str, str]] = ()) -> dict[str, Any]:
    return {"code": code, "message": message, "faults": list(faults)}


def _rejected(faults: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    return _body("invalid", _("Nothing was saved. The faults say what to change."), faults)


def _flatten(detail: Any, *, path: str) -> Iterator[dict[str, str]]:
    """Bring the framework's nested errors to a list of faults."""
    if isinstance(detail, ErrorDetail):
        code = str(detail.code)
        yield {"path": path, "code": _CODES.get(code, code), "message": str(detail)}
    elif isinstance(detail, Mapping):
        for key, inner in detail.items():
            yield from _flatten(inner, path=join_path(path, key))
    else:
        for inner in detail:
            yield from _flatten(inner, path=path)
