"""Every page, in the order in which a person meets it."""

from django.urls import path

from assessments.web.views import (
    assessments,
    demo,
    enterprises,
    home,
    national,
    questions,
    reports,
    results,
    tokens,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("language/", home.set_language, name="set_language"),
    path("help/how-we-calculate/", home.how_we_calculate, name="how_we_calculate"),
    path("demo/mail/", demo.mail, name="demo_mail"),
    path("my-work/", home.my_work, name="my_work"),
    path("enterprises/new/", enterprises.create, name="enterprise_create"),
    path("enterprises/<uuid:pk>/start/", enterprises.start, name="assessment_start"),
    path("assessments/<uuid:pk>/", assessments.hub, name="assessment"),
    path("assessments/<uuid:pk>/check/", assessments.check_answers, name="check_answers"),
    path("assessments/<uuid:pk>/submit/", assessments.submit, name="submit"),
    path("assessments/<uuid:pk>/correct/", assessments.correct, name="correct"),
    path("assessments/<uuid:pk>/result/", results.result, name="result"),
    path("assessments/<uuid:pk>/reports/", reports.request_new, name="report_request"),
    path("assessments/<uuid:pk>/items/<str:key>/", questions.question, name="question"),
    path("reports/<uuid:pk>/", reports.show, name="report"),
    path("reports/<uuid:pk>/file/", reports.file, name="report_file"),
    path("national-data/", national.releases, name="releases"),
    path("national-data/<str:key>/", national.release, name="release"),
    path("account/tokens/", tokens.tokens, name="tokens"),
    path("account/tokens/<str:digest>/revoke/", tokens.revoke, name="token_revoke"),
]
