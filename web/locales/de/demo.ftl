# Der Briefkasten der Vorführung.
mailbox-heading = Briefkasten
mailbox-empty = Noch keine Post. Sie kommt, wenn sich jemand anmeldet und wenn der Workshop schließt.
mailbox-attachments = Anhänge:
mailbox-html = So ansehen, wie ein Mailprogramm es zeigt
mailbox-text = Als reiner Text
mailbox-back = Zurück zum Briefkasten
