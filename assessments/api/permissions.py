"""What every address of the API asks first; who may do what with which object, `access` says."""

from typing import Any

from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request

from assessments.access import lacks_second_factor
from assessments.api.refusals import SecondFactorMissing


class SignedIn(IsAuthenticated):
    """Somebody is signed in, and has the second factor that the account needs, if it does."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Raises SecondFactorMissing, so that a program can tell it from a missing right."""
        if not super().has_permission(request, view):
            return False
        if lacks_second_factor(request.user):
            raise SecondFactorMissing
        return True
