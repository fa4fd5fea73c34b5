"""A platform of our own to talk to: real HTTP, real encryption, with the limits, the error codes and the moods."""
