"""Where a clause ends: the patterns that bound what a cue of scope reaches.

A clause ends where a new statement begins. A comma ends it only before words that open one; a colon that announces a list
does not end it. All patterns are linear: every repetition is bounded.
"""

import re

_PEOPLE = "patients|subjects|participants|individuals|people|persons|women|men"
_BE = "is|are|was|were"
_FINDING = (
    "determined|evidenced|verified|ascertained|demonstrated|defined|assessed|judged|detected|documented|confirmed|measured"
    "|diagnosed|shown"
)
_PREDICATES = (  # behind "and": what else is said of the subject
    f"has|have|had|{_BE}|includes|requires|receives|presents|led|leads|must|can|could|be|will|would|shall|should|may|only|able"
    "|willing|agree|agrees|that"
)
_OPENERS = (
    "but|however|although|except|unless|excluding|who|which|whose"
    rf"|and\s(?:{_PREDICATES})|with\sthe\sexception|other\sthan|apart\sfrom|provided|if"
    r"|prior\sto|before|because|due\sto|owing\sto|for\sreasons?|so\sthat|in\ssuch\san?|via|in\sorder\sto"
    r"|(?<!\bthe\s)following\s(?=\w)"
    rf"|(?:and/or|and|or)\s(?:those|{_PEOPLE})|including\s(?:those\s|some\s)?(?:{_PEOPLE})"
    r"|and\s(?:less|more|fewer|greater)\sthan|\(?to\s(?:avoid|prevent|date|reduce|ensure|confirm)"
    rf"|(?:as\s)?(?:{_FINDING})\s(?:by|on|in)|based\son|according\sto"
)
_BEHIND_COMMA = (
    "with|without|no|not|able|willing|has|have|is|are|must|unless|receiving|taking|undergoing|requiring|having|being"
    "|accompanied|followed"
)

CLAUSE_END = re.compile(
    r"[;；\n]|(?<!conditions)(?<!diseases)(?<!disorders)(?<!criteria):|\.(?=\s|$)"
    rf"|,?\s(?:{_OPENERS})\b"
    r"|\s(?:and|or)\s(?:with|no|not|without)\b|\sand\sage[sd]?\b|\smaking\sit\b"
    r"|\sand\s(?:[\w/-]{1,20}\s){1,3}(?=[<>≤≥]|(?:at\sleast|at\smost|above|below|(?:great|low|high)er\sthan|(?:more|less)\sthan)\b)"
    r"|(?<=[a-z)])\s(?=(?-i:Subjects|Patients|Participants|Individuals|Women|Men|History|Presence|Known)\s[a-z])"
    r"|,\s(?:and|or)\s(?:has|have|is|are|must|able|willing|with|no|not|without)\b"
    rf"|,\s(?:and|or)\s(?:[a-z]{{2,20}}\s){{1,3}}(?:{_BE})\b"
    rf"|,\s(?:{_BEHIND_COMMA})\b"
    r"|\sor\s(?:came|became|went)\b",
    re.IGNORECASE,
)
VERB_END = re.compile(
    rf"[(\[，]|,(?!\s(?:to|or|and|nor|[a-z]{{1,20}}(?:,|\s(?:or|and)))\b)|\s(?:such\sas|e\.g\.)|{CLAUSE_END.pattern}",
    re.IGNORECASE,
)
"""What somebody cannot or will not do ends sooner: at a comma, at a remark in brackets, at examples."""
NOT_END = re.compile(rf"(?<=[a-z]ed)\s\(|\((?=e\.?g|i\.?e|such\sas|for\sexample)|{CLAUSE_END.pattern}", re.IGNORECASE)
"""What stands in brackets behind "not treated" says what is not treated."""
NOUN_END = re.compile(rf"[(\[，,]|\s(?:and|with|in|for|after|despite|during)\b|{CLAUSE_END.pattern}", re.IGNORECASE)
"""What there is too little of, or what somebody is outside of, is one thing and what "or" joins to it."""
SENTENCE_BREAK = re.compile(r"[;\n]|[.?!](?=\s|$)")
STATEMENT_END = re.compile(r"[;\n]|\.(?=\s|$)")
CONTRAST_END = re.compile(
    rf"[,\s]\s?\(?(?:i\.e\.|e\.g\.|ie\b|eg\b|such\sas\b|including\b|that\b|known\sto\b)|{STATEMENT_END.pattern}"
)
"""Examples behind "other than A" are of the rule, not of A."""
BACKWARD_STOP = re.compile(r"[;:.\n]\s|\(|\b(?:but|which|who|that|if|when)\b", re.IGNORECASE)
PHRASE_STOP = re.compile(
    rf",\s|\b(?:with|for|in(?!\s(?:vivo|vitro|situ)\b)|whom|where|and|or)\b|{BACKWARD_STOP.pattern}", re.IGNORECASE
)
