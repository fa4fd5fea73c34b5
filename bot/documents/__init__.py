"""Documents that the office takes away: plain sheets today, the printed layouts later."""
