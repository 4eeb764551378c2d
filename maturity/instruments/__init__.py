"""What we ask: questionnaires as files, one file for one edition, every language inside."""
