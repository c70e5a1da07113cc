"""Types of tools and resources that come with a practice."""

from ion.base.vocabulary.terms import Term, Vocabulary

_SOURCE = "ION list, after the tools of sector partnership toolkits and the documents WIOA asks for"


def _type(key: str, label: str, short: str = "", note: str = "") -> Term:
    return Term(key, label, short or label, _SOURCE, note)


RESOURCE_TYPES: Vocabulary[Term] = Vocabulary(
    _type("agenda", "Agenda"),
    _type("slide-deck", "Slide deck"),
    _type("data-analysis", "Data analysis"),
    _type("outreach-piece", "Marketing or outreach piece", "Outreach piece"),
    _type("evaluation-dashboard", "Evaluation dashboard", "Dashboard"),
    _type("checklist", "Checklist"),
    _type(
        "mou",
        "Memorandum of understanding (MOU) or agreement",
        "MOU",
        "WIOA sec. 121(c) asks for one between a local board and its one-stop partners.",
    ),
    _type(
        "infrastructure-funding-agreement",
        "Infrastructure funding agreement (IFA)",
        "IFA",
        "The part of an MOU that shares the cost of an American Job Center; 20 CFR 678.755.",
    ),
    _type("policy", "Policy"),
    _type(
        "policy-guidance",
        "Policy guidance (TEGL, TEN, or UIPL with number)",
        "Policy guidance",
        "Guidance letters and notices of the Employment and Training Administration.",
    ),
    _type("rfp", "Request for proposals (RFP)", "RFP"),
    _type("job-description", "Job description"),
    _type("worksheet", "Worksheet"),
    _type("self-assessment", "Self-assessment"),
    _type("case-study", "Case study"),
    _type("recording", "Recording"),
    _type("research-brief", "Research brief"),
    _type("toolkit", "Toolkit"),
)
