"""Every address the resolver knows, with the methods it answers."""

import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.views.generic import RedirectView
from django.views.generic.edit import ProcessFormView

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
UNSAFE = frozenset(METHODS) - {"GET"}


@dataclass(frozen=True)
class Route:
    """One pattern. `name` carries its namespace; a pattern without a name is called by its address.

    `methods` are those that its view answers. A view that does not say so, as those of Django's
    admin, is taken to answer GET and POST.
    """

    name: str
    address: str
    methods: frozenset[str]

    def path(self, values: Iterable[str]) -> str:
        """The address with its variable parts filled in, from left to right."""
        given = iter(values)
        filled = re.sub(r"<[^>]+>", lambda _part: next(given), self.address)
        if left := list(given):
            raise ValueError(f"{self.name} has no place for {left}")
        return filled


def all_routes() -> list[Route]:
    """The whole site: pages, API, account pages and admin, in the order of the resolver."""
    return list(_walk(get_resolver().url_patterns, address="/", namespace=""))


def _walk(
    patterns: Iterable[URLPattern | URLResolver], *, address: str, namespace: str
) -> Iterator[Route]:
    for pattern in patterns:
        here = address + _readable(str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, address=here, namespace=inner)
        else:
            name = namespace + pattern.name if pattern.name else here
            yield Route(name, here, _methods(pattern.callback))


def _readable(pattern: str) -> str:
    """A regular expression as a path: its groups are variable parts like any other."""
    pattern = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", pattern)
    return pattern.removeprefix("^").removesuffix("$").replace(".*", "<anything>")


def _methods(view: Callable[..., Any]) -> frozenset[str]:
    if actions := getattr(view, "actions", None):  # a viewset: {"get": "list"}
        return frozenset(method.upper() for method in actions)
    if held := getattr(view, "view_class", None) or getattr(view, "cls", None):
        return _methods_of_class(held)
    return _methods_allowed(view) or frozenset({"GET", "POST"})


def _methods_of_class(view: type) -> frozenset[str]:
    if issubclass(view, RedirectView):
        return frozenset({"GET"})  # and sends every other method to the same place
    answered = frozenset(
        method
        for method in METHODS
        if (handler := getattr(view, method.lower(), None))
        and handler is not ProcessFormView.put  # which is POST under another name
    )
    return answered or frozenset({"GET"})  # a view that answers none refuses it as any other


def _methods_allowed(view: Callable[..., Any] | None) -> frozenset[str]:
    """What `require_http_methods` was told, however many decorators lie around it."""
    while view is not None:
        told = inspect.getclosurevars(view).nonlocals.get("request_method_list")
        if told:
            return frozenset(told) & frozenset(METHODS)
        view = getattr(view, "__wrapped__", None)
    return frozenset()
