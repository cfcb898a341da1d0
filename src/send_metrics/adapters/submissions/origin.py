"""Whose submission it is, of which month, and what stands in for its identifiers."""

import pandas as pd
from attrs import field, frozen

from send_metrics.adapters.pseudonyms import Pseudonyms


@frozen
class Origin:
    """One submission: its provider and the last day of its month, if that is known.

    Providers number people, referrals and contacts in their own ways, so that a number
    names something only together with the provider.
    """

    provider: str
    month_end: pd.Timestamp | None
    pseudonyms: Pseudonyms = field(repr=False)

    def stand_ins(self, domain: str, own: "pd.Series[str]") -> "pd.Series[str]":
        """Return a stand-in for each of the provider's own numbers."""
        given = {
            one: self.pseudonyms.of(domain, f"{self.provider} {one}")
            for one in dict.fromkeys(own)
        }
        return pd.Series([given[one] for one in own], dtype="str")

    def people(
        self, local: "pd.Series[str]", nhs_number: "pd.Series[str]"
    ) -> "pd.Series[str]":
        """Return a stand-in for each person: by the NHS number, else by their own."""
        named = [
            number or f"{self.provider} {own}"
            for own, number in zip(local, nhs_number.fillna(""), strict=True)
        ]
        given = {one: self.pseudonyms.of("person", one) for one in dict.fromkeys(named)}
        return pd.Series([given[one] for one in named], dtype="str")

    def submitted_on(self, rows: int) -> "pd.Series[pd.Timestamp]":
        """Return the last day of the month for so many rows."""
        return pd.Series(self.month_end, index=range(rows), dtype="datetime64[us]")
