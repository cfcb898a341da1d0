"""Bands of weeks that published waiting lists are counted in, each scheme its own.

"18 weeks" is not one thing. In a scheme whose bands are closed on the right, day 126 is
within 18 weeks; in one whose bands are closed on the left, it would be 18 weeks or more.
"""

from attrs import frozen

DAYS_IN_A_WEEK = 7


@frozen
class BandScheme:
    """How one publication cuts waits into bands.

    *edges* are the lower edges in weeks, by which bands are named; the last band has no
    upper edge. Where bands are *closed on the right*, a wait of exactly an edge's weeks
    is in the band below the edge; otherwise it is in the band above.
    """

    name: str
    edges: tuple[int, ...]
    closed_on_the_right: bool

    def first_day(self, edge: int) -> int:
        """Return the shortest wait, in days, of the band with this lower edge.

        >>> RTT.first_day(18), DM01.first_day(6), CHS_SITREP.first_day(0)
        (127, 42, 0)
        """
        return edge * DAYS_IN_A_WEEK + (self.closed_on_the_right and edge > 0)


RTT = BandScheme("rtt", tuple(range(105)), closed_on_the_right=True)
"""Referral to treatment: weekly bands to 104 weeks."""

DM01 = BandScheme("dm01", tuple(range(14)), closed_on_the_right=False)
"""Diagnostic tests: weekly bands to 13 weeks; exactly six weeks is six weeks or more."""

CHS_SITREP = BandScheme(
    "chs_sitrep", (0, 1, 2, 4, 12, 18, 52), closed_on_the_right=True
)
"""Community health services.

The printed ranges end at 364 days and begin again at over 365: day 365 is in neither. It
is taken into the last band, as in referral to treatment.
"""

SCHEMES = (RTT, DM01, CHS_SITREP)
"""Every scheme of the canonical table."""
