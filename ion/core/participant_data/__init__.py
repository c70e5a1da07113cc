"""What looks like personal details of people who are served (participant PII), found in texts and files. Pure.

It warns, it does not guard: it is there for what people paste without a thought, so it errs on the side of silence.
Examples that nobody took from life (XXX-XX-XXXX), rules ("born on or after January 1, 1960"), biographies and tables of
offices are left alone.
"""

from ion.core.participant_data.files import in_file
from ion.core.participant_data.finding import suspicions
from ion.core.participant_data.masking import Suspicion

__all__ = ["Suspicion", "in_file", "suspicions"]
