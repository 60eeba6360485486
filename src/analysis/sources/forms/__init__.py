"""Excel forms: what they ask for, writing the empty ones, and reading the filled ones."""
