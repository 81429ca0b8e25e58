"""The example that `heard check --template` prints: complete, commented, and passing on its own opening day.

Names, places of work and words are invented. Lines that begin with “#: ” are only needed later; with that taken
away, the example passes every move to archived.
"""

from __future__ import annotations

from heard.rules.plan_template_after import AFTER

AFTER_CLOSING = "#: "

BEFORE = """\
# A plan for `heard check`. All names and words here are invented.
#
#   heard check plan.toml                     every check up to opening, as of today
#   heard check plan.toml --on 2027-01-18     … as of that day
#   heard check plan.toml --move noticed      only what must be right before notice is given
#
# Texts stand in quotes, days are written 2027-01-18, lists in square brackets. Leave a text as "" when there is nothing
# to say. Each key is the field of the plan that has the same name on the web.

schema = 1
title = "Getting to the library"

# Who leads, and has that partner signed the Compact? How many of its earlier activities still owe people feedback?
lead_partner = "Coventry City Council"
lead_is_signatory = true
lead_feedback_overdue = 0

# light (listening, no decision linked), standard or high
tier = "standard"

# What is this for? At most 50 words, in words that a child of 11 can read.  (GP-a)
purpose = "Three bus routes to the library may change. We want to know how people get there, and what would help."
purpose_written_on = 2026-10-05
# What will be different, how will you know, and what number do you want to reach?  (A-2)
outcome = "More people can get to the library and home again without a car."
outcome_known_by = "We count who gets off at the library in March, and again a year later."
outcome_number = 900
outcome_unit = "people a week who come by bus"
audience = "People who use the library, or would like to."
general_public = true
topics = ["transport", "libraries"]

# inform, consult, involve, coproduce or devolve: what is promised?  (P-8)
level = "consult"
promise = "We will read every answer, tell you what we heard, and say what it changed."

# Is it a formal consultation, one that the law or a decision requires? Say so either way.  (P-8)
formal_consultation = false

# What is at stake? Any of these makes it “high”: more is asked of it. Money is in pence.
key_decision = false
# The day on which the notice of the key decision was published: 28 days before it is made.
key_decision_noticed_on = ""
withdraws_existing_benefit = false
vulnerable_groups = false
at_stake_pence = 0

# Once it has opened: the level that people were told.
#: level_at_opening = "consult"

# What can still change, what cannot, and what else is weighed?  (P-1, P-9, UP-d)
open_matters = ["Which streets the three routes use", "The time of the last bus home"]
closed_matters = ["The money for buses in 2027"]
options = ["Keep the routes", "Two routes, later buses"]
something_else_welcome = true
rejected_alternatives = "A new tram stop was looked at and set aside: it would take nine years."
influence_statement = "You can change which streets the buses use and how late they run, but not the budget."
other_inputs = "The bus budget, passenger counts and road safety advice."
# Which service or policy, who decides, when, and where does the paper go?  (P-2)
service = "Bus services that the city supports"
decision_maker = "Cabinet Member for City Services"
decision_goes_to = "The cabinet member's decision meeting of June, through the head of transport"
decides_on = 2027-06-15
# A decision that has been made already, if there is one: its day.
decision_made_on = ""

# Notice: 28 days before opening is the aim; if less, say why.  (GP-m)
noticed_on = 2026-12-07
notice_reason = ""

# Open from the start of one day to the end of the other; 84 days (12 weeks), or say why not.  (GP-n)
opens_on = 2027-01-18
closes_on = 2027-04-19
duration_rationale = ""
# Where 14 days or more fall in Christmas or August: how is that made up for?
holiday_extension = ""
# Once it has opened: the closing day that people were promised. It may be extended, never brought forward.
#: closes_on_at_opening = 2027-04-19
# A duty to consult that a law sets, and its minimum number of days; "" and 0 when there is none.
statutory_duty = ""
statutory_minimum_days = 0

# How will people hear of it, and how will they be told the outcome?  (GP-c)
# Channels: web, paper, phone, in_person, text_message, letter, email
publicity_channels = ["web", "paper", "in_person"]
feedback_channels = ["web", "email", "letter"]
feedback_due_on = 2027-07-05

# Times before an election in which it begins, and what the monitoring officer ruled (go_on or wait), for instance
# [{ name = "the elections of May 2027", begins_on = 2027-03-31, polling_on = 2027-05-06, ruling = "go_on",
#    because = "No party has said anything about buses.", ruled_by = "Eve Hall", ruled_on = 2027-03-01 }]  (GP-m)
elections = []

# Consultation and communications side by side: who leads each, and when was the communications plan approved?  (P-4)
consultation_lead = "Ann Okafor"
communications_lead = "Dan Price"
comms_approved_on = 2026-11-30
# Which core modules of the training has whoever keeps this plan completed?  (P-6)
lead_modules = ["compact"]

# If no group below is seldom heard, say why.  (P-7)
no_seldom_heard_because = ""

information_pack = "Maps of the three routes, passenger counts and costs: eight pages, on paper and on the web."
late_response_policy = "Post counts for three more working days. Later answers are read, and not counted."

# Two different people approve the notice.
approved_by = ["Ann Okafor, engagement lead", "Bilal Hussain, senior lead"]
# Which of them wrote the plan themselves? And who of them reviews it independently, from another partner?
approved_by_author = ["Ann Okafor, engagement lead"]
reviewed_by = []

# Do you rely on a voluntary or community body to do this?  (GP-e, P-5)
voluntary_involved = true

# Who is affected? Which ways of taking part, by their titles, reach them?  (GP-a, P-7, P-10, UP-e)
[[groups]]
name = "People over 75"
most_affected = true
seldom_heard = true
offline_likely = true
barrier = "Many do not use the internet"
remedy = "Paper forms by post, and tea at the library with someone to talk to"
reached_by = ["Questions about your journey", "Tea and talk at the library"]

[[groups]]
name = "Pupils at nearby schools"
most_affected = false
seldom_heard = false
offline_likely = false
barrier = ""
remedy = ""
reached_by = ["Questions about your journey"]

# The ways of taking part. Methods: survey, gathering, conversation, opinions, document, budget, assets, inquiry,
# correspondence. `generic` means: not made for any group. `terms` say what a channel offers; all must be equal.  (UP-e)
[[strands]]
title = "Questions about your journey"
method = "survey"
channels = ["web", "paper", "phone"]
why = "Everyone can answer it in five minutes, at home."
generic = true
method_chosen_on = 2026-10-19
# What is missing before it can open, and what is still to be entered after closing.
blockers = []
capture_owed = []
# In which languages and formats (standard, easy_read) its questions are published. Leave empty for a conversation.
published_languages = ["English", "Polish", "Punjabi"]
published_formats = ["standard", "easy_read"]
# Nobody signs up before they can read or answer; replies that an officer owes in public and that are late.  (B4-b)
needs_account = false
replies_late = []

# What each channel offers. `opens_on` and `closes_on` may be set here too; unset, they are those of the activity.
[[strands.terms]]
channel = "web"
questions = 8
shows_influence = true
where = "The web page of the activity"

[[strands.terms]]
channel = "paper"
questions = 8
shows_influence = true
where = "Every library"
lacks = [] # what a language, a format or a printed batch of it leaves out: "The Easy Read form lacks question 4."

[[strands.terms]]
channel = "phone"
questions = 8
shows_influence = true
where = "The contact centre"

[[strands]]
title = "Tea and talk at the library"
method = "gathering"
channels = ["in_person"]
why = "People who would not fill in a form will talk over tea."
generic = false
method_chosen_on = 2026-10-19
terms = []
blockers = []
capture_owed = []
published_languages = []
published_formats = []
needs_account = false
replies_late = []

# Who has a stake? stake: affected, interested or authority. sector: statutory, voluntary, community or business.
# Someone with authority to make the change accepts the role themselves.  (P-11)
[[stakeholders]]
name = "Cabinet Member for City Services"
stake = "authority"
sector = "statutory"
role = "Decides on the routes"
accepted_on = 2026-11-16

[[stakeholders]]
name = "Friends of the Library"
stake = "affected"
sector = "community"
role = "Hosts the tea"
accepted_on = 2026-11-09

# What each such body gives and gets, in pence; it confirms that itself.  (GP-e, P-5)
[[voluntary_parts]]
body = "Friends of the Library"
role = "Hosts the tea, and asks its members to come"
uses_network = true
hours = 24
amount_pence = 48000
why_nothing = ""
benefit = "We meet people who may join us, and our tea is paid for."
acknowledged_on = 2026-11-16
agreed_on = 2026-11-16
paid_on = 2026-12-14

# What each option costs and brings: the options by the same words as above.
[[option_terms]]
option = "Keep the routes"
costs = "£210,000 a year; no later bus."
benefits = "Nobody walks further than now."

[[option_terms]]
option = "Two routes, later buses"
costs = "£205,000 a year; people on one road walk four minutes more."
benefits = "Buses run until the library closes."

# What it rests on. Unpublished evidence is refused; older than 24 months says why it still holds.
[[evidence]]
title = "Passenger counts of 2026"
found_at = "The city's open data page"
dated_on = 2026-06-01
published = true
currency_note = ""

# Three people who are not staff read the page and say back what they can change.  (P-9)
[[readings]]
said = "I can say which roads the bus takes."
matches = true
read_on = 2026-11-20

[[readings]]
said = "Which streets, and when the last bus goes. Not the money."
matches = true
read_on = 2026-11-20

[[readings]]
said = "The roads and the evening times."
matches = true
read_on = 2026-11-21

# What the decision owner signs before notice is given.  (UP-d, GP-f)
[declaration]
nothing_decided = true
signed_by = "Cass Whitmore"
signed_role = "Cabinet Member for City Services"
signed_on = 2026-11-30
would_change_my_mind = "Hearing that a route is the only way to the library for people who cannot walk far."
what_is_fixed = "The bus budget for 2027."
# Words of the plan that were changed after signing: they void the signature.
changed_since = []

# Access and equality: an equality analysis, or the reason for none.  (GP-g, P-12)
[access]
equality_analysis = "EA-2026-118"
equality_screening_reason = ""
formats = ["large_print", "easy_read", "audio"]
languages = ["Polish", "Punjabi"]
languages_spoken = ["Polish", "Punjabi"]
includes_learning_disabled = true
venue_check = "Step-free, hearing loop and toilets checked on 9 November 2026."
support_offered = "A lift there, an interpreter, or a phone call instead."

[duplicates]
# Was the plan compared with what partners asked in the last two years, and plan?  (GP-d)
checked_on = 2026-10-12
is_current = true

# What was alike (per cent), and what was done about it: reuse, join, or proceed, and why.  (GP-d, P-3)
[[duplicates.matches]]
title = "Buses after dark"
partner = "Example Health Trust"
is_own = false
score = 52
because = ["both about: bus, routes", "both for the whole city"]
opens_on = 2025-11-03
response = "reuse"
response_because = "Their findings on night shifts are used, so we do not ask about nights again."

# Whom we asked what they have, and what they said: findings, join, nothing or call.
[[duplicates.enquiries]]
partner = "Example Health Trust"
asked_on = 2026-10-12
replied_on = 2026-10-15
reply = "findings"

# What people are shown before they answer: who keeps their answers, on what basis, for how long.
[privacy]
lawful_basis = "Public task"
controller = "Coventry City Council"
retention = "Two years after the record is archived; then names and addresses go."
impact_assessment = "DPIA-2026-41"

# How answers will be read, fixed before anybody answers; peers look at whether the questions are neutral.  (GP-i, UP-f)
[analysis]
locked_on = 2027-01-11
leading_open = []
peers = 2
peers_outside = 1
#: changed_after_closing = false
#: change_reason = ""
#: # Passages in people's own words, and how many of them a second person read without seeing the first reading.
#: free_text = 140
#: read_twice = 30
#: unsettled = 0
#: # Krippendorff's alpha in hundredths: 60 means 0.6.
#: agreement = 78
#: methods = "Two people read every answer; 30 of 140 were read twice, and differences were talked over."
#: limits = "Those who took part chose to. Young people are few among them."
#: reviewed_by = "Dev Patel, another partner"
#: reviewed_on = 2027-05-03
#: reviewer_dissents = false
#: # When the findings were published, and when they went to the other partners.  (GP-l)
#: published_on = 2027-05-10
#: shared_on = 2027-05-17
#:
#: [[analysis.theme_agreements]]
#: theme = "The last bus is too early"
#: agreement = 84
#:
#: # How people stood, in a hundred, and how many quotes show it. finding = "" is the report as a whole.  (UP-f)
#: [[analysis.quotes]]
#: finding = "F1"
#: for_percent = 85
#: against_percent = 10
#: mixed_percent = 5
#: quotes_for = 3
#: quotes_against = 1
#: quotes_mixed = 0
#:
#: # Evidence from elsewhere that the decision rests on: published, and at most two years old or with a note.  (GP-i)
#: [[analysis.cited]]
#: source = "Passenger survey of 2026, Transport Partnership"
#: collected_on = 2026-03-31
#: published = true
#: currency_note = ""

# A named senior lead may publish a reason where a check allows it (its severity is “override”). For instance:
# [[overrides]]
# check = "GP-m.2"
# reason = "The bridge closes on Monday, and people must be asked before then."
# by = "Bilal Hussain, senior lead"
# on = 2026-12-01

"""

TEMPLATE = BEFORE + AFTER


def whole() -> str:
    """The example with everything after closing switched on."""
    rows = TEMPLATE.split("\n")
    return "\n".join(row.removeprefix(AFTER_CLOSING) if row != "#:" else "" for row in rows)
