"""The addresses of evaluations."""

from django.urls import path

from heard.evaluation.staff import evaluating, following, scoring, taking_part, who
from heard.evaluation.views import answering, shown

app_name = "evaluation"
STAFF = "staff/activities/<slug:slug>/evaluation/"
TAKING_PART = f"{STAFF}taking-part/"
FOLLOW_UP = f"{STAFF}how-was-it/"

urlpatterns = [
    path("activities/<slug:slug>/evaluation/", shown.evaluation, name="evaluation"),
    path("activities/<slug:slug>/who-took-part/", shown.taking_part, name="taking_part"),
    path("activities/<slug:slug>/who-took-part.csv", shown.taking_part_csv, name="taking_part_csv"),
    path("evaluation/", shown.headline, name="headline"),
    path("lessons/", shown.lessons, name="lessons"),
    path("how-was-it/<slug:secret>/", answering.follow_up, name="follow_up"),
    path("second-score/<slug:secret>/", answering.score, name="score_by_link"),
    path(STAFF, evaluating.evaluation, name="staff_evaluation"),
    path(f"{STAFF}lessons/", evaluating.lesson, name="lesson"),
    path(f"{STAFF}lessons/<slug:public_id>/share/", evaluating.share, name="share_lesson"),
    path("staff/activities/<slug:slug>/lessons/", evaluating.alike, name="alike"),
    path("staff/activities/<slug:slug>/lessons/<slug:public_id>/use/", evaluating.use, name="use_lesson"),
    path(TAKING_PART, taking_part.taking_part, name="staff_taking_part"),
    path(f"{TAKING_PART}count/", taking_part.release, name="release"),
    path(f"{TAKING_PART}groups/<int:group_id>/", taking_part.measure, name="measure"),
    path(f"{TAKING_PART}actions/", taking_part.accept, name="accept"),
    path(f"{TAKING_PART}actions/<slug:public_id>/", taking_part.settle, name="settle"),
    path(f"{TAKING_PART}who/", who.who, name="who"),
    path(f"{TAKING_PART}who.<slug:kind>", who.who_data, name="who_data"),
    path(FOLLOW_UP, following.follow_up, name="staff_follow_up"),
    path(f"{FOLLOW_UP}start/", following.start, name="start_follow_up"),
    path(f"{FOLLOW_UP}letters/", following.print_letters, name="follow_up_letters"),
    path(f"{FOLLOW_UP}letters/<slug:public_id>.pdf", following.letters, name="follow_up_letters_pdf"),
    path(f"{FOLLOW_UP}texts/<slug:public_id>.csv", following.texts, name="follow_up_texts"),
    path(f"{FOLLOW_UP}letters/<slug:public_id>/posted/", following.posted, name="follow_up_posted"),
    path(f"{FOLLOW_UP}calls/<int:ask_id>/", following.called, name="follow_up_called"),
    path(f"{FOLLOW_UP}card.pdf", following.card, name="follow_up_card"),
    path(f"{FOLLOW_UP}cards/", following.cards, name="follow_up_cards"),
    path(f"{FOLLOW_UP}answers/", following.key_in, name="key_follow_up"),
    path(f"{STAFF}scores/", scoring.scores, name="staff_scores"),
    path(f"{STAFF}scores/partner/", scoring.invite, name="invite_rater"),
    path(f"{STAFF}scores/talk/", scoring.talk, name="talk_about_score"),
    path(f"{STAFF}cost/", scoring.cost, name="staff_cost"),
    path(f"{STAFF}cost/<slug:public_id>/strike/", scoring.strike, name="strike_cost"),
]
