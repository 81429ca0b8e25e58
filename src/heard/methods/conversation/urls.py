"""Addresses of the conversation method."""

from django.urls import path

from heard.methods.conversation import staff, views

app_name = "conversation"
PUBLIC = "activities/<slug:slug>/take-part/<slug:strand_id>/"
STAFF = "staff/strands/<slug:strand_id>/"
urlpatterns = [
    path(f"{PUBLIC}say/", views.say, name="say"),
    path(f"{PUBLIC}said/", views.said, name="said"),
    path(f"{PUBLIC}alike/", views.alike, name="alike"),
    path(f"{PUBLIC}begin-afresh/", views.forget, name="forget"),
    path(f"{PUBLIC}posts.csv", views.data, name="data"),
    path(f"{PUBLIC}pictures/<slug:photo_id>/", views.picture, name="picture"),
    path(f"{PUBLIC}posts/<slug:post_id>/", views.post, name="post"),
    path(f"{PUBLIC}posts/<slug:post_id>/support/", views.support, name="support"),
    path(f"{PUBLIC}posts/<slug:post_id>/carry/", views.carry, name="carry"),
    path(f"{PUBLIC}posts/<slug:post_id>/stand-alone/", views.stand_alone, name="stand_alone"),
    path(f"{PUBLIC}posts/<slug:post_id>/together/", views.together, name="together"),
    path(f"{PUBLIC}posts/<slug:post_id>/together/<str:code>/", views.consent, name="consent"),
    path(f"{STAFF}conversation/", staff.desk, name="desk"),
    path(f"{STAFF}conversation/asked/", staff.set_up, name="set_up"),
    path(f"{STAFF}conversation/officer/", staff.name_officer, name="name_officer"),
    path(f"{STAFF}conversation/summary/", staff.summary, name="summary"),
    path(f"{STAFF}conversation/key-in/", staff.key_in, name="key_in"),
    path(f"{STAFF}conversation/tell/", staff.tell, name="tell"),
    path(f"{STAFF}conversation/tell/letters.pdf", staff.letters, name="letters"),
    path("staff/posts/<slug:post_id>/", staff.post_staff, name="post_staff"),
    path("staff/posts/<slug:post_id>/counted/", staff.counted, name="counted"),
    path("staff/recordings/<slug:recording_id>/", staff.listen, name="listen"),
]
