// The passes of batch normalization over values of one `TYPE`, computed with as `NUMBER`; `NAME` tells them from those of others.
#include "normalization.h"

typedef NUMBER numbers16 __attribute__((vector_size(LANES * sizeof(NUMBER))));
typedef __typeof__((numbers16) {0} <= 0) masks16;

ALWAYS_INLINE void numbers_of(numbers16 *to, const double *table, const block *b) {
    doubles16 lanes;
    lanes_of(&lanes, table, b);
    *to = __builtin_convertvector(lanes, numbers16);
}

typedef struct line {
    numbers16 center, factor, offset;
} line;

ALWAYS_INLINE void line_of(line *l, const kernel_normalization *job, const block *b) {
    numbers_of(&l->center, job->lines.center, b);
    numbers_of(&l->factor, job->lines.factor, b);
    numbers_of(&l->offset, job->lines.offset, b);
}

ALWAYS_INLINE void load_numbers(numbers16 *to, const void *values, const block *b, size_t row) {
    floats16 some = {0};
    load_row(&some, values, b, row, TYPE);
    *to = __builtin_convertvector(some, numbers16);
}

ALWAYS_INLINE void store_numbers(void *values, const block *b, size_t row, const numbers16 *from) {
    const floats16 rounded = __builtin_convertvector(*from, floats16);
    store_row(values, b, row, &rounded, TYPE);
}

// Zero where the ReLU is closed: where the normalized value is not above zero. What is not a number stays so.
ALWAYS_INLINE void close_relu(numbers16 *values, const numbers16 *normalized) {
    *values = (numbers16)((masks16)*values & ~(*normalized <= 0));
}

// The two tables of sums of the part that a piece belongs to; clears the sums of its channels.
ALWAYS_INLINE void begin_sums(double **first, double **second, const kernel_normalization *job, const piece *p) {
    const size_t channels = kernel_grid_channels(&job->grid);
    *first = job->sums + 2 * p->part * channels;
    *second = *first + channels;
    // The last channels of all are followed by what fills up a vector.
    const size_t cleared = job->grid.groups > 1 ? p->width : (p->width + LANES - 1) / LANES * LANES;
    memset(*first + p->channel, 0, cleared * sizeof **first);
    memset(*second + p->channel, 0, cleared * sizeof **second);
}

// The first value of every lane's channel. Sums of what values differ from it lose nothing where a channel lies far from zero.
ALWAYS_INLINE void pivot_of(doubles16 *to, const kernel_normalization *job, const block *b) {
    const kernel_grid *grid = &job->grid;
    const size_t first = (b->channel - b->within) / grid->pixel * grid->area * grid->pixel + b->within;
    floats16 pivot = {0};
    if (b->period < LANES) {
        floats16 few = {0};
        load_some16(&few, job->source, first, b->period, TYPE);
        for (size_t lane = 0; lane < LANES; lane++) pivot[lane] = few[lane % b->period];
    } else if (b->live == LANES) {
        load16(&pivot, job->source, first, TYPE);
    } else {
        load_some16(&pivot, job->source, first, b->live, TYPE);
    }
    *to = __builtin_convertvector(pivot, doubles16);
}

KERNEL_CLONES static void measure(const kernel_normalization *job, int index, int count) {
    const cut c = cut_of(&job->grid);
    const size_t pieces = pieces_of(&c);
    for (size_t i = pieces * index / count; i < pieces * (index + 1) / count; i++) {
        walk w = {piece_at(&c, i), job->grid.pixel, 0, 0};
        double *sums, *squares;
        begin_sums(&sums, &squares, job, &w.whole);
        block b;
        while (next_block(&w, &b)) {
            doubles16 pivot, sum = {0}, square = {0};
            pivot_of(&pivot, job, &b);
            for (size_t row = 0; row < b.rows; row++) {
                // Lanes that do not count differ by nothing.
                floats16 x = __builtin_convertvector(pivot, floats16);
                load_row(&x, job->source, &b, row, TYPE);
                const doubles16 difference = __builtin_convertvector(x, doubles16) - pivot;
                sum += difference;
                square += difference * difference;
            }
            add_lanes(sums, &sum, &b);
            add_lanes(squares, &square, &b);
        }
    }
}

ALWAYS_INLINE void apply(const kernel_normalization *job, int relu, int index, int count) {
    const cut c = cut_of(&job->grid);
    const size_t pieces = pieces_of(&c), end = pieces * (index + 1) / count;
    // Backwards: what was measured last is still near.
    for (size_t i = end; i-- > pieces * index / count;) {
        walk w = {piece_at(&c, i), job->grid.pixel, 0, 0};
        block b;
        while (next_block(&w, &b)) {
            line l;
            line_of(&l, job, &b);
            for (size_t row = 0; row < b.rows; row++) {
                numbers16 x;
                load_numbers(&x, job->source, &b, row);
                x -= l.center;
                numbers16 y = x * l.factor + l.offset;
                if (relu) close_relu(&y, &y);
                store_numbers(job->destination, &b, row, &y);
            }
        }
    }
}

// Both of a row of a block: what the value differs from its center, and the gradient before the ReLU. Whether the ReLU was active is
// computed again from the value: reading it would cost more.
ALWAYS_INLINE void load_both(
    numbers16 *difference, numbers16 *gradient, const kernel_normalization *job, const line *l, const block *b, size_t row, int relu) {
    load_numbers(difference, job->source, b, row);
    load_numbers(gradient, job->gradient, b, row);
    *difference -= l->center;
    if (relu) {
        const numbers16 y = *difference * l->factor + l->offset;
        close_relu(gradient, &y);
    }
}

ALWAYS_INLINE void measure_back(const kernel_normalization *job, int relu, int index, int count) {
    const cut c = cut_of(&job->grid);
    const size_t pieces = pieces_of(&c);
    for (size_t i = pieces * index / count; i < pieces * (index + 1) / count; i++) {
        walk w = {piece_at(&c, i), job->grid.pixel, 0, 0};
        double *sums, *products;
        begin_sums(&sums, &products, job, &w.whole);
        block b;
        while (next_block(&w, &b)) {
            line l;
            line_of(&l, job, &b);
            doubles16 sum = {0}, product = {0};
            for (size_t row = 0; row < b.rows; row++) {
                numbers16 difference, gradient;
                load_both(&difference, &gradient, job, &l, &b, row, relu);
                const doubles16 wide = __builtin_convertvector(gradient, doubles16);
                sum += wide;
                product += wide * __builtin_convertvector(difference, doubles16);
            }
            add_lanes(sums, &sum, &b);
            add_lanes(products, &product, &b);
        }
    }
}

ALWAYS_INLINE void apply_back(const kernel_normalization *job, int relu, int index, int count) {
    const cut c = cut_of(&job->grid);
    const size_t pieces = pieces_of(&c), end = pieces * (index + 1) / count;
    for (size_t i = end; i-- > pieces * index / count;) {
        walk w = {piece_at(&c, i), job->grid.pixel, 0, 0};
        block b;
        while (next_block(&w, &b)) {
            line l;
            numbers16 slope, base;
            line_of(&l, job, &b);
            numbers_of(&slope, job->lines.slope, &b);
            numbers_of(&base, job->lines.base, &b);
            for (size_t row = 0; row < b.rows; row++) {
                numbers16 difference, gradient;
                load_both(&difference, &gradient, job, &l, &b, row, relu);
                const numbers16 result = gradient * l.factor + (difference * slope + base);
                store_numbers(job->source_gradient, &b, row, &result);
            }
        }
    }
}

#define WITH_AND_WITHOUT_RELU(pass)                                                                             \
    KERNEL_CLONES static void pass##_alone(const kernel_normalization *job, int index, int count) {             \
        pass(job, 0, index, count);                                                                             \
    }                                                                                                           \
    KERNEL_CLONES static void pass##_with_relu(const kernel_normalization *job, int index, int count) {         \
        pass(job, 1, index, count);                                                                             \
    }                                                                                                           \
    void NAME(pass)(const kernel_normalization *job, int index, int count) {                                    \
        (job->relu ? pass##_with_relu : pass##_alone)(job, index, count);                                       \
    }

void NAME(measure)(const kernel_normalization *job, int index, int count) { measure(job, index, count); }
WITH_AND_WITHOUT_RELU(apply)
WITH_AND_WITHOUT_RELU(measure_back)
WITH_AND_WITHOUT_RELU(apply_back)
