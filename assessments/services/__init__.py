"""What may happen, and what must be true afterwards. Views and tasks only carry data here."""
