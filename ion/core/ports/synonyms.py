"""The field's acronyms and other names, ready for the query grammar."""

from ion.base.vocabulary.acronyms import ACRONYMS
from ion.core.ports.query import Synonyms

SYNONYMS = Synonyms(ACRONYMS)
