# Das Blatt zum Ausdrucken und die Tabelle von `gespann pair`.
list-cell = Zeile { $row }, Spalte { $column }: { $fault }
list-row = Zeile { $row }: { $fault }
list-two-columns = für „{ $title }“ gibt es zwei Spalten.
list-no-names = Keine Spalte heißt „Name“; gespann pair --template de (oder en) zeigt, was eine Liste braucht. Vor- und Nachname stehen in einer Spalte.
list-nobody = niemand steht in der Liste.
list-no-table = hier beginnt ein Anführungszeichen, und wo es schließt, ist die Zelle nicht zu Ende; schließ es, oder schreib es doppelt (""), wenn es als Zeichen gemeint ist.
list-no-text = Das ist kein Text, oder er lässt sich nicht ganz lesen: Speichere die Liste in deiner Tabellenkalkulation als CSV (UTF-8) und gib diese Datei an.
list-too-many-cells = es gibt mehr Zellen als Überschriften; setz eine Zelle, in der ein Komma oder Semikolon steht, in Anführungszeichen.
list-broken-name = der Name „{ $name }“ geht über mehrere Zeilen oder enthält unsichtbare Zeichen; schreib eine Person pro Zeile, ohne Umbruch.
list-no-name = der Name fehlt.
list-same-name = „{ $name }“ steht schon in Zeile { $row }; ergänze etwas, was die beiden unterscheidet.
list-no-level = „{ $level }“ ist keine Stufe; schreib 1 (neu) bis 5 (sehr erfahren).
list-no-answer = „{ $answer }“ ist weder ja noch nein.
list-unknown = in der Liste heißt niemand „{ $name }“.
list-unknown-near = in der Liste heißt niemand „{ $name }“. Ist „{ $near }“ gemeint?
list-own-row = „{ $name }“ steht in der eigenen Zeile.
list-more = { $count ->
    [one] Und ein weiterer Fehler.
   *[other] Und { $count } weitere Fehler.
}
list-who-with-whom = „{ $title }“ sagt wohl, wer mit wem soll oder nicht soll, wird so aber nicht verstanden; nenn die Spalte „{ $keep_apart }“, „{ $must_pair }“ oder „{ $met }“, oder lass sie weg.
list-unread = Nicht gelesen: { $names }. gespann pair --template de zeigt, was gelesen wird.
list-title-near = { $title } (ist „{ $near }“ gemeint?)
list-not-here = Nicht in der Liste und deshalb unter denen, die man schon kennt, weggelassen: { $names }.
list-tongues = Als eigene Sprachen gelesen: { $names }. Ist davon eine nur anders geschrieben, schreib sie wie die anderen.
list-of-row = { $name } (Zeile { $row })
list-of-row-near = { $name } (Zeile { $row }; ist „{ $near }“ gemeint?)
sheet-title = Wer mit wem arbeitet
sheet-summary = { $people } Leute, { $rounds ->
    [one] eine Runde
   *[other] { $rounds } Runden
}
sheet-round = Runde { $number }
sheet-group = Gruppe { $number }
sheet-left = Ohne Gruppe: { $names }
sheet-again = { $a } und { $b } treffen sich wieder.
sheet-col-round = Runde
sheet-col-group = Gruppe
sheet-col-name = Name
sheet-col-with = Mit
sheet-shortage = Nicht für alle gibt es eine erlaubte Gruppe: { $count ->
    [one] eine Person bleibt
   *[other] { $count } Personen bleiben
} übrig, denn { $people ->
    [one] { $names } kann nur mit { $blocking } in eine Gruppe
   *[other] { $names } können nur untereinander in eine Gruppe, oder mit { $blocking }
}.
sheet-shortage-alone = Nicht für alle gibt es eine erlaubte Gruppe: { $count ->
    [one] eine Person bleibt
   *[other] { $count } Personen bleiben
} übrig, denn { $people ->
    [one] { $names } kann mit niemandem in eine Gruppe
   *[other] { $names } können nur untereinander in eine Gruppe
}.
sheet-must-refused = { $names } sollten zusammen sein; eine feste Regel spricht dagegen.
sheet-must-size = { $names } sollten zusammen sein, sind aber zu viele für eine Gruppe. Ausweg: --size { $size }.
sheet-must-too-many = { $names } sollten zusammen sein, aber so groß kann keine Gruppe werden; bilde kleinere daraus.
sheet-must-not = { $names } sollten zusammen sein und zugleich nicht: Nimm einen der beiden Wünsche aus der Liste.
sheet-must-language = { $names } sollten zusammen sein, haben aber keine Sprache, die alle sprechen.
sheet-not-together = { $names } sollten in der ersten Runde zusammensitzen, aber es fand sich kein Tisch, an dem das erlaubt wäre: Lass kleinere Tische zu oder streich einen Wunsch.
sheet-sizes = An Tische mit { $low } bis { $high } Plätzen passen { $people } Leute nicht; { $left } bleiben in jeder Runde übrig.
sheet-few-speakers = Für { $name } gibt es keinen Platz: Ein Tisch braucht { $low } Leute, und so wenige sprechen die Sprachen von { $name }: { $speakers }.
sheet-no-language = Für { $name } gibt es keinen Platz: ohne Sprache kein gemeinsamer Tisch.
sheet-unseated = Runde { $round }: Für { $names } fand sich kein erlaubter Platz. Vielleicht gibt es trotzdem einen.
sheet-unseated-needed = Runde { $round }: Für { $names } fand sich kein erlaubter Platz. In jedem Plan { $needed ->
    [one] bleibt mindestens eine Person
   *[other] bleiben mindestens { $needed } Leute
} übrig.
sheet-repeats = { $found ->
    [one] Einmal treffen sich zwei
   *[other] { $found }-mal treffen sich zwei
} wieder{ $least ->
    [0] . Vielleicht geht es seltener; ein Grund, warum es sein muss, fand sich nicht
   *[other] ; mindestens { $least }-mal ist das nicht zu vermeiden
}.
sheet-few-strangers = { $name } ist über alle Runden mit mindestens { $needed } Leuten zusammen, darf es aber nur mit { $strangers ->
    [one] einer neuen Person
   *[other] { $strangers } neuen Leuten
} sein.
sheet-few-pairs = An den Tischen von { $names } sitzen über alle Runden mindestens { $needed } Paare zusammen; nur { $fresh } dürfen es, die sich noch nicht kennen.
sheet-few-speakers-with = { $people ->
    [one] Eine Person von euch spricht
   *[other] { $people } von euch sprechen
} nichts außer { $languages }; an ihren Tischen können { $speakers } sitzen{ $elsewhere ->
    [0] {""}
   *[other] , und mindestens { $elsewhere } Plätze sind an Tischen, an denen niemand von ihnen sitzen kann
}; von ihren Tischen gibt es also höchstens { $tables }. Wie man sie auch verteilt: Über alle Runden sitzen mindestens { $needed } Paare { $people ->
    [one] mit dieser Person
   *[other] mit einer dieser { $people } Personen
} zusammen; nur { $fresh } solche dürfen es, die sich noch nicht kennen.
sheet-few-speakers-among = { $people ->
    [one] Eine Person von euch spricht
   *[other] { $people } von euch sprechen
} nichts außer { $languages }; an ihren Tischen können { $speakers } sitzen{ $elsewhere ->
    [0] {""}
   *[other] , und mindestens { $elsewhere } Plätze sind an Tischen, an denen niemand von ihnen sitzen kann
}; von ihren Tischen gibt es also höchstens { $tables }. Wie man sie auch verteilt: Über alle Runden sitzen mindestens { $needed } Paare aus diesen { $people } Personen zusammen; nur { $fresh } solche dürfen es, die sich noch nicht kennen.
sheet-few-pairs-tongue = An den Tischen derer, die nichts außer { $languages } sprechen, sitzen über alle Runden mindestens { $needed } Paare zusammen; nur { $fresh } dürfen es, die sich noch nicht kennen.
sheet-few-pairs-all = Über alle Runden und Tische sitzen { $needed } Paare zusammen; nur { $fresh } dürfen es, die sich noch nicht kennen.
sheet-few-tables = Wer zusammensaß, soll sich beim nächsten Mal verteilen: Bei { $tables } Tischen gibt es für zwei Runden nur { $ways } verschiedene Wege, und ihr seid { $people }.
sheet-few-tables-tongue = Wer zusammensaß, soll sich beim nächsten Mal verteilen: Bei { $tables } Tischen, die { $languages } sprechen, gibt es für zwei Runden nur { $ways } verschiedene Wege, und { $people } von euch sprechen nichts anderes.
sheet-sat-together = { $names } haben sich alle schon getroffen. Bei { $tables ->
    [one] nur einem Tisch
   *[other] { $tables } Tischen
} sitzen in jeder Runde mindestens { $again ->
    [one] zwei von ihnen
   *[other] { $again } Paare von ihnen
} wieder zusammen.
sheet-uneven = Die Tische sind verschieden groß: An Tischen mit { $low } bis { $high } Plätzen bleiben { $left } übrig.
sheet-squares = Sechs Sechsertische haben { $rounds } Runden ohne Wiedersehen, und keine mehr: Zwei orthogonale lateinische Quadrate der Ordnung sechs gibt es nicht (Tarry, 1900).
sheet-trios = { $count } Trios, denn die Runde zerfällt in { $clusters } Gruppen mit ungerader Zahl ({ $sizes }), in denen alle nur untereinander arbeiten können.
sheet-again-why = Ohne Wiedersehen könnten diese nur untereinander arbeiten, jeweils eine ungerade Zahl: { $clusters }.
sheet-odd-clusters = In jeder Runde treffen sich mindestens { $each }-mal zwei wieder: Ohne Wiedersehen könnten diese nur untereinander arbeiten, jeweils eine ungerade Zahl: { $clusters }.
sheet-tried-all = { $names } können nur miteinander arbeiten, und für sie wurden alle Pläne mit { $rounds } Runden durchprobiert: In jedem treffen sich mindestens { $repeats ->
    [one] einmal
   *[other] { $repeats }-mal
} zwei wieder.
sheet-beside = Sonst kommt für sie nur infrage: { $names }.
way-host-any = Ausweg: Noch jemand macht mit.
sheet-index = Wo finde ich mich?
sheet-index-how = { $rounds ->
    [one] Neben deinem Namen steht deine Gruppe.
   *[other] Neben deinem Namen stehen deine Gruppen, Runde für Runde.
}
sheet-two = { $a } · { $b }: { $why }
sheet-spread = Erfahrung: { $new } neu, { $middle } dazwischen, { $old } erfahren.
sheet-again-count = { $count } Paare treffen sich wieder.
sheet-in-rounds = { $count ->
    [one] Runde
   *[other] Runden
} { $rounds }: { $what }
