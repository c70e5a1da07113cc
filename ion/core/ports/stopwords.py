"""Words that say how a sentence is built and not what it is about; they are not searched for.

A long list, since long questions are typed too. Kept out of it on purpose: words that name things in this field
("state", "work", "help", "need", "second", "value").
"""

_WORDS = """
a about above across actually after afterwards again against ago all almost alone along already also although
always am among amongst an and another any anybody anyhow anyone anything anyway anywhere apart are aren't around
as aside at away be became because become becomes becoming been before beforehand behind being below beside
besides best better between beyond both brief but by came can can't cannot cant certain certainly clearly come
comes concerning consequently considering contain containing contains could couldn't currently definitely
described despite did didn't different do does doesn't doing don't done down downwards during each e.g eg either
else elsewhere enough entirely especially etc even ever every everybody everyone everything everywhere ex exactly
example except far few followed following follows for former formerly from further furthermore gave general
generally get gets getting give given gives giving go goes going gone got gotten had hadn't happens hardly has
hasn't have haven't having he hence her here hereafter hereby herein hereupon hers herself him himself his hither
how howbeit however i i'd i'll i'm i've i.e ie if immediate in inasmuch indeed indicate indicated indicates inner
insofar instead into inward is isn't it it'd it'll it's its itself just keep keeps kept knew know known knows
largely last lately later latter latterly least less lest let let's like liked likely little look looking looks
made mainly make makes making many may maybe me mean meant meanwhile merely met might more moreover most mostly
mr mrs ms much must my myself name namely near nearly necessarily necessary neither never nevertheless next no
nobody non none noone nor normally not nothing notwithstanding now nowhere obtain obtained obviously of off often
oh ok okay on once ones only onto or other others otherwise ought our ours ourselves out outside over overall
own particular particularly per perhaps placed please plus possible possibly presumably previously primarily
probably provides quickly quite rather really reasonably recently regarding regardless regards relatively
respectively resulted resulting said same saw say saying says see seeing seem seemed seeming seems seen
seriously several shall she should shouldn't show showed shown showns shows significantly similar similarly since
so some somebody somehow someone something sometime sometimes somewhat somewhere soon specifically still such
sufficiently suggest sure t take taken taking tell tends than thank thanks that that's thats the their theirs them
themselves then thence there there's thereafter thereby therefore therein thereupon these they they're they've
thing things think this thorough thoroughly those though three through throughout thru thus to together too took
toward towards tried tries truly try trying twice two un under unfortunately unless unlikely until unto up upon us
use used uses using usually various very via viz was wasn't way we we'd we'll we're we've well went were weren't
what whatever what's when whence whenever where whereafter whereas whereby wherein whereupon wherever whether
which while whither who who's whoever whole whom whose why widely will willing wish with within without won't
would wouldn't yes yet you you'd you'll you're you've your yours yourself yourselves
"""

STOP_WORDS = frozenset(_WORDS.split())
