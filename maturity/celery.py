"""The Celery application: `celery -A maturity.celery worker -B`."""

import os

from celery import Celery
from django_structlog.celery.steps import DjangoStructLogInitStep

from maturity.file_broker import install_file_broker

install_file_broker()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maturity.settings")

app = Celery("maturity")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.steps["worker"].add(DjangoStructLogInitStep)
app.autodiscover_tasks(["assessments"])
