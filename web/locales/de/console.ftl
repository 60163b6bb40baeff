## Die Konsole der Workshopleitung

console-title = Gespann: deine Workshops
console-title-help =
    { $calls ->
        [one] Hilfe gerufen: { $title }
       *[other] { $calls }-mal Hilfe gerufen: { $title }
    }
console-somebody = jemand, der nicht mehr dabei ist
console-sign-out = Abmelden
console-to-front = Zur Startseite
console-all-workshops = Alle deine Workshops
console-no-such = Diesen Workshop gibt es nicht.
console-not-yours = Diesen Workshop leitet jemand anderes. Lass dich von dort als zweite Person einladen.

## Anmelden

console-sign-in = Anmelden
console-sign-in-words = Wir schicken dir einen Link. Ein Passwort gibt es nicht.
console-address = Deine Mailadresse
console-address-missing = Das sieht nicht nach einer Mailadresse aus. Prüf sie noch einmal.
console-send-link = Link schicken
console-sending = Wird geschickt …
console-mail-sent = Sieh in dein Postfach
console-mail-sent-words = An { $address } ist ein Link unterwegs. Öffne ihn und drück dort auf den Knopf, dann bist du angemeldet. Der Link gilt 15 Minuten und nur einmal.
console-mail-sent-spam = Nichts da? Sieh im Spam-Ordner nach. Wer hier nicht freigeschaltet ist, bekommt keine Mail: Frag dann die Person, die Gespann betreibt.
console-mail-away-link = Der Mailserver antwortet gerade nicht. Dein Link wartet und geht von selbst raus, sobald er wieder da ist; du musst nichts tun. Ist er nach 15 Minuten nicht gekommen, lass dir einen neuen schicken.
console-mailbox = Zum Postfach dieser Vorführung
console-other-address = Eine andere Adresse nehmen

## Alle Workshops

console-workshops = Deine Workshops
console-new = Neuer Workshop
console-none-yet = Hier stehen bald deine Workshops
console-none-yet-words = Leg den ersten an. Eine Aufgabe zum Ausprobieren ist schon dabei; mehr als einen Titel und deinen Namen brauchst du nicht.
console-created = Angelegt am { $day }
console-people =
    { $count ->
        [0] noch niemand
        [one] eine Person
       *[other] { $count } Leute
    }
console-phase-gathering = Offen
console-phase-working = Runde läuft
console-phase-closed = Geschlossen

## Ein neuer Workshop

form-words = Alles ist vorbereitet. Gib einen Titel und deinen Namen an; den Rest kannst du so lassen.
form-restored = Das hattest du hier schon angefangen.
form-start-over = Von vorn beginnen
form-title = Titel
form-facilitator = Wie heißt du?
form-facilitator-hint = Diesen Namen lesen alle, die mitmachen.
form-language = Sprache des Workshops
form-language-hint = In ihr sind die Seiten und Mails für alle.
form-rounds = Runden
form-rounds-hint =
    { $minutes ->
        [one] Jede Runde mit neuen Leuten. Zusammen eine Minute Arbeitszeit.
       *[other] Jede Runde mit neuen Leuten. Zusammen { $minutes } Minuten Arbeitszeit.
    }
form-size = Wie viele arbeiten zusammen?
form-size-of =
    { $size ->
        [2] Zu zweit
       *[other] An Tischen zu { $size }
    }
form-size-hint =
    { $size ->
        [2] Ist die Zahl ungerade, gibt es ein Trio; den dritten Platz hat jedes Mal jemand anderes.
       *[other] Geht die Zahl nicht auf, sind es an manchen Tischen mehr oder weniger. Neue sitzen bei Erfahrenen.
    }
form-series = Gehört er zu einer Reihe?
form-series-hint = Wer will, trifft dann beim nächsten Mal andere Leute als bisher.
form-series-none = Nein
form-series-new = Zu einer neuen
form-series-name = Name der Reihe
form-series-name-hint = Den lesen alle, die mitmachen.
form-tasks = Aufgaben
form-tasks-words = Die erste Runde nimmt die erste Aufgabe, die zweite die nächste. Gibt es weniger Aufgaben als Runden, geht es wieder von vorn los.
form-task = Aufgabe { $number }
form-task-title = Titel der Aufgabe
form-task-add = Noch eine Aufgabe
form-task-remove = Aufgabe weglassen
form-minutes = Minuten
form-brief = Worum geht es?
form-brief-hint = Mit Markdown: **fett**, *kursiv*, Listen mit einem Strich davor.
form-pictures = Bilder zur Aufgabe
form-picture-add = Ein Bild dazunehmen
form-picture-hint = PNG, JPEG oder WebP, bis 12 MB und drei je Aufgabe. Große Bilder werden verkleinert; was die Kamera dazuschreibt, etwa den Ort, wird weggelassen.
form-picture-alt = Was ist darauf zu sehen?
form-picture-alt-hint = Für alle, die das Bild nicht sehen können.
form-picture-remove = Bild weglassen
form-picture-busy = Das Bild wird geprüft …
form-picture-heavy = Das Bild ist größer als 12 MB. Nimm ein kleineres, zum Beispiel einen Ausschnitt.
form-picture-gone = Ein Bild liegt nicht mehr bereit: Es war länger als einen Tag hier. Wähle es noch einmal aus.
form-picture-missed = Ein Bild wird gerade nicht geladen. Es bleibt bei der Aufgabe.
form-too-many-pictures = Zusammen höchstens { $most } Bilder. Lass welche weg.
form-preview = So sieht es aus
form-preview-hide = Ansicht schließen
form-steps = Schritte
form-steps-hint = Einer je Zeile. Die Gruppen haken sie ab, und du siehst, wie weit sie sind.
form-starter = Text, mit dem das gemeinsame Blatt beginnt
form-starter-hint = Zum Beispiel Überschriften, unter denen geschrieben wird. Das Feld darf leer bleiben.
form-how = Denkzeit, Rollen, Anstöße
form-think = Erst allein nachdenken
form-think-hint = So lange schreibt jede Person für sich; danach liegen die Antworten nebeneinander. Zählt zu den Minuten der Aufgabe.
form-think-seconds =
    { $seconds ->
        [0] Nein, gleich zusammen
       *[other] { $seconds } Sekunden
    }
form-roles = Rollen, eine je Zeile
form-roles-hint = Etwa „schreiben“ und „nachfragen“. Wer zuerst spricht, hat die erste; zur Halbzeit wird getauscht.
form-prompts = Anstöße, einer je Zeile
form-prompts-hint = Ein Satz, der weiterhilft, wenn eine Gruppe stockt. Ohne eigene nimmt Gespann allgemeine.
form-places = Plätze
form-places-words = Jede Gruppe bekommt einen Platz, damit sich alle finden. Plane einen je { $size } Leute ein.
form-tables = Tische
form-remote = online
form-remote-name = Videoraum
form-remote-add = Platz für Leute von fern
form-remote-label = Name von Platz { $number }, online
form-table-label = Name von Platz { $number }
form-names =
    { $count ->
        [one] Name des Platzes
       *[other] Namen der { $count } Plätze
    }
form-remove = Entfernen
form-place-remove = Entfernen: { $name }
form-create = Workshop anlegen
form-creating = Wird angelegt …
form-kept-here = Dein Entwurf bleibt in diesem Browser, bis du ihn anlegst.
form-faults =
    { $count ->
        [one] Eine Angabe fehlt oder passt noch nicht.
       *[other] { $count } Angaben fehlen oder passen noch nicht.
    }
form-missing = Das brauchen wir noch.
form-too-long = Das ist zu lang. Höchstens { $most } Zeichen.
form-out-of-range = Eine ganze Zahl von { $least } bis { $most }.
form-too-many = Das sind zu viele. Höchstens { $most }.
form-none = Gib mindestens eins an.
form-twice = Diesen Namen gibt es schon.
form-refused = Das nimmt der Server nicht an. Kürze oder ändere es.

## Einen Workshop ändern

edit-title = Titel, Aufgaben und Plätze ändern
edit-words = Gilt ab der nächsten Runde. Eine Runde, die schon begonnen hat, behält ihre Aufgabe, ihren Text und ihre Plätze.
edit-back = Zurück zum Workshop
edit-save = Änderungen speichern
edit-saving = Wird gespeichert …
edit-theirs = Den neuen Stand laden (was hier steht, ist dann weg)

## Die Linie links

console-left-side = Ablauf und nächster Schritt
console-agenda = Ablauf
console-lobby = Ankommen
console-round = Runde { $round }
console-task-line =
    { $minutes ->
        [one] { $title }, eine Minute
       *[other] { $title }, { $minutes } Minuten
    }
console-closing = Abschluss
console-closing-line = drei Fragen, Kontakte, Mails

## Der große Knopf und der Satz darunter

console-next-wait =
    { $missing ->
        [one] Noch eine Person fehlt
       *[other] Noch { $missing } Leute fehlen
    }
console-next-waitForPeople-words = Ab zwei Leuten kannst du Gruppen entwerfen.
console-next-notice =
    { $seconds ->
        [one] Los in einer Sekunde
       *[other] Los in { $seconds } Sekunden
    }
console-next-waitForNotice-words = Alle lesen gerade, mit wem sie arbeiten und wo. Bis es losgeht, kannst du die Runde zurücknehmen.
console-take-back = Runde { $round } zurücknehmen
console-next-draft = Runde { $round } entwerfen
console-next-drafting = Wird entworfen …
console-next-draft-words = Den Entwurf siehst nur du. Danach kannst du tauschen und festhalten.
console-next-replan-words = Im Entwurf ist keine Gruppe mehr. Entwirf ihn neu.
console-next-publish = Runde { $round } veröffentlichen
console-next-publish-words = Erst dann sehen alle ihre Gruppe. Du wirst vorher gefragt.
console-next-resume = Weiter geht’s
console-next-resume-words = Die Runde ist angehalten. Die Uhr steht für alle.
console-next-end = Runde { $round } beenden
console-next-end-words = Wenn die Zeit um ist, arbeiten alle weiter, bis du die Runde beendest.
console-next-close = Workshop schließen
console-next-close-words = Die letzte Runde ist vorbei. Nach dem Schließen kommen die drei Fragen und die Mails.

console-next-changed = Der Entwurf ist inzwischen ein anderer. Sieh ihn dir noch einmal an.
console-next-held = Die Runde ist inzwischen angehalten.

console-publish-title = Runde { $round } veröffentlichen?
console-publish-whom =
    { $groups ->
        [one] { $people } Leute bekommen jetzt ihre Gruppe.
       *[other] { $people } Leute in { $groups } Gruppen erfahren jetzt, mit wem sie arbeiten und wo.
    }
console-publish-apart = Ohne Gruppe in dieser Runde: { $names }.
console-publish-notice = Zuerst wird zehn Sekunden lang angekündigt; so lange kannst du die Runde noch zurücknehmen. Die Uhr einer Gruppe startet, wenn sich alle gefunden haben, spätestens nach 90 Sekunden.
console-end-title = Runde { $round } beenden?
console-end-whom =
    { $groups ->
        [one] Eine Gruppe arbeitet noch.
       *[other] { $groups } Gruppen arbeiten noch.
    }
console-end-nobody = Alle sind so weit.
console-end-soft = Alle gehen zurück in die Lobby. Die Texte sind gespeichert und bleiben für ihre Gruppen lesbar.
console-close-title = Workshop schließen?
console-close-whom =
    { $people ->
        [0] Es ist niemand dabei.
        [one] Eine Person kommt zu den Fragen am Schluss. Hat sie eine Adresse angegeben, bekommt sie auch eine Mail.
       *[other] { $people } Leute kommen zu den Fragen am Schluss. Wer eine Adresse angegeben hat, bekommt auch eine Mail.
    }
console-close-running = Die laufende Runde endet damit für alle.
console-close-final = Das lässt sich nicht zurücknehmen.
console-close-early = Workshop jetzt schließen

## Ankommen

console-join = So kommen alle herein
console-join-late = Wer später kommt, kommt so herein
console-join-large = Groß zeigen
console-join-large-code = { $code }, groß zeigen
console-join-close = Zurück zum Workshop
console-copy-link = Link kopieren
console-qr = QR-Code mit dem Link zum Workshop
console-here = Wer da ist
console-between = Zwischen den Runden
console-all-rounds-done = Alle Runden sind vorbei
console-all-rounds-done-words = Schließ den Workshop, wenn ihr so weit seid; dann kommen die drei Fragen und die Mails.
console-present = { $count } gerade auf der Seite
console-apart-count =
    { $count ->
        [one] eine Person setzt aus
       *[other] { $count } setzen aus
    }
console-nobody-yet = Noch ist niemand da. Zeig den Code vorne im Raum; die Namen erscheinen hier von selbst.
console-away = gerade weg
console-late = später gekommen
console-sits-out = setzt aus
console-let-out = Aussetzen
console-let-absent-out = Abwesende aussetzen lassen ({ $count })
console-let-out-name = Aussetzen: { $name }
console-let-in = Wieder dabei
console-let-in-name = Wieder dabei: { $name }

## Der Entwurf

console-draft = Entwurf für Runde { $round }
console-draft-line =
    { $groups ->
        [0] Keine Gruppe ist übrig.
        [one] Eine Gruppe.
       *[other] { $groups } Gruppen.
    }
console-fit = Passung { $score } von 100.
console-best = Besser geht es mit diesen Leuten nicht.
console-share = Das sind { $share } Prozent des Bestmöglichen.
console-share-alone = Das sind { $share } Prozent dessen, was diese Runde für sich allein erreichen könnte.
console-share-least = Das sind mindestens { $share } Prozent des Bestmöglichen.
console-fit-none = Aus dem, was die Leute erzählt haben, spricht nichts für bestimmte Gruppen.
console-ahead =
    { $rounds ->
        [one] Zusammen mit der Runde danach geplant, damit sich möglichst wenige wiedersehen.
       *[other] Zusammen mit den { $rounds } Runden danach geplant, damit sich möglichst wenige wiedersehen.
    }
console-repeats =
    { $count ->
        [one] In einer Gruppe sehen sich Leute wieder.
       *[other] In { $count } Gruppen sehen sich Leute wieder.
    }
console-better-placed =
    { $placed ->
        [one] Es geht besser: Eine Person mehr hätte eine Gruppe.
       *[other] Es geht besser: { $placed } Leute mehr hätten eine Gruppe.
    }
console-better-repeats =
    { $repeats ->
        [one] Ein Wiedersehen weniger.
       *[other] { $repeats } Wiedersehen weniger.
    }
console-better-evener = Die Tische wären gleichmäßiger besetzt.
console-better-fit = Die Passung stiege um { $by }.
console-better-moved =
    { $moved ->
        [one] Der beste Plan setzt eine Person um.
       *[other] Der beste Plan setzt { $moved } Leute um.
    }
console-better-take = Besten Plan nehmen
console-reshuffle = Alle neu mischen
console-reshuffle-rest = Den Rest neu mischen
console-reshuffling = Wird gemischt …
console-discard = Entwurf verwerfen
console-how-to-swap = Zum Tauschen wähl eine Person und dann eine andere. Ziehen geht auch.
console-picked = { $name } ist gewählt. Mit wem tauschen? Die Zahl sagt, um wie viel besser oder schlechter es dann passt. Esc bricht ab.
console-swapping = Wird getauscht …
console-swapped = { $a } und { $b } haben getauscht.
console-price-same = Es passt allen so gut wie vorher.
console-price-better = Den Beteiligten passt es um { $by } besser.
console-price-worse = Den Beteiligten passt es um { $by } schlechter.
console-price-impossible = Das geht nicht: Eine Gruppe wäre so nicht möglich.
console-price-again = Dabei sehen sich Leute wieder.
console-swap-back = Zurücktauschen
console-swap-same-seat = Diese beiden sitzen schon zusammen. Wähl jemanden aus einer anderen Gruppe.
console-swap-locked = Diese Gruppe ist festgehalten. Löse sie zuerst.
console-swap-unknown = Diese Person ist nicht mehr im Entwurf.
console-lock = Festhalten
console-locked = Fest
console-lock-names = Festhalten: { $names }
console-unlock-names = Fest, wieder lösen: { $names }
console-why-table = Warum diese { $count }
console-draft-unplaced = Ohne Gruppe
console-draft-unplaced-told = Warum, und was du tun kannst, steht oben. Du kannst auch jemanden mit ihnen tauschen.
console-draft-unplaced-words = Für sie gab es keine andere Wahl. Tausch sie mit jemandem oder misch neu.
console-draft-alone-words = Es ist niemand mehr da, mit dem sie zusammensitzen könnten. Wer noch kommt, kann dazu.
console-draft-out = Setzen aus
console-draft-out-words = Sie haben darum gebeten, oder du hast es so bestimmt.

## Die Wand

console-wall-task = Runde { $round }: { $task }
console-tally =
    { $groups ->
        [one] Eine Gruppe, { $ready } so weit.
       *[other] { $groups } Gruppen, { $ready } so weit.
    }
console-tally-calling =
    { $count ->
        [one] Eine braucht dich.
       *[other] { $count } brauchen dich.
    }
console-without-group =
    { $count ->
        [one] Ohne Gruppe in dieser Runde: { $names }. In der nächsten Runde ist wieder ein Platz frei.
       *[other] Ohne Gruppe in dieser Runde: { $names }. In der nächsten Runde sind sie wieder dabei.
    }
console-left = bis die letzte Gruppe fertig ist
console-over = Die Zeit ist um, alle können in Ruhe fertig werden
console-paused = Angehalten
console-notice = Die Gruppen werden angekündigt
console-extra =
    { $minutes ->
        [one] eine Minute zugegeben
       *[other] { $minutes } Minuten zugegeben
    }
console-extend = +2 Minuten
console-pause = Anhalten
console-resume = Weiter
console-tile = { $place }: { $names }
console-tile-left = Noch { $time }
console-person-ready = so weit
console-steps = { $done } von { $steps } Schritten
console-ideas =
    { $count ->
        [one] Eine Idee notiert
       *[other] { $count } Ideen notiert
    }
console-claim = Ich gehe hin
console-claim-place = Ich gehe hin: { $place }
console-need-help =
    { $minutes ->
        [0] Ruft dich, gerade eben
        [one] Ruft dich seit einer Minute
       *[other] Ruft dich seit { $minutes } Minuten
    }
console-need-claimed =
    { $minutes ->
        [0] Jemand geht hin
        [one] Jemand geht hin, gerufen vor einer Minute
       *[other] Jemand geht hin, gerufen vor { $minutes } Minuten
    }
console-need-alone = { $name } ist allein
console-need-gone =
    { $count ->
        [one] { $names } ist weg
       *[other] { $names } sind weg
    }
console-need-missing =
    { $count ->
        [one] { $names } hat sich noch nicht gemeldet
       *[other] { $names } haben sich noch nicht gemeldet
    }
console-need-arriving = Sie suchen sich gerade
console-need-quiet =
    { $minutes ->
        [one] Seit einer Minute still
       *[other] Seit { $minutes } Minuten still
    }
console-need-ready = Alle sind so weit
console-need-working = Bei der Arbeit

## Rechts

console-aside = Hilfe und Ansagen
console-help = Hilfe
console-help-none = Niemand ruft gerade, und niemand sitzt allein. Wer Hilfe braucht, erscheint hier und löst es selbst wieder auf.
console-announce = Ansage an alle
console-announce-text = Dein Satz
console-announce-hint = Höchstens 200 Zeichen, sofort auf allen Geräten.
console-announce-send = Allen sagen
console-preview = Was alle gerade sehen
console-see-lobby = Du bist dabei.
console-see-between = Die Runde ist vorbei.
console-see-between-words = Sie lesen, dass du die nächsten Gruppen vorbereitest, und können ihren Brief schreiben und ihr Ergebnis zeigen.
console-see-last = Das war die letzte Runde.
console-see-last-words = Sie lesen, dass ihre Texte gespeichert sind und dass ihre Ideen und die Leute mit dem Abschluss kommen.
console-see-lobby-words = Sie lesen, was als Nächstes kommt, wer leitet und wie viele da sind.
console-see-draft-words = Von deinem Entwurf sehen sie noch nichts.
console-see-notice = Mit { $names }, { $place }
console-see-work = Darunter das gemeinsame Blatt.
console-see-closed = Das war’s.
console-see-closed-words = Drei Fragen, die Ideen des Tages und für jede Person die Frage nach dem Kontakt.

## Mehr

console-more = Weiteres
console-invite = Jemanden zum Mitleiten einladen
console-invite-send = Einladen
console-invited = { $address } kann jetzt mitleiten und findet den Workshop nach dem Anmelden.
console-remove = Jemanden aus dem Workshop nehmen
console-remove-nobody = Wen?
console-remove-ask = Herausnehmen
console-remove-open = Herausnehmen …
console-remove-title = { $name } herausnehmen?
console-remove-yes = Aus dem Workshop nehmen
console-remove-seat = { $name } verliert den Platz im Workshop, sofort.
console-remove-from-group = { $name } verliert den Platz im Workshop, sofort. Die Gruppe arbeitet weiter; sie erfährt nur, dass { $name } gegangen ist.
console-remove-text = Was { $name } mit anderen geschrieben hat, bleibt bei ihnen, und auch { $name } kann es weiter lesen.
console-remove-contacts = Kontakte gibt { $name } danach nicht mehr weiter, und Mails zum Workshop bekommt { $name } keine.
console-remove-again = Zurücknehmen lässt sich das nicht; mit dem Code kann { $name } aber neu dazukommen.

## Nach den Runden

console-roster = Wer mit wem gearbeitet hat
console-sat-out = Ausgesetzt: { $names }
console-closed = Der Workshop ist geschlossen
console-closed-at = Geschlossen am { $at }.
console-closed-itself = Zwei Stunden nach der letzten Runde hat er sich von selbst geschlossen: { $at }.
console-closed-unfinished = Er hat sich von selbst geschlossen, weil zwölf Stunden lang nichts geschehen ist: { $at }.
console-closed-count =
    { $people ->
        [one] Eine Person
       *[other] { $people } Leute
    }, { $rounds ->
        [0] keine Runde
        [one] eine Runde
       *[other] { $rounds } Runden
    }.
console-mail-away-closed = Der Mailserver antwortet gerade nicht. Verloren ist keine Mail: Sie warten und gehen von selbst raus, sobald er wieder da ist. Du musst nichts tun.
console-after-1 = Jetzt
console-after-1-words = beantworten alle für sich drei Fragen und entscheiden, wem sie ihren Kontakt geben möchten. Wer was sagt, siehst du nie.
console-after-2 = In den nächsten Minuten
console-after-2-words = bekommt jede Person mit einer Mailadresse eine Mail: mit wem sie gearbeitet hat, die Idee und der Link zu Fragen und Austausch.
console-after-3 = Sagen zwei Ja,
console-after-3-words = bekommen beide die Kontaktdaten, die sie füreinander freigegeben haben. Alles andere bleibt verschlossen.
console-after-4 = Nach ein bis zwei Tagen
console-after-4-words = erinnert eine einzige Mail an die gemeinsame Idee. Danach kommt nur noch, was aus zwei Ja folgt: der Termin für einen Kaffee, und nach sechs Wochen eine Frage, die jede Person abwählen kann.

## Für die Ohren

console-news-help = { $place } ruft um Hilfe.
console-news-alone = { $place }: Jemand sitzt allein.
console-news-published = Runde { $round } ist veröffentlicht.
console-news-ended = Runde { $round } ist zu Ende.
console-news-taken-back = Runde { $round } ist zurückgenommen. Der Entwurf ist wieder da.
console-news-closed = Der Workshop ist geschlossen.
console-news-draft =
    { $groups ->
        [one] Der Entwurf mit einer Gruppe ist da.
       *[other] Der Entwurf mit { $groups } Gruppen ist da.
    }

## Was zählt

counts-title = Was beim Zusammensetzen zählt
counts-words = Danach werden Gruppen entworfen. Niemand trifft dieselbe Person zweimal, solange jemand Neues da ist; das gilt immer.
counts-own-mix = Hier gilt gerade eine feinere Mischung, als diese Worte sagen können. Wenn du etwas wählst, gilt deine Wahl.
counts-experience = Erfahrung
counts-interests = Gemeinsame Interessen
counts-skills = Zeigen und lernen: was die eine kann und der andere lernen will
counts-employer = Verschiedene Arbeitgeber
counts-much-3 = zählt viel
counts-much-1 = zählt ein wenig
counts-much-0 = zählt nicht
counts-mode = Wie Erfahrung zählt
counts-mode-mix = gemischt: neu trifft erfahren
counts-mode-similar = ähnlich: gleich zu gleich
counts-remember = So soll es zählen
counts-remembered = Gemerkt.
counts-next-plan = Gemerkt. Es gilt, sobald du neu mischst.

## Was nicht ging

shortfall-no-choice = { $names }: { $count ->
    [one] Für diese Person gibt es keine Gruppe,
   *[other] Für diese Leute gibt es keine Gruppe,
} auch beim besten Plan nicht. Vielleicht setzt du dich dazu.
shortfall-alone = { $names }: Niemand sonst, der noch frei ist, spricht { $langs }.
shortfall-odd = { $names }: { $size } Leute sprechen nur untereinander dieselbe Sprache ({ $langs }), und die Zahl geht nicht auf.
shortfall-host = { $hosts } { $count ->
    [one] setzt aus und spricht
   *[other] setzen aus und sprechen
} { $langs }: mitmachen lassen und neu mischen.
shortfall-lead = Jemand aus der Workshopleitung, der { $langs } spricht, kann sich dazusetzen; oder die Person setzt diese Runde aus.
shortfall-trios = { $count } Trios, denn die Sprachen teilen die Runde in ungerade Gruppen von { $sizes } Leuten.
shortfall-again = { $a } und { $b } sehen sich wieder: Sonst bliebe jemand übrig, oder es bräuchte ein Trio mehr.
shortfall-tables-again = { $count ->
    [one] Zwei, die sich schon kennen, sitzen wieder zusammen.
   *[other] { $count }-mal sitzen zwei wieder zusammen, die sich schon kennen.
}
shortfall-tables-proven = Weniger geht bei diesen Tischgrößen nicht.
shortfall-tables-some = { $least ->
    [one] Ein Wiedersehen davon lässt
   *[other] { $least } davon lassen
} sich nicht vermeiden. Weniger als { $count } haben wir nicht gefunden; ob es geht, wissen wir nicht.
shortfall-tables-unknown = Einen Plan mit weniger Wiedersehen haben wir nicht gefunden; ob es einen gibt, wissen wir nicht.
console-take-size = So umstellen und neu mischen
shortfall-tables-differ = Die Tische sind verschieden groß: An Tischen mit { $sizes } Leuten fanden wir für { $left ->
    [one] eine Person
   *[other] { $left } Leute
} keinen Platz.
again-few-strangers = Von denen, die eine Sprache mit { $name } teilen, { $strangers ->
    [0] ist niemand mehr neu
    [one] ist nur noch eine Person neu
   *[other] sind nur noch { $strangers } neu
}; an einem Tisch sitzen aber mindestens { $needed } andere.
again-few-pairs-all = An allen Tischen zusammen sitzen mindestens { $needed } Paare beieinander, aber nur { $fresh } haben sich noch nicht getroffen.
again-few-pairs-tongue = An den Tischen derer, die nichts außer { $languages } sprechen, sitzen mindestens { $needed } Paare beieinander, aber nur { $fresh } haben sich noch nicht getroffen.
again-few-pairs = An den Tischen von { $names } sitzen mindestens { $needed } Paare beieinander, aber nur { $fresh } haben sich noch nicht getroffen.
again-few-speakers = { $people } von euch sprechen nichts außer { $languages }; mit allen, die dazupassen, sind es { $speakers } an { $tables ->
    [one] einem Tisch
   *[other] höchstens { $tables } Tischen
}{ $elsewhere ->
    [0] {""}
   *[other] {" "}(mindestens { $elsewhere } Plätze sind an Tischen, an denen niemand von ihnen sitzen kann)
}. Wie man sie auch verteilt: Mindestens { $needed } Paare { $among ->
    [yes] unter ihnen
   *[no] mit einem von ihnen
} sitzen beieinander, aber nur { $fresh } haben sich noch nicht getroffen.
again-sat-together = { $names } haben sich alle schon getroffen. { $tables ->
    [one] An nur einem Tisch
   *[other] Auf { $tables } Tische verteilt,
} sitzen mindestens { $again ->
    [one] zwei von ihnen
   *[other] { $again } Paare von ihnen
} wieder zusammen.

## Ausgleich

ledger-title = Ausgleich über die Runden
ledger-words = Damit niemand immer dasselbe abbekommt. Der Plan gleicht Wiedersehen und Dreiergruppen von selbst aus.
ledger-words-tables = Damit niemand immer dasselbe abbekommt. Wiedersehen vermeidet der Plan von selbst, so weit es geht.
ledger-person = Wer
ledger-partners = verschiedene Leute getroffen
ledger-repeats = Wiedersehen
ledger-trios = zu dritt
ledger-leftOver = ohne Gruppe
ledger-out = ausgesetzt
ledger-helped = mit jemand Neuem
ledger-known = von früher bekannt
ledger-series = { $count ->
    [one] Eine Person ist aus der Reihe „{ $name }“ wiedererkannt. Bei ihr zählen die früheren Workshops mit.
   *[other] { $count } sind aus der Reihe „{ $name }“ wiedererkannt. Bei ihnen zählen die früheren Workshops mit.
}
console-series = Reihe „{ $name }“

## Die drei Fragen, zusammengefasst

report-title = Was sie geantwortet haben
report-few = Noch haben keine fünf Leute geantwortet. Weniger zeigen wir nicht: Wer wenige zusammenzählt, kennt bald jeden Einzelnen.
report-look-again = Noch einmal nachsehen
report-ready = Fünf oder mehr haben geantwortet. Du siehst die Antworten ein Mal, so wie sie dann sind. Was danach kommt, zählt nicht mehr mit. Bis { $when } kommen erfahrungsgemäß noch welche.
report-ask = Antworten ansehen
report-really = Jetzt ansehen? Spätere Antworten bleiben dann draußen, für immer.
report-show = Ja, jetzt ansehen
report-wait = Noch warten
report-frozen = So waren die Antworten am { $at }. Daran ändert sich nichts mehr.
report-share = { $yes } von { $n } sagten „Eher ja“ oder „Sehr“ ({ $share } %).
report-interval = Unter vielen, die so antworten wie diese, läge der Anteil zwischen { $low } und { $high } % (95-%-Intervall nach Wilson).
report-figure-few = Weniger als fünf haben diese Frage beantwortet.
report-says = { $asked ->
    [one] Gefragt war eine Person.
   *[other] Gefragt waren { $asked }.
  } Die Zahlen sagen, wie es denen ging, die geantwortet haben. Sie sagen nicht, wie es den anderen ging, und nicht, ob es an den Gruppen, der Aufgabe oder am Tag lag.
report-dot = Ein Punkt steht für bis zu { $each } Leute.
report-openings-exact = Bis zum { $when } haben sich von { $pairs } möglichen Kontakten { $opened } geöffnet.
report-openings-at-most = Bis zum { $when } haben sich von { $pairs } möglichen Kontakten höchstens { $opened } geöffnet.
report-openings-at-least = Bis zum { $when } haben sich von { $pairs } möglichen Kontakten mindestens { $opened } geöffnet.
report-openings-why = Gezählt ein Mal, ab fünf Gruppen, und nie so genau, dass man von „keiner“ oder „alle“ auf Einzelne schließen kann. Wer sich erst später einig wird, bekommt den Kontakt, zählt aber nicht mehr mit.
report-openings-later = Wie viele Kontakte sich bis zum { $when } geöffnet haben, steht ab dann hier, wenn es fünf Gruppen oder mehr waren. Gezählt wird ein Mal.
report-grown = Nach sechs Wochen haben { $n } geantwortet, ob etwas daraus geworden ist: { $yes } sagten Ja, { $notYet } noch nicht, { $no } Nein. Gefragt wurde nur, wer mit jemandem einen Kontakt geöffnet hat; über die anderen sagt das nichts.
report-grown-later = Ob daraus etwas geworden ist, fragen wir sechs Wochen danach. Ab dem { $when } steht es hier, wenn bis dahin fünf oder mehr geantwortet haben.

## Betrieb

operator-title = Betrieb
operator-well = Alles läuft.
operator-not-well = Hier wartet etwas auf dich.
operator-refused = Diese Seite ist für die, die Gespann betreiben. Deine Adresse steht nicht in GESPANN_OPERATORS.
operator-no-workers = Es läuft kein Worker: Keine Mail geht hinaus. Starte gespann work.
operator-mail-away = Der Mailserver antwortet nicht, seit { $since }.
operator-late = { $late ->
    [one] Ein Auftrag ist überfällig.
   *[other] { $late } Aufträge sind überfällig.
  }
operator-queue = Warteschlange
operator-running = Worker
operator-jobs = wartende Jobs
operator-failed-jobs = gescheiterte Jobs, letzter Tag
operator-outbox = Aufträge im Ausgang
operator-due = Aufträge für später
operator-mails = Mails
operator-state-queued = warten
operator-state-claimed = werden gerade verschickt
operator-state-retry = werden wiederholt
operator-state-in_doubt = ungewiss, ob angekommen
operator-state-sent = verschickt
operator-state-failed = gescheitert
operator-state-dropped = nicht mehr nötig
operator-repeats = noch einmal geschickt, weil ungewiss
operator-failures = Gescheitert, nach Art
operator-no-failures = Nichts.
operator-retry = Noch einmal versuchen
operator-retry-kind = Noch einmal versuchen: { $kind }
operator-kind-smtp = Der Mailserver lehnt sie ab.
operator-kind-in = Der Mailserver hat ihren Text bekommen und nie geantwortet; vielleicht sind sie da.
operator-kind-abandoned = Wer sie verschicken wollte, ist jedes Mal abgestürzt.
operator-kind-made = Sie ließen sich nicht schreiben: ein Fehler von uns.
operator-kind-other = Ohne bekannten Grund.
operator-retry-words = Was ungewiss war (in-doubt), kann dabei ein zweites Mal ankommen. Wer gelöscht ist oder abbestellt hat, bekommt nichts.
operator-retried = { $count ->
    [0] Davon ist nichts mehr gescheitert.
    [one] Eine Mail wird noch einmal versucht.
   *[other] { $count } Mails werden noch einmal versucht.
  }
operator-rewrite = Jemand wurde gelöscht; die Datei der Datenbank wird gerade neu geschrieben.
operator-no-rewrite = Wer gelöscht wurde, steht auch in keiner Datei der Datenbank mehr.
operator-no-names = Namen und Adressen stehen hier nie.
