"""The second half of the example that `heard check --template` prints: what is only needed after closing."""

from __future__ import annotations

AFTER = """\
# ----------------------------------------------------------------------------------------------------------------------
# Only after closing. Take away each “#: ” to use it.

#: # What has come in so far, by channel: half-way through, people without internet should be among them.
#: [[came_in]]
#: channel = "web"
#: received = 180
#:
#: [[came_in]]
#: channel = "paper"
#: received = 70
#:
#: # Received = analysed + excluded (with reasons) + withdrawn, channel by channel.  (UP-f)
#: [[counts]]
#: strand = "Questions about your journey"
#: channel = "web"
#: received = 61
#: analysed = 60
#: excluded = 1
#: excluded_reasons = ["The same form sent twice"]
#: withdrawn = 0
#:
#: [[counts]]
#: strand = "Questions about your journey"
#: channel = "paper"
#: received = 74
#: analysed = 73
#: excluded = 0
#: excluded_reasons = []
#: withdrawn = 1
#:
#: [[counts]]
#: strand = "Tea and talk at the library"
#: channel = "in_person"
#: received = 12
#: analysed = 12
#: excluded = 0
#: excluded_reasons = []
#: withdrawn = 0
#:
#: # A theme of 5% or more, or raised by those most affected, is in a finding or says why not.  (UP-f)
#: [[themes]]
#: name = "The last bus is too early"
#: contributions = 58
#: coded_base = 145
#: raised_by_most_affected = true
#: in_finding = "F1"
#: not_taken_because = ""
#:
#: [[themes]]
#: name = "Parking"
#: contributions = 9
#: coded_base = 145
#: raised_by_most_affected = false
#: in_finding = ""
#: not_taken_because = "Parking was not part of this; it was passed to the highways team."
#:
#: # Answers: adopted, partly, not_adopted, already_so or outside_power.  (GP-i, B3-d)
#: [[findings]]
#: ref = "F1"
#: statement = "People stay away in the evening because the last bus leaves before the library closes."
#: base = 145
#: source = "All three ways of taking part"
#: range_of_views = "58 said so; 6 said that the last bus is late enough."
#: evidence = 58
#: strands = ["Questions about your journey", "Tea and talk at the library"]
#: answer = "partly"
#: answer_reason = "Later buses on two routes; the third has too few riders."
#: # Where it is outside our power: who it was passed to.  (P-13)
#: referred_to = ""
#:
#: # The decision.  (B3-d)
#: [decision]
#: maker = "Cass Whitmore"
#: made_on = 2027-06-15
#: option = "Two routes, later buses"
#: reasons = "It keeps the way to the library and lets people stay until it closes."
#: alternatives = "Keeping all three routes as they are; a later bus on all three."
#: conflicts = "None declared."
#: dispensations = "None granted."
#: # Called in, and neither reconfirmed nor changed yet.
#: called_in_open = false
#: # How often its owner was asked what is different, and has not said in time.  (P-2)
#: outcomes_owed = 0
#: pack_hash = "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef"
#: pack_opened = true
#: # The day of the public notice that a key decision is coming, if it is one.  (GP-m)
#: key_notice_on = ""
#:
#: # Promises. State: promised, in_progress, done, verified, changed or dropped.  (UP-b)
#: [[commitments]]
#: ref = "C1"
#: words = "The last bus on two routes leaves at nine."
#: owner = "Head of Transport"
#: due_on = 2027-09-01
#: state = "done"
#: evidence = "Timetable of September 2027"
#: reason = ""
#: decider = ""
#: # Residents were asked whether it is true, and a public reply to them is owed.
#: residents_asked = true
#: reply_owed = false
#:
#: # What people were told, and by which channels.  (GP-k, UP-a)
#: [feedback]
#: due_on = 2027-07-05
#: summary = "You said the last bus is too early. So two buses will run until nine. The third has too few riders."
#: channels_owed = ["web", "paper", "in_person"]
#: channels_given = ["web", "paper", "in_person"]
#: given_on = 2027-06-28
#: no_commitment_reason = ""
#: not_heard = "Few people under 25 answered."
#: # While a decision is late, people are told what was heard so far.
#: interim_given_on = ""
#: # How many who asked for a reply still wait.
#: replies_waiting = 0
#:
#: # The five questions.  (GP-j, P-14)
#: [evaluation]
#: learned = "Tea brought people whom the form did not."
#: how_many = 146
#: representative = "Over 75s took part more than their share; young people less."
#: what_changed = "Two buses run until nine."
#: better_informed_or_able = "31 of 40 who answered afterwards said so."
#: follow_up_sent = true
#: own_scores = 7
#: second_scores = 7
#: lessons_shared = 1

# A concern that somebody raised, and what came of it: upheld, not_upheld or withdrawn.  (A-1, UP-d)
#: [[concerns]]
#: ref = "c7"
#: clause = "UP-e"
#: ended = "upheld"
#: # Evidence that it was decided already is answered in public by whoever decides.
#: contradicts = false
#: answered_on = ""
#: remedy = "The form is posted to every house in the ward."
#: remedy_due_on = 2027-08-01
#: remedy_done_on = 2027-07-20
#: # It counts as mended once somebody independent has confirmed it.
#: remedy_confirmed_on = 2027-07-28

# What people sent for everyone to read, and what was left out: counts of things.  (UP-c)
#: [moderation]
#: waiting = 0      # not shown, because nobody has looked
#: held = 0         # taken down, and not decided
#: removed = 2      # left out for good, with a listed reason
#: one_team = 0     # of these, agreed by one team alone
#: untold = 0       # of these, without telling the person
#: appeals = 0      # waiting to be heard
#: split = ""       # if critical words were taken down more than others, and nobody independent has looked: the figures

# Who was heard: some, few (too few to show), none; leave `heard` out where it is not known.
#: [[reach]]
#: group = "People over 75"
#: most_affected = true
#: heard = "some"
#: hoped = 40
"""
