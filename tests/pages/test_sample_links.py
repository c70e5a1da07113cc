"""No link of the sample network is dead. What the pages draw is the same on both databases: once is enough."""

from datetime import datetime

import pytest
from flask.testing import FlaskClient

from ion.core.unit_of_work import unit_of_work
from ion.demo import services as demo
from ion.library.services import plant_vocabulary
from tests.indexing import index
from tests.pages.test_links import assert_no_link_is_dead


@pytest.mark.parametrize("is_member", [False, True], ids=["visitor", "member"])
def test_no_link_of_the_sample_network_is_dead(client: FlaskClient, now: datetime, is_member: bool) -> None:
    with unit_of_work():
        plant_vocabulary()
    demo.plant(lambda done, total: None)
    index()

    assert_no_link_is_dead(client, is_member)
