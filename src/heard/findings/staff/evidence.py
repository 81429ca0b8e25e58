"""What stands behind a finding: passages are chosen, and quoted only with consent and after a second look."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heard.activities.models import Activity
from heard.findings import access, actions
from heard.findings.models import Evidence, Finding
from heard.findings.queries import writing as queries
from heard.findings.queries.desk import passage_in
from heard.findings.queries.quotes import flagged, groups_of
from heard.findings.staff.opening import desk, reader, shown
from heard.ground import clock
from heard.ground.numbers import whole
from heard.ground.paging import page_of
from heard.ground.refusal import Conflict, Refused, ask
from heard.ui.parts import Head


@desk
def evidence(request: HttpRequest, activity: Activity, finding_id: str) -> HttpResponse:
    """The passages coded to a finding's themes, to choose from; a press cites one, or quotes it."""
    finding = queries.finding_on_desk(activity, finding_id)
    refused = _attach(request, activity, finding) if request.method == "POST" else None
    if request.method == "POST" and refused is None:
        messages.success(request, _("It stands behind the finding."))
        return HttpResponseRedirect(request.get_full_path())
    stance = request.GET.get("stance", "")
    rows = queries.passages_for(finding, stance=stance, quotable=request.GET.get("quotable") == "yes")
    page = page_of(rows, order=("pk",), after=request.GET.get("after", ""), size=20)
    flagged(page.items, groups_of(activity))
    context = {
        "finding": finding,
        "chosen": queries.evidence_of(finding),
        "page": page,
        "stance": stance,
        "quotable": request.GET.get("quotable", ""),
        "split": queries.quote_split(finding),
        "heads": [Head(_("Stance")), Head(_("Contributions"), number=True), Head(_("Quotes"), number=True)],
        "allowed": access.may_write(request.user, activity),
        "refused": refused,
    }
    status = 422 if refused else 200
    return shown(request, "evidence.html", activity, context, current="findings:staff_findings", status=status)


def _attach(request: HttpRequest, activity: Activity, finding: Finding) -> dict[str, Any] | None:
    """Cite or quote what was pressed. What a second look would mend is said at the passage, with what was written."""
    passage = passage_in(activity, whole(request.POST.get("passage"), digits=18))
    because = request.POST.get("cleared_because", "")[:1000]
    try:
        actions.attach_evidence(
            finding=finding,
            passage=passage,
            quoted=request.POST.get("do") == "quote",
            checked=request.POST.get("checked") == "on",
            cleared_because=because,
            by=reader(request),
            at=clock.now(),
        )
    except Conflict:
        raise
    except Refused as refusal:
        ask(access.may_write(request.user, activity))
        return {"passage": passage.pk, "verdict": refusal.verdict, "because": because}
    return None


@require_POST
@desk
def evidence_drop(request: HttpRequest, activity: Activity, finding_id: str, evidence_id: int) -> HttpResponse:
    """Take a passage from behind a finding."""
    rows = Evidence.objects.select_related("finding__activity", "passage__contribution")
    one = rows.filter(pk=evidence_id, finding__public_id=finding_id, finding__activity=activity).first()
    if one is None:
        raise Http404(_("It no longer stands behind this finding."))
    actions.detach_evidence(evidence=one, by=reader(request), at=clock.now())
    messages.success(request, _("Taken away."))
    return HttpResponseRedirect(reverse("findings:evidence", args=[activity.slug, finding_id]))
