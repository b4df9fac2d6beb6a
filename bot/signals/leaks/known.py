"""Addresses that everybody knows: seats of power, by number and street."""

from typing import Final

SEATS: Final = (
    r"(?:55,? (?:rue )?(?:du )?(?:faubourg|fbg|fg)[ -]saint[ -]honore|57,? rue de varenne|78,? rue de varenne|"
    r"126,? rue de l'universite|15,? rue de vaugirard|20,? avenue de segur|14,? avenue duquesne|13,? place vendome|"
    r"37,? quai d'orsay|36,? quai des orfevres|110,? rue de grenelle|127,? rue de grenelle|139,? rue de bercy|"
    r"246,? boulevard saint[ -]germain|3,? rue de valois|14,? rue saint[ -]dominique|27,? rue oudinot|"
    r"(?:1|2),? (?:rue de )?(?:la )?loi|10,? downing (?:street|st)|1600 pennsylvania (?:avenue|ave)|"
    r"1060,? west addison|221b baker (?:street|st)|4,? privet drive|742 evergreen terrace)"
)
"""French ministries, parliament, presidents and prime ministers; houses out of books and series."""
