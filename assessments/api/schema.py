"""What the schema and its page need beyond the views."""

from typing import Any

from csp.decorators import csp_update
from django.utils.decorators import method_decorator
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from assessments.api.permissions import SignedIn
from assessments.api.serializers.errors import RefusalOutput

# The page of the package carries this one style block; its script is an address of its own.
_STYLE = "'sha256-MMpT0iDxyjALd9PdfepImGX3DBfJPXZ4IlDWdPAgtn0='"


def refusals(*codes: int) -> dict[int, Any]:
    """The responses of one shape that an operation can give besides its own."""
    return dict.fromkeys(codes, RefusalOutput)


class Schema(SpectacularAPIView):
    """The OpenAPI file, for those who are signed in."""

    permission_classes = [SignedIn]
    metadata_class = None  # as everywhere in the API, OPTIONS is refused


@method_decorator(csp_update({"style-src": [_STYLE]}), name="dispatch")
class Docs(SpectacularSwaggerSplitView):
    """Swagger UI from our own static files; nothing is fetched from elsewhere."""

    permission_classes = [SignedIn]
    metadata_class = None  # its renderer has no template for it
    url_name = "api:schema"
