"""Words for people: Fluent messages and Jinja templates, for pages and mails alike."""
