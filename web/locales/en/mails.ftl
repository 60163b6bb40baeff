# Mails. Plain and short; $names are first names ('Jonas', 'Jonas and Mira').

mail-names = { $some } and { $last }
mail-somebody = someone
mail-hello = Hello { $name },
mail-hello-nobody = Hello,
mail-quote = “{ $idea }”
mail-idea-ours = Your idea together
mail-idea-mine = This is yours to keep
mail-task = Task: { $task }
mail-with = With { $names }
mail-bye = All the best
mail-sender = Gespann, for { $facilitator }
mail-why = You get this email because you took part in “{ $title }”.
mail-private = The links in it open your own page. Please don’t forward the email.
mail-unsubscribe = No more emails

mail-after-subject = { $names } and you: what could come next
mail-after-subject-idea = { $names } and you: your idea
mail-after-lead = It was good to have you at “{ $title }”. This is what you started together:
mail-after-no-idea = You have not noted an idea yet. You can still do that on your page.
mail-after-contact = Would you like to stay in touch? We ask each of you separately. Only when two say yes do these two get what the other has offered. Nobody hears of a no or of a silence.
mail-after-questions = There are also three short questions on how it was for you. Nobody reads your answers with your name.

mail-confirm-subject = { $names } and you: what could come next
mail-confirm-lead = Someone gave this address at “{ $title }”. If that was you: it was good to have you there.
mail-confirm-why = As long as we don’t know that the address is really yours, we put neither your ideas nor contact details in here. One click on the next page is enough. Then you see what you noted together, and can say whether you would like to stay in touch.
mail-confirm-button = Yes, that’s me
mail-confirm-not = You weren’t there? Then there is nothing to do. No other email will come.
mail-confirm-reason = You get this email because this address was given at “{ $title }”.

mail-opened-subject = { $names } and you: you both said yes
mail-opened-lead = You and { $names } would like to stay in touch. Here is what { $names } gives you:
mail-opened-mail = Email
mail-opened-phone = Phone
mail-opened-link = Online
mail-opened-line = Also
mail-opened-card = The attached card fits into your address book.
mail-opened-start = One sentence is enough to begin, best while it is fresh. For example:
mail-write = Write to { $names }

mail-nudge-subject-opened = { $names } and you: one sentence is enough
mail-nudge-subject-ask = { $names } and you: will you stay in touch?
mail-nudge-subject-mine = What you took from “{ $title }”
mail-nudge-lead = This is still fresh:
mail-nudge-opened = You have each other’s contact, and something to talk about. If you have written already, never mind us. If not, now is a good moment. For example like this:
mail-nudge-ask = Would you like to stay in touch with { $names }? You have not decided yet. No is fine too; nobody hears of it.
mail-nudge-mine = If you like, take one small step with it today.
mail-nudge-button = Decide now
mail-nudge-last = We won’t remind you again.

mail-ideas = { $count ->
    [one] Your idea together
   *[other] Your ideas together
}
mail-letter = Your letter to yourselves
mail-after-made = What you made
mail-after-button = Decide for yourself
mail-after-button-questions = Answer the three questions
mail-first-sentence = Hello { $name }, our idea “{ $idea }” is still on my mind. Shall we talk about it over a coffee?
mail-first-sentence-task = Hello { $name }, our task “{ $task }” is still on my mind. Shall we talk about it over a coffee?
mail-first-sentence-plain = Hello { $name }, I am still thinking of “{ $title }”. Shall we talk about it over a coffee?
mail-opened-coffee = Three times for a coffee
mail-opened-later = In six weeks we will ask you once whether something grew out of it.
mail-opened-later-off = Don’t ask
mail-coffee-times = Or a coffee with { $names }? Tap what suits you. If a time suits you both, you both get the date. (Times in { $city })
mail-coffee-entry = Calendar
mail-nudge-date = Your coffee: { $date }. You both have an email with the date.
mail-coffee-subject = { $names } and you: coffee on { $date }
mail-coffee-lead = It fits. Coffee with { $names }:
mail-coffee-city = time in { $city }
mail-coffee-where = The date is attached, for your calendar. Where to meet, or whether to call, and if something comes up: write to { $names } directly.
coffee-entry = Coffee: { $one } and { $other }
mail-later-subject = { $names } and you: did something grow?
mail-later-lead = Six weeks ago, after “{ $title }”, you wanted to stay in touch.
mail-later-ask = Did something grow out of it? Your answer is only counted, without your name.
mail-later-button = Answer with one tap
mail-later-last = This was the last email about this workshop.

mail-sign-in-subject = Your link to sign in to Gespann
mail-sign-in-lead = Here is your link to sign in to Gespann. It is valid for 15 minutes and works once.
mail-sign-in-button = Sign in
mail-sign-in-not = You didn’t ask for a link? Then just delete this email. Nothing happens without a click.

mail-invitation-subject = “{ $title }”: you facilitate, too
mail-invitation-lead = You are invited to facilitate the workshop “{ $title }” together with { $by }.
mail-invitation-how = Sign in with this address ({ $address }), and it is on your page. You can start right away: what one of you does, the other sees.
mail-invitation-button = To the workshop
mail-invitation-not = You know nothing of this? Then just delete this email. Nothing happens without you.

mail-data-link-subject = Your link to your data
mail-data-link-lead = You wanted to take along or erase what we know about you from “{ $title }”. This link lets you, for an hour.
mail-data-link-button = To my data
mail-data-link-not = That wasn’t you? Then just delete this email. Nothing happens without a click on the page.
