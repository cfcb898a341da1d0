"""The colours that reports share."""

BAR_COLOUR = "#12436D"
"""Dark blue of the Government Analysis Function palette, 10.4 to 1 on white."""

LINK_COLOUR = "#0B4F8A"
"""8.3 to 1 on white."""

INK_COLOUR = "#0B0C0C"
