## Gespann, in English: what every view shares

product-name = Gespann
language-de = Deutsch
language-en = English
languages-label = Language
privacy-link = Privacy

back = Back
cancel = Cancel
continue = Continue
loading = One moment, the page is loading.
try-again = Try again
reload = Reload the page
copied = Copied

## Colours and symbols of groups. `group-name` is how people call them.

group-name =
    { $colour ->
        [0] Blue
        [1] Red
        [2] Green
        [3] Yellow
        [4] Violet
        [5] Brown
        [6] Silver
       *[7] Pink
    } { $symbol ->
        [0] heron
        [1] crane
        [2] fox
        [3] oak
        [4] boat
        [5] lamp
        [6] key
        [7] kite
        [8] bell
        [9] fish
        [10] mill
       *[11] moon
    }

## Experience, 1 to 5

level-1 = This is all new to me
level-2 = I have tried a little
level-3 = I can manage
level-4 = I do this often
level-5 = Others ask me for advice

## Why you two. `$name` is the other person, seen from the reader.

reason-same-interest = You both care about { $tags }.
reason-can-teach = You can show { $name }: { $skills }.
reason-wants-to-learn = { $name } can show you: { $skills }.
reason-level-same = You have about the same experience.
reason-level-more = { $name } has more experience than you do.
reason-level-less = You have more experience than { $name } does.
reason-other-employer = You have different employers.
reason-forced-choice = There was no other choice this time.
reason-drawn-by-lot = You were drawn together by lot.
reason-chosen-by-hand = The facilitator put you together.
reason-met = You have worked together before.

## Why two people, for a third who reads it

reason-pair-same-interest = Both care about { $tags }.
reason-pair-can-teach = { $a } can show { $b }: { $skills }.
reason-pair-wants-to-learn = { $b } can show { $a }: { $skills }.
reason-pair-level-same = About the same experience.
reason-pair-level-more = { $b } has more experience than { $a }.
reason-pair-level-less = { $a } has more experience than { $b }.
reason-pair-other-employer = Different employers.
reason-pair-forced-choice = There was no other choice.
reason-pair-drawn-by-lot = Drawn by lot.
reason-pair-chosen-by-hand = Put together by hand.
reason-pair-met = They have worked together before.

## Timer

timer-left =
    { $minutes ->
        [one] One minute left
       *[other] { $minutes } minutes left
    }
timer-paused =
    { $minutes ->
        [one] Paused, one minute left
       *[other] Paused, { $minutes } minutes left
    }
timer-over = The time is up

## Connection

notice-connecting = Connecting …
notice-offline = No connection. What you do stays on this page; keep it open until it can be sent.
notice-unsaved = The server can’t save anything just now. Keep this page open; we try again by ourselves.
notice-saving = Saving …

## What went wrong: what happened, what is safe, what to do

error-unknown = Something went wrong. Please try again.
error-server = The server has a problem. Nothing was lost. Try again in a minute.
error-offline = No connection. Check your network, then try again.
error-not-saved = The server can’t save anything just now. Nothing has changed. Try again in a minute.
error-not-found = This page doesn’t exist. Check the address.
error-foreign-origin = This request came from another page and was not carried out. Reload this page and try again.
error-unknown-code = No workshop has this code. Look at the code again: it has eight characters.
error-too-many-guesses =
    { $minutes ->
        [one] Many wrong codes have just come from here, perhaps not from you. Wait a minute, or ask the facilitator.
       *[other] Many wrong codes have just come from here, perhaps not from you. Wait { $minutes } minutes, or ask the facilitator.
    }
error-changed-meanwhile = Somebody else has changed the workshop in the meantime. Your changes are not saved, but they are still here.
error-already-joined = You have a seat in this workshop already.
error-bad-name =
    { $reason ->
        [long] This name is too long. Take at most { $most } characters; your first name is enough.
       *[empty] Give a name first, so that the others know what to call you.
    }
error-bad-address = This doesn’t look like an email address. Check it again.
error-bad-request = The server could make nothing of that. Reload the page and try again.
error-not-admitted = This address may not lead workshops here. Ask the people who run this site.
error-bad-field = One answer does not fit. Make it shorter and try again.
error-bad-picture =
    { $reason ->
        [kind] This is no picture that we can show. Take a PNG, a JPEG or a WebP.
        [pixels] This picture has too many pixels. Make it smaller, at most 26 million, and try again.
       *[broken] This picture can’t be read; the file may be damaged. Save it again or take another one.
    }
error-unknown-link = This link is not valid any more: it has run out, or it went to an earlier address. Use the link from your latest email, or enter the workshop’s code.
error-no-seat = You have no seat here, or it was given up. Enter the workshop’s code to join.
error-already-opened = This exchange is already open. It can’t be changed any more.
error-already-delivering = Both of you said yes, and it is already being delivered. It can’t be taken back any more.
error-not-reachable = Give at least one way to reach you: an email address, a phone number or a web address.
error-not-signed-in = You are not signed in. Sign in and try again.
error-too-many-mails = We have sent several emails to this address already. Wait a while, and look into your spam folder.
error-too-many-reads = That was a great deal at once. Nothing is lost. It goes on in { $seconds } seconds.
error-too-many-requests = That was too fast. Nothing was lost. Wait a moment and try again.
error-link-used = This link was used already or has run out. Ask for a new one.
error-too-large = This is too long. Make it shorter and try again.
error-needs-fresh-link = This needs a fresh link. Ask for it on your page, under “What we hold about you”.
error-unconfirmed = Please confirm your address first: open the link in the email and press the button there.
error-not-a-member = You are not part of this workshop.

rejection-rejection = This isn’t possible just now. Nothing has changed.
rejection-not-allowed = You may not do this. Nothing has changed.
rejection-unknown-thing = This doesn’t exist any more. What you see has been brought up to date.
rejection-workshop-closed = The workshop is closed.
rejection-workshop-full = The workshop is full. Ask the facilitator for a seat.
rejection-round-running = A round is running. End it first.
rejection-no-round-running = This round has ended.
rejection-round-begun = Round { $round } has begun and can’t be taken back any more. You can end it.
rejection-no-rounds-left = All planned rounds are over.
rejection-draft-stale = Someone has changed the draft in the meantime. Look again and repeat your change.
rejection-people-changed = Someone came or went in the meantime. Please draft the groups again.
rejection-nobody-to-group = A round needs at least two people who take part.
rejection-draft-unfit = Something about the people has changed in the meantime, and the draft was mended. Look at it once more.
rejection-broken-draft = The groups no longer fit the people. Please draft them again.
rejection-already-done = Someone was faster: this is done already.
rejection-bad-weights = Something has to count: choose at least one. Nothing has changed.
rejection-impossible-swap = These two can’t change places: one of the groups would not be possible. Nothing has changed.
rejection-too-many-ideas = Your group has noted { $most } ideas, and there is no room for more. Write it on your page.
rejection-showcase-changed = The proposal has changed meanwhile. Read it again, then decide.
rejection-too-many-changes = That was a great deal at once. Wait a few seconds, then go on.
rejection-not-your-group = You are not in this group any more.
rejection-bad-text = That text is empty or too long: at most { $limit } characters, please.

## Ways out where a plan can't have everything; in the console and in `gespann pair`
way-host = A way out: one more person joins who speaks { $langs }.
way-no-repeats = A way out: nobody meets again.
way-unlock = A way out: don't hold { $names } together.
way-tables-of = A way out: tables of about { $size } people.
way-of-round = { $way } Reckoned for round { $round } alone.
way-fewer-rounds = A way out: { $rounds } rounds only, where nobody meets again.
way-sizes = A way out: tables of { $low } to { $high }; { $left ->
    [0] everybody has a place
    [one] one person is left over
   *[other] { $left } are left over
}.
way-sizes-again = A way out: tables of { $low } to { $high }; { $again ->
    [0] nobody meets again
    [one] two people meet again
   *[other] { $again } pairs meet again
}.
way-price = That means: { $what }.
way-free = Nothing else changes.
way-placed-more = { $count ->
    [one] one more person has a group
   *[other] { $count } more people have a group
}
way-placed-fewer = { $count ->
    [one] one more person stays without a group
   *[other] { $count } more people stay without a group
}
way-trios-more = { $count ->
    [one] one more trio
   *[other] { $count } more trios
}
way-trios-fewer = { $count ->
    [one] one trio fewer
   *[other] { $count } fewer trios
}
way-repeats-more = { $count ->
    [one] one more meeting again
   *[other] { $count } more meetings again
}
way-repeats-fewer = { $count ->
    [one] one meeting again less
   *[other] { $count } fewer meetings again
}
way-uneven-more = { $count ->
    [one] one more table is larger or smaller than it need be
   *[other] { $count } more tables are larger or smaller than they need be
}
way-uneven-fewer = { $count ->
    [one] one table fewer is larger or smaller than it need be
   *[other] { $count } tables fewer are larger or smaller than they need be
}
gallery-heading = What the groups show
question-learned = Did everybody in your group learn something valuable?
question-couldGrow = Could something grow out of this?
question-lookForward = Do you look forward to hearing from the others again?
feeling-1 = Not at all
feeling-2 = Rather not
feeling-3 = Partly
feeling-4 = Rather yes
feeling-5 = Very much
