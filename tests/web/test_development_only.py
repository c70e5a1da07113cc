"""What exists for development alone is not there in production."""

import pytest

from tests.conftest import Browser

pytestmark = pytest.mark.database


def test_nobody_can_be_a_sample_person_in_production(production: Browser) -> None:
    assert production.get("/demo").status_code == 404
    assert {name for name in production.application.view_functions if name.startswith("demo")} == set()
