"""Made-up registers, kept the way that teams of a partnership keep theirs."""
