# The demo's mailbox.
mailbox-heading = Mailbox
mailbox-empty = No email yet. It comes when somebody signs in, and when the workshop closes.
mailbox-attachments = Attachments:
mailbox-html = See it as an email program shows it
mailbox-text = As plain text
mailbox-back = Back to the mailbox
