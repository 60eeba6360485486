"""What the figures and words mean for one programme, in one place, as of one date."""
