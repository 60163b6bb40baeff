"""Who is grouped with whom, and why. Pure: data in, plan out (FORMAT.md has the rules and the score)."""
