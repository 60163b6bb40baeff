## Gespann, auf Deutsch: was alle Ansichten teilen

product-name = Gespann
language-de = Deutsch
language-en = English
languages-label = Sprache
privacy-link = Datenschutz

back = Zurück
cancel = Abbrechen
continue = Weiter
loading = Einen Moment, die Seite lädt.
try-again = Noch einmal versuchen
reload = Seite neu laden
copied = Kopiert

## Farben und Zeichen der Gruppen. `group-name` ist, wie man sie ruft.

# Das Adjektiv richtet sich nach dem Zeichen; „rosa“ bleibt, wie es ist.
group-name =
    { $symbol ->
        [3] { $colour ->
            [0] Blaue
            [1] Rote
            [2] Grüne
            [3] Gelbe
            [4] Violette
            [5] Braune
            [6] Silberne
           *[7] Rosa
        } Eiche
        [4] { $colour ->
            [0] Blaues
            [1] Rotes
            [2] Grünes
            [3] Gelbes
            [4] Violettes
            [5] Braunes
            [6] Silbernes
           *[7] Rosa
        } Boot
        [5] { $colour ->
            [0] Blaue
            [1] Rote
            [2] Grüne
            [3] Gelbe
            [4] Violette
            [5] Braune
            [6] Silberne
           *[7] Rosa
        } Lampe
        [8] { $colour ->
            [0] Blaue
            [1] Rote
            [2] Grüne
            [3] Gelbe
            [4] Violette
            [5] Braune
            [6] Silberne
           *[7] Rosa
        } Glocke
        [10] { $colour ->
            [0] Blaue
            [1] Rote
            [2] Grüne
            [3] Gelbe
            [4] Violette
            [5] Braune
            [6] Silberne
           *[7] Rosa
        } Mühle
       *[other] { $colour ->
            [0] Blauer
            [1] Roter
            [2] Grüner
            [3] Gelber
            [4] Violetter
            [5] Brauner
            [6] Silberner
           *[7] Rosa
        } { $symbol ->
            [0] Reiher
            [1] Kranich
            [2] Fuchs
            [6] Schlüssel
            [7] Drachen
            [9] Fisch
           *[11] Mond
        }
    }

## Erfahrung, 1 bis 5

level-1 = Das ist alles neu für mich
level-2 = Ich habe ein bisschen probiert
level-3 = Ich komme zurecht
level-4 = Ich mache das oft
level-5 = Andere fragen mich um Rat

## Warum ihr zwei. `$name` ist die andere Person, aus Sicht der lesenden.

reason-same-interest = Euch beide beschäftigt: { $tags }.
reason-can-teach = Du kannst { $name } etwas zeigen: { $skills }.
reason-wants-to-learn = { $name } kann dir etwas zeigen: { $skills }.
reason-level-same = Ihr habt etwa gleich viel Erfahrung.
reason-level-more = { $name } hat mehr Erfahrung als du.
reason-level-less = Du hast mehr Erfahrung als { $name }.
reason-other-employer = Ihr habt verschiedene Arbeitgeber.
reason-forced-choice = Diesmal gab es keine andere Wahl.
reason-drawn-by-lot = Das Los hat euch zusammengebracht.
reason-chosen-by-hand = Die Workshopleitung hat euch zusammengesetzt.
reason-met = Ihr habt schon einmal zusammengearbeitet.

## Warum zwei Leute, für Dritte

reason-pair-same-interest = Beide beschäftigt: { $tags }.
reason-pair-can-teach = { $a } kann { $b } etwas zeigen: { $skills }.
reason-pair-wants-to-learn = { $b } kann { $a } etwas zeigen: { $skills }.
reason-pair-level-same = Etwa gleich viel Erfahrung.
reason-pair-level-more = { $b } hat mehr Erfahrung als { $a }.
reason-pair-level-less = { $a } hat mehr Erfahrung als { $b }.
reason-pair-other-employer = Verschiedene Arbeitgeber.
reason-pair-forced-choice = Es gab keine andere Wahl.
reason-pair-drawn-by-lot = Das Los hat entschieden.
reason-pair-chosen-by-hand = Von Hand zusammengesetzt.
reason-pair-met = Die beiden haben schon einmal zusammengearbeitet.

## Uhr

timer-left =
    { $minutes ->
        [one] Noch eine Minute
       *[other] Noch { $minutes } Minuten
    }
timer-paused =
    { $minutes ->
        [one] Angehalten, noch eine Minute
       *[other] Angehalten, noch { $minutes } Minuten
    }
timer-over = Die Zeit ist um

## Verbindung

notice-connecting = Verbindung wird aufgebaut …
notice-offline = Keine Verbindung. Was du tust, bleibt auf dieser Seite; lass sie offen, bis es rausgehen kann.
notice-unsaved = Der Server kann gerade nichts speichern. Lass die Seite offen, wir versuchen es von selbst weiter.
notice-saving = Wird gespeichert …

## Was schiefging: was passiert ist, was sicher ist, was du tun kannst

error-unknown = Das hat nicht geklappt. Versuch es bitte noch einmal.
error-server = Der Server hat ein Problem. Verloren ist nichts. Versuch es in einer Minute noch einmal.
error-offline = Keine Verbindung. Sieh nach deinem Netz und versuch es dann noch einmal.
error-not-saved = Der Server kann gerade nichts speichern. Es hat sich nichts geändert. Versuch es in einer Minute noch einmal.
error-not-found = Diese Seite gibt es nicht. Sieh dir die Adresse noch einmal an.
error-foreign-origin = Diese Anfrage kam von einer fremden Seite und wurde nicht ausgeführt. Lade diese Seite neu und versuch es noch einmal.
error-unknown-code = Zu diesem Code gibt es keinen Workshop. Sieh ihn dir noch einmal an: Er hat acht Zeichen.
error-too-many-guesses =
    { $minutes ->
        [one] Von hier kamen gerade viele falsche Codes, vielleicht nicht von dir. Warte eine Minute oder frag die Workshopleitung.
       *[other] Von hier kamen gerade viele falsche Codes, vielleicht nicht von dir. Warte { $minutes } Minuten oder frag die Workshopleitung.
    }
error-changed-meanwhile = Jemand anderes hat den Workshop inzwischen geändert. Gespeichert ist nichts von hier; was du geschrieben hast, steht noch da.
error-already-joined = Du hast in diesem Workshop schon einen Platz.
error-bad-name =
    { $reason ->
        [long] Dieser Name ist zu lang. Nimm höchstens { $most } Zeichen; der Vorname genügt.
       *[empty] Gib zuerst einen Namen an, damit die anderen wissen, wie sie dich nennen sollen.
    }
error-bad-address = Das sieht nicht nach einer Mailadresse aus. Prüf sie noch einmal.
error-bad-request = Damit konnte der Server nichts anfangen. Lade die Seite neu und versuch es noch einmal.
error-not-admitted = Diese Adresse darf hier keine Workshops leiten. Frag die Leute, die diese Seite betreiben.
error-bad-field = Eine Angabe passt nicht. Kürze sie und versuch es noch einmal.
error-bad-picture =
    { $reason ->
        [kind] Das ist kein Bild, das wir zeigen können. Nimm ein PNG, ein JPEG oder ein WebP.
        [pixels] Das Bild hat zu viele Bildpunkte. Verkleinere es auf höchstens 26 Millionen und versuch es noch einmal.
       *[broken] Dieses Bild lässt sich nicht lesen; vielleicht ist die Datei beschädigt. Speichere es neu oder nimm ein anderes.
    }
error-unknown-link = Dieser Link gilt nicht mehr: Er ist abgelaufen oder ging an eine frühere Adresse. Nimm den Link aus deiner neuesten Mail oder gib den Code des Workshops ein.
error-no-seat = Du hast hier keinen Platz, oder er wurde aufgegeben. Gib den Code des Workshops ein, um dabei zu sein.
error-already-opened = Dieser Austausch ist schon offen. Er lässt sich nicht mehr ändern.
error-already-delivering = Ihr habt beide Ja gesagt, und es wird schon zugestellt. Das lässt sich nicht mehr zurücknehmen.
error-not-reachable = Gib mindestens einen Weg an, dich zu erreichen: Mailadresse, Telefonnummer oder Webadresse.
error-not-signed-in = Du bist nicht angemeldet. Melde dich an und versuch es noch einmal.
error-too-many-mails = An diese Adresse sind schon mehrere Mails gegangen. Warte ein wenig und sieh auch im Spam-Ordner nach.
error-too-many-reads = Das war sehr viel auf einmal. Verloren ist nichts. In { $seconds } Sekunden geht es weiter.
error-too-many-requests = Das war zu schnell. Verloren ist nichts. Warte einen Moment und versuch es noch einmal.
error-link-used = Dieser Link wurde schon benutzt oder ist abgelaufen. Lass dir einen neuen schicken.
error-too-large = Das ist zu lang. Kürze es und versuch es noch einmal.
error-needs-fresh-link = Dafür brauchst du einen frischen Link. Lass ihn dir auf deiner Seite unter „Was wir über dich haben“ schicken.
error-unconfirmed = Bestätige bitte erst deine Adresse: Öffne den Link in der Mail und drück dort auf den Knopf.
error-not-a-member = Du gehörst nicht zu diesem Workshop.

rejection-rejection = Das geht gerade nicht. Es hat sich nichts geändert.
rejection-not-allowed = Das darfst du nicht. Es hat sich nichts geändert.
rejection-unknown-thing = Das gibt es nicht mehr. Was du siehst, ist jetzt auf dem neuesten Stand.
rejection-workshop-closed = Der Workshop ist geschlossen.
rejection-workshop-full = Der Workshop ist voll. Frag die Workshopleitung nach einem Platz.
rejection-round-running = Es läuft gerade eine Runde. Beende sie zuerst.
rejection-no-round-running = Diese Runde ist zu Ende.
rejection-round-begun = Runde { $round } hat schon begonnen und lässt sich nicht mehr zurücknehmen. Du kannst sie beenden.
rejection-no-rounds-left = Alle geplanten Runden sind vorbei.
rejection-draft-stale = Jemand hat den Entwurf inzwischen geändert. Sieh ihn dir an und wiederhole deine Änderung.
rejection-people-changed = Inzwischen ist jemand gekommen oder gegangen. Entwirf die Gruppen bitte neu.
rejection-nobody-to-group = Für eine Runde braucht es mindestens zwei Leute, die mitmachen.
rejection-draft-unfit = Inzwischen hat sich bei den Leuten etwas geändert, und der Entwurf wurde angepasst. Sieh ihn dir noch einmal an.
rejection-broken-draft = Die Gruppen passen nicht mehr zu den Leuten. Entwirf sie bitte neu.
rejection-already-done = Jemand war schneller: Das ist schon erledigt.
rejection-bad-weights = Irgendetwas muss zählen: Wähle mindestens eines. Es hat sich nichts geändert.
rejection-impossible-swap = Diese beiden können die Plätze nicht tauschen: Eine Gruppe wäre so nicht möglich. Es hat sich nichts geändert.
rejection-too-many-ideas = In eurer Gruppe stehen schon { $most } Ideen, mehr gehen nicht. Schreib sie auf euer Papier.
rejection-showcase-changed = Der Vorschlag hat sich inzwischen geändert. Lies ihn noch einmal und entscheide dann.
rejection-too-many-changes = Das war sehr viel auf einmal. Warte ein paar Sekunden, dann geht es weiter.
rejection-not-your-group = Du bist nicht mehr in dieser Gruppe.
rejection-bad-text = Der Text ist leer oder zu lang: höchstens { $limit } Zeichen, bitte.

## Auswege, wenn ein Plan nicht alles kann; im Pult und in `gespann pair`
way-host = Ausweg: Noch jemand, der { $langs } spricht, macht mit.
way-no-repeats = Ausweg: ohne Wiedersehen.
way-unlock = Ausweg: { $names } nicht festhalten.
way-tables-of = Ausweg: Tische mit etwa { $size } Leuten.
way-of-round = { $way } Gerechnet nur für Runde { $round }.
way-fewer-rounds = Ausweg: nur { $rounds } Runden, ganz ohne Wiedersehen.
way-sizes = Ausweg: Tische mit { $low } bis { $high } Plätzen; { $left ->
    [0] alle finden Platz
    [one] eine Person bleibt übrig
   *[other] { $left } bleiben übrig
}.
way-sizes-again = Ausweg: Tische mit { $low } bis { $high } Plätzen; { $again ->
    [0] niemand trifft jemanden wieder
    [one] zwei treffen sich wieder
   *[other] { $again }-mal treffen sich zwei wieder
}.
way-price = Das heißt: { $what }.
way-free = Sonst ändert sich nichts.
way-placed-more = { $count ->
    [one] eine Person mehr hat eine Gruppe
   *[other] { $count } Personen mehr haben eine Gruppe
}
way-placed-fewer = { $count ->
    [one] eine Person mehr bleibt ohne Gruppe
   *[other] { $count } Personen mehr bleiben ohne Gruppe
}
way-trios-more = { $count ->
    [one] ein Trio mehr
   *[other] { $count } Trios mehr
}
way-trios-fewer = { $count ->
    [one] ein Trio weniger
   *[other] { $count } Trios weniger
}
way-repeats-more = { $count ->
    [one] ein Wiedersehen mehr
   *[other] { $count } Wiedersehen mehr
}
way-repeats-fewer = { $count ->
    [one] ein Wiedersehen weniger
   *[other] { $count } Wiedersehen weniger
}
way-uneven-more = { $count ->
    [one] ein Tisch mehr ist größer oder kleiner, als er sein müsste
   *[other] { $count } Tische mehr sind größer oder kleiner, als sie sein müssten
}
way-uneven-fewer = { $count ->
    [one] ein Tisch weniger ist größer oder kleiner, als er sein müsste
   *[other] { $count } Tische weniger sind größer oder kleiner, als sie sein müssten
}
gallery-heading = Was die Gruppen zeigen
question-learned = Haben in eurer Gruppe alle etwas Wertvolles gelernt?
question-couldGrow = Könnte daraus etwas wachsen?
question-lookForward = Freust du dich darauf, wieder von den anderen zu hören?
feeling-1 = Gar nicht
feeling-2 = Eher nicht
feeling-3 = Teils, teils
feeling-4 = Eher ja
feeling-5 = Sehr
