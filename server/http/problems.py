"""Why a request was refused, and how the person reads it.

    Problem                  status and code; `fields` are the variables of the sentence `error-<code>`
    ├── BadRequest           400 bad-request        not JSON, or not of the documented shape at all
    ├── NoSeat               401 no-seat            neither a seat's cookie nor a link's secret
    ├── NotSignedIn          401 not-signed-in
    ├── ForeignOrigin        403 foreign-origin     the request came from another site
    ├── NotAMember           403 not-a-member       signed in, but of another workshop
    ├── NotAdmitted          403 not-admitted       the operator's list does not hold this address
    ├── Unconfirmed          403 unconfirmed        a mail's link, and the click that proves the address is missing
    ├── NeedsFreshLink       403 needs-fresh-link   what is asked for wants a link that was mailed just now
    ├── NotFound             404 not-found
    ├── UnknownCode          404 unknown-code
    ├── UnknownLink          404 unknown-link
    ├── AlreadyJoined        409 already-joined     this browser has a seat here
    ├── ChangedMeanwhile     409 changed-meanwhile  somebody else was faster with a change of the workshop
    ├── AlreadyOpened        409 already-opened     the exchange has happened
    ├── AlreadyDelivering    409 already-delivering too late to take the offer back
    ├── LinkUsed             410 link-used          spent or out of date
    ├── TooLarge             413 too-large
    ├── BadName              422 bad-name           fields: reason (empty, long), most
    ├── BadAddress           422 bad-address
    ├── BadField             422 bad-field          fields: field, reason
    ├── BadPicture           422 bad-picture        fields: reason (kind, broken, pixels)
    ├── NotReachable         422 not-reachable      an offer without any channel
    ├── TooManyGuesses       429 too-many-guesses   fields: minutes
    ├── TooManyMails         429 too-many-mails     fields: minutes
    ├── TooManyReads         429 too-many-reads     fields: seconds
    ├── TooManyRequests      429 too-many-requests  fields: minutes
    └── NotSaved             503 not-saved          the store refuses writes

A `Rejection` of the core keeps its own code (`rejection-<code>`).  Under /api an answer is `{code, fields}`; elsewhere
it is a page in the person's language.  What names a time says it as `Retry-After`, too.  Nobody ever gets a traceback;
the log does.
"""

from typing import ClassVar


class Problem(Exception):
    status: ClassVar[int] = 400
    code: ClassVar[str] = "bad-request"

    def __init__(self, **fields: str | int) -> None:
        super().__init__(self.code, fields)
        self.fields = fields


class BadRequest(Problem):
    pass


class NoSeat(Problem):
    status = 401
    code = "no-seat"


class NotSignedIn(Problem):
    status = 401
    code = "not-signed-in"


class ForeignOrigin(Problem):
    status = 403
    code = "foreign-origin"


class NotAMember(Problem):
    status = 403
    code = "not-a-member"


class NotAdmitted(Problem):
    status = 403
    code = "not-admitted"


class Unconfirmed(Problem):
    status = 403
    code = "unconfirmed"


class NeedsFreshLink(Problem):
    status = 403
    code = "needs-fresh-link"


class NotFound(Problem):
    status = 404
    code = "not-found"


class UnknownCode(Problem):
    status = 404
    code = "unknown-code"


class UnknownLink(Problem):
    status = 404
    code = "unknown-link"


class AlreadyJoined(Problem):
    status = 409
    code = "already-joined"


class AlreadyOpened(Problem):
    status = 409
    code = "already-opened"


class AlreadyDelivering(Problem):
    status = 409
    code = "already-delivering"


class ChangedMeanwhile(Problem):
    status = 409
    code = "changed-meanwhile"


class LinkUsed(Problem):
    status = 410
    code = "link-used"


class TooLarge(Problem):
    status = 413
    code = "too-large"


class BadName(Problem):
    status = 422
    code = "bad-name"


class BadAddress(Problem):
    status = 422
    code = "bad-address"


class BadField(Problem):
    status = 422
    code = "bad-field"


class BadPicture(Problem):
    status = 422
    code = "bad-picture"


class NotReachable(Problem):
    status = 422
    code = "not-reachable"


class TooManyGuesses(Problem):
    status = 429
    code = "too-many-guesses"


class TooManyMails(Problem):
    status = 429
    code = "too-many-mails"


class TooManyReads(Problem):
    status = 429
    code = "too-many-reads"


class TooManyRequests(Problem):
    status = 429
    code = "too-many-requests"


class NotSaved(Problem):
    status = 503
    code = "not-saved"
