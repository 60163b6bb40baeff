## The front page

site-title = Gespann: two people, one task
site-claim = Two people, one task
site-lead = In a Gespann workshop you work with somebody on something real. Afterwards each of you decides, privately, whether you want to stay in touch.

site-code = Your workshop’s code
site-code-hint = It has eight characters. You find it at the front of the room or in your invitation. You need no account.
site-code-missing = Enter the code first.
site-code-length = The code has eight characters. Please look at it again.
site-enter = Go to the workshop
site-looking = Looking for the workshop …

site-how = How it works
site-how-1 = Arrive
site-how-1-words = You say what you are called and what you are working on. As much as you like.
site-how-2 = Work together
site-how-2-words = You get a partner, the reason why, and a task. You both write on one shared page.
site-how-3 = Stay in touch, or don’t
site-how-3-words = You get each other’s contact details only if both of you say yes. Nobody learns of a no.
site-honest = What you tell us is deleted after the workshop. The privacy page says when.

site-facilitate = I facilitate a workshop
