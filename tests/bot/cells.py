"""Whatever may stand in a cell, for the tests of imports."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

_SOME = st.sampled_from(["13800138000", "2026-03-14", "8:30-17:30", "白班", "1E+16", "3月14日", "#N/A", "24:00", "、"])
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.datetimes(),
    st.dates(),
    st.times(),
    st.timedeltas(),
    st.text(max_size=30),
    st.text(alphabet="0123456789:-/.年月日点分（）()~至次 E+", max_size=14),
    st.lists(_SOME, max_size=3).map("".join),
)
PATIENT = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture], max_examples=200
)
