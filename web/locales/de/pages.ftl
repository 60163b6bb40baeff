## Seiten, die der Server selbst zeichnet

page-needs-script = Gespann braucht JavaScript: Ihr schreibt gemeinsam an einem Blatt, live. Erlaube es bitte für diese Seite.
page-home = Zur Startseite

page-error-heading = Das hat nicht geklappt

page-sign-in = Anmelden
page-sign-in-words = Dieser Link meldet dich auf diesem Gerät an, als Workshopleitung. Er gilt einmal.
page-sign-in-button = Hier anmelden
page-sign-in-used = Dieser Link wurde schon benutzt oder ist älter als 15 Minuten. Lass dir einen neuen schicken.
page-sign-in-again = Neuen Link anfordern

page-unsubscribe = Keine Mails mehr
page-unsubscribe-words = Danach bekommst du keine Mails mehr zu diesem Workshop. Wenn du und jemand aus deiner Gruppe beide Ja gesagt habt, findest du den Kontakt auf deiner Seite, nicht in einer Mail.
page-unsubscribe-button = Mails abbestellen
page-unsubscribed = Erledigt. Zu diesem Workshop bekommst du keine Mails mehr.

coffee-heading = Ein Kaffee mit { $name }
coffee-explain = Drei Zeiten, die für euch beide am Tag liegen. Kreuze an, was dir passt. { $name } sieht, was du ankreuzt; die früheste Zeit, die euch beiden passt, ist der Termin.
coffee-which = Was passt dir? (Uhrzeiten in { $city })
coffee-suits = passt { $name }
coffee-none = Nichts dabei? Lass alles frei und schreib { $name } direkt.
coffee-pick = Das passt mir
coffee-saved = Gemerkt. Sobald eine Zeit auch { $name } passt, bekommt ihr beide den Termin.
coffee-agreed = Abgemacht: Kaffee mit { $name }.
coffee-city = Uhrzeit in { $city }
coffee-calendar = In den Kalender
coffee-both-mailed = Ihr bekommt beide eine Mail mit dem Termin. Wenn etwas dazwischenkommt, schreib { $name }.
coffee-over = Die drei Zeiten sind vorbei. Schreib { $name } einfach direkt.
coffee-reach = So erreichst du { $name }

grown-heading = Ist etwas daraus geworden?
grown-words = Vor sechs Wochen, nach „{ $title }“, wolltet ihr in Kontakt bleiben.
grown-yes = Ja, etwas ist daraus geworden
grown-notYet = Noch nicht
grown-no = Nein
grown-counted = Deine Antwort wird nur gezählt. Bei deinem Namen steht sie nirgends.
grown-thanks = Danke. Damit ist es gut: Zu diesem Workshop kommt keine Mail mehr.

privacy-heading = Was mit deinen Daten geschieht
privacy-who = Wer verantwortlich ist
privacy-who-words = Wer diese Installation betreibt. Zu erreichen unter { $operator }.
privacy-what = Was gespeichert wird und wie lange
privacy-what-words = Dein Name, deine Mailadresse, wenn du eine angibst, und deine Antworten. { $days } Tage nach ihrem letzten Zweck werden sie gelöscht: wenn kein Kontaktangebot mehr offen ist und keine Mail mehr an dich ansteht. Wer mit wem gearbeitet hat, steht dort ohne Namen.
privacy-mail = Wofür deine Mailadresse da ist
privacy-mail-words = Für eine Mail nach dem Workshop, höchstens eine Erinnerung mit eurem Brief an euch selbst und die Kontakte, die ihr beide freigegeben habt. Aus zwei Ja kann noch folgen: der Termin für einen Kaffee, und nach sechs Wochen eine Frage, die du abwählen kannst. Dazu Links, die du selbst anforderst. In jeder Mail zum Workshop steht ein Link, der damit Schluss macht.
privacy-exchange = Kontakte
privacy-exchange-words = Was du jemandem anbietest, bleibt versiegelt, bis ihr beide Ja gesagt habt. Ein Nein sieht aus wie Schweigen. Versiegelt heißt: Niemand sieht es auf einer Seite oder in einer Mail. Wer den Server betreibt, könnte es dort lesen.
privacy-series = Reihen
privacy-series-words = Gehört ein Workshop zu einer Reihe, kannst du nach ihm erlauben, dass sie sich merkt, wen du getroffen hast und wie oft du zu dritt, ohne Gruppe, ausgesetzt oder mit jemand Neuem warst, auch in ihren anderen Workshops, bei denen du dieselbe Adresse bestätigt hast. Das steht dort ohne Namen und Adresse, unter einer Kennung, die sich nur aus deiner Adresse und einem Geheimnis der Reihe errechnen lässt. Wirst du beim nächsten Mal wiedererkannt, sieht die Workshopleitung, wer von den Anwesenden sich schon kennt und was bei dir weiterzählt. Es wird gelöscht, wenn du es zurücknimmst, eine andere Adresse angibst oder dich löschst, sonst { $series_days } Tage nach dem letzten Workshop der Reihe. Sind deine anderen Daten dann schon gelöscht, hilft dir, wer die Installation betreibt.
privacy-facilitators = Was die Workshopleitung sieht
privacy-facilitators-words = Deinen Namen, deine Erfahrung und Sprachen und woran du arbeitest. Was dich interessiert, was du zeigen oder lernen kannst und dass zwei verschiedene Arbeitgeber haben, wo es ein Grund für eine Gruppe ist. Ob du gerade auf der Seite bist, ob du aussetzt, mit wem du arbeitest und wie weit eure Gruppe ist. Von den drei Fragen, ab fünf Antworten und nur ein Mal, wie viele was gesagt haben. Nie euren Text, außer ihr zeigt ihn allen, deine eigenen Antworten oder deine Kontakte.
privacy-links = Links in Mails
privacy-links-words = Sie sind nur für dich. Sie zu öffnen ändert nichts, erst ein Knopf auf der Seite tut es.
privacy-cookies = Cookies
privacy-cookies-words = Einer, der dir deinen Platz freihält, einer, der die Workshopleitung angemeldet hält, einer für die gewählte Sprache, und einer, an dem eine Reihe dich wiedererkennt, wenn du es erlaubt hast. Sonst keine, und nichts von anderen Seiten.
privacy-rights = Alles zurücknehmen
privacy-rights-words = Auf deiner Seite, und auf der Seite, zu der die Mail führt, steht, was wir über dich haben. Dort kannst du es ändern, mitnehmen und löschen; hast du deine Adresse bestätigt, schicken wir dir dafür einen frischen Link. Gelöscht ist es binnen einer Minute. In Sicherungen des Betreibers steht es, bis sie ablaufen; zurückgeholt wird es daraus nicht. Was ihr zusammen geschrieben habt, bleibt ohne deinen Namen bis zu seinem Datum, und zu welchen Angeboten du Ja gesagt hast, bleibt ohne Namen und Kontakt als Beleg.
