## Die Startseite

site-title = Gespann: zu zweit an einer Sache
site-claim = Zwei Menschen, eine Aufgabe
site-lead = In einem Workshop mit Gespann arbeitest du mit jemandem an etwas Echtem. Danach entscheidet ihr beide, jede Person für sich, ob ihr in Kontakt bleibt.

site-code = Code deines Workshops
site-code-hint = Er hat acht Zeichen und steht vorne im Raum oder in der Einladung. Ein Konto brauchst du nicht.
site-code-missing = Gib zuerst den Code ein.
site-code-length = Der Code hat acht Zeichen. Sieh ihn dir noch einmal an.
site-enter = Zum Workshop
site-looking = Der Workshop wird gesucht …

site-how = So läuft es ab
site-how-1 = Ankommen
site-how-1-words = Du sagst, wie du heißt und was dich gerade beschäftigt. So viel, wie du magst.
site-how-2 = Zusammen arbeiten
site-how-2-words = Du bekommst eine Partnerin oder einen Partner, den Grund dafür und eine Aufgabe. Ihr schreibt auf einem gemeinsamen Blatt.
site-how-3 = In Kontakt bleiben, oder nicht
site-how-3-words = Eure Kontaktdaten bekommt ihr nur, wenn ihr beide Ja sagt. Ein Nein erfährt niemand.
site-honest = Deine Angaben werden nach dem Workshop gelöscht. Wann genau, steht auf der Seite zum Datenschutz.

site-facilitate = Ich leite einen Workshop
