# The printable sheet and the table of `gespann pair`.
list-cell = Row { $row }, column { $column }: { $fault }
list-row = Row { $row }: { $fault }
list-two-columns = there are two columns for “{ $title }”.
list-no-names = no column is headed “Name”; gespann pair --template en (or de) shows what a list needs.
list-nobody = nobody is in the list.
list-no-table = The list can't be read as a table: { $fault }.
list-no-name = the name is missing.
list-same-name = “{ $name }” is in row { $row } already; add something that tells them apart.
list-no-level = “{ $level }” is no level; write 1 (new) to 5 (veteran).
list-no-answer = “{ $answer }” is neither yes nor no.
list-unknown = nobody in the list is called “{ $name }”.
list-unknown-near = nobody in the list is called “{ $name }”. Did you mean “{ $near }”?
list-own-row = “{ $name }” is named in their own row.
list-more = And { $count } more.
list-unread = Not read: { $titles }. gespann pair --template en shows what is.
sheet-title = Who works with whom
sheet-summary = { $people } people, { $rounds ->
    [one] one round
   *[other] { $rounds } rounds
}
sheet-round = Round { $number }
sheet-group = Group { $number }
sheet-left = Without a group: { $names }
sheet-again = { $a } and { $b } meet again.
sheet-col-round = Round
sheet-col-group = Group
sheet-col-name = Name
sheet-col-with = With
sheet-shortage = No legal group could be found for everybody: { $count ->
    [one] one person is over
   *[other] { $count } people are over
}, because { $people ->
    [one] { $names } can only be grouped with { $blocking }
   *[other] { $names } can only be grouped among themselves, or with { $blocking }
}.
sheet-shortage-alone = No legal group could be found for everybody: { $count ->
    [one] one person is over
   *[other] { $count } people are over
}, because { $people ->
    [one] nobody can be grouped with { $names }
   *[other] { $names } can only be grouped among themselves
}.
sheet-must-refused = { $names } were to be together; a hard rule stands against it.
sheet-sizes = Tables of { $low } to { $high } can't seat { $people } people; { $left } stay over in every round.
sheet-few-speakers = { $name } can't be seated: a table needs { $low } people, and of { $name }'s languages there are only: { $speakers }.
sheet-no-language = { $name } can't be seated: they speak no language.
sheet-unseated = Round { $round }: no legal seat was found for { $names }. There may be one all the same.
sheet-unseated-needed = Round { $round }: no seat that the rules allow was found for { $names }. Every plan leaves { $needed ->
    [one] at least one person
   *[other] at least { $needed } people
} over.
sheet-repeats = People meet again { $found ->
    [one] once
   *[other] { $found } times
}{ $least ->
    [0] . Fewer may be possible; nothing was found that makes these necessary
   *[other] ; at least { $least } of these can't be avoided
}.
sheet-few-strangers = { $name } sits with at least { $needed } people over all rounds, and may sit with only { $strangers } new ones.
sheet-few-pairs = At the tables of { $names }, at least { $needed } pairs sit together over all rounds; only { $fresh } pairs may who haven't met.
sheet-few-speakers-with = { $people } of you speak nothing besides { $languages }; { $speakers } can sit at their tables{ $elsewhere ->
    [0] {""}
   *[other] , and at least { $elsewhere } seats are at tables that none of them can sit at
}, so there are { $tables } of these at most. Over all rounds at least { $needed } pairs with one of these { $people } sit together, however they are spread; only { $fresh } such pairs may who haven't met.
sheet-few-speakers-among = { $people } of you speak nothing besides { $languages }; { $speakers } can sit at their tables{ $elsewhere ->
    [0] {""}
   *[other] , and at least { $elsewhere } seats are at tables that none of them can sit at
}, so there are { $tables } of these at most. Over all rounds at least { $needed } pairs of these { $people } sit together, however they are spread; only { $fresh } such pairs may who haven't met.
sheet-few-pairs-tongue = At the tables of those who speak nothing besides { $languages }, at least { $needed } pairs sit together over all rounds; only { $fresh } pairs may who haven't met.
sheet-few-pairs-all = Over all rounds and tables, { $needed } pairs sit together; only { $fresh } pairs may who haven't met.
sheet-few-tables = Who sat together should sit apart next time: with { $tables } tables, two rounds have only { $ways } different ways for { $people } people.
sheet-few-tables-tongue = Who sat together should sit apart next time: with { $tables } tables that speak { $languages }, two rounds have only { $ways } different ways for the { $people } people who speak nothing else.
sheet-sat-together = { $names } have all met each other. With { $tables ->
    [one] just one table
   *[other] { $tables } tables
} at least { $again ->
    [one] two of them
   *[other] { $again } pairs of them
} sit together again in each round.
sheet-uneven = The tables differ in size: at tables of { $low } to { $high }, { $left } would be left over.
sheet-squares = Six tables of six have { $rounds } rounds without a repeat and no more: no two Latin squares of order six are orthogonal (Tarry, 1900).
sheet-trios = { $count } trios, since the room falls into { $clusters } sets of odd number ({ $sizes }), whose people can work only with each other.
sheet-again-why = Without meeting again these could work only among themselves, an odd number each: { $clusters }.
sheet-odd-clusters = In every round two meet again at least { $each } times: without that these could work only among themselves, an odd number each: { $clusters }.
sheet-tried-all = { $names } can only work with each other, and all plans of { $rounds } rounds were tried for them: each has two who meet again at least { $repeats ->
    [one] once
   *[other] { $repeats } times
}.
sheet-beside = Besides, only these are possible for them: { $names }.
