"""What a reader sees: sentences, figures and tables, in the reader's language."""
