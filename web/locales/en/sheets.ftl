# The printable sheet and the table of `gespann pair`.
list-cell = Row { $row }, column { $column }: { $fault }
list-row = Row { $row }: { $fault }
list-two-columns = there are two columns for “{ $title }”.
list-no-names = no column is headed “Name”; gespann pair --template en (or de) shows what a list needs. First and last name stand in one column.
list-nobody = nobody is in the list.
list-no-table = a quotation mark opens here and the cell doesn't end where it closes; close it, or write it twice ("") where it is meant as a sign.
list-no-text = This is no text, or not all of it can be read: save the list in your spreadsheet as CSV (UTF-8), and give that file.
list-too-many-cells = there are more cells than headings; put a cell with a comma or semicolon in it into quotation marks.
list-broken-name = the name “{ $name }” goes over several lines or has signs that nobody sees; write one person per row, on one line.
list-no-name = the name is missing.
list-same-name = “{ $name }” is in row { $row } already; add something that tells them apart.
list-no-level = “{ $level }” is no level; write 1 (new) to 5 (veteran).
list-no-answer = “{ $answer }” is neither yes nor no.
list-unknown = nobody in the list is called “{ $name }”.
list-unknown-near = nobody in the list is called “{ $name }”. Did you mean “{ $near }”?
list-own-row = “{ $name }” is named in their own row.
list-more = And { $count } more.
list-who-with-whom = “{ $title }” seems to say who is to be with whom, but isn't understood; call it “{ $keep_apart }”, “{ $must_pair }” or “{ $met }”, or leave the column out.
list-unread = Not read: { $names }. gespann pair --template en shows what is.
list-title-near = { $title } (did you mean “{ $near }”?)
list-not-here = Not in the list, and so left out of whom people have met: { $names }.
list-tongues = Taken as languages of their own: { $names }. If one of them is another way to write a language, write it as the others do.
list-of-row = { $name } (row { $row })
list-of-row-near = { $name } (row { $row }; did you mean “{ $near }”?)
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
sheet-must-size = { $names } were to be together, but are too many for one group. A way out: --size { $size }.
sheet-must-too-many = { $names } were to be together, but no group can be that large; make fewer pairs of them.
sheet-must-not = { $names } were to be together, but also not: take one of the two wishes out of the list.
sheet-must-language = { $names } were to be together, but have no language that all of them share.
sheet-not-together = { $names } were to be together in the first round, but no table was found where the rules allow it: allow smaller tables, or drop a wish.
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
sheet-few-strangers = { $name } is with at least { $needed } people over all rounds, and may be with only { $strangers ->
    [one] one new person
   *[other] { $strangers } new people
}.
sheet-few-pairs = At the tables of { $names }, at least { $needed } pairs sit together over all rounds; only { $fresh } pairs may who haven't met.
sheet-few-speakers-with = { $people ->
    [one] One of you speaks
   *[other] { $people } of you speak
} nothing besides { $languages }; { $speakers } can sit at their tables{ $elsewhere ->
    [0] {""}
   *[other] , and at least { $elsewhere } seats are at tables that none of them can sit at
}, so there are { $tables } of these at most. Over all rounds at least { $needed } pairs { $people ->
    [one] with this one
   *[other] with one of these { $people }
} sit together, however they are spread; only { $fresh } such pairs may who haven't met.
sheet-few-speakers-among = { $people ->
    [one] One of you speaks
   *[other] { $people } of you speak
} nothing besides { $languages }; { $speakers } can sit at their tables{ $elsewhere ->
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
way-host-any = A way out: one more person joins.
sheet-index = Where to find yourself
sheet-index-how = { $rounds ->
    [one] Beside your name stands your group.
   *[other] Beside your name stand your groups, round by round.
}
sheet-two = { $a } · { $b }: { $why }
sheet-spread = Experience: { $new } new, { $middle } in between, { $old } experienced.
sheet-again-count = { $count } pairs meet again.
sheet-in-rounds = { $count ->
    [one] Round
   *[other] Rounds
} { $rounds }: { $what }
