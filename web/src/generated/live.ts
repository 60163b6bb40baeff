/* Generated from live.json by `npm run generate`; every type is described in /schema/live.json. */

export type ClientMessage = (Do | Beat | Resync)
export type ServerMessage = (Welcome | Snapshot | Patch | Done | Refused | NotSavedYet | Saving | DocumentSaved | ServerBeat)

/**
 * /live/{workshop}: JSON text frames. `t` names the kind; snapshots hold one of the views. The kind `signal` is reserved, in both directions, for setting up calls within a group; for now it is refused like any unknown kind.
 * 
 * /workspace/{workshop}/{group}: the group's shared text, a Y.Text named `text`, in the binary protocol of npm `y-websocket`: `new WebsocketProvider("wss://HOST/workspace/{workshop}", "{group}", doc)`. What of it is durable is said on the live socket (`documentSaved`). A connection that is closed with 4400 to 4499 should not come back by itself, but for 4408 and 4429, after a pause: 4400 malformed, 4401 not a member any more, 4408 too slow, 4413 the text is full (1009: a single message is larger than a text may be), 4429 too many messages.
 * 
 * Both sockets take the cookies that joining or signing in has set, and an `Origin` that is the server's own; outside a browser both are headers of the handshake.
 */
export interface Live {
client?: ClientMessage
server?: ServerMessage
views?: {
room?: Room
seat?: Seat
console?: Console
}
}
export interface Do {
t: "do"
id: string
command: (DraftGroups | TakeBetter | LockGroup | SwapPeople | SitOut | LetSitOut | ChangeWeights | ChangeSize | DiscardDraft | PublishDraft | ExtendRound | PauseRound | ResumeRound | EndRound | TakeBackRound | ClaimHelp | AnnounceText | CloseWorkshop | RemoveParticipant | SayHere | TickStep | SayReady | SayThought | SwapRoles | AskHelp | NoteIdeaText | LeaveGroup | TakePlace)
}
/**
 * Plan the next round anew: other groups than those that are shown; locked ones stay.
 * 
 *     Becomes `recordDraft` when planned.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "DraftGroups".
 */
export interface DraftGroups {
t: "draftGroups"
shown?: (number | null)
}
/**
 * The better plan that the console offers for this revision of the draft: exactly what it said, or nothing.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "TakeBetter".
 */
export interface TakeBetter {
t: "takeBetter"
revision: number
}
export interface LockGroup {
t: "lockGroup"
revision: number
members: string[]
locked: boolean
}
/**
 * Each takes the other's seat: in a group, among the unplaced, or sitting out.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "SwapPeople".
 */
export interface SwapPeople {
t: "swapPeople"
revision: number
a: string
b: string
}
/**
 * By the person, or by the facilitator for them.  In a draft the person leaves their group.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "SitOut".
 */
export interface SitOut {
t: "sitOut"
person: string
sitsOut: boolean
}
/**
 * Several at once (those who are away): all of them, or none.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "LetSitOut".
 */
export interface LetSitOut {
t: "letSitOut"
people: string[]
}
/**
 * What counts from the next plan on, in parts of 100.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "ChangeWeights".
 */
export interface ChangeWeights {
t: "changeWeights"
experience: number
experienceMode: ("mix" | "similar")
interests: number
skills: number
employer: number
}
/**
 * Tables of about so many people from the next plan on; a workshop of pairs stays one (rule D11).
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "ChangeSize".
 */
export interface ChangeSize {
t: "changeSize"
size: number
}
export interface DiscardDraft {
t: "discardDraft"
revision: number
}
export interface PublishDraft {
t: "publishDraft"
revision: number
}
/**
 * `extra_s` is what had been added when the sender looked: with any other, somebody was faster (rule W3).
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "ExtendRound".
 */
export interface ExtendRound {
t: "extendRound"
round: number
extraS: number
seconds?: number
}
export interface PauseRound {
t: "pauseRound"
round: number
}
export interface ResumeRound {
t: "resumeRound"
round: number
}
export interface EndRound {
t: "endRound"
round: number
}
/**
 * While it is only announced (rule R11).  `taken_back` is how many rounds had been taken back when the sender
 *     looked: with any other, somebody was faster, and this may be another announcement (rule W3).
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "TakeBackRound".
 */
export interface TakeBackRound {
t: "takeBackRound"
round: number
takenBack: number
}
export interface ClaimHelp {
t: "claimHelp"
group: string
}
export interface AnnounceText {
t: "announceText"
text: string
}
export interface CloseWorkshop {
t: "closeWorkshop"
}
/**
 * By the facilitator; or by the person ('remove me').
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "RemoveParticipant".
 */
export interface RemoveParticipant {
t: "removeParticipant"
person: string
}
export interface SayHere {
t: "sayHere"
group: string
}
export interface TickStep {
t: "tickStep"
group: string
step: number
done: boolean
}
export interface SayReady {
t: "sayReady"
group: string
ready: boolean
}
/**
 * Done thinking alone, or skipping it.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "SayThought".
 */
export interface SayThought {
t: "sayThought"
group: string
}
/**
 * `swaps` is how often they had been swapped when the sender looked: with any other, somebody was faster.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "SwapRoles".
 */
export interface SwapRoles {
t: "swapRoles"
group: string
swaps: number
}
/**
 * `wanted=False` takes the call back, or says that it is settled.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "AskHelp".
 */
export interface AskHelp {
t: "askHelp"
group: string
wanted: boolean
}
export interface NoteIdeaText {
t: "noteIdeaText"
group: string
text: string
}
/**
 * The quiet exit: out of the group, still in the workshop.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "LeaveGroup".
 */
export interface LeaveGroup {
t: "leaveGroup"
group: string
}
/**
 * Accepts the place that was offered in another group (rule R7).
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "TakePlace".
 */
export interface TakePlace {
t: "takePlace"
group: string
}
/**
 * Every ten seconds; answered by `beat` with the server's clock.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "Beat".
 */
export interface Beat {
t: "beat"
}
export interface Resync {
t: "resync"
view: ("console" | "room" | "seat")
}
export interface Welcome {
t: "welcome"
now: number
role: ("facilitator" | "participant")
}
export interface Snapshot {
t: "snapshot"
view: ("console" | "room" | "seat")
version: number
value: unknown
}
/**
 * A JSON merge patch (RFC 7396) from version `base` to `version` of the view.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "Patch".
 */
export interface Patch {
t: "patch"
view: ("console" | "room" | "seat")
base: number
version: number
patch: unknown
}
/**
 * Durable.  `version` is the workshop's.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "Done".
 */
export interface Done {
t: "done"
id: string
version: number
}
export interface Refused {
t: "refused"
id: string
code: string
fields?: {
[k: string]: string | number
}
}
/**
 * The store refuses writes: nothing of this command has happened; send it again (same id) later.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "NotSavedYet".
 */
export interface NotSavedYet {
t: "notSaved"
id: string
}
/**
 * To everybody concerned, when the store starts (`ok=false`) or ceases to refuse writes.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "Saving".
 */
export interface Saving {
t: "saving"
ok: boolean
}
/**
 * To the members of a group: what this names of its document is durable.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "DocumentSaved".
 */
export interface DocumentSaved {
t: "documentSaved"
group: string
upTo: string
}
export interface ServerBeat {
t: "beat"
now: number
}
/**
 * The same for every participant.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "Room".
 */
export interface Room {
workshop: string
title: string
facilitator: string
language: ("de" | "en")
code: string
rounds: number
round: number
phase: ("closed" | "gathering" | "working")
joined: number
present: number
task?: (TaskView | null)
noticeUntil?: (number | null)
pausedSince?: (number | null)
announcement?: (AnnouncementView | null)
gallery?: Shown[]
closedAt?: (number | null)
size?: number
}
export interface TaskView {
title: string
brief: string
steps: string[]
minutes: number
starter?: string
roles?: string[]
thinkS?: number
prompts?: string[]
pictures?: TaskPicture[]
}
/**
 * A picture of a task; its pixels stand in the store.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "TaskPicture".
 */
export interface TaskPicture {
id: string
alt: string
width: number
height: number
}
export interface AnnouncementView {
id: string
text: string
at: number
}
/**
 * A group's result in the gallery; the words themselves come from `GET …/gallery`.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "Shown".
 */
export interface Shown {
group: string
round: number
symbol: number
colour: number
task: string
text: string
title: string
}
/**
 * One participant's own view.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "Seat".
 */
export interface Seat {
person: string
name: string
late?: boolean
sitsOut?: boolean
removed?: boolean
group?: (GroupView | null)
unplaced?: boolean
left?: boolean
takenBack?: boolean
offered?: (OfferedPlace | null)
past?: PastGroup[]
}
export interface GroupView {
id: string
round: number
partners: PartnerView[]
place: PlaceView
symbol: number
colour: number
first: string
startsAt: number
endsAt: number
gone?: string[]
here?: boolean
ready?: boolean
done?: number[]
help?: ("asked" | "claimed" | "none")
idea?: string
showcase?: (ShowcaseView | null)
role?: string
swaps?: number
thinkUntil?: (number | null)
thought?: boolean
}
export interface PartnerView {
id: string
name: string
workingOn?: string
present?: boolean
here?: boolean
ready?: boolean
role?: string
thought?: boolean
reasons?: (SameInterest | CanTeach | WantsToLearn | LevelDistance | OtherEmployer | ForcedChoice | DrawnByLot | ChosenByHand)[]
met?: boolean
}
/**
 * `tags` both named (sorted), out of `of` different tags that the two named together.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "SameInterest".
 */
export interface SameInterest {
t: "same_interest"
tags: string[]
of: number
}
/**
 * The first can show the second these `skills` (sorted, not empty), which the second wants to learn.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "CanTeach".
 */
export interface CanTeach {
t: "can_teach"
skills: string[]
}
/**
 * The first wants to learn these `skills` (sorted, not empty), which the second can show.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "WantsToLearn".
 */
export interface WantsToLearn {
t: "wants_to_learn"
skills: string[]
}
/**
 * Experience: `steps` = level of the second minus level of the first, -4..4. Always present.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "LevelDistance".
 */
export interface LevelDistance {
t: "level_distance"
steps: number
}
/**
 * They work for different employers. `certain` is False if one of them is unknown: then better not said aloud.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "OtherEmployer".
 */
export interface OtherEmployer {
t: "other_employer"
certain: boolean
}
/**
 * There was no other choice for one of them. Worth no points, and never says why (a keep-apart stays private).
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "ForcedChoice".
 */
export interface ForcedChoice {
t: "forced_choice"
}
/**
 * Nothing that is known speaks for these two, and nothing against them.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "DrawnByLot".
 */
export interface DrawnByLot {
t: "drawn_by_lot"
}
/**
 * Nothing that is known speaks for these two but that a facilitator put them together.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "ChosenByHand".
 */
export interface ChosenByHand {
t: "chosen_by_hand"
}
export interface PlaceView {
id: string
name: string
remote?: boolean
}
/**
 * What my group would show; it is shown as soon as nobody's yes is missing.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "ShowcaseView".
 */
export interface ShowcaseView {
text: string
title: string
mine?: boolean
missing?: string[]
shown?: boolean
}
/**
 * Your partner has gone: these two have a chair for you.  Nobody is moved without taking it.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "OfferedPlace".
 */
export interface OfferedPlace {
group: string
names: string[]
place: PlaceView
symbol: number
colour: number
}
export interface PastGroup {
id: string
round: number
partners: PartnerView[]
symbol: number
colour: number
task: string
idea?: string
showcase?: (ShowcaseView | null)
left?: boolean
}
/**
 * The same for every facilitator of the workshop.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "Console".
 */
export interface Console {
workshop: string
version: number
title: string
facilitator: string
language: ("de" | "en")
code: string
rounds: number
round: number
phase: ("closed" | "gathering" | "working")
people: {
[k: string]: ConsolePerson
}
tasks: TaskView[]
places: PlaceView[]
weights: WeightsView
draft?: (DraftView | null)
wall?: {
[k: string]: Tile
}
noticeUntil?: (number | null)
takenBack?: number
pausedSince?: (number | null)
extraS?: number
announcements?: AnnouncementView[]
gallery?: Shown[]
past?: PastRound[]
fairness?: {
[k: string]: ShareView
}
closedAt?: (number | null)
closedByItself?: boolean
size?: number
series?: string
}
export interface ConsolePerson {
id: string
name: string
level?: (number | null)
langs?: string[]
workingOn?: string
present?: boolean
late?: boolean
sitsOut?: boolean
removed?: boolean
}
/**
 * What counts, in parts of 100.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "WeightsView".
 */
export interface WeightsView {
experience?: number
experienceMode?: ("mix" | "similar")
interests?: number
skills?: number
employer?: number
}
export interface DraftView {
round: number
revision: number
groups: DraftGroupView[]
unplaced?: string[]
sittingOut?: string[]
bound?: (number | null)
shortfalls?: (LeftOver | MeetAgain | AgainAtLeast | SeveralTrios | TablesDiffer)[]
ways?: (HostWay | NoRepeatsWay | UnlockWay | TablesOfWay)[]
better?: (BetterPlan | null)
ahead?: number
}
export interface DraftGroupView {
members: string[]
points: number
place: PlaceView
symbol: number
colour: number
pairs?: PairReasons[]
locked?: boolean
}
export interface PairReasons {
a: string
b: string
reasons: (SameInterest | CanTeach | WantsToLearn | LevelDistance | OtherEmployer | ForcedChoice | DrawnByLot | ChosenByHand)[]
met?: boolean
}
/**
 * These have no place in any group.
 * 
 *     With `langs`: the `size` people among whom they are share a language (these) with nobody else who is free; `hosts`
 *     sit out and speak one of them. Without: there was no other choice.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "LeftOver".
 */
export interface LeftOver {
t: "left_over"
people: string[]
langs?: string[]
size?: number
hosts?: string[]
}
/**
 * These two have met; without it somebody would be left over, or a trio more were needed.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "MeetAgain".
 */
export interface MeetAgain {
t: "meet_again"
a: string
b: string
}
/**
 * At tables: so many of those who meet again are proven to be needed, for these reasons.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "AgainAtLeast".
 */
export interface AgainAtLeast {
t: "again_at_least"
least: number
why?: (FewStrangers | FewPairs | FewSpeakers | SatTogether)[]
}
/**
 * `person` sits with `needed` others at least over all rotations, but may sit with only `strangers` new ones.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "FewStrangers".
 */
export interface FewStrangers {
t: "few_strangers"
person: string
strangers: number
needed: number
}
/**
 * At the tables of `people`, `needed` pairs at least sit together over all rotations.
 * 
 *     Among those whom these may sit with (each with their own), only `fresh` pairs may meet and haven't yet.
 *     `people` empty: these are all who speak nothing but `languages`; or if these are empty, too, it is counted over all
 *     tables and all people.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "FewPairs".
 */
export interface FewPairs {
t: "few_pairs"
people: string[]
fresh: number
needed: number
languages?: string[]
}
/**
 * `people` speak nothing but `languages`, of which there can be `tables` tables: they and others are `speakers`,
 *     and tables at which none of them can sit have `elsewhere` seats at least (0: no matter).
 * 
 *     However they are spread over tables, over all rotations `needed` pairs at least that one of them is in (`among`:
 *     that two of them are) sit together, and only `fresh` such pairs may meet and haven't yet.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "FewSpeakers".
 */
export interface FewSpeakers {
t: "few_speakers"
languages: string[]
people: number
speakers: number
tables: number
fresh: number
needed: number
among: boolean
elsewhere?: number
}
/**
 * All of `people` have met each other. Over `tables` tables, `again` pairs of them at least sit together again.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "SatTogether".
 */
export interface SatTogether {
t: "sat_together"
people: string[]
tables: number
again: number
}
/**
 * There are `trios`, since the languages part the room into `sizes` of people, each odd.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "SeveralTrios".
 */
export interface SeveralTrios {
t: "several_trios"
trios: number
sizes: number[]
}
/**
 * Tables differ by more than one person: at tables of `low` to `high`, `left` people would be left over.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "TablesDiffer".
 */
export interface TablesDiffer {
t: "tables_differ"
low: number
high: number
left: number
}
/**
 * One person more takes part who speaks these.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "HostWay".
 */
export interface HostWay {
t: "host"
langs: string[]
cost: CostView
}
/**
 * After minus before.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "CostView".
 */
export interface CostView {
placed?: number
trios?: number
repeats?: number
uneven?: number
}
/**
 * Nobody meets again.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "NoRepeatsWay".
 */
export interface NoRepeatsWay {
t: "no_repeats"
cost: CostView
}
/**
 * These are held together no more.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "UnlockWay".
 */
export interface UnlockWay {
t: "unlock"
members: string[]
cost: CostView
}
/**
 * Tables of about `size` people.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "TablesOfWay".
 */
export interface TablesOfWay {
t: "tables_of"
size: number
cost: CostView
}
/**
 * What the best plan would bring, for the draft of this revision: the difference to it.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "BetterPlan".
 */
export interface BetterPlan {
revision: number
placed?: number
repeats?: number
points?: number
people?: number
moved?: number
evener?: boolean
}
/**
 * One group on the wall: signals of progress, never the text.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "Tile".
 */
export interface Tile {
id: string
members: string[]
place: PlaceView
symbol: number
colour: number
steps: number
startsAt: number
endsAt: number
activeAt: number
here?: string[]
present?: string[]
done?: number[]
ready?: string[]
help?: ("asked" | "claimed" | "none")
helpAt?: (number | null)
ideas?: number
}
export interface PastRound {
round: number
task: string
groups: DraftGroupView[]
satOut?: string[]
}
/**
 * What the rounds so far have given to and asked of somebody; see `server.core.fairness.Share`.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "ShareView".
 */
export interface ShareView {
partners?: number
repeats?: number
trios?: number
out?: number
leftOver?: number
helped?: number
known?: (number | null)
}
/**
 * What this one partner may have of me.  At least one reachable channel, or the offer is no offer.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "Offer".
 */
export interface Offer {
mail?: string
phone?: string
link?: string
line?: string
}
/**
 * What a participant told us.  Everything but the name may be missing.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "Profile".
 */
export interface Profile {
name: string
language?: ("de" | "en")
level?: (number | null)
langs?: string[]
interests?: string[]
teach?: string[]
learn?: string[]
employer?: string
workingOn?: string
trio?: boolean
notWith?: string[]
timezone?: string
}
/**
 * The three questions, once per workshop and person; private.
 * 
 * This interface was referenced by `Live`'s JSON-Schema
 * via the `definition` "Reflection".
 */
export interface Reflection {
learned?: ((1 | 2 | 3 | 4 | 5) | null)
couldGrow?: ((1 | 2 | 3 | 4 | 5) | null)
lookForward?: ((1 | 2 | 3 | 4 | 5) | null)
line?: string
}
