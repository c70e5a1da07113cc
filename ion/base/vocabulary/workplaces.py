"""The kind of institution a person works in."""

from ion.base.vocabulary.terms import Term, Vocabulary

_SOURCE = "ION list; the kinds of institutions of the public workforce system and its partners under WIOA"

WORKPLACES: Vocabulary[Term] = Vocabulary(
    Term("state-agency", "State agency", "State agency", _SOURCE),
    Term("state-board", "State board", "State board", _SOURCE, "A state workforce development board"),
    Term("local-board", "Local board", "Local board", _SOURCE, "A local workforce development board (LWDB)"),
    Term("american-job-center", "American Job Center", "AJC", _SOURCE, "A one-stop center or its operator"),
    Term("provider", "Provider", "Provider", _SOURCE, "A provider of training, youth, or career services"),
    Term("employer", "Employer", "Employer", _SOURCE, "A business, or an association of businesses"),
    Term("education", "Education", "Education", _SOURCE, "A school, adult education program, or college"),
    Term("community", "Community organization", "Community", _SOURCE),
    Term("federal", "Federal agency", "Federal", _SOURCE),
    Term("foundation", "Foundation", "Foundation", _SOURCE),
)
