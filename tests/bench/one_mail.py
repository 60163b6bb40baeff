"""The peer's job in `tests.bench.mails`: one ready-made mail, one connection.  A file of its own, quick to import."""

import smtplib
from email.message import EmailMessage


def send(port: int, to: str) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "g@example.org", to, "Wie es weitergehen kann"
    message.set_content("Hallo,\n" + "schön, dass du dabei warst. " * 60)
    with smtplib.SMTP("127.0.0.1", port) as server:
        server.send_message(message)
