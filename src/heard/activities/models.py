"""The thread's first half: activity → strand → contribution → passage, with the plan around it and receipts."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from heard.ground import clock
from heard.ground.fields import PublicId
from heard.people.models import Account, Partner, Voice
from heard.places.models import Place


class Level(models.TextChoices):
    INFORM = "inform", _("Inform")
    CONSULT = "consult", _("Consult")
    INVOLVE = "involve", _("Involve")
    COPRODUCE = "coproduce", _("Co-produce")
    DEVOLVE = "devolve", _("Devolve")


class Tier(models.TextChoices):
    LIGHT = "light", _("Light: listening, no decision linked")
    STANDARD = "standard", _("Standard")
    HIGH = "high", _("High: key decision, or something people have is withdrawn")


class Channel(models.TextChoices):
    WEB = "web", _("On the web")
    PAPER = "paper", _("On paper")
    PHONE = "phone", _("By phone")
    IN_PERSON = "in_person", _("In person")
    TEXT_MESSAGE = "text_message", _("By text message")
    LETTER = "letter", _("By letter")
    EMAIL = "email", _("By e-mail")


class Stage(models.TextChoices):
    IDEA = "idea", _("An idea")
    PLANNED = "planned", _("Being planned")
    NOTICED = "noticed", _("Coming up")
    OPEN = "open", _("Open now")
    CLOSED = "closed", _("Closed: being read")
    FOUND = "found", _("What we heard is published")
    DECIDED = "decided", _("Decided")
    TOLD = "told", _("You have been told")
    EVALUATED = "evaluated", _("Evaluated")
    ARCHIVED = "archived", _("Finished")
    WITHDRAWN = "withdrawn", _("Withdrawn")


def words(label: Any, help_text: Any = "", **kwargs: Any) -> models.TextField:
    return models.TextField(label, blank=True, help_text=help_text, **kwargs)


def channels(label: Any = _("channels"), **kwargs: Any) -> ArrayField:
    return ArrayField(
        models.CharField(max_length=12, choices=Channel),
        default=list,
        blank=True,
        verbose_name=label,
        **kwargs,
    )


def lines(label: Any, help_text: Any = "") -> ArrayField:
    return ArrayField(models.TextField(), default=list, blank=True, verbose_name=label, help_text=help_text)


class Programme(models.Model):
    """Activities that belong together, with the elected member who answers for them."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    about = models.TextField(blank=True)
    accountable_member = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_sample = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.title


class Activity(models.Model):
    """Something a partner asks people, and how much influence is on offer.

    The last block holds what every page must show; higher rooms write it through `activities.actions`.
    """

    public_id = PublicId()
    slug = models.SlugField(max_length=90, unique=True)
    title = models.CharField(_("title"), max_length=160)
    lead = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    partners = models.ManyToManyField(Partner, blank=True, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="activities")
    places = models.ManyToManyField(Place, blank=True, related_name="+")
    topics = lines(_("topics"))
    level = models.CharField(_("level of influence"), max_length=10, choices=Level, blank=True)
    tier = models.CharField(max_length=8, choices=Tier, default=Tier.STANDARD)
    origin = words(_("who asked for this"))
    owner = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    noticed_on = models.DateField(_("notice published on"), null=True, blank=True)
    opens_on = models.DateField(_("opens on"), null=True, blank=True)
    closes_on = models.DateField(_("closes on"), null=True, blank=True)

    stage = models.CharField(max_length=10, choices=Stage, default=Stage.IDEA)
    stage_at = models.DateTimeField(default=clock.now)
    level_at_opening = models.CharField(max_length=10, blank=True)
    closes_on_at_opening = models.DateField(null=True, blank=True)
    short_period_because = models.TextField(blank=True)
    pre_decided = models.BooleanField(default=False)
    feedback_due_on = models.DateField(null=True, blank=True)
    feedback_given_on = models.DateField(null=True, blank=True)
    feedback_was_late = models.BooleanField(default=False)
    overrides = models.PositiveSmallIntegerField(default=0)
    withdrawn_because = models.TextField(blank=True)
    is_sample = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "activities"
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_on__isnull=True) | Q(closes_on__isnull=True) | Q(closes_on__gte=F("opens_on")),
                name="activity_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(closes_on_at_opening__isnull=True) | Q(closes_on__gte=F("closes_on_at_opening")),
                name="activity_never_closes_earlier_than_promised",
            ),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="activity_stage_is_known"),
        ]
        indexes = [
            models.Index(fields=["stage", "closes_on", "id"]),
            models.Index(fields=["stage", "opens_on", "id"]),
            models.Index(fields=["-stage_at", "-id"]),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_public(self) -> bool:
        return self.stage not in {Stage.IDEA, Stage.PLANNED}

    @property
    def is_open(self) -> bool:
        return self.stage == Stage.OPEN

    @property
    def feedback_is_overdue(self) -> bool:
        due = self.feedback_due_on
        return due is not None and self.feedback_given_on is None and clock.today() > due


class Plan(models.Model):
    """The plan as a document, one row an activity. Field names are the keys of the plan snapshot (`rules.snapshot`)."""

    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, primary_key=True, related_name="plan")
    purpose = words(_("What is this for?"), _("In 50 words or fewer, as you would say it to a neighbour."))
    purpose_written_on = models.DateField(null=True, blank=True)
    audience = words(_("Who is this for?"))
    general_public = models.BooleanField(_("Anyone may take part"), default=True)
    open_matters = lines(_("What can still change?"), _("One on each line."))
    closed_matters = lines(_("What cannot change?"), _("One on each line, with the reason."))
    options = lines(_("Options people are asked about"), _("One on each line."))
    something_else_welcome = models.BooleanField(_("People may propose something else"), null=True, blank=True)
    rejected_alternatives = words(_("What else was considered, and why it was set aside"))
    influence_statement = words(_("How much influence do people have?"), _("Shown wherever people take part."))
    other_inputs = words(_("What else will be weighed?"), _("Budget, law, evidence."))
    decision_maker = models.CharField(_("Who decides?"), max_length=200, blank=True)
    decides_on = models.DateField(_("When will they decide?"), null=True, blank=True)
    notice_reason = words(_("Why is notice shorter than 28 days?"))
    duration_rationale = words(
        _("Why is it shorter than 12 weeks?"),
        _("Say who loses out and what is done for them. This is published."),
    )
    holiday_extension = words(_("What was added for the holidays?"))
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


class DateChange(models.Model):
    """A change of an open activity's closing day. It may only move later, and says why."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="date_changes")
    was = models.DateField()
    became = models.DateField()
    reason = models.TextField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(became__gt=F("was")), name="closing_day_only_moves_later")]

    def __str__(self) -> str:
        return f"{self.was} → {self.became}"


class Contribution(models.Model):
    """Anything that one voice gave to a strand, on any channel. Its words are its passages.

    `trace_id` is its public name (never the receipt). `entry_key` makes a repeated sending count once.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        EXCLUDED = "excluded", _("Not counted")
        WITHDRAWN = "withdrawn", _("Withdrawn by the person")

    strand = models.ForeignKey(Strand, on_delete=models.PROTECT, related_name="contributions")
    trace_id = PublicId()
    voice = models.ForeignKey(Voice, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=12, choices=Channel)
    received_at = models.DateTimeField()
    entered_at = models.DateTimeField(default=clock.now)
    entered_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    provenance = models.CharField(
        max_length=200, blank=True, help_text=_("Where it comes from: a session, a batch, an import")
    )
    on_behalf_of = models.CharField(
        max_length=200, blank=True, help_text=_("An organisation, or the basis for speaking for someone")
    )
    may_quote = models.BooleanField(default=False)
    state = models.CharField(max_length=9, choices=State, default=State.RECEIVED)
    excluded_because = models.CharField(max_length=12, blank=True)
    entry_key = models.CharField(max_length=64, unique=True, null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["strand", "state", "channel"]),
            models.Index(fields=["strand", "-received_at", "-id"]),
            models.Index(fields=["voice"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="excluded") | ~Q(excluded_because=""),
                name="an_excluded_contribution_says_why",
            )
        ]

    def __str__(self) -> str:
        return self.trace_id


class Passage(models.Model):
    """One stretch of words, as said. `prompt` is the question it answers, `prompt_ref` names that question for its method."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="passages")
    ordinal = models.PositiveSmallIntegerField()
    prompt = models.TextField(blank=True)
    prompt_ref = models.CharField(max_length=40, blank=True)
    words = models.TextField()
    language = models.CharField(max_length=12, default="en")
    original = models.CharField(
        max_length=10,
        default="written",
        choices=[("written", _("Written")), ("spoken", _("Spoken, noted down"))],
    )

    class Meta:
        ordering = ["ordinal"]
        constraints = [models.UniqueConstraint(fields=["contribution", "ordinal"], name="one_passage_per_ordinal")]
        indexes = [models.Index(fields=["prompt_ref", "id"])]

    def __str__(self) -> str:
        return self.words[:60]


class Layer(models.Model):
    """A reading laid over a passage: it never overwrites what was said. The newest redaction is what is shown."""

    class Kind(models.TextChoices):
        TRANSCRIPTION = "transcription", _("Transcription")
        TRANSLATION = "translation", _("Translation")
        REDACTION = "redaction", _("Redaction")
        CORRECTION = "correction", _("Correction")

    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="layers")
    kind = models.CharField(max_length=13, choices=Kind)
    words = models.TextField()
    language = models.CharField(max_length=12, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(kind="redaction") | ~Q(reason=""), name="a_redaction_says_why")
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Receipt(models.Model):
    """Lets one voice follow what became of what it gave to one strand. The code is stored hashed."""

    code_hash = models.CharField(max_length=64, unique=True)
    secret_hash = models.CharField(
        max_length=64, blank=True, help_text=_("Hash of the secret on the slip that opens the words")
    )
    strand = models.ForeignKey(Strand, on_delete=models.PROTECT, related_name="+")
    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="+")
    given_on = models.DateField(default=clock.today)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["strand", "voice"], name="one_receipt_per_voice_and_strand")]

    def __str__(self) -> str:
        return "a receipt"
