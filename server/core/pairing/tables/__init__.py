"""Tables: groups of A to B people (2 to 8) over one rotation or several, planned as a whole.

`plan.plan_tables` is the way in. `galois` and `designs` are seatings without any repeat, by algebra; `tongues` says
how many tables speak which language; `resume` begins with rotations that were planned earlier; `room` holds a seating
and what each swap costs; `search` improves it. Where few people may sit together, `listed` chooses from all legal
tables, or if they are too many to list, `sparse` finds each `seating` by `colouring` and `chains`. `bounds` says what
no seating can do; `witness` names what couldn't be, so that a reader can check it.
"""
