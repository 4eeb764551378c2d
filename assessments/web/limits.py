"""How often one address may ask for what is open to everybody."""

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

MAILS_A_MINUTE = 10  # invitations and requests that one address may cause


def asks_too_often(request: HttpRequest, *, what: str, a_minute: int) -> bool:
    """Count one more request of this address in this minute; True above the limit.

    Requests without an address, as through a socket, are counted as one.
    """
    key = f"limit:{what}:{_address(request)}:{int(time.time() // 60)}"
    if cache.add(key, 1, timeout=120):
        return a_minute < 1
    try:
        return cache.incr(key) > a_minute
    except ValueError:  # a full cache has dropped it in between
        return False


def _address(request: HttpRequest) -> str:
    """The sender, behind a proxy as far as that one is trusted (docs/operations.md)."""
    try:
        address: str = get_adapter(request).get_client_ip(request)
    except PermissionDenied:
        return ""
    return address
