/* The ballots of a `.pb` file, read and merged: identical ballots become one class with the number of its voters.
 *
 * Takes the plain case only (no quotes, known ids, whole points). Whatever is unusual, let alone wrong, gives 1, and
 * pbreader.py reads line by line and says what it is and where. 2: no memory. See docs/decisions/0005.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { FINE = 0, UNUSUAL = 1, NO_MEMORY = 2 };
enum { APPROVAL = 0, CHOOSE_1 = 1, POINTS = 2, ORDINAL = 3 };
#define MOST_DIGITS 9

typedef struct { const char *at; int64_t size; } span_t;

typedef struct {
    const char *text;            /* the file, and where the rows of VOTES begin and end in it */
    int64_t begin, length;
    int32_t columns, voter, vote, points;   /* how many columns, and which hold what; points -1: none */
    int32_t kind, longest, projects;
    const char *ids;             /* the ids of the projects, one after the other */
    const int64_t *id_ends;
    uint64_t seed;               /* of the hashes: decides how long it takes, never what is found */
    /* found */
    int64_t rows, classes, entries;
    int64_t *first, *given, *times;   /* class c holds the entries first[c] .. first[c+1); points; voters */
    int32_t *place;
} votes_t;

typedef struct { int64_t mask; int64_t *slot; } table_t;   /* 0: empty, else what it holds plus 1 */

static uint64_t hash_of(const void *from, int64_t size, uint64_t seed) {
    const unsigned char *at = from;
    uint64_t h = seed ^ ((uint64_t)size * 0x9E3779B97F4A7C15u), word;
    for (; size >= 8; size -= 8, at += 8) {
        memcpy(&word, at, 8);
        h = (h ^ word) * 0xD6E8FEB86659FD93u;
        h ^= h >> 32;
    }
    for (word = 0; size > 0; size--) word = word << 8 | at[size - 1];
    h = (h ^ word) * 0xD6E8FEB86659FD93u;
    h ^= h >> 32;
    h *= 0xD6E8FEB86659FD93u;
    return h ^ h >> 29;
}

static int alike(const char *a, const char *b, int64_t size) {   /* ids and ballots are short: no call to memcmp */
    uint64_t one, other;
    for (; size >= 8; size -= 8, a += 8, b += 8) {
        memcpy(&one, a, 8);
        memcpy(&other, b, 8);
        if (one != other) return 0;
    }
    for (; size > 0; size--) if (*a++ != *b++) return 0;
    return 1;
}

static int table_for(table_t *t, int64_t number) {
    int64_t size = 16;
    while (size < number + number / 2) size *= 2;
    t->mask = size - 1;
    t->slot = calloc((size_t)size, sizeof(int64_t));
    return t->slot != NULL;
}

/* The fields of the row at `at` that are asked for; 0 if it has not as many as the header. */
static int cut(const votes_t *v, const char *at, const char *end, span_t *voter, span_t *vote, span_t *points) {
    for (int32_t column = 0;; column++) {
        const char *stop = memchr(at, ';', (size_t)(end - at));
        const span_t field = {at, (stop ? stop : end) - at};
        if (column == v->voter) *voter = field;
        if (column == v->vote) *vote = field;
        if (column == v->points) *points = field;
        if (!stop) return column + 1 == v->columns;
        at = stop + 1;
    }
}

/* Whether a voter's id was not there yet. A slot holds where the id stands (40 bits) and a piece of its hash. */
static int is_new_voter(const votes_t *v, table_t *t, span_t id) {
    const uint64_t hash = hash_of(id.at, id.size, v->seed);
    const uint64_t tag = hash >> 40, where = (uint64_t)(id.at - v->text) + 1;
    const char *end = v->text + v->length;
    for (int64_t n = (int64_t)hash & t->mask;; n = (n + 1) & t->mask) {
        const uint64_t held = (uint64_t)t->slot[n];
        if (!held) {
            t->slot[n] = (int64_t)(tag << 40 | where);
            return 1;
        }
        if (held >> 40 != tag) continue;
        const char *other = v->text + (held & 0xFFFFFFFFFFu) - 1;
        if (end - other < id.size || !alike(other, id.at, id.size)) continue;
        if (other + id.size == end || other[id.size] == ';' || other[id.size] == '\n') return 0;
    }
}

typedef struct { span_t vote, points; int64_t times; } raw_t;

static int same(span_t a, span_t b) { return a.size == b.size && alike(a.at, b.at, a.size); }

static int64_t *grown(int64_t number, int64_t *room, void **array, size_t size) {
    if (number < *room) return (int64_t *)room;
    *room = *room ? *room * 2 : 256;
    void *more = realloc(*array, (size_t)*room * size);
    if (!more) return NULL;
    *array = more;
    return (int64_t *)room;
}

/* Every different ballot as it is written, with how many wrote it so. */
static int gather(votes_t *v, table_t *voters, raw_t **raws, int64_t *number) {
    table_t t;
    int64_t room = 0;
    int result = NO_MEMORY;
    if (!table_for(&t, 1024)) return NO_MEMORY;
    for (const char *at = v->text, *end = v->text + v->length; at < end;) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        if (!stop) stop = end;
        if (stop > at) {
            span_t voter = {0, 0}, vote = {0, 0}, points = {"", 0};
            result = UNUSUAL;
            if (!cut(v, at, stop, &voter, &vote, &points) || !is_new_voter(v, voters, voter)) goto done;
            uint64_t hash = hash_of(vote.at, vote.size, v->seed);
            if (points.size) hash = hash_of(points.at, points.size, hash);
            int64_t n = (int64_t)hash & t.mask;
            for (; t.slot[n]; n = (n + 1) & t.mask) {
                const raw_t *one = *raws + t.slot[n] - 1;
                if (same(one->vote, vote) && same(one->points, points)) break;
            }
            v->rows++;
            if (t.slot[n]) {
                (*raws)[t.slot[n] - 1].times++;
            } else {
                result = NO_MEMORY;
                if (!grown(*number, &room, (void **)raws, sizeof(raw_t))) goto done;
                (*raws)[*number] = (raw_t){vote, points, 1};
                t.slot[n] = ++*number;
                if (*number * 3 / 2 > t.mask) {
                    free(t.slot);
                    if (!table_for(&t, *number * 3)) return NO_MEMORY;
                    for (int64_t k = 0; k < *number; k++) {
                        const raw_t *one = *raws + k;
                        uint64_t again = hash_of(one->vote.at, one->vote.size, v->seed);
                        if (one->points.size) again = hash_of(one->points.at, one->points.size, again);
                        int64_t m = (int64_t)again & t.mask;
                        while (t.slot[m]) m = (m + 1) & t.mask;
                        t.slot[m] = k + 1;
                    }
                }
            }
        }
        at = stop + 1;
    }
    result = FINE;
done:
    free(t.slot);
    return result;
}

static span_t id_of(const votes_t *v, int32_t project) {
    const int64_t from = project ? v->id_ends[project - 1] : 0;
    return (span_t){v->ids + from, v->id_ends[project] - from};
}

static int32_t project_of(const votes_t *v, const table_t *names, span_t id) {
    int64_t n = (int64_t)hash_of(id.at, id.size, v->seed) & names->mask;
    for (; names->slot[n]; n = (n + 1) & names->mask)
        if (same(id_of(v, (int32_t)names->slot[n] - 1), id)) return (int32_t)names->slot[n] - 1;
    return -1;
}

static int next_piece(span_t *rest, span_t *piece) {   /* the text up to the next comma; 0 at the end */
    if (!rest->at) return 0;
    const char *comma = memchr(rest->at, ',', (size_t)rest->size);
    *piece = (span_t){rest->at, comma ? comma - rest->at : rest->size};
    *rest = comma ? (span_t){comma + 1, rest->size - piece->size - 1} : (span_t){NULL, 0};
    return 1;
}

static int64_t whole(span_t text) {   /* -1: not digits alone, or too many */
    int64_t found = 0;
    if (text.size < 1 || text.size > MOST_DIGITS) return -1;
    for (int64_t k = 0; k < text.size; k++) {
        if (text.at[k] < '0' || text.at[k] > '9') return -1;
        found = found * 10 + text.at[k] - '0';
    }
    return found;
}

typedef struct { int32_t place; int64_t given; } entry_t;

static int by_place(const void *a, const void *b) {
    return (((const entry_t *)a)->place > ((const entry_t *)b)->place) -
           (((const entry_t *)a)->place < ((const entry_t *)b)->place);
}

/* One written ballot as entries: each project once, points above nothing, in order of the file (ranks: as ranked). */
static int entries_of(const votes_t *v, const table_t *names, const raw_t *raw, int64_t *seen, int64_t stamp,
                      entry_t *out, int32_t *number) {
    span_t votes = raw->vote.size ? raw->vote : (span_t){NULL, 0}, vote;
    span_t numbers = raw->points.size ? raw->points : (span_t){NULL, 0}, amount;
    int32_t rank = 0, kept = 0, sorted = 1;
    for (; next_piece(&votes, &vote); rank++) {
        const int32_t place = project_of(v, names, vote);
        int64_t given = 1;
        if (place < 0 || seen[place] == stamp) return UNUSUAL;
        seen[place] = stamp;
        if (v->kind == POINTS && (!next_piece(&numbers, &amount) || (given = whole(amount)) < 0)) return UNUSUAL;
        if (v->kind == ORDINAL && (given = v->longest - rank) < 1) return UNUSUAL;
        if (!given) continue;
        if (kept && out[kept - 1].place > place) sorted = 0;
        out[kept++] = (entry_t){place, given};
    }
    if (numbers.at || (v->kind == CHOOSE_1 && rank > 1)) return UNUSUAL;
    if (!sorted && v->kind != ORDINAL) qsort(out, (size_t)kept, sizeof(entry_t), by_place);
    *number = kept;
    return FINE;
}

/* Written ballots that mean the same become one class. */
static int merge(votes_t *v, const raw_t *raws, int64_t number) {
    table_t names = {0, NULL}, t = {0, NULL};
    int64_t *seen = calloc((size_t)v->projects + 1, sizeof(int64_t)), room = 0, other_room = 0;
    entry_t *out = malloc(((size_t)v->projects + 1) * sizeof(entry_t));
    int result = NO_MEMORY;
    v->first = malloc(((size_t)number + 1) * sizeof(int64_t));
    v->times = malloc(((size_t)number + 1) * sizeof(int64_t));
    if (!seen || !out || !v->first || !v->times) goto done;
    if (!table_for(&names, v->projects) || !table_for(&t, number)) goto done;
    for (int32_t p = 0; p < v->projects; p++) {
        const span_t id = id_of(v, p);
        int64_t n = (int64_t)hash_of(id.at, id.size, v->seed) & names.mask;
        while (names.slot[n]) n = (n + 1) & names.mask;
        names.slot[n] = p + 1;
    }
    v->first[0] = 0;
    for (int64_t k = 0; k < number; k++) {
        int32_t size = 0;
        result = UNUSUAL;
        if (entries_of(v, &names, raws + k, seen, k + 1, out, &size)) goto done;
        uint64_t hash = v->seed;
        for (int32_t i = 0; i < size; i++) {
            const int64_t pair[2] = {out[i].place, out[i].given};
            hash = hash_of(pair, sizeof pair, hash);
        }
        int64_t n = (int64_t)hash & t.mask;
        for (; t.slot[n]; n = (n + 1) & t.mask) {
            const int64_t c = t.slot[n] - 1, from = v->first[c];
            int32_t i = 0;
            if (v->first[c + 1] - from != size) continue;
            while (i < size && v->place[from + i] == out[i].place && v->given[from + i] == out[i].given) i++;
            if (i == size) break;
        }
        if (t.slot[n]) {
            v->times[t.slot[n] - 1] += raws[k].times;
            continue;
        }
        result = NO_MEMORY;
        while (v->entries + size >= room)
            if (!grown(room, &room, (void **)&v->place, sizeof(int32_t))) goto done;
        while (v->entries + size >= other_room)
            if (!grown(other_room, &other_room, (void **)&v->given, sizeof(int64_t))) goto done;
        for (int32_t i = 0; i < size; i++) {
            v->place[v->entries] = out[i].place;
            v->given[v->entries++] = out[i].given;
        }
        v->times[v->classes] = raws[k].times;
        t.slot[n] = ++v->classes;
        v->first[v->classes] = v->entries;
    }
    result = FINE;
done:
    free(seen);
    free(out);
    free(names.slot);
    free(t.slot);
    return result;
}

void heard_forget_votes(votes_t *v) {
    free(v->first);
    free(v->given);
    free(v->times);
    free(v->place);
    v->first = v->given = v->times = NULL;
    v->place = NULL;
}

/* Fills what is found; give it back with heard_forget_votes. */
int heard_read_votes(votes_t *v) {
    table_t voters = {0, NULL};
    raw_t *raws = NULL;
    int64_t lines = 1, number = 0;
    int result = NO_MEMORY;
    v->rows = v->classes = v->entries = 0;
    v->first = v->given = v->times = NULL;
    v->place = NULL;
    v->text += v->begin;
    v->length -= v->begin;
    if (v->length >= (int64_t)1 << 39 || memchr(v->text, '"', (size_t)v->length)) return UNUSUAL;
    for (const char *at = v->text, *end = at + v->length; at < end && (at = memchr(at, '\n', (size_t)(end - at))); at++)
        lines++;
    if (table_for(&voters, lines)) result = gather(v, &voters, &raws, &number);
    free(voters.slot);
    if (!result) result = merge(v, raws, number);
    free(raws);
    if (result) heard_forget_votes(v);
    return result;
}
