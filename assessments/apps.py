from django.apps import AppConfig
from django.core.checks import register


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = "Assessments"

    def ready(self) -> None:
        from assessments.reports import checks  # noqa: PLC0415 - settings are there only now

        register(checks.check_fonts)
        register(checks.check_harfbuzz_subset)
        register(checks.require_harfbuzz_subset, deploy=True)
