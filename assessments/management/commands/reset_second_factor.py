"""For somebody who lost the phone and the recovery codes alike."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.models import User
from assessments.services.accounts import reset_second_factor


class Command(BaseCommand):
    help = (
        "Removes authenticator app, passkeys and recovery codes of an account, and signs it out "
        "everywhere. Make sure first, by another way than e-mail, that the person asks for it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None:
            raise CommandError(f"There is no account with the address {options['email']}.")
        removed = reset_second_factor(user=user)
        self.stdout.write(f"{removed} removed. {user.email} signs in with the password alone now.")
