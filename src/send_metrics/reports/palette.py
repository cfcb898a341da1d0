"""The colours that reports share."""

BAR_COLOUR = "#12436D"
"""Dark blue of the Government Analysis Function palette, 10.4 to 1 on white."""

LINK_COLOUR = "#0B4F8A"
"""8.3 to 1 on white."""

INK_COLOUR = "#0B0C0C"

QUIET_COLOUR = "#6B7276"
"""4.9 to 1 on white; points of usual variation, means and limits."""

IMPROVING_COLOUR = "#00B0F0"
WORSE_COLOUR = "#E46C0A"
TARGET_COLOUR = "#DE1B1B"
"""Those of NHS England's control charts; shapes and words say the same."""
