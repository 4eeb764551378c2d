"""How often one address may ask for what is open to everybody."""

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest


def asks_too_often(request: HttpRequest, *, what: str, a_minute: int) -> bool:
    """Count one more request of this address in this minute; True above the limit."""
    address = get_adapter(request).get_client_ip(request)
    key = f"limit:{what}:{address}:{int(time.time() // 60)}"
    count: int = cache.get(key, 0) + 1
    cache.set(key, count, timeout=120)
    return count > a_minute
