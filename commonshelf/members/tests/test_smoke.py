import pytest

from commonshelf.members import api

pytestmark = pytest.mark.django_db


def test_smoke():
    op = api.operator()
    api.set_alliance(actor=op, name_zh="甲", name_en="A")
    card = api.add_library(actor=op, symbol="CN-1", name_zh="图", key="k")
    again = api.add_library(actor=op, symbol="CN-1", name_zh="图", key="k")
    assert card == again
    b = api.add_branch(actor=op, library="CN-1", code="m", name_zh="馆", place=(30.0, 106.0))
    assert api.libraries()[0].branches[0] == b
    assert list(api.problems()) == []
