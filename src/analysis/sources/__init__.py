"""Reading: programme files, snapshots and reference tables, each checked, each with its origin."""
