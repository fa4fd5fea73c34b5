"""A table of cases and stories for each channel, over the platform of our own."""
