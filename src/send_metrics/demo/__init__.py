"""A made-up partnership to try the library on: no real person is in it."""
