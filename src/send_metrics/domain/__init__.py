"""What the library talks about: periods, days, ages, codes, exact numbers."""
