"""The token a program signs in with. A person makes it on the web page, where it is shown once."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessments.api.authentication import TokenAuthentication
from assessments.api.schema import refusals


class Token(APIView):
    authentication_classes = (TokenAuthentication,)

    @extend_schema(request=None, responses={204: None} | refusals(401))
    def delete(self, request: Request) -> Response:
        """End the token that this request was made with."""
        request.auth.delete()
        return Response(status=204)


class Unknown(APIView):
    """Every other address below the API, so that a mistyped one is refused like all the rest."""

    schema = None

    def http_method_not_allowed(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        raise NotFound
