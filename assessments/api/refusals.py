"""Refusals that only a program can meet; the others come from services and access."""

from django.utils.translation import gettext_lazy as _
from rest_framework import status
from rest_framework.exceptions import APIException


class SecondFactorMissing(APIException):
    status_code = status.HTTP_403_FORBIDDEN
    default_code = "second_factor_missing"
    default_detail = _("This account needs two-step sign-in. Set it up on the web page first.")


class TooLarge(APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"
    default_detail = _("The body is longer than 1 MB.")


class NoFileYet(APIException):
    status_code = status.HTTP_404_NOT_FOUND
    default_code = "no_file_yet"
    default_detail = _("The file is not there yet. Ask for the report's state until it is done.")


class NoData(APIException):
    status_code = status.HTTP_409_CONFLICT
    default_code = "no_data"
    default_detail = _(
        "This report was made before data were kept with reports. Ask for one in another language "
        "or with other sections: a new report has its data."
    )


class NoResultYet(APIException):
    status_code = status.HTTP_404_NOT_FOUND
    default_code = "no_result_yet"
    default_detail = _("There is no result yet: the assessment has not been submitted.")
