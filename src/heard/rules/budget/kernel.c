/* Equal shares: lays ballots out by project, finds the order in floating point, and adds up whole numbers for a replay.
 *
 * The same steps as `_Run` and `Plain` in Python, which do them where there is no C compiler. Nothing that is close is
 * decided here: it is handed back, exact whole-number arithmetic decides, and the run goes on. See docs/decisions/0005.
 */
#include <stdint.h>
#include <stdlib.h>

typedef struct {
    int32_t projects, classes;
    const int64_t *first;        /* class c's ballot: place[first[c] .. first[c+1]), points beside it (NULL: one each) */
    const int32_t *place;
    const int64_t *points, *voters;
    const double *cost, *factor;
    const int32_t *rank;         /* order of projects that everyone can pay in full: exact, with the tie-break */
    const uint8_t *out;          /* projects that are not counted */
    double near;                 /* how far a sum of doubles may be off, as a part of it */
    /* by project, laid out here: its supporters start[p] .. start[p+1) with points and voters of each */
    int64_t *start;
    int32_t *who;
    double *given, *many, *weight;
    /* a run */
    double slack;                /* how far one class's money may be off */
    double *money, *ratio, *price, *band;
    int32_t *binding, *stamp, *bought, *question;
    int32_t number, asked;
    /* a replay */
    double *held;
    uint8_t *empty, *forced, *had;
    int64_t *owed;
    int32_t *some, *close;       /* projects that are owed for; classes that floating point cannot place */
} shares_t;

enum { POOR = 0, FINE = 1, CLOSE = 2 };
enum { TIE = -1, AFFORDABLE = -2 };

void heard_totals(int32_t projects, int32_t classes, const int64_t *first, const int32_t *place, const int64_t *points,
                  const int64_t *voters, int64_t *all_points, int64_t *supporters) {
    for (int32_t p = 0; p < projects; p++) all_points[p] = supporters[p] = 0;
    for (int32_t c = 0; c < classes; c++)
        for (int64_t i = first[c]; i < first[c + 1]; i++) {
            all_points[place[i]] += points ? points[i] * voters[c] : voters[c];
            supporters[place[i]] += voters[c];
        }
}

static void *room_for(int64_t number, size_t size) { return calloc((size_t)number + 1, size); }

/* Lays the ballots out. Returns 0 without memory; heard_close gives everything back. */
int heard_open(shares_t *s) {
    const int64_t entries = s->first[s->classes], p = s->projects, c = s->classes;
    s->start = room_for(p + 1, sizeof(int64_t));
    s->who = room_for(entries, sizeof(int32_t));
    s->given = room_for(entries, sizeof(double));
    s->many = room_for(entries, sizeof(double));
    s->money = room_for(c, sizeof(double));
    s->held = room_for(c, sizeof(double));
    s->empty = room_for(c, 1);
    s->forced = room_for(c, 1);
    s->close = room_for(c, sizeof(int32_t));
    s->weight = room_for(p, sizeof(double));
    s->ratio = room_for(p, sizeof(double));
    s->price = room_for(p, sizeof(double));
    s->band = room_for(p, sizeof(double));
    s->binding = room_for(p, sizeof(int32_t));
    s->stamp = room_for(p, sizeof(int32_t));
    s->bought = room_for(p, sizeof(int32_t));
    s->question = room_for(p, sizeof(int32_t));
    s->some = room_for(p, sizeof(int32_t));
    s->owed = room_for(p, sizeof(int64_t));
    s->had = room_for(p, 1);
    if (!s->start || !s->who || !s->given || !s->many || !s->money || !s->held || !s->empty || !s->forced ||
        !s->close || !s->weight || !s->ratio || !s->price || !s->band || !s->binding || !s->stamp || !s->bought || !s->question ||
        !s->some || !s->owed || !s->had)
        return 0;
    for (int64_t i = 0; i < entries; i++) s->start[s->place[i] + 1]++;
    for (int64_t q = 0; q < p; q++) s->start[q + 1] += s->start[q];
    for (int32_t k = 0; k < s->classes; k++)
        for (int64_t i = s->first[k]; i < s->first[k + 1]; i++) {
            const int32_t q = s->place[i];
            const int64_t at = s->start[q] + s->stamp[q]++;
            s->who[at] = k;
            s->given[at] = s->points ? (double)s->points[i] : 1;
            s->many[at] = (double)s->voters[k];
            s->weight[q] += s->given[at] * s->many[at];
        }
    return 1;
}

void heard_close(shares_t *s) {
    void *all[] = {s->start, s->who, s->given, s->many, s->money, s->held, s->empty, s->forced, s->close, s->weight,
                   s->ratio, s->price, s->band, s->binding, s->stamp, s->bought, s->question, s->some, s->owed, s->had};
    for (size_t n = 0; n < sizeof all / sizeof *all; n++) free(all[n]);
}

/* The price of a point now; whether some class has too little for it, or nearly; how far the price may be off.
 * `sure`: its supporters can afford it. */
static int price_of(shares_t *s, int32_t p, int sure) {
    const double *money = s->money, cost = s->cost[p], more = 1 + s->near;
    const double off = s->slack * s->weight[p] + s->near * cost;
    const int64_t begin = s->start[p], end = s->start[p + 1];
    double x = cost / s->weight[p];
    long double held = 0, paid = 0, rest = 0;
    int64_t count = 0, before, tight = 0;
    for (int64_t i = begin; i < end; i++) {
        const double m = money[s->who[i]], due = x * s->given[i], v = s->many[i];
        held += (long double)m * v;
        if (m < due) { paid += (long double)m * v; count++; } else rest += (long double)s->given[i] * v;
        tight += m < due * more + s->slack;
    }
    if (tight && cost > 0 && !sure) {
        if (held < cost - off) return POOR;
        if (held < cost + off) return CLOSE;
    }
    for (before = 0; count != before && rest > 0;) {
        before = count;
        x = (double)((cost - paid) / rest);
        paid = rest = 0;
        count = 0;
        for (int64_t i = begin; i < end; i++) {
            const double m = money[s->who[i]], u = s->given[i], v = s->many[i];
            if (m < x * u) { paid += (long double)m * v; count++; } else rest += (long double)u * v;
        }
    }
    s->band[p] = tight ? s->slack : 0;
    if (rest > 0 && count) s->band[p] += off / (double)rest;
    if (rest <= 0)   /* everyone gives all they have */
        for (int64_t i = begin; i < end; i++) {
            const double limit = money[s->who[i]] / s->given[i];
            if (i == begin || limit > x) x = limit;
        }
    s->binding[p] = tight && cost > 0;
    s->price[p] = x;
    return FINE;
}

static int refresh(shares_t *s, int32_t p, int sure) {
    const int found = price_of(s, p, sure);
    if (found == CLOSE) {
        s->question[0] = p;
        s->asked = 1;
        return 0;
    }
    s->ratio[p] = found == POOR ? -1 : s->cost[p] > 0 ? s->price[p] / s->factor[p] : 0;
    s->band[p] = s->ratio[p] > 0 ? s->band[p] / s->factor[p] + s->near * s->ratio[p] : 0;
    s->stamp[p] = s->number;
    return 1;
}

static void buy(shares_t *s, int32_t p) {
    for (int64_t i = s->start[p]; i < s->start[p + 1]; i++) {
        const double left = s->money[s->who[i]] - s->price[p] * s->given[i];
        s->money[s->who[i]] = left > 0 ? left : 0;
    }
    s->ratio[p] = -1;
    s->bought[s->number++] = p;
}

/* Begins a run in which every voter holds `endowment`. */
void heard_begin(shares_t *s, double endowment) {
    s->number = 0;
    s->slack = endowment * (1e-12 + 2e-16 * s->projects);
    for (int32_t c = 0; c < s->classes; c++) s->money[c] = endowment;
    for (int32_t p = 0; p < s->projects; p++) {
        s->ratio[p] = s->out[p] || s->start[p] == s->start[p + 1] ? -1 : 0;   /* -1: out of the count */
        s->stamp[p] = -1;
        s->band[p] = 0;
    }
}

/* Goes on until nothing more can be bought (returns how many were) or something is too close to tell: TIE, which of
 * question[0 .. asked) is first, AFFORDABLE, whether the supporters of question[0] hold its cost. `answer`: to the last
 * question, the project, or 1 or 0. */
int32_t heard_run(shares_t *s, int32_t before, int32_t answer) {
    if (before == TIE) buy(s, answer);
    if (before == AFFORDABLE && !answer) s->ratio[s->question[0]] = -1;
    if (before == AFFORDABLE && answer) refresh(s, s->question[0], 1);
    for (;;) {
        int32_t best = -1, close = 0, poor = 0;
        for (int32_t p = 0; p < s->projects; p++)
            if (s->ratio[p] >= 0 && (best < 0 || s->ratio[p] < s->ratio[best])) best = p;
        if (best < 0) return s->number;
        if (s->stamp[best] != s->number) {
            if (!refresh(s, best, 0)) return AFFORDABLE;
            continue;
        }
        const double least = s->ratio[best], limit = least + s->band[best];
        int again = 0;
        for (int32_t p = 0; p < s->projects && !again; p++) {
            if (s->ratio[p] < 0 || s->ratio[p] - s->band[p] > limit) continue;
            if (s->stamp[p] != s->number) {
                if (!refresh(s, p, 0)) return AFFORDABLE;
                again = s->ratio[p] >= 0 && s->ratio[p] < least;
                if (s->ratio[p] < 0 || s->ratio[p] - s->band[p] > limit) continue;
            }
            s->question[close++] = p;
            poor |= s->binding[p];
            if (s->rank[p] < s->rank[best]) best = p;
        }
        if (again) continue;
        if (close > 1 && poor) {
            s->asked = close;
            return TIE;
        }
        buy(s, best);
    }
}

/* Runs for first, first + step, … each, up to `most` of them, until one buys everything that is `counted`, costs more than
 * `pot`, has a question, or (with `full`) leaves nothing that the rest of the pot can pay. `tried` is its number. The
 * answer is that of heard_run. Costs are whole numbers that doubles hold exactly. */
int32_t heard_climb(shares_t *s, double first, double step, int32_t most, double pot, int32_t counted, int32_t full,
                    int32_t *tried) {
    for (*tried = 0;; ++*tried) {
        double left = pot, least = -1;
        heard_begin(s, first + step * *tried);
        const int32_t found = heard_run(s, 0, 0);
        if (found < 0 || found == counted || *tried + 1 == most) return found;
        for (int32_t n = 0; n < found; n++) left -= s->cost[s->bought[n]];
        if (left < 0) return found;
        if (!full) continue;
        for (int32_t n = 0; n < found; n++) s->stamp[s->bought[n]] = -2;
        for (int32_t p = 0; p < s->projects; p++)
            if (!s->out[p] && s->stamp[p] != -2 && (least < 0 || s->cost[p] < least)) least = s->cost[p];
        if (least > left) return found;
    }
}

/* Begins a replay in exact numbers. */
void heard_again(shares_t *s, double endowment) {
    s->slack = endowment * (1e-12 + 2e-16 * s->projects);
    for (int32_t c = 0; c < s->classes; c++) {
        s->held[c] = endowment;
        s->empty[c] = s->forced[c] = 0;
    }
    for (int32_t p = 0; p < s->projects; p++) s->had[p] = 0;
}

static int alike(const shares_t *s, int32_t a, int32_t b, int32_t p) {   /* the same purchases, the same points for p */
    int64_t i = s->first[a], j = s->first[b];
    const int64_t end = s->first[a + 1], stop = s->first[b + 1];
    for (;; i++, j++) {
        while (i < end && !s->had[s->place[i]] && s->place[i] != p) i++;
        while (j < stop && !s->had[s->place[j]] && s->place[j] != p) j++;
        if (i == end || j == stop) return i == end && j == stop;
        if (s->place[i] != s->place[j] || (s->points && s->points[i] != s->points[j])) return 0;
    }
}

/* 1: has too little for `due`, 0: has enough, -1: floating point cannot tell. */
static int short_of(const shares_t *s, int32_t c, double due) {
    if (s->forced[c]) return 1;
    if (due <= 0) return 0;
    if (s->empty[c]) return 1;
    if (s->held[c] < due * (1 - s->near) - s->slack) return 1;
    return s->held[c] < due * (1 + s->near) + s->slack ? -1 : 0;
}

/* Who cannot pay `price` a point for p, or (price below 0) all its supporters. found[0]: how many voters among them
 * hold anything, [1] the weight of the others, [2] how many voters they are, [3] how many classes are too close to
 * tell (counted with the others; one of each kind in close[]), [4] how many purchases those of found[0] owe for: of
 * some[k], owed[k] points in found[5 + k]. */
void heard_row(shares_t *s, int32_t p, double price, int64_t *found) {
    int64_t holding = 0, rest = 0, paying_all = 0, close = 0, kinds = 0;
    for (int64_t i = s->start[p]; i < s->start[p + 1]; i++) {
        const int32_t c = s->who[i];
        const int64_t v = s->voters[c];
        const int kind = price < 0 ? 1 : short_of(s, c, price * s->given[i]);
        if (kind < 1) {
            rest += (int64_t)s->given[i] * v;
            if (!kind) continue;
            int64_t k = close;
            while (k > 0 && k > close - 8 && !alike(s, c, s->close[k - 1], p)) k--;
            if (k == 0 || k == close - 8) s->close[close++] = c;
            continue;
        }
        paying_all += v;
        if (s->empty[c]) continue;
        holding += v;
        for (int64_t j = s->first[c]; j < s->first[c + 1]; j++) {
            const int32_t q = s->place[j];
            if (!s->had[q]) continue;
            if (!s->owed[q]) s->some[kinds++] = q;
            s->owed[q] += s->points ? s->points[j] * v : v;
        }
    }
    found[0] = holding;
    found[1] = rest;
    found[2] = paying_all;
    found[3] = close;
    found[4] = kinds;
    for (int64_t k = 0; k < kinds; k++) {
        found[5 + k] = s->owed[s->some[k]];
        s->owed[s->some[k]] = 0;
    }
}

/* Buys p in the replay at this price. */
void heard_pay(shares_t *s, int32_t p, double price) {
    for (int64_t i = s->start[p]; i < s->start[p + 1]; i++) {
        const int32_t c = s->who[i];
        const double due = price * s->given[i];
        if (short_of(s, c, due) == 1) {
            s->held[c] = 0;
            s->empty[c] = 1;
            s->forced[c] = 0;
        } else {
            s->held[c] = s->held[c] > due ? s->held[c] - due : 0;
        }
    }
    s->had[p] = 1;
}
