"""Kill -9 under load: a web worker, then the database with all its children. Everything comes back by itself;
no answer that a resident was told had arrived is lost, and none is counted twice."""

from __future__ import annotations

import hashlib
import http.client
import http.cookiejar
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from tests.processes import children, kill, kill_database
from tests.served import City, served

pytestmark = pytest.mark.slow
WRITERS = 6
AN_OPEN_SURVEY = """
from heard.methods.survey.models import Question, Section, Survey
from tests.factories import a_strand, an_activity
strand = a_strand(an_activity("Example baths", stage="open"), "survey")
section = Section.objects.create(survey=Survey.objects.create(strand=strand), title="The baths")
Question.objects.create(section=section, kind="text", words="What should change?", required=True)
print(f"/activities/{strand.activity.slug}/take-part/{strand.public_id}/")
from heard.methods.opinions.models import Opinions, Statement
from heard.ground import clock
strand = a_strand(strand.activity, "opinions", channels=("web",))
opinions = Opinions.objects.create(strand=strand, question="How should the baths be run?")
for number in range(1, 13):
    Statement.objects.create(opinions=opinions, number=number, words=f"Statement {number}", added_at=clock.now())
print(f"/activities/{strand.activity.slug}/take-part/{strand.public_id}/")
"""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with served(tmp_path_factory.mktemp("city"), AN_OPEN_SURVEY) as found:
        yield found


def place_of(city: City, which: int) -> str:
    """Where to take part: the survey, then the statements, as the script prints them."""
    return city.url + city.made.split()[which]


class Resident:
    """One browser without JavaScript, whose owner is patient: what fails is tried again as it stands."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.jar = http.cookiejar.CookieJar()
        self.web = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def open(self, path: str, form: dict[str, str] | None = None) -> tuple[str, str]:
        """The address one ends at, and the page."""
        data = urllib.parse.urlencode(form).encode() if form is not None else None
        with self.web.open(self.url + path, data, timeout=10) as page:
            return page.url, page.read().decode()

    def answer(self, words: str, gave_up: Callable[[], bool]) -> bool:
        """Write, send, and read the receipt; True once the receipt was shown."""
        while not gave_up():
            try:
                if self._answer(words):
                    return True
            except (OSError, http.client.HTTPException):
                time.sleep(0.2)
        return False

    def _answer(self, words: str) -> bool:
        where, page = self.open("send/")
        if "/sent/" not in where and "/send/" not in where:  # nothing written yet
            _, page = self.open("questions/")
            box = re.search(r'<textarea[^>]* name="([^"]+)"', page)
            assert box, page
            self.open("questions/", {box[1]: words, "csrfmiddlewaretoken": token(page)})
            where, page = self.open("send/")
        if "/send/" in where:
            where, page = self.open("send/", {"csrfmiddlewaretoken": token(page)})
        return "/sent/" in where


@dataclass
class Tally:
    """What residents were told had arrived, and when."""

    arrived: list[str] = field(default_factory=list)
    at: list[float] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)


def test_killing_a_web_worker_and_the_database_loses_and_doubles_nothing(city: City) -> None:
    tally, ended = Tally(), threading.Event()
    writers = [threading.Thread(target=write, args=(city, n, tally, ended), daemon=True) for n in range(WRITERS)]
    for writer in writers:
        writer.start()
    until(lambda: len(tally.arrived) >= 4 * WRITERS, why=city.said.read_text)

    kill(web_workers(city)[0])
    worker_killed = time.monotonic()
    until(lambda: len(web_workers(city)) == 2)
    until(lambda: max(tally.at) > worker_killed)

    kill_database(city.place)
    killed = time.monotonic()
    until(lambda: sum(at > killed for at in tally.at) >= 4 * WRITERS, why=city.said.read_text)
    back = min(at for at in tally.at if at > killed + 0.5) - killed

    ended.set()
    for writer in writers:
        writer.join(timeout=60)
    assert back < 15
    stored = [str(row[0]) for row in city.ask("SELECT words FROM activities_passage")]
    assert len(stored) == len(set(stored)), "an answer was counted twice"
    assert set(tally.arrived) - set(stored) == set(), "an acknowledged answer was lost"
    assert set(stored) - set(tally.arrived) <= set(tally.doubtful)
    assert city.ask("SELECT count(*) FROM activities_contribution") == [(len(stored),)]
    assert city.ask("SELECT count(*) FROM activities_receipt") == [(len(stored),)]


def test_no_vote_that_somebody_was_told_had_arrived_is_lost_or_counted_twice(city: City) -> None:
    tally, ended = Tally(), threading.Event()
    voters = [threading.Thread(target=vote, args=(city, tally, ended), daemon=True) for _n in range(WRITERS)]
    for voter in voters:
        voter.start()
    until(lambda: len(tally.arrived) >= 8 * WRITERS, why=city.said.read_text)
    kill(web_workers(city)[0])
    until(lambda: len(web_workers(city)) == 2)
    kill_database(city.place)
    killed = time.monotonic()
    until(lambda: sum(at > killed for at in tally.at) >= 8 * WRITERS, why=city.said.read_text)
    ended.set()
    for voter in voters:
        voter.join(timeout=60)
    rows = city.ask(
        "SELECT p.key_hash || ' ' || s.public_id FROM opinions_vote v JOIN opinions_participant p"
        " ON p.id = v.participant_id JOIN opinions_statement s ON s.id = v.statement_id"
    )
    stored = [str(row[0]) for row in rows]
    assert len(stored) == len(set(stored)), "a vote was counted twice"
    assert set(tally.arrived) - set(stored) == set(), "an acknowledged vote was lost"
    assert city.ask("SELECT sum(agree + disagree + passed) FROM opinions_statement") == [(len(stored),)]


def test_the_jobs_worker_takes_up_its_work_again_after_the_database_was_killed(city: City) -> None:
    kill_database(city.place)
    until(lambda: is_answering(city))
    before = done_jobs(city)
    until(lambda: done_jobs(city) > before, seconds=60, why=city.said.read_text)


def write(city: City, number: int, tally: Tally, ended: threading.Event) -> None:
    deadline = time.monotonic() + 150
    for turn in range(10_000):
        words = f"Resident {number}-{turn}: longer opening hours"
        if ended.is_set():
            return
        if Resident(place_of(city, 0)).answer(words, lambda: time.monotonic() > deadline):
            tally.arrived.append(words)
            tally.at.append(time.monotonic())
        else:
            tally.doubtful.append(words)
            return


def vote(city: City, tally: Tally, ended: threading.Event) -> None:
    """One person after the other agrees with every statement; what fails is sent again as it stands."""
    deadline = time.monotonic() + 150
    while not ended.is_set() and time.monotonic() < deadline:
        voter, sent = Resident(place_of(city, 1)), ""
        for _turn in range(60):
            try:
                _where, page = voter.open("statements/")
                card = re.search(r'name="statement" value="([^"]+)"', page.partition("<h1")[2])
                if not card or 'class="answers"' not in page or ended.is_set():
                    break
                sent = card[1]
                form = {"statement": sent, "vote": "agree", "csrfmiddlewaretoken": token(page)}
                _where, after = voter.open("vote/", form)
                if "You agreed." in after or "everything there is" in after:
                    key = next(each.value for each in voter.jar if each.name.startswith("opinions-"))
                    tally.arrived.append(f"{hashlib.sha256(f'heard-opinions:{key}'.encode()).hexdigest()} {sent}")
                    tally.at.append(time.monotonic())
            except (OSError, http.client.HTTPException):
                time.sleep(0.2)


def done_jobs(city: City) -> int:
    found = city.ask("SELECT count(*) FROM procrastinate_events WHERE type = 'succeeded'")
    return int(str(found[0][0]))


def is_answering(city: City) -> bool:
    try:
        return city.ask("SELECT 1") == [(1,)]
    except psycopg.OperationalError:
        return False


def token(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found, page
    return found[1]


def web_workers(city: City) -> list[int]:
    masters = [pid for pid in children(city.serving) if "gunicorn" in command_of(pid)]
    return [worker for master in masters for worker in children(master)]


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:  # it ended since it was listed
        return ""


def until(ready: Callable[[], bool], seconds: float = 60, why: Callable[[], str] = str) -> None:
    deadline = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < deadline, f"it never came: {why()[-3000:]}"
        time.sleep(0.1)
