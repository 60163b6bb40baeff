# Mails. 'du', warm und schlicht; $names sind Vornamen ('Jonas', 'Jonas und Mira').

mail-names = { $some } und { $last }
mail-somebody = jemand
mail-hello = Hallo { $name },
mail-hello-nobody = Hallo,
mail-quote = „{ $idea }“
mail-idea-ours = Eure Idee
mail-idea-mine = Das nimmst du mit
mail-task = Aufgabe: { $task }
mail-with = Mit { $names }
mail-bye = Alles Gute
mail-sender = Gespann, für { $facilitator }
mail-why = Du bekommst diese Mail, weil du bei „{ $title }“ mitgemacht hast.
mail-private = Die Links darin öffnen deine eigene Seite. Bitte leite die Mail nicht weiter.
mail-unsubscribe = Keine weiteren Mails

mail-after-subject = { $names } und du: wie es weitergehen kann
mail-after-subject-idea = { $names } und du: eure Idee
mail-after-lead = schön, dass du bei „{ $title }“ dabei warst. Das habt ihr zusammen angefangen:
mail-after-no-idea = Ihr habt noch keine Idee festgehalten. Auf deiner Seite kannst du das nachholen.
mail-after-contact = Möchtet ihr in Kontakt bleiben? Wir fragen euch alle einzeln. Nur wenn zwei Ja sagen, bekommen diese beiden voneinander, was sie freigegeben haben. Von einem Nein oder einem Schweigen erfährt niemand.
mail-after-questions = Dazu kommen drei kurze Fragen, wie es für dich war. Deine Antworten liest niemand mit deinem Namen.

mail-confirm-subject = { $names } und du: wie es weitergehen kann
mail-confirm-lead = jemand hat diese Adresse bei „{ $title }“ angegeben. Wenn du das warst: schön, dass du dabei warst.
mail-confirm-why = Solange wir nicht wissen, ob die Adresse wirklich dir gehört, schreiben wir hier weder eure Ideen noch Kontaktdaten hinein. Ein Klick auf der nächsten Seite genügt. Dann siehst du, was ihr festgehalten habt, und kannst sagen, ob ihr in Kontakt bleiben möchtet.
mail-confirm-button = Ja, das bin ich
mail-confirm-not = Du warst nicht dabei? Dann brauchst du nichts zu tun. Es kommt keine weitere Mail.
mail-confirm-reason = Du bekommst diese Mail, weil diese Adresse bei „{ $title }“ angegeben wurde.

mail-opened-subject = { $names } und du: ihr habt beide Ja gesagt
mail-opened-lead = du und { $names }, ihr möchtet in Kontakt bleiben. Hier ist, was { $names } dir gibt:
mail-opened-mail = Mail
mail-opened-phone = Telefon
mail-opened-link = Im Netz
mail-opened-line = Dazu
mail-opened-card = Die Karte im Anhang passt in dein Adressbuch.
mail-opened-start = Ein Satz genügt für den Anfang, am besten solange es noch frisch ist. Zum Beispiel:
mail-write = { $names } schreiben

mail-nudge-subject-opened = { $names } und du: ein Satz genügt
mail-nudge-subject-ask = { $names } und du: bleibt ihr in Kontakt?
mail-nudge-subject-mine = Was du aus „{ $title }“ mitnimmst
mail-nudge-lead = das hier ist noch frisch:
mail-nudge-opened = Ihr könnt euch erreichen, und ihr habt etwas, worüber ihr reden könnt. Habt ihr euch schon geschrieben? Dann lass dich nicht stören. Sonst wäre jetzt ein guter Moment. Zum Beispiel so:
mail-nudge-ask = Möchtest du mit { $names } in Kontakt bleiben? Du hast dich noch nicht entschieden. Auch ein Nein ist in Ordnung; davon erfährt niemand.
mail-nudge-mine = Wenn du magst, mach heute einen kleinen Schritt damit.
mail-nudge-button = Jetzt entscheiden
mail-nudge-last = Von uns aus war das die letzte Erinnerung.

mail-ideas = { $count ->
    [one] Eure Idee
   *[other] Eure Ideen
}
mail-letter = Euer Brief an euch
mail-after-made = Was ihr gemacht habt
mail-after-button = Für dich entscheiden
mail-after-button-questions = Die drei Fragen beantworten
mail-first-sentence = Hallo { $name }, unsere Idee „{ $idea }“ geht mir noch nach. Wollen wir einen Kaffee lang darüber reden?
mail-first-sentence-task = Hallo { $name }, ich denke noch an unsere Aufgabe „{ $task }“. Wollen wir einen Kaffee lang darüber reden?
mail-first-sentence-plain = Hallo { $name }, ich denke noch an „{ $title }“. Wollen wir einen Kaffee lang darüber reden?
mail-opened-coffee = Drei Zeiten für einen Kaffee
mail-opened-later = In sechs Wochen fragen wir dich noch einmal, ob etwas daraus geworden ist.
mail-opened-later-off = Nicht fragen
mail-coffee-times = Oder gleich ein Kaffee mit { $names }? Tippe an, was dir passt. Passt eine Zeit euch beiden, habt ihr beide den Termin. (Uhrzeiten in { $city })
mail-coffee-entry = Kalender
mail-nudge-date = Euer Kaffee: { $date }. Der Termin steht in einer Mail an euch beide.
mail-coffee-subject = { $names } und du: Kaffee am { $date }
mail-coffee-lead = es passt. Kaffee mit { $names }:
mail-coffee-city = Uhrzeit in { $city }
mail-coffee-where = Der Termin hängt an, für deinen Kalender. Wo ihr euch trefft oder ob ihr telefoniert, und wenn etwas dazwischenkommt: Schreib { $names } direkt.
coffee-entry = Kaffee: { $one } und { $other }
mail-later-subject = { $names } und du: ist etwas daraus geworden?
mail-later-lead = vor sechs Wochen wolltet ihr nach „{ $title }“ in Kontakt bleiben.
mail-later-ask = Ist etwas daraus geworden? Deine Antwort wird nur gezählt, ohne deinen Namen.
mail-later-button = Mit einem Klick antworten
mail-later-last = Das war die letzte Mail zu diesem Workshop.

mail-sign-in-subject = Dein Link für die Anmeldung bei Gespann
mail-sign-in-lead = hier ist dein Link, um dich bei Gespann anzumelden. Er gilt 15 Minuten und nur ein Mal.
mail-sign-in-button = Anmelden
mail-sign-in-not = Du hast keinen Link angefordert? Dann lösch diese Mail einfach. Ohne Klick passiert nichts.

mail-invitation-subject = „{ $title }“: du leitest mit
mail-invitation-lead = du bist eingeladen, den Workshop „{ $title }“ zusammen mit { $by } zu leiten.
mail-invitation-how = Melde dich mit dieser Adresse an ({ $address }), dann findest du ihn auf deiner Seite. Du kannst gleich loslegen: Was eine Person tut, sieht die andere.
mail-invitation-button = Zum Workshop
mail-invitation-not = Du weißt nichts davon? Dann lösch diese Mail einfach. Ohne dich passiert nichts.

mail-data-link-subject = Dein Link zu deinen Daten
mail-data-link-lead = du wolltest mitnehmen oder löschen, was wir aus „{ $title }“ über dich wissen. Mit diesem Link geht das, eine Stunde lang.
mail-data-link-button = Zu meinen Daten
mail-data-link-not = Du warst das nicht? Dann lösch diese Mail einfach. Ohne einen Klick auf der Seite passiert nichts.
