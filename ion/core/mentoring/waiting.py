"""What staff set for mentoring: what a criterion counts, and how long a request waits."""

from ion.core import site_settings
from ion.core.matching.scoring import Weights

NUDGED_AFTER = site_settings.NUDGED_AFTER
EXPIRES_AFTER = site_settings.EXPIRES_AFTER


def weights() -> Weights:
    """What a high, a medium and a low criterion count now."""
    return Weights(
        high=site_settings.value(site_settings.WEIGHT_HIGH),
        medium=site_settings.value(site_settings.WEIGHT_MEDIUM),
        low=site_settings.value(site_settings.WEIGHT_LOW),
    )
