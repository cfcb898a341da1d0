"""The shares that the made-up registers are drawn from, and where they come from."""

from math import log

from attrs import frozen

# England, January 2025, rounded: 5 % with a plan, 14 % with SEN support.
SEN_STATUS_SHARES = {"N": 80.0, "K": 14.5, "E": 5.5}


@frozen
class Absence:
    """How often pupils of one SEN status are away; all numbers are proportions.

    Severe is half of sessions and over, persistent a tenth and over (severe
    included); `usual` is the mean of everybody else.
    """

    severe: float
    persistent: float
    usual: float

    def rate(self, quantile: float) -> float:
        """Return the absence of the pupil at that place, the most absent first."""
        if quantile < self.severe:
            return 0.52 + 0.40 * quantile / self.severe
        if quantile < self.persistent:
            place = (quantile - self.severe) / (self.persistent - self.severe)
            return min(0.48, 0.105 - 0.07 * log(1 - place))
        place = (quantile - self.persistent) / (1 - self.persistent)
        return 2 * self.usual * (1 - place)


# Overall absence of 5.4, 9.6 and 14.3 %; the daily series for England gave 6.1, 10.3
# and 12.4 % in autumn 2023 (DfE, Pupil attendance in schools).
ABSENCE = {
    "N": Absence(severe=0.01, persistent=0.13, usual=0.032),
    "K": Absence(severe=0.04, persistent=0.27, usual=0.040),
    "E": Absence(severe=0.09, persistent=0.37, usual=0.045),
}

# Reasons for a spell of absence. Guess: illness more than half, as in England.
REASON_SHARES = {
    "I": 56.0,
    "O": 14.0,
    "M": 9.0,
    "G": 8.0,
    "U": 5.0,
    "C": 4.0,
    "N": 2.0,
    "E": 2.0,
    "R": 1.2,
    "T": 0.4,
    "J1": 0.2,
    "C1": 0.2,
}
# Guess: how many pupils have a day of it in the term: trips, other activities,
# sport, and days on which the usual transport did not come.
OTHER_DAY_SHARES = {"V": 0.40, "B": 0.08, "P": 0.10, "Y1": 0.03}
# Guess: a part-time timetable goes with long absence, and mostly with a plan.
PART_TIME_IF_OFTEN_AWAY = {"N": 0.02, "K": 0.10, "E": 0.40}
OFTEN_AWAY = 0.20
# Sessions a spell lasts.
SPELLS = {1: 12.0, 2: 40.0, 4: 22.0, 6: 14.0, 10: 12.0}
