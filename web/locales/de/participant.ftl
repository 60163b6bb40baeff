## Teilnehmende, auf Deutsch

to-code = Code eingeben
you = du
somebody = jemand


## Dazukommen

join-progress = { $step } von { $count }
join-skip = Überspringen
join-done = Zum Workshop
join-waiting = Du kommst gleich rein …

join-name-heading = Wie sollen wir dich nennen?
name-label = Dein Name
name-hint = Der Vorname genügt. Ihn sehen die Leute, mit denen du arbeitest, und die Workshopleitung.

join-level-heading = Wie viel Erfahrung bringst du mit?
level-label = Mit dem Thema von heute
join-level-skip = Wenn du das überspringst, rechnen wir mit mittlerer Erfahrung.

join-langs-heading = In welchen Sprachen kannst du arbeiten?
langs-label = Sprachen
other-langs-label = Andere
join-langs-skip = Wenn du keine wählst, nehmen wir die Sprache des Workshops.

join-work-heading = Was führt dich her?
working-on-label = Woran arbeitest du gerade?
working-on-hint = Eine Zeile. Wer mit dir arbeitet, liest sie, bevor ihr euch trefft; die Workshopleitung sieht sie auch.
interests-label = Was interessiert dich?
teach-label = Was kannst du anderen zeigen?
learn-label = Was möchtest du lernen?
comma-hint = Mehreres trennst du mit Kommas.
join-work-skip = Wenn du das überspringst, können wir euch weniger dazu sagen, warum gerade ihr zusammenkommt.

join-address-heading = Wohin dürfen wir dir schreiben?
address-label = Mailadresse
address-purpose = Nach dem Workshop schicken wir dir eine Mail mit dem Link zu euren Ideen und zu den anderen, und höchstens eine Erinnerung. Sagst du mit jemandem beidseitig Ja, kommt dazu noch Post. Die Adresse sieht sonst niemand, außer du gibst sie weiter.
address-deleted = Wir löschen sie zusammen mit allem anderen über dich; das Datum steht auf deiner Seite, sobald du dabei bist.
address-deleted-on = Am { $date } löschen wir sie, zusammen mit allem anderen über dich.
join-address-skip = Ohne Adresse kannst du genauso mitmachen. Dann erreicht dich keine Mail: Kontakte tauschst du nur hier auf dieser Seite aus, bevor alles gelöscht wird.

## Warten

lobby-heading = Du bist dabei, { $name }.
lobby-next-1 = Wenn alle da sind, beginnt { $facilitator } die erste Runde.
lobby-next-2 = Dann steht hier, mit wem du arbeitest, wo, und warum gerade ihr.
lobby-next-3 =
    { $rounds ->
        [one] Ihr arbeitet zusammen an einer Aufgabe und schreibt auf, was dabei herauskommt.
       *[other] Ihr arbeitet zusammen an einer Aufgabe, dann wird gewechselt: { $rounds } Runden insgesamt.
    }
lobby-same-name = Hier heißt noch jemand { $name }. Häng unter „Meine Angaben ändern“ einen Buchstaben vom Nachnamen an, dann verwechselt euch niemand.
lobby-seat-kept = Dieser Browser hat hier schon einen Platz, als { $name }: Du sitzt jetzt daran. Was du eben eingegeben hast, wurde nicht übernommen; unter „Meine Angaben ändern“ kannst du es nachtragen. Wer sonst noch mitmachen will, nimmt einen eigenen Browser oder ein anderes Gerät.
groups-taken-back = Die Gruppen von eben gelten nicht mehr. Du musst nirgends hin: Es kommen neue, und du erfährst es hier.
how-many-here =
    { $present ->
        [one] Eine Person ist da, angemeldet: { $joined }.
       *[other] { $present } sind da, angemeldet: { $joined }.
    }
between-heading = Runde { $round } ist vorbei.
between-explain = Zeit zum Durchatmen. { $facilitator } bereitet die nächsten Gruppen vor; du erfährst es hier rechtzeitig.
between-last-heading = Das war die letzte Runde.
between-last-explain = Eure Texte sind gespeichert. Wenn der Workshop schließt, findest du hier eure Ideen und die Leute wieder.
sat-out-heading = Diese Runde setzt du aus.
sat-out-explain = Die anderen arbeiten. Niemand erwartet etwas von dir; die nächste Runde kann wieder deine sein.
left-explain = Deine Gruppe weiß nur, dass du gegangen bist. In der nächsten Runde bist du wieder dabei.
left-ask = In einer anderen Gruppe mitmachen
unplaced-heading = Du hast gerade keine Gruppe.
unplaced-explain = Die Runde läuft schon. Sobald irgendwo ein Stuhl für dich frei ist, steht er hier; sonst bist du in der nächsten Runde dabei.
offered-heading = Hier ist ein Stuhl für dich.
offered-explain =
    { $count ->
        [one] { $names } freut sich, wenn du dazukommst.
       *[other] { $names } freuen sich, wenn du dazukommst.
    }
offered-where = { $names }, { $place }, { $group }
offered-take = Platz nehmen
offered-stay = Hier bleiben
offered-or-wait = Du kannst auch einfach warten. Ohne dich passiert nichts.
ideas-so-far = Eure Ideen bisher
announcement-read = Gelesen
place-remote = online

panels-label = Solange du wartest
answers-open = Meine Angaben ändern
wishes-open = Private Wünsche
device-open = Auf einem anderen Gerät weitermachen

answers-heading = Deine Angaben
answers-save = Angaben speichern
employer-label = Wo arbeitest du?
employer-hint = Freiwillig. Deine Antwort sieht niemand; nur dass ihr verschiedene Arbeitgeber habt, kann als Grund genannt werden.
back-without-saving = Zurück, ohne zu speichern
back-to-room = Zurück zum Workshop

wishes-heading = Private Wünsche
wishes-explain = Diese Wünsche siehst nur du. Niemand erfährt davon, weder die Leute, die du nennst, noch deine Gruppe oder die Workshopleitung.
wish-trio = Ich wäre lieber zu dritt
wish-not-with = Lieber nicht mit
wish-search = Nach Namen suchen
wish-found =
    { $count ->
        [0] Niemand gefunden.
        [one] Eine Person gefunden.
       *[other] { $count } gefunden.
    }
wish-met = mit dir in Runde { $round }
wish-nobody-yet = Außer dir ist noch niemand da.
wishes-save = Wünsche speichern
wish-sit-out-heading = Pause
wish-sit-out-explain = Du bleibst im Workshop und kommst in keine neue Gruppe, bis du es anders sagst. Dass du aussetzt, sieht die Workshopleitung, sonst niemand.
wish-sit-out = Aussetzen
sitting-out-now = Du kommst gerade in keine neue Gruppe.
sit-in-again = Wieder mitmachen

device-heading = Auf einem anderen Gerät weitermachen
device-explain = Dein persönlicher Link bringt dich mit deinem Text auf deinen Platz zurück: am Laptop oder auf einem anderen Telefon.
device-link-label = Dein persönlicher Link
device-copy = Link kopieren
device-secret = Wer diesen Link hat, sitzt auf deinem Platz. Schick ihn nur dir selbst.
device-no-link = Dein Link ließ sich nicht finden. Lade die Seite neu.

seat-heading = Zurück auf deinen Platz
seat-explain = Dieser Link führt auf deinen Platz im Workshop. Danach geht es auch auf diesem Gerät weiter.
seat-go = Auf diesem Gerät weitermachen

erase-heading = Mich entfernen
erase-explain = Du verlässt den Workshop, und wir löschen sofort alles über dich: Name, Adresse, Angaben, Kontaktangebote. Was du mit anderen geschrieben hast, bleibt bei ihnen, ohne deinen Namen.
erase-ask = Mich entfernen
erase-really = Ja, alles löschen
erase-keep = Nein, ich bleibe
erase-done = Alles über dich ist gelöscht. Du kannst diese Seite schließen.

## Treffen

round-number = Runde { $round }
meet-heading =
    { $remote ->
        [yes] Mit { $names }, online
       *[no] Mit { $names }, { $place }
    }
meet-heading-table =
    { $remote ->
        [yes] Ihr trefft euch online
       *[no] Dein Platz: { $place }
    }
meet-why = Warum gerade ihr
meet-working-on = { $name } arbeitet gerade an: { $what }
meet-they-start = { $name } fängt an zu erzählen.
meet-you-start = Du fängst an zu erzählen.
meet-soon =
    { $seconds ->
        [0] Los geht’s.
        [one] In einer Sekunde geht’s los.
       *[other] In { $seconds } Sekunden geht’s los.
    }
meet-here = Ich bin da
meet-starts-anyway = Eure Zeit beginnt von selbst in { $clock }.
meet-waiting-for =
    { $count ->
        [one] Du bist da. { $names } fehlt noch.
       *[other] Du bist da. { $names } fehlen noch.
    }
meet-paused = Die Runde ist angehalten. Eure Zeit wartet mit.
meet-leave = Diesmal nicht
meet-leave-explain = Du setzt diese Runde aus. Deine Gruppe erfährt nur, dass du gegangen bist.
meet-leave-really = Runde aussetzen
meet-stay = In der Gruppe bleiben

## Arbeit

work-heading = Mit { $names }
work-alone-heading = Du bist allein in deiner Gruppe
work-gone =
    { $count ->
        [one] { $names } ist gegangen.
       *[other] { $names } sind gegangen.
    }
work-alone-now = Was ihr geschrieben habt, ist sicher, und du kannst weiterschreiben. Sobald in einer anderen Gruppe ein Stuhl frei ist, steht er hier. Mit „Hilfe rufen“ kommt die Workshopleitung zu dir.
work-paused = Die Runde ist angehalten. Die Zeit steht still; schreiben könnt ihr weiter.
work-warning =
    { $minutes ->
        [one] Die letzte Minute. Schreibt auf, was bleiben soll.
       *[other] Noch knapp zwei Minuten. Schreibt auf, was bleiben soll.
    }
work-over = Die Zeit ist um. Schreibt den Satz in Ruhe zu Ende: Gespeichert wird weiter, bis die Workshopleitung die Runde beendet.
work-away =
    { $count ->
        [one] { $names } ist gerade nicht verbunden.
       *[other] { $names } sind gerade nicht verbunden.
    }
steps-heading = Schritte, { $done } von { $count }
paper-section = Euer gemeinsamer Text
paper-label = Gemeinsamer Text, hier schreibt ihr zusammen
paper-placeholder = Hier schreibt ihr gleichzeitig.
paper-help = Tab verlässt den Text. Strg+Enter markiert die Zeile als Idee.
paper-help-touch = Was du schreibst, sehen alle in deiner Gruppe sofort.
paper-heard = { $name } hat in Zeile { $line } geschrieben.
paper-loading = Euer Blatt wird geholt …
paper-failed = Das Schreibfeld konnte nicht geladen werden. Was ihr geschrieben habt, ist sicher. Lade die Seite neu.
paper-opening = Wird geöffnet …
paper-saving = Wird gespeichert …
paper-saved = Gespeichert
paper-kept = Noch nicht gespeichert; auf diesem Gerät gesichert
paper-unsaved = Nicht gespeichert: Der Server kann gerade nicht. Lass die Seite offen.
paper-refused = Nicht gespeichert: Dieser Text ist geschlossen. Was du geschrieben hast, ist noch auf diesem Gerät; kopier dir, was du brauchst.
paper-full = Nicht gespeichert: Der Text ist voll. Auf diesem Gerät ist alles noch da. Lösch etwas, dann lade die Seite neu.
text-refused-label = Ein Text von diesem Gerät
text-refused = Was du geschrieben hast, kommt nicht mehr auf euer gemeinsames Blatt. Der Text liegt noch auf diesem Gerät, und nur hier. Nimm ihn mit, wenn du ihn brauchst.
text-show = Text zeigen
text-copy = Text kopieren
text-drop = Von diesem Gerät löschen
text-waits = Ein Text, den du ohne Netz geschrieben hast, ist noch auf diesem Gerät. Er wird gerade gesendet; lass die Seite offen.

idea-heading = Eure Ideen zum Weitermachen
idea-explain = Was lohnt sich weiterzuführen? Stell den Cursor in die Zeile und markier sie, oder wähl die Stelle aus. Nach dem Workshop findest du sie auf deiner Seite wieder.
idea-none = Ihr habt keine Idee festgehalten. Eine Zeile genügt, dann habt ihr etwas, womit ihr weitermachen könnt.
idea-label = Die Idee in einer Zeile
idea-hint =
    { $left ->
        [one] Noch Platz für ein Zeichen.
       *[other] Noch Platz für { $left } Zeichen.
    }
idea-keep = Idee festhalten
idea-write = Idee aufschreiben
idea-change = Idee ändern
idea-mark = Idee markieren
idea-marked = Als Idee markiert.
idea-takenBack = Nicht mehr als Idee markiert.
idea-already = Diese Worte sind schon eine Idee.
idea-nothing = Hier steht noch nichts, was eine Idee sein könnte. Stell den Cursor in eine Zeile mit Text.
idea-full = Bei euch sind schon hundert Stellen markiert, mehr gehen nicht. Nehmt eine zurück.
idea-show = Im Text zeigen
idea-take-back = Zurücknehmen
idea-take-back-of = Idee zurücknehmen: { $idea }

letter-heading = Ein Brief an euch selbst
letter-explain = Ein paar Zeilen: Was nehmt ihr euch vor, was wollt ihr nicht vergessen? Wer eine bestätigte Adresse hat, bekommt den Brief nach ein bis zwei Tagen per Mail; alle finden ihn nach dem Workshop auf ihrer Seite. Sonst liest ihn niemand.
letter-open = Brief schreiben
letter-label = Euer Brief, hier schreibt ihr zusammen
letter-placeholder = Liebes Wir, …
letter-help = Tab verlässt den Text.

think-heading = Erst jede Person für sich
think-explain = Schreib auf, was dir dazu einfällt. Noch liest es niemand; danach liegen eure Antworten nebeneinander.
think-label = Was ich dazu denke
think-done = Ich bin fertig
think-waiting = Du bist fertig. Es fehlt noch: { $names }. Bis dahin kannst du weiterschreiben.
think-saving = Wird gespeichert …
think-saved = Gespeichert
think-kept = Noch nicht gespeichert; auf diesem Gerät gesichert
think-empty = Noch leer
think-others-done =
    { $count ->
        [one] { $names } ist schon fertig.
       *[other] { $names } sind schon fertig.
    }
think-over = Jetzt gemeinsam: Eure Antworten liegen nebeneinander.
answers-side-by-side = Was jede Person für sich dachte
answer-mine = Du
answer-none = Hat nichts aufgeschrieben.

role-mine = Du: { $role }
role-theirs = { $name }: { $role }
role-swap = Rollen tauschen
role-swapped = Rollentausch. Jetzt dein Teil: { $role }
role-swapped-none = Rollentausch. Du hast gerade keine Rolle; hör zu und denk mit.

stall-prompt-1 = Was ist das Kleinste, worauf ihr euch schon einigen könnt?
stall-prompt-2 = Erzählt einander ein Beispiel aus der letzten Woche.
stall-prompt-3 = Welche Frage müsstet ihr jemand anderem stellen, um weiterzukommen?
stall-swap = Wollt ihr die Rollen einmal tauschen?
stall-swap-yes = Rollen tauschen
stall-help = Kommt ihr nicht weiter? Die Workshopleitung schaut gern vorbei.
stall-help-yes = Hilfe rufen
stall-thanks = Danke
stall-not-now = Jetzt nicht
stall-off = Keine Anstöße mehr für uns

form-begun = Das hattest du hier angefangen. Gespeichert ist es noch nicht.
still-sending = Wird gesendet …
ready-say = Wir sind so weit
ready-undo = Doch noch nicht
ready-count = ({ $ready } von { $size })
help-none = Hilfe rufen
help-asked = Hilfe zurücknehmen
help-claimed = Wir brauchen keine Hilfe mehr
help-called = Ihr habt Hilfe gerufen.
help-on-its-way = Hilfe ist unterwegs zu euch.

leave-heading = Gruppe verlassen
leave-explain = Du kannst jederzeit gehen, ohne Grund. Du bleibst im Workshop; deine Gruppe erfährt nur, dass du gegangen bist.
leave-ask = Gruppe verlassen
leave-really = Jetzt gehen
leave-stay = Bleiben

## Schluss

close-heading = Das war’s, { $name }.
close-explain = Hier ist, was ihr gemacht habt. Zwei Dinge entscheidest du noch: wie es war, und mit wem du in Kontakt bleiben willst.
close-alone = Der Workshop ist geschlossen. Du warst diesmal in keiner Gruppe, also gibt es nichts auszutauschen.
close-ideas = Die Ideen des Tages
group-with = Mit { $names }
ideas-label = Eure Ideen
letter-read = Euren Brief an euch selbst lesen
text-read = Unseren Text lesen
text-loading = Euer Text wird geholt …
text-empty = Hier wurde nichts aufgeschrieben.
text-download = Als Datei speichern

showcase-heading = Euer Ergebnis zeigen
showcase-explain = Ihr könnt allen hier zeigen, was ihr gemacht habt, ganz oder ein Stück davon. Zu sehen ist es erst, wenn alle aus eurer Gruppe Ja gesagt haben.
showcase-begin = Zum Zeigen vorschlagen
showcase-title = Titel
showcase-text = Was alle lesen sollen
showcase-text-hint = Kürze es auf das, was ihr zeigen wollt. Euer eigener Text bleibt, wie er ist.
showcase-empty = Es fehlt noch ein Titel oder der Text.
showcase-propose = Den anderen vorschlagen
showcase-waits = „{ $title }“ ist vorgeschlagen. Es fehlt noch das Ja von { $names }.
showcase-asked = Aus eurer Gruppe kommt der Vorschlag, „{ $title }“ allen zu zeigen. Bist du einverstanden?
showcase-not-possible = „{ $title }“ wird nicht gezeigt: Jemand aus eurer Gruppe ist nicht mehr dabei.
showcase-shown = „{ $title }“ sehen jetzt alle hier.
showcase-read = Lesen, was gezeigt wird
showcase-yes = Ja, zeigen
showcase-no = Nein, nicht zeigen
showcase-take-back = Zurücknehmen
showcase-change = Etwas anderes vorschlagen

questions-heading = Drei Fragen
questions-explain = Einzelne Antworten liest niemand. Die Workshopleitung sieht, ab fünf Antworten und nur ein Mal, wie viele was gesagt haben. Jede Frage darf offen bleiben.
question-line = Noch etwas, in einer Zeile?
question-line-hint = Die Workshopleitung liest diese Zeile nicht. Sie steht nur in der Datei mit deinen Daten.
questions-saving = Deine Antworten werden gespeichert …
questions-saved = Deine Antworten sind gespeichert.

exchange-heading = In Kontakt bleiben?
exchange-explain = Bei jeder Person entscheidest du für dich allein. Nur wenn ihr beide Ja sagt, bekommt ihr, was ihr einander freigegeben habt.
exchange-sealed-means = Versiegelt heißt: Von den anderen kann es niemand sehen, und ein Nein sieht aus wie keine Antwort. Wer diesen Server betreibt, könnte es technisch lesen.
exchange-later = Frag mich in sechs Wochen einmal, ob etwas daraus geworden ist (nur, wenn ihr beide Ja sagt)
series-address = Warst du bei „{ $name }“ schon dabei und möchtest wiedererkannt werden? Dann nimm dieselbe Adresse wie damals.
series-heading = Die Reihe „{ $name }“
series-explain = Dieser Workshop gehört zu einer Reihe. Wenn du magst, merkt sie sich für alle ihre Workshops, wen du getroffen hast: für diesen, für spätere und für frühere, bei denen du dieselbe Adresse bestätigt hast. Beim nächsten Mal triffst du dann neue Leute, solange welche da sind. Auch wie oft du zu dritt, ohne Gruppe oder mit jemand Neuem warst und wie oft du ausgesetzt hast, zählt weiter, damit es sich ausgleicht.
series-is-on = Die Reihe merkt sich, wen du triffst.
series-seen = Gemerkt wird das ohne Namen und Adresse, und ein Treffen nur, wenn ihr beide zugestimmt habt. Wiedererkannt wirst du, wenn du in diesem Browser dieselbe Adresse angibst. Dann sieht die Workshopleitung, und nur sie, wer von euch sich schon kennt und was bei dir weiterzählt. { $days } Tage nach dem letzten Workshop der Reihe ist alles vergessen.
series-on = Ja, merken
series-what = Was sie sich merkt
series-here = Auch in diesem Browser wiedererkennen
series-off = Alles vergessen
exchange-ask = Möchtest du mit { $name } in Kontakt bleiben?
exchange-yes = Ja, gern
exchange-no = Jetzt nicht
exchange-fields = Was darf { $name } haben?
exchange-line = Eine Zeile an { $name }
exchange-line-short = Eine Zeile an dich
exchange-seal = Versiegeln
exchange-done = Gespeichert. Der neue Stand kommt, sobald die Verbindung wieder da ist.
exchange-sealed = Dein Ja ist versiegelt. { $name } erfährt davon nur mit einem eigenen Ja.
exchange-until = Es gilt bis zum { $day }. Danach verfällt es, und niemand erfährt davon.
exchange-ran-out = Dein Ja galt bis zum { $day }. Du kannst es wieder geben.
exchange-change = Ändern
exchange-take-back = Zurücknehmen
exchange-declined = Jetzt nicht. { $name } erfährt davon nichts.
exchange-after-all = Doch Ja sagen
exchange-opened = Ihr habt beide Ja gesagt. So erreichst du { $name }:
channel-mail = Meine Mailadresse
channel-phone = Meine Telefonnummer
channel-link = Eine Webadresse
channel-mail-short = Mail
channel-phone-short = Telefon
channel-link-short = Web

held-name = Name
held-address = Mail
held-none = keine
held-confirmed = bestätigt
held-unconfirmed = nicht bestätigt
held-until = Bis

## Danach, über den Link aus der Mail

follow-up-heading = Schön, dass du wieder da bist, { $name }.
follow-up-explain = Hier findest du eure Ideen, die drei Fragen und mit wem du in Kontakt bleiben willst.
follow-up-confirm-explain = Bestätige bitte, dass { $address } deine Adresse ist. Dann findest du hier eure Ideen, die Fragen und den Austausch, und eine Mail mit euren Ideen kommt hinterher.
follow-up-confirm = Ja, das ist meine Adresse
follow-up-gone = Dieser Link gilt nicht mehr.

## Wo es nicht weitergeht

stop-wrong-code = Dieser Code führt nirgendwohin.
stop-guesses = Eine kurze Pause.
stop-failed = Das hat nicht geklappt.
stop-full = Der Workshop ist voll.
stop-full-explain = In „{ $title }“ sind alle Plätze vergeben. Frag { $facilitator }; vielleicht wird einer frei.
stop-look-again = Noch einmal nachsehen
stop-too-late = Dieser Workshop ist vorbei.
stop-too-late-explain = „{ $title }“ ist geschlossen. Wenn du dabei warst, findest du eure Ideen über den Link in deiner Mail oder auf dem Gerät, mit dem du dabei warst.
stop-erased = Mach’s gut.
stop-removed = Du bist nicht mehr im Workshop.
stop-removed-explain = Die Workshopleitung hat deinen Platz freigegeben. War das ein Versehen, sprich sie an: Du kannst gleich wieder dazukommen. Was ihr geschrieben habt, ist gespeichert und bleibt für dich lesbar, bis alles gelöscht wird.
stop-removed-again = Wieder dazukommen
stop-ended = Du wurdest abgemeldet.
stop-ended-explain = Diese Seite gehört zu keinem Platz mehr. Was gespeichert war, ist sicher. Lade die Seite neu, um weiterzumachen.

data-heading = Was wir über dich haben
data-profile = Angaben
data-nothing = keine
data-answers = Drei Fragen
data-answers-given = beantwortet; niemand liest deine Antworten einzeln
data-answers-none = nicht beantwortet
data-groups = Gruppen
data-groups-words = { $groups ->
    [0] keine
    [one] eine
   *[other] { $groups }
  }{ $ideas ->
    [0] {""}
    [one] , und eine Idee in deinen Worten
   *[other] , und { $ideas } Ideen in deinen Worten
  }
data-offers = Kontakte
data-offers-words = { $offered ->
    [0] nichts versiegelt
    [one] ein versiegeltes Angebot
   *[other] { $offered } versiegelte Angebote
  }, { $opened ->
    [0] keines geöffnet
    [one] eines geöffnet
   *[other] { $opened } geöffnet
  }
data-mails = Mails an dich
data-mails-words = { $sent ->
    [0] noch keine
    [one] eine
   *[other] { $sent }
  }
data-shared = Was ihr zusammen geschrieben habt, gehört euch gemeinsam. Es bleibt bis zu seinem Datum, auch wenn du dich löschst, dann ohne deinen Namen.
data-consents = Wozu du Ja gesagt hast
data-consents-why = Das halten wir fest, um es belegen zu können. Es bleibt auch nach dem Löschen, aber ohne Namen, Adresse und Kontakt.
data-consent-offer = { $date }: { $fields } für { $name }
data-consent-withdraw = { $date }: für { $name } zurückgenommen
data-consent-address = { $date }: Mailadresse angegeben
data-consent-no-address = { $date }: Mailadresse gelöscht
data-consent-mails = { $date }: Mails wieder bestellt
data-consent-no-mails = { $date }: Mails abbestellt
data-consent-confirm = { $date }: Adresse durch einen Klick bestätigt
data-consent-later = { $date }: Frage nach sechs Wochen erlaubt
data-consent-no-later = { $date }: Frage nach sechs Wochen abgewählt
data-consent-remember = { $date }: erlaubt, dass die Reihe sich merkt, wen du triffst
data-consent-no-remember = { $date }: die Reihe hat dich vergessen
data-way-seat = an deinem Platz
data-way-mail = über den Link einer Mail
data-words = Wortlaut { $version }, { $language }
data-somebody = jemand
data-field-mail = Mailadresse
data-field-phone = Telefonnummer
data-field-link = Webadresse
data-field-line = eine Zeile
data-field-meetings = wen du getroffen hast
data-told-level = Erfahrung
data-told-langs = Sprachen
data-told-interests = Interessen
data-told-teach = was du zeigen kannst
data-told-learn = was du lernen willst
data-told-employer = Arbeitgeber
data-told-working-on = woran du arbeitest
data-told-trio = „lieber zu dritt“
data-told-not-with = „nicht mit dieser Person“
data-change = Name oder Adresse ändern
data-change-address = Adresse ändern
data-address-hint = Leer heißt: keine Mails. An eine neue Adresse schicken wir einen Link, um sie zu bestätigen.
data-address-hint-link = Leer heißt: keine Mails. Mit einer anderen Adresse gilt dieser Link nicht mehr; nach dem Workshop schicken wir dir einen neuen dorthin.
data-saved = Gespeichert.
data-mails-on = Du bekommst Mails zu diesem Workshop.
data-mails-off = Du bekommst keine Mails zu diesem Workshop.
data-mails-stop = Keine Mails mehr
data-mails-again = Doch wieder Mails
data-download-explain = Du kannst alles als Datei mitnehmen. Von anderen steht darin nichts.
data-download = Als Datei herunterladen
data-downloaded = Die Datei liegt in deinen Downloads.
data-fresh-explain = Dieser Link gilt eine Stunde. Solange kannst du hier alles mitnehmen oder löschen.
fresh-link-explain = Damit das niemand außer dir tut, schicken wir dir dafür einen frischen Link an { $address }.
fresh-link-ask = Link schicken
fresh-link-sent = Der Link ist unterwegs an { $address }. Er gilt eine Stunde.
