"""Why the mail server cannot be reached, in a sentence to the operator: which server, what is wrong, what to do.

Nothing of what it has answered but the code is told: its words may hold a user or an address.
"""

import socket
import ssl

from aiosmtplib import SMTPAuthenticationError, SMTPConnectError, SMTPException, SMTPResponseException

from server.settings import Smtp

REACHES = (SMTPException, OSError, UnicodeError)
"""What trying to reach a mail server may raise; UnicodeError at a name that no host can have."""


class InClear(SMTPException):
    """The mail server offers no TLS, and we have a password."""


def why(smtp: Smtp, fault: Exception) -> str:
    """`fault` is one of REACHES."""
    met = fault.__cause__ if isinstance(fault, SMTPConnectError) else None  # what the library met with
    return f"{smtp.host}:{smtp.port} {_told(met or fault)}"


def _told(fault: BaseException) -> str:
    match fault:
        case InClear():
            return "offers no TLS, and a password is not sent in clear; see GESPANN_SMTP_URL"
        case SMTPAuthenticationError(code=code):
            return f"refuses the user or the password of GESPANN_SMTP_URL ({code})"
        case SMTPResponseException(code=-1):
            return "speaks no SMTP; is the port of GESPANN_SMTP_URL the right one?"
        case SMTPResponseException(code=code):
            return f"turns us away ({code}); its own log says why"
        case socket.gaierror() | UnicodeError():
            return "is not found by this name; look at GESPANN_SMTP_URL, and whether this machine has a name server"
        case ssl.SSLCertVerificationError(verify_message=message):
            return (
                f"shows a certificate that does not hold ({message}); GESPANN_SMTP_URL must name the server as its"
                " certificate does, and this machine trust its issuer (SSL_CERT_FILE)"
            )
        case ssl.SSLError():
            return (
                "speaks no TLS that we understand; in GESPANN_SMTP_URL smtps:// is TLS from the start, as a rule on"
                " port 465, and smtp:// is for any other port"
            )
        case TimeoutError():
            return (
                "does not answer; is the port of GESPANN_SMTP_URL the right one (smtps:// for TLS from the start), and"
                " no firewall in between?"
            )
        case ConnectionRefusedError():
            return "refuses the connection; does the server run, and is the port of GESPANN_SMTP_URL the right one?"
        case ConnectionError():
            return "hangs up; its own log says why"
        case OSError(strerror=str(reason)):
            return f"is out of reach ({reason}); look at this machine's network"
        case SMTPException():
            return "takes no user and no password in a way that we know; see GESPANN_SMTP_URL"
        case _:
            return f"cannot be reached ({type(fault).__name__}); see GESPANN_SMTP_URL"
