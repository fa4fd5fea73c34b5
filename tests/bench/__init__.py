"""`make bench`: measures in one run and prints ratios; no test of ours asserts a time."""
