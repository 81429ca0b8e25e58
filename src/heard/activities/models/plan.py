"""The plan around an activity: its words, groups, strands, stakeholders and signed declarations."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from heard.activities.models.activity import Activity
from heard.activities.models.choices import Channel, channels, lines, words
from heard.ground import clock
from heard.ground.fields import PublicId
from heard.people.models import Account


class Plan(models.Model):
    """The plan as a document, one row an activity. Field names are the keys of the plan snapshot (`rules.snapshot`)."""

    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, primary_key=True, related_name="plan")
    purpose = words(_("What is this for?"), _("In 50 words or fewer, as you would say it to a neighbour."))
    purpose_written_on = models.DateField(null=True, blank=True)
    outcome = words(_("What will be different afterwards?"), _("For people, not for the project."))
    outcome_known_by = words(_("How will you know?"), _("What you will look at, and where it comes from."))
    outcome_number = models.PositiveIntegerField(
        _("What number do you want to reach?"), null=True, blank=True, validators=[MaxValueValidator(10_000_000)]
    )
    outcome_unit = models.CharField(
        _("A number of what?"),
        max_length=200,
        blank=True,
        help_text=_("For example: people out of 100 who say that they could influence this."),
    )
    target_participants = models.PositiveIntegerField(
        _("How many people do you hope to hear from?"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(10_000_000)],
        help_text=_("A hope to learn by, never a reason to count badly."),
    )
    audience = words(_("Who is this for?"))
    general_public = models.BooleanField(_("Anyone may take part"), default=True)
    open_matters = lines(_("What can still change?"), _("One on each line."))
    closed_matters = lines(_("What cannot change?"), _("One on each line, with the reason."))
    options = lines(_("Options people are asked about"), _("One on each line."))
    something_else_welcome = models.BooleanField(_("People may propose something else"), null=True, blank=True)
    rejected_alternatives = words(_("What else was considered, and why it was set aside"))
    formal_consultation = models.BooleanField(
        _("Is this a formal consultation?"),
        null=True,
        blank=True,
        help_text=_("Formal: the law or a decision requires it, and its answers bind how the decision is made."),
    )
    key_decision = models.BooleanField(_("It leads to a key decision"), default=False)
    key_decision_noticed_on = models.DateField(_("Notice of the key decision was published on"), null=True, blank=True)
    withdraws_existing_benefit = models.BooleanField(_("Something that people have may be withdrawn"), default=False)
    vulnerable_groups = models.BooleanField(_("It touches people who are vulnerable"), default=False)
    at_stake_pence = models.PositiveBigIntegerField(_("Money at stake, in pence"), null=True, blank=True)
    influence_statement = words(_("How much influence do people have?"), _("Shown wherever people take part."))
    other_inputs = words(_("What else will be weighed?"), _("Budget, law, evidence."))
    service = words(_("Which service or policy is this about?"))
    decision_maker = models.CharField(_("Who decides?"), max_length=200, blank=True)
    decision_goes_to = words(
        _("Where does the paper go?"), _("The meeting or the person it is put to, and through whom.")
    )
    decides_on = models.DateField(_("When will they decide?"), null=True, blank=True)
    notice_reason = words(_("Why is notice shorter than 28 days?"))
    duration_rationale = words(
        _("Why is it shorter than 12 weeks?"),
        _("Say who loses out and what is done for them. This is published."),
    )
    holiday_extension = words(_("What was added for the holidays?"))
    statutory_minimum_days = models.PositiveSmallIntegerField(
        _("Least number of days that the law asks for"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(400)],
        help_text=_("Only if a law sets a period for this."),
    )
    statutory_basis = words(_("Which law, and where does it say so?"))
    statutory_duty = models.SlugField(_("Does a law ask you to consult on this?"), max_length=40, blank=True)
    consultation_lead = models.CharField(_("Who leads the consultation?"), max_length=200, blank=True)
    communications_lead = models.CharField(_("Who leads on communications?"), max_length=200, blank=True)
    comms_approved_on = models.DateField(_("The communications plan was approved on"), null=True, blank=True)
    voluntary_involved = models.BooleanField(
        _("Do you rely on a voluntary or community body to do this?"),
        null=True,
        blank=True,
        help_text=_("To reach people through its network, to host, to interpret. Not: to answer for its members."),
    )
    publicity_channels = channels(_("How people will hear about it"))
    publicity_plan = words(_("Where and when it is publicised"))
    feedback_channels = channels(_("How people will be told what happened"))
    feedback_due_on = models.DateField(_("Feedback promised by"), null=True, blank=True)
    no_seldom_heard_because = words(_("If no seldom-heard group is affected, why not?"))
    information_pack = words(_("What people need to know to answer"))
    late_response_policy = words(_("What happens to late responses?"))
    equality_analysis = words(_("Equality analysis: where it is and what it found"))
    equality_screening_reason = words(_("If no analysis is needed, why not?"))
    formats = lines(_("Formats on offer"), _("Large print, Easy Read, BSL… one on each line."))
    languages = lines(_("Languages on offer"), _("One on each line."))
    languages_spoken = lines(_("Languages spoken in the area"), _("One on each line."))
    includes_learning_disabled = models.BooleanField(
        _("The audience includes people with a learning disability"), default=False
    )
    venue_check = words(_("How venues were checked for access"))
    support_offered = words(_("Support to take part"), _("Travel, interpreters, childcare, a call back."))
    lawful_basis = models.CharField(_("Lawful basis"), max_length=200, blank=True)
    controller = models.CharField(_("Who is responsible for the data?"), max_length=200, blank=True)
    retention = words(_("How long it is kept"))
    impact_assessment = words(_("Data protection impact assessment"))
    updated_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    updated_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"plan of {self.activity_id}"


class Group(models.Model):
    """People whom the activity is about: affected, seldom heard, likely to be off-line."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="groups")
    ordinal = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("Who are they?"), max_length=160)
    most_affected = models.BooleanField(_("Most affected by the outcome"), default=False)
    seldom_heard = models.BooleanField(_("Seldom heard"), default=False)
    offline_likely = models.BooleanField(_("Many are off-line"), default=False)
    barrier = words(_("What stands in their way?"))
    remedy = words(_("What is done about it?"))
    target = models.PositiveIntegerField(
        _("How many of them do you hope to hear from?"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(10_000_000)],
    )

    class Meta:
        ordering = ["ordinal", "id"]
        constraints = [models.UniqueConstraint(fields=["activity", "name"], name="one_group_per_name")]

    def __str__(self) -> str:
        return self.name


class Strand(models.Model):
    """One way of taking part, held by one method. `settings` of the method lie in the method's own table."""

    public_id = PublicId()
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="strands")
    ordinal = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("title"), max_length=160)
    method = models.SlugField(_("method"), max_length=30)
    channels = channels(_("ways to take part"))
    why = words(_("Why does this method fit?"))
    generic = models.BooleanField(_("The same for everyone (not designed with a particular group)"), default=True)
    groups = models.ManyToManyField(Group, blank=True, related_name="strands")
    method_chosen_on = models.DateField(default=clock.today)
    concluded_at = models.DateTimeField(null=True, blank=True)
    outcome = models.JSONField(null=True, blank=True)
    outcome_digest = models.CharField(max_length=64, blank=True)
    dropped_because = models.TextField(blank=True)

    class Meta:
        ordering = ["ordinal", "id"]
        constraints = [models.UniqueConstraint(fields=["activity", "title"], name="one_strand_per_title")]

    def __str__(self) -> str:
        return self.title


class ChannelTerms(models.Model):
    """Where one channel of a strand differs, and where to find it (a phone number, a library, a postal address)."""

    strand = models.ForeignKey(Strand, on_delete=models.CASCADE, related_name="terms")
    channel = models.CharField(max_length=12, choices=Channel)
    opens_on = models.DateField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True)
    where = words(_("Where people find it"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["strand", "channel"], name="one_set_of_terms_per_channel")]

    def __str__(self) -> str:
        return self.get_channel_display()


class Stakeholder(models.Model):
    """A body or person with a stake. Those with authority are invited and accept in their own name."""

    public_id = PublicId()
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="stakeholders")
    name = models.CharField(_("name"), max_length=200)
    stake = models.CharField(
        max_length=10,
        choices=[
            ("affected", _("Affected")),
            ("interested", _("Interested")),
            ("authority", _("Can make the change happen")),
        ],
    )
    sector = models.CharField(max_length=12, blank=True)
    role = models.CharField(_("their part in this"), max_length=200, blank=True)
    email = models.EmailField(blank=True)
    secret_hash = models.CharField(max_length=64, blank=True)
    invited_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    invited_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    accepted_name = models.CharField(max_length=200, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "name"], name="one_stakeholder_per_name")]

    def __str__(self) -> str:
        return self.name


class Declaration(models.Model):
    """The decision owner's signed brief. A new signature is a new row; the newest counts; none is ever changed."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="declarations")
    nothing_decided = models.BooleanField()
    would_change_my_mind = models.TextField()
    what_is_fixed = models.TextField(blank=True)
    other_inputs = models.TextField(blank=True)
    brief = models.JSONField(null=True, blank=True)
    decides_on = models.DateField(null=True, blank=True)
    signed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    signed_name = models.CharField(max_length=200)
    signed_role = models.CharField(max_length=200)
    signed_at = models.DateTimeField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["-signed_at", "-id"]

    def __str__(self) -> str:
        return f"signed by {self.signed_name}"
