"""The peer's job in `tests.bench.mails`: one ready-made mail, one connection.  A file of its own, quick to import."""

import smtplib
from email.message import EmailMessage


def message(to: str) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "g@example.org", to, "Wie es weitergehen kann"
    made.set_content("Hallo,\n" + "schön, dass du dabei warst. " * 60)
    return made


def send(port: int, to: str) -> None:
    with smtplib.SMTP("127.0.0.1", port) as server:
        server.send_message(message(to))
