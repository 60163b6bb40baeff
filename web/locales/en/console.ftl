## The facilitator's console

console-title = Gespann: your workshops
console-title-help =
    { $calls ->
        [one] Help wanted: { $title }
       *[other] Help wanted ({ $calls }): { $title }
    }
console-somebody = somebody who has left
console-sign-out = Sign out
console-to-front = To the front page
console-all-workshops = All your workshops
console-no-such = This workshop doesn’t exist.
console-not-yours = Somebody else facilitates this workshop. Ask them to invite you as a second facilitator.

## Signing in

console-sign-in = Sign in
console-sign-in-words = We send you a link. There is no password.
console-address = Your email address
console-address-missing = This doesn’t look like an email address. Please check it.
console-send-link = Send the link
console-sending = Sending …
console-mail-sent = Check your email
console-mail-sent-words = A link is on its way to { $address }. Open it and press the button there, and you are signed in. The link works once and for 15 minutes.
console-mail-sent-spam = Nothing there? Check your spam folder. If your address isn’t approved here, no email comes: ask the person who runs this Gespann.
console-mail-away-link = The mail server doesn’t answer just now. Your link waits, and goes out by itself as soon as it does: there’s nothing you need to do. If it hasn’t come after 15 minutes, ask for a new one.
console-mailbox = To the mailbox of this demo
console-other-address = Use another address

## All workshops

console-workshops = Your workshops
console-new = New workshop
console-none-yet = Your workshops will appear here
console-none-yet-words = Create the first one. A task to try out is there already; all you need is a title and your name.
console-created = Created on { $day }
console-people =
    { $count ->
        [0] nobody yet
        [one] one person
       *[other] { $count } people
    }
console-phase-gathering = Open
console-phase-working = In a round
console-phase-closed = Closed

## A new workshop

form-words = Everything is prepared. Give a title and your name; the rest can stay as it is.
form-restored = You had started this here before.
form-start-over = Start over
form-title = Title
form-facilitator = What is your name?
form-facilitator-hint = Everybody who takes part reads this name.
form-language = Language of the workshop
form-language-hint = Everybody’s pages and emails are in this language.
form-rounds = Rounds
form-rounds-hint =
    { $minutes ->
        [one] New people in every round. One minute of work in all.
       *[other] New people in every round. { $minutes } minutes of work in all.
    }
form-size = How many work together?
form-size-of =
    { $size ->
        [2] In pairs
       *[other] At tables of { $size }
    }
form-size-hint =
    { $size ->
        [2] If the number is odd, there is one trio; somebody else has the third seat each time.
       *[other] If the number does not divide, some tables have more or fewer. Newcomers sit near the experienced.
    }
form-series = Is it part of a series?
form-series-hint = Those who like then meet other people next time.
form-series-none = No
form-series-new = A new one
form-series-name = Name of the series
form-series-name-hint = Everybody who takes part reads it.
form-tasks = Tasks
form-tasks-words = The first round uses the first task, the second the next one. With fewer tasks than rounds, they start again from the first.
form-task = Task { $number }
form-task-title = Title of the task
form-task-add = Add a task
form-task-remove = Remove this task
form-minutes = Minutes
form-brief = What is it about?
form-brief-hint = With Markdown: **bold**, *italic*, lists with a dash in front.
form-pictures = Pictures for the task
form-picture-add = Add a picture
form-picture-hint = PNG, JPEG or WebP, up to 12 MB and three for each task. Large ones are made smaller; what the camera adds, such as the place, is left out.
form-picture-alt = What does it show?
form-picture-alt-hint = For everybody who can’t see the picture.
form-picture-remove = Leave this picture out
form-picture-busy = The picture is being checked …
form-picture-heavy = This picture is larger than 12 MB. Take a smaller one, for example a part of it.
form-picture-gone = A picture is not here any more: it had been waiting for more than a day. Choose it again.
form-picture-missed = A picture does not load just now. It stays with the task.
form-too-many-pictures = At most { $most } pictures together. Leave some out.
form-preview = See how it looks
form-preview-hide = Close the preview
form-steps = Steps
form-steps-hint = One on each line. Groups tick them off, and you see how far they are.
form-starter = Text that the shared page starts with
form-starter-hint = For example headings to write under. It may stay empty.
form-how = Time to think, roles, prompts
form-think = Think alone first
form-think-hint = So long everyone writes for themselves; then the answers lie side by side. It is part of the task’s minutes.
form-think-seconds =
    { $seconds ->
        [0] No, together at once
       *[other] { $seconds } seconds
    }
form-roles = Roles, one a line
form-roles-hint = Such as “writing” and “asking”. Whoever speaks first has the first one; they swap at half time.
form-prompts = Prompts, one a line
form-prompts-hint = A sentence that helps when a group is stuck. Without your own, Gespann uses general ones.
form-places = Places
form-places-words = Every group gets a place, so that people find each other. Plan one for every { $size } people.
form-tables = Tables
form-remote = online
form-remote-name = Video room
form-remote-add = Add a place for remote people
form-remote-label = Name of place { $number }, online
form-table-label = Name of place { $number }
form-names =
    { $count ->
        [one] Name of the place
       *[other] Names of the { $count } places
    }
form-remove = Remove
form-place-remove = Remove: { $name }
form-create = Create the workshop
form-creating = Creating …
form-kept-here = Your draft stays in this browser until you create it.
form-faults =
    { $count ->
        [one] One answer is missing or doesn’t fit yet.
       *[other] { $count } answers are missing or don’t fit yet.
    }
form-missing = We need this one.
form-too-long = This is too long. At most { $most } characters.
form-out-of-range = A whole number from { $least } to { $most }.
form-too-many = These are too many. At most { $most }.
form-none = At least one is needed.
form-twice = This name is there already.
form-refused = The server does not accept this. Make it shorter or change it.

## Changing a workshop

edit-title = Change title, tasks and places
edit-words = Counts from the next round on. A round that has begun keeps its task, its text and its places.
edit-back = Back to the workshop
edit-save = Save the changes
edit-saving = Being saved …
edit-theirs = Load the current version (your changes here will be lost)

## The line on the left

console-left-side = Agenda and next step
console-agenda = Agenda
console-lobby = Arriving
console-round = Round { $round }
console-task-line =
    { $minutes ->
        [one] { $title }, one minute
       *[other] { $title }, { $minutes } minutes
    }
console-closing = Close
console-closing-line = three questions, contacts, emails

## The big button and the sentence below it

console-next-wait =
    { $missing ->
        [one] One more person needed
       *[other] { $missing } people needed
    }
console-next-waitForPeople-words = With two people you can draft groups.
console-next-notice =
    { $seconds ->
        [one] Starts in one second
       *[other] Starts in { $seconds } seconds
    }
console-next-waitForNotice-words = Everybody is reading whom they work with, and where. Until it starts, you can take the round back.
console-take-back = Take round { $round } back
console-next-draft = Draft round { $round }
console-next-drafting = Drafting …
console-next-draft-words = Only you see the draft. You can then swap people and lock groups.
console-next-replan-words = There is no group left in the draft. Draft it again.
console-next-publish = Publish round { $round }
console-next-publish-words = Only then do people see their groups. You will be asked first.
console-next-resume = Resume the round
console-next-resume-words = The round is paused. The clock stands still for everybody.
console-next-end = End round { $round }
console-next-end-words = When the time is up, people go on working until you end the round.
console-next-close = Close the workshop
console-next-close-words = The last round is over. After the close come the three questions and the emails.

console-next-changed = The draft has changed meanwhile. Have another look at it.
console-next-held = The round has been paused meanwhile.

console-publish-title = Publish round { $round }?
console-publish-whom =
    { $groups ->
        [one] { $people } people now get their group.
       *[other] { $people } people in { $groups } groups now learn whom they work with, and where.
    }
console-publish-apart = Without a group in this round: { $names }.
console-publish-notice = It is announced for ten seconds first; until then you can still take the round back. A group’s clock starts when they have found each other, or after 90 seconds.
console-end-title = End round { $round }?
console-end-whom =
    { $groups ->
        [one] One group is still working.
       *[other] { $groups } groups are still working.
    }
console-end-nobody = Everybody is ready.
console-end-soft = Everybody goes back to the lobby. What they wrote is saved, and their groups can go on reading it.
console-close-title = Close the workshop?
console-close-whom =
    { $people ->
        [0] Nobody takes part.
        [one] One person goes on to the closing questions and, if they gave an address, gets an email.
       *[other] { $people } people go on to the closing questions. Whoever gave an address gets an email as well.
    }
console-close-running = The running round ends for everybody.
console-close-final = This can’t be taken back.
console-close-early = Close the workshop now

## Arriving

console-join = How people get in
console-join-late = How late arrivals get in
console-join-large = Show large
console-join-large-code = { $code }, show large
console-join-close = Back to the workshop
console-copy-link = Copy the link
console-qr = QR code with the link to the workshop
console-here = Who is here
console-between = Between rounds
console-all-rounds-done = All rounds are done
console-all-rounds-done-words = Close the workshop when you are ready; the three questions and the emails come then.
console-present = { $count } on the page now
console-apart-count =
    { $count ->
        [one] one sits out
       *[other] { $count } sit out
    }
console-nobody-yet = Nobody is here yet. Show the code at the front of the room; names appear here by themselves.
console-away = away just now
console-late = came later
console-sits-out = sits out
console-let-out = Sit out
console-let-absent-out = Sit out everyone who is away ({ $count })
console-let-out-name = Sit out: { $name }
console-let-in = Bring back in
console-let-in-name = Bring back in: { $name }

## The draft

console-draft = Draft of round { $round }
console-draft-line =
    { $groups ->
        [0] No group is left.
        [one] One group.
       *[other] { $groups } groups.
    }
console-fit = Fit { $score } of 100.
console-best = With these people it can’t be done better.
console-share = That is { $share } per cent of the best possible.
console-share-alone = That is { $share } per cent of what this round could be by itself.
console-share-least = That is at least { $share } per cent of the best possible.
console-fit-none = Nothing that people told speaks for one group over another.
console-ahead =
    { $rounds ->
        [one] Planned together with the round after it, so that as few people as possible meet again.
       *[other] Planned together with the { $rounds } rounds after it, so that as few people as possible meet again.
    }
console-repeats =
    { $count ->
        [one] In one group people meet again.
       *[other] In { $count } groups people meet again.
    }
console-better-placed =
    { $placed ->
        [one] It can be better: one more person would have a group.
       *[other] It can be better: { $placed } more people would have a group.
    }
console-better-repeats =
    { $repeats ->
        [one] One pair fewer would meet again.
       *[other] { $repeats } pairs fewer would meet again.
    }
console-better-evener = The tables would be filled more evenly.
console-better-fit = The fit would rise by { $by }.
console-better-moved =
    { $moved ->
        [one] The best plan moves one person.
       *[other] The best plan moves { $moved } people.
    }
console-better-take = Take the best plan
console-reshuffle = Shuffle everybody
console-reshuffle-rest = Shuffle the rest
console-reshuffling = Shuffling …
console-discard = Discard the draft
console-how-to-swap = To swap, choose one person and then another. Dragging works too.
console-picked = { $name } is chosen. Swap with whom? The number says how much better or worse it would fit. Esc cancels.
console-swapping = Swapping …
console-swapped = { $a } and { $b } have swapped.
console-price-same = It fits everybody as well as before.
console-price-better = It fits those concerned better, by { $by }.
console-price-worse = It fits those concerned less well, by { $by }.
console-price-impossible = Not possible: one of the groups would not be allowed.
console-price-again = People would meet again.
console-swap-back = Swap back
console-swap-same-seat = These two sit together already. Choose somebody from another group.
console-swap-locked = This group is locked. Unlock it first.
console-swap-unknown = This person is not in the draft any more.
console-lock = Lock
console-locked = Locked
console-lock-names = Lock: { $names }
console-unlock-names = Locked, unlock: { $names }
console-why-table = Why these { $count }
console-draft-unplaced = Without a group
console-draft-unplaced-told = The reason, and what you can do, is above. You can also swap somebody with them.
console-draft-unplaced-words = There was no other choice for them. Swap them with somebody, or shuffle again.
console-draft-alone-words = Nobody is left whom they could sit with. Whoever joins can be grouped with them.
console-draft-out = Sitting out
console-draft-out-words = They asked for it, or you decided so.

## The wall

console-wall-task = Round { $round }: { $task }
console-tally =
    { $groups ->
        [one] One group, { $ready } ready.
       *[other] { $groups } groups, { $ready } ready.
    }
console-tally-calling =
    { $count ->
        [one] One needs you.
       *[other] { $count } need you.
    }
console-without-group = Without a group in this round: { $names }. There will be a place in the next round.
console-left = until the last group is done
console-over = The time is up, people may finish in peace
console-paused = Paused
console-notice = The groups are being announced
console-extra =
    { $minutes ->
        [one] one minute added
       *[other] { $minutes } minutes added
    }
console-extend = +2 minutes
console-pause = Pause
console-resume = Resume
console-tile = { $place }: { $names }
console-tile-left = { $time } left
console-person-ready = ready
console-steps = { $done } of { $steps } steps
console-ideas =
    { $count ->
        [one] One idea noted
       *[other] { $count } ideas noted
    }
console-claim = I’m going there
console-claim-place = I’m going there: { $place }
console-need-help =
    { $minutes ->
        [0] Calls you, just now
        [one] Has called you for one minute
       *[other] Has called you for { $minutes } minutes
    }
console-need-claimed =
    { $minutes ->
        [0] Somebody is going there
        [one] Somebody is going there, called one minute ago
       *[other] Somebody is going there, called { $minutes } minutes ago
    }
console-need-alone = { $name } is alone
console-need-gone =
    { $count ->
        [one] { $names } is gone
       *[other] { $names } are gone
    }
console-need-missing =
    { $count ->
        [one] { $names } has not said “I’m here”
       *[other] { $names } have not said “I’m here”
    }
console-need-arriving = Finding each other
console-need-quiet =
    { $minutes ->
        [one] Quiet for one minute
       *[other] Quiet for { $minutes } minutes
    }
console-need-ready = Everybody is ready
console-need-working = Working

## On the right

console-aside = Help and announcements
console-help = Help
console-help-none = Nobody is calling just now, and nobody sits alone. Groups that need help appear here, and can clear it themselves.
console-announce = Announcement
console-announce-text = Your sentence
console-announce-hint = At most 200 characters, on all devices at once.
console-announce-send = Tell everybody
console-preview = What people see now
console-see-lobby = You’re in.
console-see-between = The round is over.
console-see-between-words = They read that you are preparing the next groups, and can write their letter and show their result.
console-see-last = That was the last round.
console-see-last-words = They read that their texts are saved, and that their ideas and partners come with the close.
console-see-lobby-words = They read what comes next, who facilitates and how many are here.
console-see-draft-words = They see nothing of your draft yet.
console-see-notice = With { $names }, { $place }
console-see-work = Below it, their shared page.
console-see-closed = That’s it.
console-see-closed-words = Three questions, the ideas of the day, and for each partner whether to share contacts.

## More

console-more = More
console-invite = Invite a second facilitator
console-invite-send = Invite
console-invited = { $address } may now facilitate too, and finds the workshop after signing in.
console-remove = Take somebody out of the workshop
console-remove-nobody = Whom?
console-remove-ask = Take out
console-remove-open = Take out …
console-remove-title = Take { $name } out?
console-remove-yes = Take out of the workshop
console-remove-seat = { $name } loses the seat in the workshop, at once.
console-remove-from-group = { $name } loses the seat in the workshop, at once. The group works on; it only learns that { $name } has left.
console-remove-text = What { $name } wrote with others stays with them, and { $name } can still read it, too.
console-remove-contacts = After this { $name } gives no contacts any more, and gets no emails about the workshop.
console-remove-again = This can't be undone; but with the code { $name } can come in anew.

## After the rounds

console-roster = Who worked with whom
console-sat-out = Sat out: { $names }
console-closed = The workshop is closed
console-closed-at = Closed on { $at }.
console-closed-itself = It closed by itself two hours after the last round: { $at }.
console-closed-unfinished = It closed by itself, since nothing had happened for twelve hours: { $at }.
console-closed-count =
    { $people ->
        [one] One person
       *[other] { $people } people
    }, { $rounds ->
        [0] no round
        [one] one round
       *[other] { $rounds } rounds
    }.
console-mail-away-closed = The mail server doesn’t answer just now. No email is lost: they wait, and go out by themselves as soon as it does. There’s nothing you need to do.
console-after-1 = Now
console-after-1-words = everybody answers three questions for themselves and decides whom to give their contact details. You never see who says what.
console-after-2 = Within minutes
console-after-2-words = everybody with an email address gets one email: whom they worked with, the idea, and the link to the questions and the exchange.
console-after-3 = If two say yes,
console-after-3-words = both get the details that they released for each other. Everything else stays sealed.
console-after-4 = After a day or two
console-after-4-words = one single email reminds them of the idea they had. After that comes only what follows from two yeses: the date for a coffee, and after six weeks one question, which anybody can untick.

## For the ears

console-news-help = { $place } calls for help.
console-news-alone = { $place }: somebody sits alone.
console-news-published = Round { $round } is published.
console-news-ended = Round { $round } has ended.
console-news-taken-back = Round { $round } has been taken back. Its draft stands again.
console-news-closed = The workshop is closed.
console-news-draft =
    { $groups ->
        [one] The draft with one group is there.
       *[other] The draft with { $groups } groups is there.
    }

## What counts

counts-title = What counts when groups are made
counts-words = Groups are drafted by this. Nobody meets the same person twice while anyone new is left; that always holds.
counts-own-mix = A finer mix than these words can say is in force. If you choose something, your choice holds.
counts-experience = Experience
counts-interests = Shared interests
counts-skills = Showing and learning: what one can do and the other wants to learn
counts-employer = Different employers
counts-much-3 = counts a lot
counts-much-1 = counts a little
counts-much-0 = doesn’t count
counts-mode = How experience counts
counts-mode-mix = mixed: new meets experienced
counts-mode-similar = similar: like with like
counts-remember = Let it count like this
counts-remembered = Noted.
counts-next-plan = Noted. It holds as soon as you shuffle again.

## What could not be had

shortfall-no-choice = { $names }: no plan has a group for them, not the best one either. Perhaps you sit down with them.
shortfall-alone = { $names }: nobody else who is free speaks { $langs }.
shortfall-odd = { $names }: { $size } people share a language ({ $langs }) only among themselves, and their number does not work out.
shortfall-host = { $hosts } { $count ->
    [one] sits out and speaks
   *[other] sit out and speak
} { $langs }: let them in and shuffle again.
shortfall-lead = A facilitator who speaks { $langs } can sit down with them; or the person sits this round out.
shortfall-trios = { $count } trios, since languages part the room into odd groups of { $sizes } people.
shortfall-again = { $a } and { $b } meet again: otherwise somebody would be left over, or one more trio would be needed.
shortfall-tables-again = { $count ->
    [one] Two people who have met sit together again.
   *[other] { $count } times two people who have met sit together again.
}
shortfall-tables-proven = With tables of these sizes it can’t be fewer.
shortfall-tables-some = { $least ->
    [one] One of these can’t
   *[other] { $least } of these can’t
} be avoided. We found no plan with fewer than { $count }; whether there is one we don’t know.
shortfall-tables-unknown = We found no plan in which fewer do; whether there is one we don’t know.
console-take-size = Change to these and shuffle again
shortfall-tables-differ = The tables differ in size: at tables of { $sizes } we found no place for { $left ->
    [one] one person
   *[other] { $left } people
}.
again-few-strangers = Of those who share a language with { $name }, { $strangers ->
    [0] nobody is new any more
    [one] only one is still new
   *[other] only { $strangers } are still new
}; but at a table there are at least { $needed } others.
again-few-pairs-all = At all tables together at least { $needed } pairs sit side by side, but only { $fresh } have not met yet.
again-few-pairs-tongue = At the tables of those who speak nothing but { $languages } at least { $needed } pairs sit side by side, but only { $fresh } have not met yet.
again-few-pairs = At the tables of { $names } at least { $needed } pairs sit side by side, but only { $fresh } have not met yet.
again-few-speakers = { $people } of you speak nothing but { $languages }; with all who can join them they are { $speakers } at { $tables ->
    [one] one table
   *[other] { $tables } tables at most
}{ $elsewhere ->
    [0] {""}
   *[other] {" "}(at least { $elsewhere } seats are at tables that none of them can sit at)
}. However they are spread: at least { $needed } pairs { $among ->
    [yes] among them
   *[no] with one of them
} sit side by side, but only { $fresh } have not met yet.
again-sat-together = { $names } have all met each other. { $tables ->
    [one] At just one table
   *[other] Spread over { $tables } tables,
} at least { $again ->
    [one] two of them
   *[other] { $again } pairs of them
} sit together again.

## Balance

ledger-title = Balance over the rounds
ledger-words = So that nobody always gets the same. The plan evens out repeats and trios by itself.
ledger-words-tables = So that nobody always gets the same. The plan avoids meeting again by itself, as far as it can be.
ledger-person = Who
ledger-partners = different people met
ledger-repeats = met again
ledger-trios = in a trio
ledger-leftOver = without a group
ledger-out = sat out
ledger-helped = with somebody new
ledger-known = known from earlier
ledger-series = { $count ->
    [one] One person is recognised from the series “{ $name }”. For them, earlier workshops count on.
   *[other] { $count } people are recognised from the series “{ $name }”. For them, earlier workshops count on.
}
console-series = Series “{ $name }”

## The three questions in aggregate

report-title = What they answered
report-few = Fewer than five people have answered so far. We don’t show fewer, because it would soon be clear who said what.
report-look-again = Look again
report-ready = Five or more have answered. You see the answers once, as they are then. What comes later does not count any more. Until { $when } there are usually some more.
report-ask = See the answers
report-really = See them now? Later answers then stay out, for good.
report-show = Yes, show them now
report-wait = Wait a while
report-frozen = These were the answers on { $at }. Nothing changes them any more.
report-share = { $yes } of { $n } said “Rather yes” or “Very much” ({ $share } %).
report-interval = Among many who answer as these do, the share would be between { $low } and { $high } % (95 % interval by Wilson).
report-figure-few = Fewer than five answered this question.
report-says = { $asked ->
    [one] One person was asked.
   *[other] { $asked } were asked.
  } The figures say how it was for those who answered. They do not say how it was for the others, nor whether it was the groups, the task or the day.
report-dot = A dot stands for up to { $each } people.
report-openings-exact = By { $when }, { $opened } of { $pairs } possible contacts had opened.
report-openings-at-most = By { $when }, at most { $opened } of { $pairs } possible contacts had opened.
report-openings-at-least = By { $when }, at least { $opened } of { $pairs } possible contacts had opened.
report-openings-why = Counted once, from five groups on, and never so exactly that “none” or “all” would tell on anybody. Two who agree later still get each other’s contact, but are not counted any more.
report-openings-later = How many contacts had opened by { $when } stands here from then on, if there were five groups or more. It is counted once.
report-grown = After six weeks, { $n } answered whether something grew: { $yes } said yes, { $notYet } not yet, { $no } no. Only those were asked who opened a contact; of the others it says nothing.
report-grown-later = Whether something grew is asked six weeks later. The answers appear here from { $when }, if five or more have come in by then.

## Operation

operator-title = Operations
operator-well = All is well.
operator-not-well = Something waits for you here.
operator-refused = This page is for those who run Gespann. Your address is not in GESPANN_OPERATORS.
operator-no-workers = No worker runs: no email goes out. Start gespann work.
operator-mail-away = The mail server has not answered since { $since }.
operator-late = { $late ->
    [one] One errand is overdue.
   *[other] { $late } errands are overdue.
  }
operator-queue = Queue
operator-running = workers
operator-jobs = waiting jobs
operator-failed-jobs = failed jobs, last day
operator-outbox = errands in the outbox
operator-due = errands for later
operator-mails = Emails
operator-state-queued = waiting
operator-state-claimed = being sent
operator-state-retry = tried again later
operator-state-in_doubt = arrival unknown
operator-state-sent = sent
operator-state-failed = failed
operator-state-dropped = not needed any more
operator-repeats = sent again, being in doubt
operator-failures = Failed, by kind
operator-no-failures = Nothing.
operator-retry = Try again
operator-retry-kind = Try again: { $kind }
operator-kind-smtp = The mail server refuses them.
operator-kind-in = The mail server got their text and never answered; perhaps they have arrived.
operator-kind-abandoned = Whoever was to send them crashed each time.
operator-kind-made = They could not be written: a fault of ours.
operator-kind-other = For no known reason.
operator-retry-words = What was unknown (in-doubt) may arrive a second time. Who was erased or unsubscribed gets nothing.
operator-retried = { $count ->
    [0] Nothing of that has failed any more.
    [one] One email is tried again.
   *[other] { $count } emails are tried again.
  }
operator-rewrite = Somebody was erased; the database's file is being written anew.
operator-no-rewrite = Nobody who was erased is left in any database file.
operator-no-names = Names and addresses never appear here.
