"""What everything else speaks of: programmes, observations, periods, places, provenance."""
