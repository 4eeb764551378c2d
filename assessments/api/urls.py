"""Every address below /api/v1/. Anything else there is refused in the shape of all refusals."""

from typing import Any

from django.urls import path, re_path

from assessments.api.schema import Docs, Schema
from assessments.api.views.answers import Answers
from assessments.api.views.assessments import Assessments
from assessments.api.views.editions import Editions
from assessments.api.views.enterprises import Enterprises
from assessments.api.views.organisations import Organisations
from assessments.api.views.releases import Figures, Releases
from assessments.api.views.reports import Reports
from assessments.api.views.token import Token, Unknown

app_name = "api"

LIST: dict[str, Any] = {"get": "list"}
READ: dict[str, Any] = {"get": "retrieve"}
LIST_OR_CREATE: dict[str, Any] = {"get": "list", "post": "create"}

urlpatterns = [
    path("organisations/", Organisations.as_view(LIST), name="organisations"),
    path("organisations/<uuid:pk>/", Organisations.as_view(READ), name="organisation"),
    path("enterprises/", Enterprises.as_view(LIST_OR_CREATE), name="enterprises"),
    path("enterprises/<uuid:pk>/", Enterprises.as_view(READ), name="enterprise"),
    path("assessments/", Assessments.as_view(LIST_OR_CREATE), name="assessments"),
    path("assessments/<uuid:pk>/", Assessments.as_view(READ), name="assessment"),
    path("assessments/<uuid:pk>/submit/", Assessments.as_view({"post": "submit"}), name="submit"),
    path(
        "assessments/<uuid:pk>/correct/", Assessments.as_view({"post": "correct"}), name="correct"
    ),
    path("assessments/<uuid:pk>/result/", Assessments.as_view({"get": "result"}), name="result"),
    path("assessments/<uuid:pk>/answers/", Answers.as_view(LIST), name="answers"),
    path(
        "assessments/<uuid:pk>/answers/<str:item>/",
        Answers.as_view({"get": "retrieve", "put": "update"}),
        name="answer",
    ),
    path(
        "assessments/<uuid:pk>/reports/", Reports.as_view({"post": "create"}), name="report_request"
    ),
    path(
        "enterprises/<uuid:pk>/reports/",
        Reports.as_view({"post": "combine"}),
        name="enterprise_reports",
    ),
    path("reports/", Reports.as_view(LIST), name="reports"),
    path("reports/<uuid:pk>/", Reports.as_view(READ), name="report"),
    path("reports/<uuid:pk>/file/", Reports.as_view({"get": "file"}), name="report_file"),
    path("reports/<uuid:pk>/data/", Reports.as_view({"get": "data"}), name="report_data"),
    path("editions/", Editions.as_view(LIST), name="editions"),
    path("editions/<uuid:pk>/", Editions.as_view(READ), name="edition"),
    path("releases/", Releases.as_view(LIST), name="releases"),
    path("releases/<uuid:pk>/", Releases.as_view(READ), name="release"),
    path("releases/<uuid:pk>/figures/", Figures.as_view(LIST), name="figures"),
    path("token/", Token.as_view(), name="token"),
    path("schema/", Schema.as_view(), name="schema"),
    path("docs/", Docs.as_view(), name="docs"),
    re_path(r"^.*$", Unknown.as_view(), name="unknown"),
]
