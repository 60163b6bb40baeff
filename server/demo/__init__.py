"""A whole Gespann on one machine, to try it: one process tree, a mailbox, simulated participants."""
