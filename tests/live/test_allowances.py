"""How much of the log one person may fill."""

from server.core.commands import AskHelp, SitOut
from server.core.ids import GroupId, PersonId
from server.live.allowances import Allowances

ADA, BOB = PersonId("ada"), PersonId("bob")
HELP = AskHelp(GroupId("r1g0"), wanted=True)


def test_what_a_person_does_in_a_round_is_never_too_much() -> None:
    allowances = Allowances()
    assert all(allowances.take(ADA, HELP, at) for at in range(0, 10 * 60 * 1000, 500))


def test_sitting_out_and_in_again_is_soon_too_much_and_everybody_has_their_own_measure() -> None:
    allowances = Allowances()
    taken = [allowances.take(ADA, SitOut(ADA, sits_out=k % 2 == 0), 0) for k in range(8)]
    assert taken == [True] * 6 + [False] * 2
    assert allowances.take(BOB, SitOut(BOB, sits_out=True), 0)
    assert allowances.take(ADA, SitOut(ADA, sits_out=True), 5_000)
