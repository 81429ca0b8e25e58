"""A conversation about the sample library and a board of ideas for the sample park. All invented, people and words."""

from __future__ import annotations

from collections.abc import Sequence

from heard.activities import actions as planning
from heard.activities.actions import ReplyTo, Terms
from heard.activities.models import Strand
from heard.config.sample.telling import Story, about
from heard.ground import clock
from heard.methods.conversation import actions as talking
from heard.methods.conversation.actions.posting import Where
from heard.methods.conversation.models import Conversation, Post
from heard.methods.conversation.queries import conversation_for_staff
from heard.places.models import Place

LIBRARY = (
    # day, channel, words, ward
    (-33, "web", "My mother cannot get past the side door. The bell rings and nobody hears it.", "Foleshill"),
    (-31, "in_person", "Somewhere warm to sit that does not cost the price of a coffee.", ""),
    (-29, "web", "Open on Thursday evenings. I finish at half past five, and at six the lights go out.", ""),
    (-27, "paper", "More large print. I have read the whole shelf, twice.", "Foleshill"),
    (-24, "web", "Keep one room quiet. Everything else may be as loud as it likes.", ""),
    (-20, "phone", "I would come if there were a bus after seven.", "Longford"),
    (-16, "web", "A table where somebody helps with letters from the council. Half my street would come.", "Foleshill"),
    (-12, "web", "Who decides which newspapers you keep, and could we have one in Polish?", ""),
)
REPLIES = (
    # to which, day, tone, words; the last two answer a reply
    (2, -28, "adds", "Mondays too, then the homework club could stay on."),
    (2, -26, "differs", "Evenings frighten me, the way home is dark. Saturday mornings for me, please."),
    (4, -22, "differs", "A whole quiet room is a lot of room. Quiet hours would do."),
    (0, -19, "adds", "A doorbell that lights up at the desk costs little."),
)
IDEAS = (
    # day, channel, title, words, voices, status, why
    (-257, "web", "Lights that wake up when you come", "Dark for the bats, light for us.", 9, "adopted",
     "In the plan for this winter, on the path from the school to the bus."),
    (-254, "paper", "A walk home together at half past eight", "From the school gate, whoever comes. No need for staff.", 6,
     "looking", "We are asking the school whether the gate can be the meeting place."),
    (-251, "web", "Cut the hedge by the pond", "You cannot see who stands behind it.", 7, "adopted",
     "Cut to the knee in February, before birds nest."),
    (-246, "web", "Cameras at every gate", "Then they would think twice.", 3, "not_adopted",
     "They cost as much as two wardens, and most of you asked for people rather than cameras."),
    (-240, "in_person", "A kiosk that stays open until nine", "Where there is tea there are people.", 5, "heard", ""),
    (-231, "web", "Lamps along the main path", "Like in the old photographs, but warmer.", 4, "", ""),
)  # fmt: skip


def ask_the_library(story: Story, number: int) -> Strand:
    """Plan a conversation, before notice is given."""
    return _ask(story, number, Conversation.Kind.TALK, "Say it in your own words",
                "What would make you come in, the next time you pass the library?")  # fmt: skip


def ask_the_park(story: Story, number: int) -> Strand:
    """Plan a board of ideas, before notice is given."""
    return _ask(story, number, Conversation.Kind.BOARD, "Ideas for the evening",
                "What would bring you through the park after dark?")  # fmt: skip


def _ask(story: Story, number: int, kind: str, title: str, prompt: str) -> Strand:
    olu = story.cast["olu"]
    with story.on(number) as at:
        strand = planning.add_strand(
            activity=story.activity, by=olu, at=at, method="conversation", title=title, generic=False,
            channels=["web", "paper", "phone", "in_person"],
            why="People answer one another, and a person answers them; a form cannot do that.",
            terms=[Terms("paper", "A card and a box in every library"), Terms("in_person", "At “Tea and talk”"),
                   Terms("phone", "From 8am to 6pm, Monday to Friday")],
        )  # fmt: skip
        talking.set_up(
            strand=strand, kind=kind, prompt=prompt, by=olu, at=at,
            about="A few words are enough. Others can read what you write; nobody sees who you are.",
        )  # fmt: skip
        talking.name_officer(
            strand=strand, officer=olu, name="Olu Adeyemi", role="Engagement officer", by=olu, at=at
        )  # fmt: skip
    return strand


def talk_at_the_library(story: Story, strand: Strand) -> None:
    """People speak, differ, add their voices; questions are answered, and one is late."""
    posts = [_say(story, strand, *each) for each in LIBRARY]
    for place, day, tone, words in REPLIES:
        _say(story, strand, day, "web", words, parent=posts[place], tone=tone)
    _voices(story, posts, (11, 4, 8, 2, 5, 6, 9, 1), -8)
    olu = story.cast["olu"]
    with story.on(-17) as at:
        for post, way in (
            (posts[0], ReplyTo("text", "07700 900111", "Rosa Sample")),
            (posts[6], ReplyTo("letter", "6 Example Street\nCoventry", "Sample Person 6")),
        ):
            talking.keep_details(contribution=_fresh(post).contribution, may_quote=True, reply_to=(way,), at=at)
        for number, post in enumerate(posts):
            talking.keep_about(contribution=_fresh(post).contribution, answers=about(number))
    with story.on(-7) as at:
        for post, number, channel, where in (
            (posts[0], 9, "in_person", "“Tea and talk”, the sample library: hands"),
            (posts[2], 6, "paper", "The sheet by the door of the sample library"),
        ):
            talking.count_support(
                post=_fresh(post), number=number, channel=channel, where=where, said_on=clock.day_of(at), key=where[:40],
                by=olu, at=at,
            )  # fmt: skip
    with story.on(-16) as at:
        talking.ask_officer(post=posts[0], at=at)
    with story.on(-14) as at:
        words = (
            "You are right, and it is ours to mend. A bell that lights up at the desk is ordered; it comes next month."
        )
        talking.reply_as_officer(post=posts[0], words=words, by=olu, at=at)
        words = "Half of it is done: a volunteer sits there on Tuesdays from ten. I have asked for a second day."
        talking.reply_as_officer(post=posts[6], words=words, by=olu, at=at)
    with story.on(-12) as at:
        talking.ask_officer(post=posts[7], at=at)
        question = posts[7].question
    with story.on(-2) as at:
        talking.note_late(question=question, at=at)


def talk_about_the_park(story: Story, strand: Strand) -> None:
    """Ideas come in; two that say the same are put together; each is told what becomes of it."""
    olu = story.cast["olu"]
    posts = [_say(story, strand, day, channel, words, title=title) for day, channel, title, words, *_more in IDEAS]
    _say(story, strand, -249, "web", "And who pays when the bulbs go?", parent=posts[0], tone="asks")
    _say(story, strand, -238, "web", "Cameras watch us too.", parent=posts[3], tone="differs")
    _voices(story, posts, [each[4] for each in IDEAS], -200)
    with story.on(-190) as at:
        source, target = _fresh(posts[5]), _fresh(posts[0])
        talking.join_posts(source=source, target=target, because="Both are about the same path.", by=olu, at=at)
        words = "The council pays, from the lighting fund; the lamps last fifteen years."
        talking.reply_as_officer(post=_fresh(posts[0]), words=words, by=olu, at=at)


def answer_the_park(story: Story, strand: Strand) -> None:
    """Once it has closed: what becomes of each idea, and the closing words."""
    olu = story.cast["olu"]
    posts = Post.objects.filter(conversation=strand.pk, depth=0).order_by("at", "pk")
    for post, (*_said, status, because) in zip(posts, IDEAS, strict=True):
        if status:
            with story.on(-160) as at:
                talking.change_status(post=_fresh(post), status=status, because=because, by=olu, at=at)
    with story.on(-158) as at:
        conversation = conversation_for_staff(strand.public_id)
        words = (
            "You want to see and be seen, and most of you want people about rather than cameras. The path and the hedge "
            "are in this winter's plan. The kiosk and the walk home are still open. Some of you fear for the bats: the "
            "lights will wake up only when somebody comes."
        )
        talking.write_summary(conversation=conversation, words=words, by=olu, at=at)


def _say(
    story: Story,
    strand: Strand,
    day: int,
    channel: str,
    words: str,
    ward: str = "",
    *,
    title: str = "",
    parent: Post | None = None,
    tone: str = "",
) -> Post:
    story.count += 1
    with story.on(day) as at:
        return talking.post(
            conversation=conversation_for_staff(strand.public_id), words=words, title=title, parent=parent, tone=tone,
            channel=channel, by=None if channel == "web" else story.cast["olu"], at=at, may_quote=story.count % 4 != 0,
            where=Where(Place.objects.filter(kind=Place.Kind.WARD, name=ward).first()) if ward else None,
            entry_key=f"sample-talk-{story.count}", signals={"seconds": 60},
        ).post  # fmt: skip


def _voices(story: Story, posts: Sequence[Post], counts: Sequence[int], day: int) -> None:
    with story.on(day) as at:
        for post, count in zip(posts, counts, strict=True):
            fresh = _fresh(post)
            for _each in range(count):
                talking.support(post=fresh, voice=None, at=at)


def _fresh(post: Post) -> Post:
    return Post.objects.select_related("contribution", "conversation__strand__activity__lead").get(pk=post.pk)
