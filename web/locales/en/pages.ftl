## Pages that the server draws by itself

page-needs-script = Gespann needs JavaScript: you and your partner write on one page, live. Please allow it for this site.
page-home = To the start page

page-error-heading = That didn’t work

page-sign-in = Sign in
page-sign-in-words = This link signs you in on this device, as a facilitator. It works once.
page-sign-in-button = Sign in here
page-sign-in-used = This link has been used, or it is older than 15 minutes. Ask for a new one.
page-sign-in-again = Ask for a new link

page-unsubscribe = No more emails
page-unsubscribe-words = After that you get no further emails about this workshop. If you and a partner both said yes to staying in touch, you will find the contact on your page, not in an email.
page-unsubscribe-button = Stop the emails
page-unsubscribed = Done. No further emails about this workshop will be sent to you.

coffee-heading = A coffee with { $name }
coffee-explain = Three times that are daytime for both of you. Tick what suits you. { $name } sees what you tick; the earliest that suits you both is the date.
coffee-which = What suits you? (Times in { $city })
coffee-suits = suits { $name }
coffee-none = None of them? Leave all empty and write to { $name } directly.
coffee-pick = This suits me
coffee-saved = Noted. As soon as one of them suits { $name }, too, you both get the date.
coffee-agreed = Agreed: coffee with { $name }.
coffee-city = time in { $city }
coffee-calendar = Into my calendar
coffee-both-mailed = You both get an email with the date. If something comes up, write to { $name }.
coffee-over = The three times are over. Just write to { $name } directly.
coffee-reach = How to reach { $name }

grown-heading = Did something grow?
grown-words = Six weeks ago, after “{ $title }”, you wanted to stay in touch.
grown-yes = Yes, something grew
grown-notYet = Not yet
grown-no = No
grown-counted = Your answer is only counted. It is kept nowhere with your name.
grown-thanks = Thank you. That is all: no more email about this workshop will come.

privacy-heading = What happens to your data
privacy-who = Who is responsible
privacy-who-words = Whoever runs this installation. You can reach them at { $operator }.
privacy-what = What is stored, and for how long
privacy-what-words = Your name, your email address if you gave one, and your answers. They are deleted { $days } days after their last purpose: the contacts that can still be answered, or the last email to you. Who worked with whom is stored without names.
privacy-mail = What your email address is for
privacy-mail-words = One email after the workshop, one reminder at most with your letter to yourselves, and the contacts that you and a partner both agreed to share. Two yeses may also lead to the date for a coffee and, after six weeks, to one question, which you can untick. And links that you ask for yourself. Every email about the workshop has a link that stops them.
privacy-exchange = Contacts
privacy-exchange-words = What you offer a partner stays sealed until both of you have said yes. A no can’t be told from silence. Sealed means that nobody sees it on a page or in an email; those who run the server could read it there.
privacy-series = Series
privacy-series-words = If a workshop is part of a series, you can allow it afterwards to remember whom you have met and how often you were in a trio, without a group, sat out or with somebody new, also in its other workshops in which you confirmed the same address. It stands there without name and address, under a mark that can only be computed from your address and a secret of the series. If you are recognised next time, facilitators see which of those present have met and what counts on for you. It is deleted when you take it back, give another address or erase yourself, otherwise { $series_days } days after the last workshop of the series. If your other data are gone by then, whoever runs this installation helps you.
privacy-facilitators = What facilitators see
privacy-facilitators-words = Your name, your experience and languages, and what you are working on. What interests you, what you can show or would like to learn, and that two have different employers, where it is a reason for a group. Whether you are on the page just now, whether you sit out, who you work with and how your group is getting on. Of the three questions, from five answers on and only once, how many said what. Never your shared text unless you show it to everybody, your own answers or your contacts.
privacy-links = Links in emails
privacy-links-words = They are for you alone. Opening one changes nothing; only a button on the page does.
privacy-cookies = Cookies
privacy-cookies-words = One that keeps your seat, one that keeps a facilitator signed in, one for the language you chose, and one by which a series recognises you if you have allowed it. No others, and nothing from other sites.
privacy-rights = Taking it all back
privacy-rights-words = Your page, and the page that the email leads to, say what we hold about you. There you can change it, take it along and erase it; if you have confirmed your address, we send you a fresh link for that. It is gone within a minute. The operator’s backups hold it until they expire, and nothing is brought back from them. What you wrote together stays without your name until its date, and which offers you said yes to stays without name or contact, as evidence.
