"""Words for enterprises: states, kinds, facts, events, notices."""

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from portal.notices.labels import register_notices
from portal.registry.completeness import Doubt, PartState
from portal.registry.industries import industry
from portal.registry.regions import region
from portal.registry.rules import BusinessState, EnterpriseState, Premises, Scale, WriteOffGround
from portal.web.words import register_events, register_labels, register_tones

LABELS = {
    Scale.LARGE: _lp("scale", "Large"),
    Scale.MEDIUM: _lp("scale", "Medium"),
    Scale.SMALL: _lp("scale", "Small"),
    Scale.MICRO: _lp("scale", "Micro"),
    EnterpriseState.PENDING: _lp("enterprise", "Waiting for confirmation"),
    EnterpriseState.CONFIRMED: _lp("enterprise", "Confirmed"),
    EnterpriseState.REFUSED: _lp("enterprise", "Refused"),
    EnterpriseState.WRITTEN_OFF: _lp("enterprise", "Written off"),
    BusinessState.RUNNING: _l("In production"),
    BusinessState.STOPPED: _l("Production stopped"),
    BusinessState.MOVING: _l("Moving"),
    BusinessState.CLOSING: _l("Closing down"),
    Premises.OWNED: _lp("premises", "Owned"),
    Premises.RENTED: _lp("premises", "Rented"),
    PartState.NOT_BEGUN: _lp("part", "Not begun"),
    PartState.IN_PROGRESS: _lp("part", "In progress"),
    PartState.TO_MEND: _lp("part", "To mend"),
    PartState.DONE: _lp("part", "Done"),
    WriteOffGround.CLOSED: _l("Closed down"),
    WriteOffGround.STOPPED: _l("Stopped for good"),
    WriteOffGround.MOVED_AWAY: _l("Moved out of the city"),
    WriteOffGround.MERGED: _l("Merged into another enterprise"),
    WriteOffGround.OUT_OF_SCOPE: _l("Not obliged to report"),
}

TONES = {
    EnterpriseState.PENDING: "wait",
    EnterpriseState.CONFIRMED: "ok",
    EnterpriseState.REFUSED: "back",
    EnterpriseState.WRITTEN_OFF: "none",
    PartState.NOT_BEGUN: "none",
    PartState.IN_PROGRESS: "wait",
    PartState.TO_MEND: "back",
    PartState.DONE: "ok",
}

DOUBTS = {
    Doubt.AGENCY_ABOVE_WORKERS: _l("More agency workers (%(value)s) than workers (%(other)s)."),
    Doubt.SHIFT_ABOVE_WORKERS: _l("More workers on one shift (%(value)s) than workers (%(other)s)."),
    Doubt.INSURED_BELOW_WORKERS: _l(
        "Fewer persons under work-injury insurance (%(value)s) than workers (%(other)s)."
    ),
    Doubt.CERTIFICATES_SHORT: _l(
        "Fewer special-operation certificates (%(value)s) than special-operation workers (%(other)s)."
    ),
    Doubt.CERTIFIED_ABOVE_STAFF: _l("More certified safety staff (%(value)s) than safety staff (%(other)s)."),
    Doubt.SECTOR_WITHOUT_LIST: _l(
        "The key sector “%(sector)s” is ticked, and here stands that there is nothing of the kind."
    ),
}
"""What two facts say together, for the pages and for the checks of a report."""

UNITS = {"workers": "人", "income": "万元", "fixed_assets": "万元", "site_area": "m²", "building_area": "m²"}
"""Units of the facts that are counted or measured."""

FACT_LABELS = {
    "code": _l("Unified social credit code"),
    "name": _l("Name of the enterprise"),
    "region_code": _l("Town or street"),
    "address": _l("Production address"),
    "registered_address": _l("Registered address"),
    "industry_code": _l("Industry (GB/T 4754)"),
    "scale": _l("Size of the enterprise"),
    "above_designated": _l("Above designated size"),
    "workers": _l("Workers"),
    "legal_representative": _l("Legal representative"),
    "legal_representative_phone": _l("Phone of the legal representative"),
    "principal": _l("Principal"),
    "principal_phone": _l("Phone of the principal"),
    "safety_manager": _l("Safety manager"),
    "safety_manager_phone": _l("Phone of the safety manager"),
    "main_products": _l("Main business and products"),
    "founded_on": _l("Founded on"),
    "accepted_on": _l("Project accepted on"),
    "trial_production_on": _l("Trial production begins on"),
    "production_began_on": _l("Production began on"),
    "business_state": _l("State of business"),
    "premises": _l("Buildings"),
    "landlord": _l("Landlord"),
    "income": _l("Income of last year"),
    "fixed_assets": _l("Fixed assets"),
    "site_area": _l("Site area"),
    "building_area": _l("Floor area for production"),
}

EVENTS = {
    "enterprise.register": _l("registered the enterprise"),
    "enterprise.claim": _l("asked to join the enterprise"),
    "enterprise.confirm": _l("confirmed the enterprise"),
    "enterprise.refuse": _l("refused the registration"),
    "enterprise.resubmit": _l("sent the registration in again"),
    "enterprise.edit": _l("changed facts of the enterprise"),
    "enterprise.choose_sectors": _l("ticked the key sectors"),
    "safety_profile.edit": _l("changed facts for the report"),
    "sector_section.edit": _l("changed answers of a key sector"),
    "fact_row.add": _l("added a row to a list"),
    "fact_row.edit": _l("changed a row of a list"),
    "fact_row.remove": _l("removed a row from a list"),
    "fact_row.restore": _l("restored a row of a list"),
    "enterprise.write_off": _l("wrote the enterprise off"),
    "enterprise.restore": _l("put the enterprise back on the list"),
    "enterprise.move": _l("moved the enterprise to another town"),
    "enterprise.show_phone": _l("looked at a phone of the enterprise"),
}

NOTICES = {
    "enterprise.registered": _l("%(enterprise)s has registered and waits for confirmation."),
    "enterprise.resubmitted": _l("%(enterprise)s has mended its registration and waits for confirmation."),
    "enterprise.confirmed": _l("%(authority)s has confirmed %(enterprise)s."),
    "enterprise.refused": _l("%(authority)s has refused the registration of %(enterprise)s: %(reason)s"),
    "enterprise.written_off": _l("%(authority)s has written %(enterprise)s off."),
    "enterprise.restored": _l("%(authority)s has put %(enterprise)s back on the list."),
    "enterprise.moved": _l("%(enterprise)s now belongs to %(town)s."),
}


def town_name(code: str) -> str:
    """The name of a region in the reader's language."""
    place = region(code)
    return place.name_en if str(get_locale()) == "en" else place.name


def industry_name(code: str) -> str:
    """Code and name of an industry: 348 通用零部件制造. Data, hence Chinese."""
    return f"{code} {industry(code).name}"


register_labels(LABELS)
register_tones(TONES)
register_events(EVENTS)
register_notices(NOTICES)
