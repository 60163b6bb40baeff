## Participant, in English

to-code = Enter a code
you = you
somebody = somebody


## Joining

join-progress = { $step } of { $count }
join-skip = Skip this
join-done = Join the workshop
join-waiting = You are being let in …

join-name-heading = What should we call you?
name-label = Your name
name-hint = Your first name is enough. Your partners and the facilitator see it.

join-level-heading = How much experience do you bring?
level-label = With today’s subject
join-level-skip = If you skip this, we’ll assume average experience.

join-langs-heading = Which languages can you work in?
langs-label = Languages
other-langs-label = Others
join-langs-skip = If you choose none, we take the language of the workshop.

join-work-heading = What brings you here?
working-on-label = What are you working on?
working-on-hint = One line. Your partner reads it before you meet; the facilitator sees it, too.
interests-label = What interests you?
teach-label = What can you show others?
learn-label = What would you like to learn?
comma-hint = Separate several with commas.
join-work-skip = If you skip this, we can say less about why you two were put together.

join-address-heading = Where may we write to you?
address-label = Email address
address-purpose = After the workshop we send you an email with the link to your ideas and partners, and at most one reminder. If you and somebody both say yes, a little more follows. Nobody else sees the address unless you share it.
address-deleted = We delete it together with everything else about you; you’ll find the date on your page once you’re in.
address-deleted-on = We delete it on { $date }, together with everything else about you.
join-address-skip = Without an address you can take part all the same. Then no email reaches you: you can exchange contacts only on this page, before it is deleted.

## Lobby and waiting

lobby-heading = You’re in, { $name }.
lobby-next-1 = { $facilitator } starts the first round when everybody is here.
lobby-next-2 = Your screen then tells you who you’ll work with, where, and why.
lobby-next-3 =
    { $rounds ->
        [one] You work on one task together and write down what comes of it.
       *[other] You work on a task together, then you change partners: { $rounds } rounds in all.
    }
lobby-same-name = Somebody else here is called { $name }, too. Add a letter of your surname under “Change my answers”, and nobody mixes you up.
lobby-seat-kept = This browser has a seat here already, as { $name }: this is it. What you typed just now was not taken over; you can add it under “Change my answers”. Somebody else joins with a browser or a phone of their own.
groups-taken-back = The groups you just saw no longer hold. You needn’t go anywhere: new ones will follow, and you’ll read it here.
how-many-here =
    { $present ->
        [one] One person is here, { $joined } have joined.
       *[other] { $present } people are here, { $joined } have joined.
    }
between-heading = Round { $round } is over.
between-explain = Time to breathe. { $facilitator } is preparing the next groups; your screen tells you in time.
between-last-heading = That was the last round.
between-last-explain = Your texts are saved. When the workshop closes, you find your ideas and your partners here.
sat-out-heading = You’re sitting this one out.
sat-out-explain = The others are working. Nobody expects anything of you; the next round can be yours again.
left-explain = Your group knows only that you have gone. You’ll be back in the next round.
left-ask = Join another group
unplaced-heading = You have no group just now.
unplaced-explain = The round is already running. As soon as there is a chair for you, it is offered to you here; otherwise you are part of the next round.
offered-heading = There is a chair for you.
offered-explain = { $names } would be glad of company.
offered-where = { $names }, { $place }, { $group }
offered-take = Take the chair
offered-stay = Stay here
offered-or-wait = You can also just wait. Nothing happens without you.
ideas-so-far = Your ideas so far
announcement-read = Got it
place-remote = online

panels-label = While you wait
answers-open = Change my answers
wishes-open = Private wishes
device-open = Continue on another device

answers-heading = Your answers
answers-save = Save my answers
employer-label = Where do you work?
employer-hint = Optional. Nobody sees your answer; only that you have different employers may be given as a reason.
back-without-saving = Back without saving
back-to-room = Back to the workshop

wishes-heading = Private wishes
wishes-explain = Only you can see these wishes. Nobody learns of them, neither the people you name nor your group or the facilitator.
wish-trio = I would rather be in a group of three
wish-not-with = Rather not with
wish-search = Search by name
wish-found =
    { $count ->
        [0] Nobody found.
        [one] One person found.
       *[other] { $count } found.
    }
wish-met = with you in round { $round }
wish-nobody-yet = Nobody else has joined yet.
wishes-save = Save my wishes
wish-sit-out-heading = A break
wish-sit-out-explain = You stay in the workshop and are left out of the next rounds, until you say otherwise. The facilitator sees that you sit out, nobody else does.
wish-sit-out = Sit out
sitting-out-now = You won’t be put into a new group until you say so.
sit-in-again = Take part again

device-heading = Continue on another device
device-explain = Your personal link brings you back to your seat, with your text: on a laptop, or on another phone.
device-link-label = Your personal link
device-copy = Copy the link
device-secret = Whoever has this link sits in your seat. Send it to nobody but yourself.
device-no-link = Your link could not be found. Reload the page.

seat-heading = Back to your seat
seat-explain = This link leads to your seat in the workshop. It then also works on this device.
seat-go = Continue on this device

erase-heading = Remove me
erase-explain = You leave the workshop and we delete everything about you at once: name, address, answers, contact offers. Texts you wrote with others stay with them, without your name.
erase-ask = Remove me
erase-really = Yes, delete everything
erase-keep = No, keep me in
erase-done = Everything about you has been deleted. You can close this page.

## Meeting

round-number = Round { $round }
meet-heading =
    { $remote ->
        [yes] With { $names }, online
       *[no] With { $names }, { $place }
    }
meet-heading-table =
    { $remote ->
        [yes] You meet online
       *[no] Your place: { $place }
    }
meet-why = Why you
meet-working-on = { $name } is working on: { $what }
meet-they-start = { $name } speaks first.
meet-you-start = You speak first.
meet-soon =
    { $seconds ->
        [0] Off you go.
        [one] Off you go in one second.
       *[other] Off you go in { $seconds } seconds.
    }
meet-here = I’m here
meet-starts-anyway = Your time starts by itself in { $clock }.
meet-waiting-for = You’re here. We are waiting for { $names }.
meet-paused = The round is paused. Your time waits with you.
meet-leave = Not this time
meet-leave-explain = You sit this round out. Your group only learns that you have left.
meet-leave-really = Sit this one out
meet-stay = Stay with my group

## Work

work-heading = With { $names }
work-alone-heading = You are alone in your group
work-gone =
    { $count ->
        [one] { $names } has left.
       *[other] { $names } have left.
    }
work-alone-now = What you wrote is safe, and you can go on writing. As soon as there is a chair in another group, it is offered here. With “Call for help” the facilitator comes to you.
work-paused = The round is paused. Time stands still; you can go on writing.
work-warning =
    { $minutes ->
        [one] The last minute. Write down what should stay.
       *[other] Not quite two more minutes. Write down what should stay.
    }
work-over = The time is up. Finish your sentence in peace: your text is saved as you write, until the facilitator ends the round.
work-away =
    { $count ->
        [one] { $names } is not connected just now.
       *[other] { $names } are not connected just now.
    }
steps-heading = Steps, { $done } of { $count }
paper-section = Your shared text
paper-label = Shared text, you write here together
paper-placeholder = You write here together, at the same time.
paper-help = Tab leaves the text. Ctrl+Enter marks the line as an idea.
paper-help-touch = Everybody in your group sees at once what you write.
paper-heard = { $name } has written in line { $line }.
paper-loading = Your page is being fetched …
paper-failed = The editor could not be loaded. What you have written is safe. Reload the page.
paper-opening = Opening …
paper-saving = Saving …
paper-saved = Saved
paper-kept = Not saved yet; kept on this device
paper-unsaved = Not saved: the server can’t save just now. Keep this page open.
paper-refused = Not saved: this text is closed. What you wrote is kept on this device; copy what you need.
paper-full = Not saved: this text is full. It is kept on this device. Delete something, then reload the page.
text-refused-label = A text from this device
text-refused = What you wrote can’t be added to your group’s page any more. It is kept on this device, and only here. Take it along if you need it.
text-show = Show the text
text-copy = Copy the text
text-drop = Delete it from this device
text-waits = A text that you wrote without a network is still on this device. It is being sent; keep this page open.

idea-heading = Your ideas worth continuing
idea-explain = What is worth continuing? Put the cursor into its line and mark it, or select the words. You find it on your page after the workshop.
idea-none = You haven’t noted an idea. One line is enough to have something to go on with.
idea-label = The idea in one line
idea-hint =
    { $left ->
        [one] Room for one more character.
       *[other] Room for { $left } more characters.
    }
idea-keep = Keep this idea
idea-write = Write down an idea
idea-change = Change the idea
idea-mark = Mark idea
idea-marked = Marked as an idea.
idea-takenBack = No longer an idea.
idea-already = These words are an idea already.
idea-nothing = There is nothing here yet that could be an idea. Put the cursor into a line of text.
idea-full = A hundred places are marked already, and there is no room for more. Take one back.
idea-show = Show in the text
idea-take-back = Take back
idea-take-back-of = Take back the idea: { $idea }

letter-heading = A letter to yourselves
letter-explain = A few lines: what do you intend to do, what do you not want to forget? If your address is confirmed, the letter comes back by email after a day or two; everybody finds it on their page after the workshop. Nobody else reads it.
letter-open = Write the letter
letter-label = Your letter, you write here together
letter-placeholder = Dear us, …
letter-help = Tab leaves the text.

think-heading = First, think on your own
think-explain = Write down what comes to your mind. Nobody reads it yet; then your answers lie side by side.
think-label = What I think
think-done = I’m done
think-waiting = You’re done. Still writing: { $names }. Until then you can add to yours.
think-saving = Saving …
think-saved = Saved
think-kept = Not saved yet; kept on this device
think-empty = Still empty
think-others-done =
    { $count ->
        [one] { $names } is done already.
       *[other] { $names } are done already.
    }
think-over = Now together: your answers lie side by side.
answers-side-by-side = What everyone thought alone
answer-mine = You
answer-none = Wrote nothing down.

role-mine = You: { $role }
role-theirs = { $name }: { $role }
role-swap = Swap roles
role-swapped = Roles are swapped. Your part now: { $role }
role-swapped-none = Roles are swapped. You have none just now; listen and think along.

stall-prompt-1 = What is the smallest thing that you can already agree on?
stall-prompt-2 = Tell each other an example from last week.
stall-prompt-3 = Which question would you have to ask somebody else to get on?
stall-swap = Would you like to swap roles for a while?
stall-swap-yes = Swap roles
stall-help = Are you stuck? The facilitator is happy to come over.
stall-help-yes = Call for help
stall-thanks = Thanks
stall-not-now = Not now
stall-off = No more prompts for us

form-begun = This is what you had begun here. It is not saved yet.
still-sending = Being sent …
ready-say = We’re ready
ready-undo = Not ready after all
ready-count = ({ $ready } of { $size })
help-none = Call for help
help-asked = Cancel the call
help-claimed = We no longer need help
help-called = You have called for help.
help-on-its-way = Help is on its way to you.

leave-heading = Leave the group
leave-explain = You can go at any time, without a reason. You stay in the workshop; your group only learns that you have left.
leave-ask = Leave the group
leave-really = Leave now
leave-stay = Stay

## Close

close-heading = That’s it, { $name }.
close-explain = Here is what you made. Two things are still yours to decide: how it was, and with whom you want to stay in touch.
close-alone = The workshop is closed. You were not in a group this time, so there is nothing to exchange.
close-ideas = The ideas of the day
group-with = With { $names }
ideas-label = Your ideas
letter-read = Read your letter to yourselves
text-read = Read our text
text-loading = Your text is being fetched …
text-empty = Nothing was written down here.
text-download = Save as a file

showcase-heading = Show your result
showcase-explain = You can show everybody here what you made, all of it or a part. It is seen only when everyone in your group has said yes.
showcase-begin = Propose to show it
showcase-title = Title
showcase-text = What everybody should read
showcase-text-hint = Cut it down to what you want to show. Your own text stays as it is.
showcase-empty = A title or the text is missing.
showcase-propose = Propose it to the others
showcase-waits = “{ $title }” is proposed. It still waits for a yes from { $names }.
showcase-asked = Somebody in your group proposes to show “{ $title }” to everybody. Do you agree?
showcase-not-possible = “{ $title }” is not shown: somebody of your group is no longer here.
showcase-shown = “{ $title }” is shown to everybody here.
showcase-read = Read what is shown
showcase-yes = Yes, show it
showcase-no = No, do not show it
showcase-take-back = Take it back
showcase-change = Propose something else

questions-heading = Three questions
questions-explain = Nobody reads single answers. The facilitator sees, from five answers on and only once, how many said what. Each question may stay open.
question-line = Anything else, in one line?
question-line-hint = The facilitator does not read this line. It is only in the file with your data.
questions-saving = Your answers are being saved …
questions-saved = Your answers are saved.

exchange-heading = Stay in touch?
exchange-explain = You decide for each person, on your own. Only if you both say yes do you get what you have shared with each other.
exchange-sealed-means = Sealed means: no other participant can see it, and a no looks like no answer. Whoever runs this server could read it technically.
exchange-later = Ask me once in six weeks whether something grew (only if you both say yes)
series-address = Have you been at “{ $name }” before, and would like to be recognised? Then use the same address as then.
series-heading = The series “{ $name }”
series-explain = This workshop is part of a series. If you like, it remembers whom you have met in all its workshops: this one, later ones, and earlier ones in which you confirmed the same address. Next time you then meet new people, as long as there are any. How often you were in a trio, without a group or with somebody new, and how often you sat out, counts on, too, so that it evens out.
series-is-on = The series remembers whom you meet.
series-seen = It does so without names and addresses, and keeps a meeting only if both of you have agreed. You are recognised when you give the same address in this browser. Then the facilitator, and nobody else, sees which of you have met and what counts on for you. { $days } days after the last workshop of the series, all of it is forgotten.
series-on = Yes, remember
series-what = What it remembers
series-here = Recognise me in this browser, too
series-off = Forget it all
exchange-ask = Would you like to stay in touch with { $name }?
exchange-yes = Yes, gladly
exchange-no = Not now
exchange-fields = What may { $name } have?
exchange-line = A line to { $name }
exchange-line-short = A line to you
exchange-seal = Seal it
exchange-done = Saved. You’ll see what has changed as soon as the connection is back.
exchange-sealed = Your yes is sealed. { $name } learns of it only by saying yes too.
exchange-until = It is valid until { $day }. After that it expires, and nobody hears of it.
exchange-ran-out = Your yes stood until { $day }. You can give it again.
exchange-change = Change it
exchange-take-back = Take it back
exchange-declined = Not now. { $name } does not learn of this.
exchange-after-all = Say yes after all
exchange-opened = You both said yes. This is how you reach { $name }:
channel-mail = My email address
channel-phone = My phone number
channel-link = A web address
channel-mail-short = Email
channel-phone-short = Phone
channel-link-short = Web

held-name = Name
held-address = Email
held-none = none
held-confirmed = confirmed
held-unconfirmed = not confirmed
held-until = Until

## After, by the mailed link

follow-up-heading = Good to see you again, { $name }.
follow-up-explain = Here are your ideas, the three questions, and with whom you want to stay in touch.
follow-up-confirm-explain = Please confirm that { $address } is your address. Then you find your ideas, the questions and the exchange here, and an email with your ideas follows.
follow-up-confirm = Yes, this is my address
follow-up-gone = This link is not valid any more.

## Where nothing goes on

stop-wrong-code = This code leads nowhere.
stop-guesses = A short break.
stop-failed = That didn’t work.
stop-full = The workshop is full.
stop-full-explain = All seats in “{ $title }” are taken. Ask { $facilitator }; perhaps one becomes free.
stop-look-again = Look again
stop-too-late = This workshop is over.
stop-too-late-explain = “{ $title }” is closed. If you took part, you find your ideas through the link in your email, or on the device you used.
stop-erased = Take care.
stop-removed = You are no longer in the workshop.
stop-removed-explain = The facilitator has given up your seat. If that was a mistake, talk to them: you can come in again at once. What you wrote together is saved, and you can read it until everything is deleted.
stop-removed-again = Come in again
stop-ended = You were signed out.
stop-ended-explain = This page no longer belongs to a seat. What was saved is safe. Reload the page to go on.

data-heading = What we hold about you
data-profile = About you
data-nothing = nothing
data-answers = Three questions
data-answers-given = answered; nobody reads your answers one by one
data-answers-none = not answered
data-groups = Groups
data-groups-words = { $groups ->
    [0] none
    [one] one
   *[other] { $groups }
  }{ $ideas ->
    [0] {""}
    [one] , and one idea in your words
   *[other] , and { $ideas } ideas in your words
  }
data-offers = Contacts
data-offers-words = { $offered ->
    [0] nothing sealed
    [one] one sealed offer
   *[other] { $offered } sealed offers
  }, { $opened ->
    [0] none opened
    [one] one opened
   *[other] { $opened } opened
  }
data-mails = Emails to you
data-mails-words = { $sent ->
    [0] none yet
    [one] one
   *[other] { $sent }
  }
data-shared = What you wrote together belongs to all of you. It stays until its date even if you erase yourself, then without your name.
data-consents = What you said yes to
data-consents-why = We keep this to be able to show it. It stays after you erase yourself, but without name, address or contact.
data-consent-offer = { $date }: { $fields } for { $name }
data-consent-withdraw = { $date }: taken back from { $name }
data-consent-address = { $date }: email address given
data-consent-no-address = { $date }: email address removed
data-consent-mails = { $date }: emails wanted again
data-consent-no-mails = { $date }: no more emails
data-consent-confirm = { $date }: address confirmed by a click
data-consent-later = { $date }: question after six weeks allowed
data-consent-no-later = { $date }: question after six weeks turned off
data-consent-remember = { $date }: the series may remember whom you meet
data-consent-no-remember = { $date }: the series has forgotten you
data-way-seat = at your seat
data-way-mail = by the link of an email
data-words = wording { $version }, { $language }
data-somebody = somebody
data-field-mail = email address
data-field-phone = phone number
data-field-link = web address
data-field-line = a line
data-field-meetings = whom you have met
data-told-level = experience
data-told-langs = languages
data-told-interests = interests
data-told-teach = what you can show
data-told-learn = what you want to learn
data-told-employer = employer
data-told-working-on = what you are working on
data-told-trio = “rather a trio”
data-told-not-with = “not with this person”
data-change = Change name or address
data-change-address = Change address
data-address-hint = Empty means: no emails. To a new address we send a link to confirm it.
data-address-hint-link = Empty means: no emails. With another address this link no longer works; after the workshop we send a new one there.
data-saved = Saved.
data-mails-on = You get emails about this workshop.
data-mails-off = You get no emails about this workshop.
data-mails-stop = No more emails
data-mails-again = Get emails again
data-download-explain = You can take everything along as a file. Nothing about others is in it.
data-download = Download as a file
data-downloaded = The file is among your downloads.
data-fresh-explain = This link is good for an hour. Until then you can take everything along or erase it here.
fresh-link-explain = So that nobody but you does this, we send a fresh link for it to { $address }.
fresh-link-ask = Send the link
fresh-link-sent = The link is on its way to { $address }. It is good for an hour.
