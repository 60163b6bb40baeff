"""Mails: what to say (compose), how it looks (render), and getting it there (deliver, post)."""
