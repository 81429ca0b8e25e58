/* One run of equal shares in floating point: finds the order, decides nothing that is close.
 *
 * The same steps as `_Run` in shares.py. Built when Heard is installed where there is a C compiler; without it the
 * Python there does the same. Whatever is closer than `near` is handed back (-1) to be decided in exact fractions.
 */
#include <stddef.h>

typedef struct {
    int projects, classes;
    const int *start, *who;              /* project p's supporters: who[start[p] .. start[p+1]) */
    const double *points;                /* beside `who` */
    const double *voters;                /* how many each class is */
    const double *cost, *factor, *weight;
    const int *rank;                     /* order of projects that everyone can pay in full: exact, with the tie-break */
    double near;
} shares_t;

enum { POOR = 0, FINE = 1, CLOSE = 2 };

/* The price of a point now, and whether anybody cannot pay it in full. */
static int price_of(const shares_t *s, const double *money, int p, double *price, int *binding) {
    const double cost = s->cost[p], weight = s->weight[p];
    const int begin = s->start[p], end = s->start[p + 1];
    double x = cost / weight, held = 0, paid = 0, rest = 0;
    int count = 0, before;
    for (int i = begin; i < end; i++) {
        const double m = money[s->who[i]], u = s->points[i], v = s->voters[s->who[i]];
        held += m * v;
        if (m < x * u) { paid += m * v; count++; } else rest += u * v;
    }
    *binding = count;
    *price = x;
    if (!count) return FINE;
    if (held < cost * (1 - s->near)) return POOR;
    if (held < cost * (1 + s->near)) return CLOSE;
    do {
        before = count;
        if (rest <= 0) return CLOSE;
        x = (cost - paid) / rest;
        paid = rest = 0;
        count = 0;
        for (int i = begin; i < end; i++) {
            const double m = money[s->who[i]], u = s->points[i], v = s->voters[s->who[i]];
            if (m < x * u) { paid += m * v; count++; } else rest += u * v;
        }
    } while (count != before);
    *binding = count;
    *price = x;
    return FINE;
}

/* Buys what `endowment` each can buy, into `bought` in order. Returns how many, or -1 if something was too close. */
int heard_run(const shares_t *s, double endowment, double *money, double *ratio, double *price, int *binding,
              int *stamp, int *bought) {
    int number = 0;
    for (int i = 0; i < s->classes; i++) money[i] = endowment;
    for (int p = 0; p < s->projects; p++) {
        ratio[p] = s->start[p] < s->start[p + 1] ? 0 : -1;   /* -1: out of the count */
        stamp[p] = -1;
    }
    for (;;) {
        int best = -1;
        for (int p = 0; p < s->projects; p++)
            if (ratio[p] >= 0 && (best < 0 || ratio[p] < ratio[best])) best = p;
        if (best < 0) return number;
        if (stamp[best] != number) {
            const int found = price_of(s, money, best, &price[best], &binding[best]);
            if (found == CLOSE) return -1;
            ratio[best] = found == POOR ? -1 : s->cost[best] > 0 ? price[best] / s->factor[best] : 0;
            stamp[best] = number;
            continue;
        }
        const double limit = ratio[best] * (1 + s->near);
        int again = 0;
        for (int p = 0; p < s->projects && !again; p++) {
            if (p == best || ratio[p] < 0 || ratio[p] > limit) continue;
            if (stamp[p] != number) {
                const int found = price_of(s, money, p, &price[p], &binding[p]);
                if (found == CLOSE) return -1;
                ratio[p] = found == POOR ? -1 : s->cost[p] > 0 ? price[p] / s->factor[p] : 0;
                stamp[p] = number;
                if (ratio[p] >= 0 && ratio[p] < ratio[best]) again = 1;
                if (ratio[p] < 0 || ratio[p] > limit) continue;
            }
            if (s->cost[p] > 0 && s->cost[best] > 0 && (binding[p] || binding[best])) return -1;
            if (s->rank[p] < s->rank[best]) best = p;
        }
        if (again) continue;
        for (int i = s->start[best]; i < s->start[best + 1]; i++) {
            const int c = s->who[i];
            const double left = money[c] - price[best] * s->points[i];
            money[c] = left > 0 ? left : 0;
        }
        ratio[best] = -1;
        bought[number++] = best;
    }
}
