"""What happens without anyone waiting for it: outbox to jobs, mails, reveals, nudges."""
