"""Classes by which newsrooms name one and the same happening, and what kind of telling each class has.

Two facts are compared only within a family.  The other sets say what a reader knows of a class before he reads: which happen once and are
come back to, which are told again and again in one article without being the same, and which have two sides that do one thing together.
"""
from __future__ import annotations

STRIKES = ("ChemicalAttack", "SuicideAttack", "DroneStrike", "Airstrike", "MissileStrike", "Shelling", "Bombing", "Storming", "Attack", "Riot")
DEATHS = ("Assassination", "Massacre", "Execution", "Killing", "Shooting", "Death")          # who died, in a strike or otherwise
FAMILIES = {      # the class that tells most stands first: of a mediation and its talks the happening is the mediation
    "visit": ("Visit", "Reception", "Delegation"),
    "talks": ("Mediation", "Summit", "Negotiation", "Conference", "Session", "Meeting", "PhoneCall", "Talks", "Consultation"),
    "deal": ("ArmsDeal", "TradeDeal", "Agreement", "Signing", "Ratification", "Adoption", "Acceptance"),
    "truce": ("CeasefireAgreement", "CeasefireDeclaration"),
    "strike": (*STRIKES, *DEATHS),
    "fight": ("Clash", "Battle"),
    "sanction": ("Sanction", "Embargo"),
    "coup": ("Coup", "CoupAttempt"),
    "operation": ("MilitaryOperation", "Invasion"),
    "thaw": ("Normalization", "RelationsImprovement"),
    "chill": ("RelationsDeterioration", "Crisis"),
    "threat": ("Ultimatum", "MilitaryThreat", "SanctionThreat", "Threat", "Warning"),
    "backing": ("Support", "Welcome", "Praise"),
    "blame": ("Condemnation", "Accusation", "Criticism"),
    "muster": ("MilitaryBuildup", "Deployment", "WeaponsMovement", "Mobilization"),
    "request": ("Demand", "HelpRequest", "MeetingRequest", "Proposal", "Appeal"),
}
FAMILY = {cls: family for family, classes in FAMILIES.items() for cls in classes}
RANK = {cls: n for classes in FAMILIES.values() for n, cls in enumerate(classes)}
GENERIC = frozenset({"Talks", "Meeting", "Consultation", "Negotiation", "Visit", "Cooperation"})          # what everybody does every day
PLAIN_TALKS = frozenset({"Talks", "Meeting", "Consultation"})       # words for what is said at a summit, in a session, on the telephone
BY_HAND = frozenset({"Assassination", "Execution"})                 # deaths that no strike brings about
SERIES = frozenset({"Talks", "Consultation", "Negotiation"})        # talks that go on in rounds, and are then known by their place («محادثات جنيف»)
SIDED = frozenset({"deal", "truce", "thaw", "chill"})               # families of what is between states, whoever speaks for them
SINGULAR = frozenset((           # what happens once, and is come back to under the same name
    "Shootdown", "Coup", "CoupAttempt", "ChemicalAttack", "Storming", "Crisis", "RelationsDeterioration", "Execution", "Assassination", "Resignation", "Summit", "Conference", "Session", "CeasefireAgreement", "CeasefireDeclaration", "Ceasefire",
    "Invasion", "MilitaryOperation", "War", "Uprising", "Annexation", "Blockade", "EmbassyOpening", "Appointment", "ArmsDeal", "Delivery",
    "JointExercise", "Massacre", "Kidnapping", "Ban", "Adoption", "Lawsuit"))
REPEATED = frozenset({"CONSULT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "SUPPORT"})    # PLOVER types of which one article tells many
STATED = REPEATED - {"CONSULT"}                                     # and of these what is said, so that what is said must be the same,
DEEDS = frozenset(("Normalization", "Signing", "Ratification", "Adoption", "Appointment", "EmbassyOpening", "Veto", "Cancellation", "TalksFailure",
                   "Investigation", "Lawsuit", "AmbassadorSummons"))    # but for these
TOGETHER = frozenset({"CONSULT", "AGREE", "COOPERATE"})             # participants are one set, whoever the sentence makes its subject
MUTUAL = frozenset({"fight", "thaw", "chill", "truce", "Ceasefire", "Disagreement", "TalksFailure", "PrisonerExchange", "Signing", "War"})    # so with these


def family_of(cls: str) -> str:
    """The family of a class; a class without kindred is a family of its own."""
    return FAMILY.get(cls, cls)


def stated(event: str | None, cls: str) -> bool:
    """Is it a deed of the tongue, of which two of one day are two unless they say the same?"""
    return event in STATED and cls not in DEEDS


def together(event: str | None, cls: str) -> bool:
    """Are the two sides of such an event one set?  A visitor and his host are not."""
    family = family_of(cls)
    return family != "visit" and (event in TOGETHER or family in MUTUAL or cls in MUTUAL)


def died_in(one: str, other: str) -> bool | None:
    """Does one class tell who died and the other of the strike in which?  None where no strike brings such a death about."""
    if (one in DEATHS) == (other in DEATHS) or family_of(one) != "strike":
        return False
    return None if BY_HAND & {one, other} else True
