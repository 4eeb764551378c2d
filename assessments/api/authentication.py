"""How a program signs in: a token of its own, or the session of the page it runs in."""

from typing import Any

from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from knox.auth import TokenAuthentication as KnoxAuthentication
from rest_framework.exceptions import AuthenticationFailed


class TokenAuthentication(KnoxAuthentication):  # type: ignore[misc]
    """Knox's, without its crash on bytes that are no text: nothing but a bad token to us."""

    def authenticate_credentials(self, token: bytes) -> Any:
        if not token.isalnum():  # of bytes: ASCII letters and digits
            raise AuthenticationFailed
        return super().authenticate_credentials(token)


class TokenScheme(KnoxTokenScheme):  # type: ignore[no-untyped-call]
    """The same for the schema, which finds it by being imported."""

    target_class = "assessments.api.authentication.TokenAuthentication"
    name = "token"
